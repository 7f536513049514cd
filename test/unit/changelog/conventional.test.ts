import assert from 'node:assert/strict';
import { parseCommitMessage } from '../../../src/core/changelog/commitMessage';
import { line, sectionOf } from './historyBuilder';

/** The fields that the specification speaks of. */
function read(message: string): Record<string, unknown> {
  const { type, scope, description, breaking, breakingText } = parseCommitMessage(message);
  return { type, scope, description, breaking, breakingText };
}

describe('parseCommitMessage: the examples of Conventional Commits 1.0.0', () => {
  it('description and breaking change footer', () => {
    const text = '`extends` key in config file is now used for extending other config files';
    assert.deepEqual(read(`feat: allow provided config object to extend other configs\n\nBREAKING CHANGE: ${text}`), {
      type: 'feat',
      scope: null,
      description: 'allow provided config object to extend other configs',
      breaking: true,
      breakingText: text,
    });
  });
  it('`!` to draw attention to a breaking change', () => {
    assert.deepEqual(read('feat!: send an email to the customer when a product is shipped'), {
      type: 'feat',
      scope: null,
      description: 'send an email to the customer when a product is shipped',
      breaking: true,
      breakingText: null,
    });
  });
  it('scope and `!`', () => {
    assert.deepEqual(read('feat(api)!: send an email to the customer when a product is shipped'), {
      type: 'feat',
      scope: 'api',
      description: 'send an email to the customer when a product is shipped',
      breaking: true,
      breakingText: null,
    });
  });
  it('both `!` and a BREAKING CHANGE footer', () => {
    assert.deepEqual(
      read('feat!: drop support for Node 6\n\nBREAKING CHANGE: use JavaScript features not available in Node 6.'),
      {
        type: 'feat',
        scope: null,
        description: 'drop support for Node 6',
        breaking: true,
        breakingText: 'use JavaScript features not available in Node 6.',
      },
    );
  });
  it('no body', () => {
    const message = parseCommitMessage('docs: correct spelling of CHANGELOG');
    assert.equal(message.type, 'docs');
    assert.equal(message.body, '');
    assert.equal(message.breaking, false);
  });
  it('scope', () => {
    assert.equal(parseCommitMessage('feat(lang): add Polish language').scope, 'lang');
  });
  it('multi-paragraph body and multiple footers', () => {
    const message = parseCommitMessage(
      'fix: prevent racing of requests\n\nIntroduce a request id and a reference to latest request. Dismiss\n' +
        'incoming responses other than from latest request.\n\nRemove timeouts which were used to mitigate the ' +
        'racing issue but are\nobsolete now.\n\nReviewed-by: Z\nRefs: #123',
    );
    assert.deepEqual(message.footers, [
      { token: 'Reviewed-by', value: 'Z' },
      { token: 'Refs', value: '#123' },
    ]);
    assert.ok(message.body.startsWith('Introduce a request id'));
    assert.equal(message.breaking, false);
  });
  it('a revert with the commits in a footer', () => {
    const message = parseCommitMessage(
      'revert: let us never again speak of the noodle incident\n\nRefs: 676104e, a215868',
    );
    assert.equal(message.type, 'revert');
    assert.deepEqual(message.revert?.shas, ['676104e', 'a215868']);
  });
});

describe('parseCommitMessage: the items of Conventional Commits 1.0.0', () => {
  it('item 1: a type that is one word, an optional scope and `!`, then a colon and a space', () => {
    for (const subject of [
      'feat:x',
      'feat : x',
      'feat x',
      'two words: x',
      ': x',
      'net/http: x',
      '123: x',
      ' feat: x',
      'feat!(a): x',
      'fixup! feat: x',
      'http://example.org: x',
      '修复：x',
    ]) {
      assert.equal(parseCommitMessage(subject).type, null, subject);
    }
    for (const type of ['feat', 'code_style', 'release-notes', 'función', 'функция', '修复', 'v2']) {
      assert.equal(parseCommitMessage(`${type}: x`).type, type);
    }
    assert.equal(parseCommitMessage('feat(a)!: x').description, 'x');
  });
  it('item 2: feat is a new feature', () => {
    assert.equal(sectionOf(line(['a', 'feat: x']), 'a'), 'features');
  });
  it('item 3: fix is a bug fix', () => {
    assert.equal(sectionOf(line(['a', 'fix: x']), 'a'), 'fixes');
  });
  it('item 4: a scope in one pair of parentheses, kept as written', () => {
    for (const scope of ['parser', '@scope/pkg', 'a, b', 'core:http', '*', 'API']) {
      assert.equal(parseCommitMessage(`fix(${scope}): x`).scope, scope);
    }
    assert.equal(parseCommitMessage('feat(a): b (c): d').scope, 'a');
    assert.equal(parseCommitMessage('feat(a): b (c): d').description, 'b (c): d');
    for (const subject of [
      'fix(): x',
      'fix( ): x',
      'fix(a: x',
      'fix(a)b: x',
      'fix(a(b)): x',
      'fix(a(b): x',
      'fix (a): x',
    ]) {
      assert.equal(parseCommitMessage(subject).type, null, subject);
    }
  });
  it('item 5: a description that is not empty, immediately after the colon and space', () => {
    assert.equal(parseCommitMessage('feat: ').type, null);
    assert.equal(parseCommitMessage('fix: array parsing  issue').description, 'array parsing  issue');
  });
  it('item 6: the body begins after a blank line; a missing one does not undo the type', () => {
    assert.equal(parseCommitMessage('fix: a\n\nbody').body, 'body');
    assert.equal(parseCommitMessage('fix: a\nbody').type, 'fix');
    assert.equal(parseCommitMessage('fix: a\nbody').body, 'body');
  });
  it('item 7: the body is free, with any number of paragraphs', () => {
    const body = 'one\n\n  two: indented\n\n\nthree (four)\nfeat: five';
    const message = parseCommitMessage(`fix: a\n\n${body}`);
    assert.equal(message.body, body);
    assert.equal(message.type, 'fix');
    assert.deepEqual(message.footers, []);
  });
  it('item 8: footers stand after a blank line, with `: ` or ` #`', () => {
    assert.deepEqual(parseCommitMessage('fix: a\n\nbody\nReviewed-by: Z').footers, []);
    assert.deepEqual(parseCommitMessage('fix: a\n\nbody\n\nFixes #12\nAcked-by: B').footers, [
      { token: 'Fixes', value: '12' },
      { token: 'Acked-by', value: 'B' },
    ]);
    assert.deepEqual(parseCommitMessage('fix: a\n\nFixes: ').footers, []);
  });
  it('item 9: a token has `-` in place of white space, but for BREAKING CHANGE', () => {
    assert.deepEqual(parseCommitMessage('fix: a\n\nAcked by: B').footers, []);
    assert.deepEqual(parseCommitMessage('fix: a\n\nAcked-by: B').footers, [{ token: 'Acked-by', value: 'B' }]);
    assert.deepEqual(parseCommitMessage('fix: a\n\nBREAKING CHANGE: B').footers, [
      { token: 'BREAKING CHANGE', value: 'B' },
    ]);
  });
  it('item 10: a value may span lines and ends at the next footer', () => {
    const message = parseCommitMessage('fix: a\n\nBREAKING CHANGE: one\ntwo\n\nthree\nReviewed-by: Z\nRefs #1');
    assert.equal(message.breakingText, 'one\ntwo\n\nthree');
    assert.deepEqual(message.footers.slice(1), [
      { token: 'Reviewed-by', value: 'Z' },
      { token: 'Refs', value: '1' },
    ]);
  });
  it('item 11: a breaking change is in the prefix or in a footer, and nowhere else', () => {
    assert.equal(parseCommitMessage('chore!: drop Node 6').breaking, true);
    assert.equal(parseCommitMessage('chore: a\n\nBREAKING CHANGE: drop Node 6').breaking, true);
    assert.equal(parseCommitMessage('chore: drop Node 6!').breaking, false);
    assert.equal(parseCommitMessage('chore: a BREAKING CHANGE').breaking, false);
  });
  it('item 12: the footer needs upper case, a colon, a space and a description', () => {
    assert.equal(parseCommitMessage('fix: a\n\nBREAKING CHANGE:x').breaking, false);
    assert.equal(parseCommitMessage('fix: a\n\nBREAKING-CHANGE #1').breaking, false);
    assert.equal(parseCommitMessage('fix: a\n\nBREAKING CHANGES: x').breaking, false);
    assert.equal(parseCommitMessage('fix: a\n\nBREAKING CHANGE:\nx').breakingText, 'x');
  });
  it('item 13: `!` stands immediately before the colon; then the description tells the breaking change', () => {
    assert.equal(parseCommitMessage('chore! : drop Node 6').breaking, false);
    assert.equal(parseCommitMessage('chore !: drop Node 6').breaking, false);
    const { breaking, breakingText, description } = parseCommitMessage('chore(a)!: drop Node 6');
    assert.deepEqual([breaking, breakingText, description], [true, null, 'drop Node 6']);
  });
  it('item 14: other types than feat and fix may be used', () => {
    assert.equal(parseCommitMessage('docs: update ref docs').type, 'docs');
    assert.equal(parseCommitMessage('whatever: a').type, 'whatever');
  });
  it('item 15: nothing depends on the case but BREAKING CHANGE, which is upper case', () => {
    assert.equal(parseCommitMessage('Docs: a').type, 'docs');
    assert.equal(parseCommitMessage('FEAT(API): a').type, 'feat');
    assert.equal(parseCommitMessage('fix: a\n\nCO-AUTHORED-BY: B <b@example.org>').coAuthors.length, 1);
    for (const text of ['breaking change: x', 'Breaking Change: x', 'breaking-change: x']) {
      assert.equal(parseCommitMessage(`fix: a\n\n${text}`).breaking, false, text);
    }
  });
  it('item 16: BREAKING-CHANGE is the same footer', () => {
    const message = parseCommitMessage('fix: a\n\nBREAKING-CHANGE: x\nBREAKING CHANGE: y');
    assert.equal(message.breaking, true);
    assert.equal(message.breakingText, 'x\n\ny');
  });
});

describe('parseCommitMessage: subjects beside the specification', () => {
  it('have no type behind a gitmoji or a marker, and are all description', () => {
    for (const subject of ['✨ feat: x', ':sparkles: feat: x', '[skip ci] feat: x', '[ci skip] Fix a typo']) {
      const { type, prefix, description } = parseCommitMessage(subject);
      assert.deepEqual([type, prefix, description], [null, '', subject]);
      assert.equal(sectionOf(line(['a', subject]), 'a'), 'other');
    }
    assert.equal(parseCommitMessage('feat: ✨ x').type, 'feat');
  });
  it('keep a marker behind the description', () => {
    assert.equal(parseCommitMessage('chore(release): 1.2.3 [skip ci]').description, '1.2.3 [skip ci]');
  });
  it('have no type with hidden, control or broken characters before the colon', () => {
    for (const mark of ['\u202E', '\u200B', '\uFEFF', '\uFFFD', '\0', '\u001B[31m', '\uD800']) {
      for (const subject of [`${mark}feat: x`, `fe${mark}at: x`, `feat${mark}: x`]) {
        const { type, description } = parseCommitMessage(subject);
        assert.equal(type, null, JSON.stringify(subject));
        assert.equal(description, subject.trim());
      }
      assert.equal(parseCommitMessage(`feat: a${mark}b`).description, `a${mark}b`);
    }
  });
  it('may be missing', () => {
    for (const message of ['', '\n\n', ' \t\r\n']) {
      const { subject, type, description } = parseCommitMessage(message);
      assert.deepEqual([subject, type, description], ['', null, '']);
      assert.equal(sectionOf(line(['a', message]), 'a'), 'other');
    }
  });
  it('are joined where GitHub has cut them', () => {
    for (const [message, description] of [
      ['feat: a very long ti… (#12)\n\n…tle of it\n\nBody', 'a very long title of it'],
      ['feat: a very long ti... (#12)\n\n...tle of it', 'a very long title of it'],
      ['A very long… (#12)\n\n… title', 'A very long title'],
      ['feat: and so on… (#12)\n\nBody', 'and so on…'],
      ['feat: and so on…', 'and so on…'],
      ['Merge pull request #7 from a/b\n\nfix: cover the p…\n\n…age\n\n…more', 'cover the page'],
      ['Pull request #12: fix: cover the p…\n\n…age', 'cover the page'],
    ] as const) {
      assert.equal(parseCommitMessage(message).description, description);
    }
    assert.equal(parseCommitMessage('feat: a ti… (#12)\n\n…tle').pull?.title, 'feat: a ti…', 'as a revert quotes it');
  });
});
