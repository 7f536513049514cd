import assert from 'node:assert/strict';
import fc from 'fast-check';
import { displaySubject, parseCommitMessage } from '../../../src/core/changelog/commitMessage';
import { isKnownType } from '../../../src/core/changelog/sections';

const sha = 'a'.repeat(40);

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
  it('1: a type that is one word, then a colon and a space', () => {
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
    ]) {
      assert.equal(parseCommitMessage(subject).type, null, subject);
    }
    for (const type of ['feat', 'code_style', 'release-notes', 'función', 'v2']) {
      assert.equal(parseCommitMessage(`${type}: x`).type, type);
    }
  });
  it('4: a scope in one pair of parentheses, kept as written', () => {
    for (const scope of ['parser', '@scope/pkg', 'a, b', 'core:http', '*', 'API']) {
      assert.equal(parseCommitMessage(`fix(${scope}): x`).scope, scope);
    }
    assert.equal(parseCommitMessage('feat(a): b (c): d').scope, 'a');
    assert.equal(parseCommitMessage('feat(a): b (c): d').description, 'b (c): d');
    for (const subject of ['fix(): x', 'fix( ): x', 'fix(a: x', 'fix(a)b: x', 'fix(a(b)): x', 'fix(a(b): x']) {
      assert.equal(parseCommitMessage(subject).type, null, subject);
    }
  });
  it('5: a description that is not empty', () => {
    assert.equal(parseCommitMessage('feat: ').type, null);
    assert.equal(parseCommitMessage('fix: array parsing  issue').description, 'array parsing  issue');
  });
  it('6: the body begins after a blank line; a missing one does not undo the type', () => {
    assert.equal(parseCommitMessage('fix: a\n\nbody').body, 'body');
    assert.equal(parseCommitMessage('fix: a\nbody').type, 'fix');
    assert.equal(parseCommitMessage('fix: a\nbody').body, 'body');
  });
  it('8: footers stand after a blank line, with `: ` or ` #`', () => {
    assert.deepEqual(parseCommitMessage('fix: a\n\nbody\nReviewed-by: Z').footers, []);
    assert.deepEqual(parseCommitMessage('fix: a\n\nbody\n\nFixes #12\nAcked-by: B').footers, [
      { token: 'Fixes', value: '12' },
      { token: 'Acked-by', value: 'B' },
    ]);
    assert.deepEqual(parseCommitMessage('fix: a\n\nFixes: ').footers, []);
  });
  it('9: a token has no white space', () => {
    assert.deepEqual(parseCommitMessage('fix: a\n\nAcked by: B').footers, []);
  });
  it('10: a value may span lines and ends at the next footer', () => {
    const message = parseCommitMessage('fix: a\n\nBREAKING CHANGE: one\ntwo\n\nthree\nReviewed-by: Z\nRefs #1');
    assert.equal(message.breakingText, 'one\ntwo\n\nthree');
    assert.deepEqual(message.footers.slice(1), [
      { token: 'Reviewed-by', value: 'Z' },
      { token: 'Refs', value: '1' },
    ]);
  });
  it('11 and 13: `!` stands immediately before the colon', () => {
    assert.equal(parseCommitMessage('chore!: drop Node 6').breaking, true);
    assert.equal(parseCommitMessage('chore! : drop Node 6').breaking, false);
    assert.equal(parseCommitMessage('chore: drop Node 6!').breaking, false);
  });
  it('12: the footer needs a colon, a space and upper case', () => {
    assert.equal(parseCommitMessage('fix: a\n\nBREAKING CHANGE:x').breaking, false);
    assert.equal(parseCommitMessage('fix: a\n\nBREAKING-CHANGE #1').breaking, false);
    assert.equal(parseCommitMessage('fix: a\n\nBREAKING CHANGES: x').breaking, false);
    assert.equal(parseCommitMessage('fix: a\n\nBREAKING CHANGE:\nx').breakingText, 'x');
  });
  it('14 and 15: any type, in any case', () => {
    assert.equal(parseCommitMessage('Docs: a').type, 'docs');
    assert.equal(parseCommitMessage('FEAT(API): a').type, 'feat');
    assert.equal(parseCommitMessage('whatever: a').type, 'whatever');
  });
  it('15: breaking change in lower case is prose', () => {
    for (const text of ['breaking change: x', 'Breaking Change: x', 'breaking-change: x']) {
      assert.equal(parseCommitMessage(`fix: a\n\n${text}`).breaking, false, text);
    }
  });
  it('16: BREAKING-CHANGE is the same footer', () => {
    const message = parseCommitMessage('fix: a\n\nBREAKING-CHANGE: x\nBREAKING CHANGE: y');
    assert.equal(message.breaking, true);
    assert.equal(message.breakingText, 'x\n\ny');
  });
});

describe('parseCommitMessage: where it shows more than the specification asks', () => {
  it('counts a breaking footer without the blank line, without a type, and as the subject', () => {
    assert.equal(parseCommitMessage('fix: a\n\nbody\nBREAKING CHANGE: x').breaking, true);
    assert.equal(parseCommitMessage('Drop Node 6\n\nBREAKING CHANGE: x').breaking, true);
    assert.equal(parseCommitMessage('BREAKING CHANGE: x').breaking, true);
  });
  it('does not count it inside a line', () => {
    assert.equal(parseCommitMessage('fix: a\n\nThis is no BREAKING CHANGE: honest').breaking, false);
    assert.equal(parseCommitMessage('fix: a\n\n  BREAKING CHANGE: quoted').breaking, false);
  });
});

describe('parseCommitMessage: lines and people', () => {
  it('reads CRLF as LF and keeps every other character', () => {
    const message = parseCommitMessage('feat!: a\u202Eb\r\n\r\nBREAKING CHANGE: one\r\ntwo\r\n');
    assert.equal(message.subject, 'feat!: a\u202Eb');
    assert.equal(message.body, 'BREAKING CHANGE: one\ntwo');
    assert.equal(message.breakingText, 'one\ntwo');
  });
  it('skips blank lines before the subject and has an empty one for a blank message', () => {
    assert.equal(parseCommitMessage('\n \nfeat: a\n\n  indented\n').subject, 'feat: a');
    assert.equal(parseCommitMessage('\n \nfeat: a\n\n  indented\n').body, '  indented');
    assert.equal(parseCommitMessage(' \n\n').subject, '');
    assert.equal(parseCommitMessage('').subject, '');
  });
  it('reads each co-author once, whatever the case of the token and the address', () => {
    const message = parseCommitMessage(
      'fix: a\n\nBREAKING CHANGE: b\n\n---------\n\nCo-authored-by: A B <a@example.org>\n' +
        'co-authored-by: A. B. <A@EXAMPLE.org>\nCO-AUTHORED-BY: C\nCo-authored-by: <>',
    );
    assert.deepEqual(message.coAuthors, [
      { name: 'A B', email: 'a@example.org' },
      { name: 'C', email: '' },
    ]);
    assert.equal(message.breakingText, 'b');
    const hidden =
      'fix: a\n\nCo-authored-by: A <1+a@users.noreply.github.com>\nCo-authored-by: B <A@users.noreply.github.com>';
    assert.equal(parseCommitMessage(hidden).coAuthors.length, 1, 'with and without the number of the account');
  });
});

describe('parseCommitMessage: the prefix', () => {
  it('is what stands before the description, as written', () => {
    for (const [subject, prefix, description] of [
      ['Hotfix: retry the webhook once', 'Hotfix: ', 'retry the webhook once'],
      ['feat(Cart)!: empty it (#12)', 'feat(Cart)!: ', 'empty it'],
      ['fix( ui ): x', 'fix( ui ): ', 'x'],
      ['feat: (#12)', 'feat: ', '(#12)'],
      ['Just do it', '', 'Just do it'],
      ['BREAKING CHANGE: x', '', 'BREAKING CHANGE: x'],
      ['feat: ', '', 'feat:'],
    ] as const) {
      const message = parseCommitMessage(subject);
      assert.deepEqual([message.prefix, message.description], [prefix, description]);
    }
    assert.equal(parseCommitMessage('Hotfix: retry').type, 'hotfix');
  });
  it('need not be shown for the types that a section tells', () => {
    for (const type of ['feat', 'fix', 'perf', 'chore', 'ci', 'build', 'test', 'docs', 'style', 'refactor']) {
      assert.equal(isKnownType(type), true, type);
    }
    for (const type of ['hotfix', 'revert', 'feet', '', 'constructor', 'Feat'])
      assert.equal(isKnownType(type), false, type);
  });
});

describe('displaySubject', () => {
  it('is the title of the pull request for its merge', () => {
    const merge = 'Merge pull request #6674 from Shopify/branch';
    assert.equal(displaySubject(`${merge}\n\nfeat: Address by content\n\nMore.`), 'feat: Address by content');
    assert.equal(displaySubject(`\n${merge}\r\n\r\nAddress by content\r\n`), 'Address by content');
    assert.equal(displaySubject('Pull request #12: feat: title'), 'feat: title');
    assert.equal(displaySubject(merge), merge);
    assert.equal(displaySubject(`${merge}\r\n`), merge);
  });
  it('is the subject for any other commit, as written', () => {
    assert.equal(displaySubject('fix(a)!: b (#12)\n\nbody'), 'fix(a)!: b (#12)');
    assert.equal(displaySubject("Merge branch 'x'\n\nfeat: y"), "Merge branch 'x'");
    assert.equal(displaySubject(' \n'), '');
  });
});

describe('parseCommitMessage: any text', () => {
  const pieces = fc.constantFrom(
    ...['feat', 'revert', 'Revert', '(', ')', '!', ': ', ':', '"', '#', '12', ' ', '<', '>', '(#1)', sha, '---------'],
    ...['\n', '\r\n', '\r', '\0', '\u2028', '\uD800', '😀', 'This reverts commit ', 'Co-authored-by: '],
    ...['BREAKING CHANGE', 'BREAKING-CHANGE: ', 'Merge pull request #', 'Merged in ', '(pull request #'],
  );
  const wild = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 30 }).map((all) => all.join('')),
  );

  it('never throws and loses no word', () => {
    fc.assert(
      fc.property(wild, (text) => {
        const message = parseCommitMessage(text);
        assert.equal(`${message.subject}\n${message.body}`.replace(/\s/g, ''), text.replace(/\s/g, ''));
        assert.equal(message.type, message.type?.toLowerCase() ?? null);
        assert.equal(message.prefix === '', message.type === null);
        const whole = `${message.prefix}${message.description}`;
        const number = message.pull === null ? '' : `(#${String(message.pull.number)})`;
        const title = message.pull?.kind === 'merge' ? (message.pull.title ?? message.subject) : message.subject;
        const bare = (part: string): string => part.replace(/\s/g, '');
        assert.ok(bare(title) === bare(whole) || bare(title) === bare(whole) + number, text);
      }),
      { numRuns: 500 },
    );
  });

  it('takes time linear in the length', () => {
    const hostile: Record<string, (length: number) => string> = {
      'a long word in the body': (n) => `fix: a\n\n${'x'.repeat(n)}`,
      'open parentheses': (n) => `feat${'('.repeat(n)}`,
      'a long type': (n) => `${'a'.repeat(n)}: b`,
      'words beyond ASCII': (n) => `fix: a\n\n${'é'.repeat(n)}`,
      'numbers in a subject': (n) => 'a (#1)'.repeat(n / 6),
      'pull requests merged in': (n) => `Merged in ${'(pull request #1) '.repeat(n / 18)}x`,
      'white space': (n) => `fix: a${' '.repeat(n)}b\n\n${' '.repeat(n)}x${'\n'.repeat(n)}x`,
      'named commits': (n) => `Revert "a"\n\n${`This reverts commit ${sha}, `.repeat(n / 62)}`,
      'named commits and white space': (n) => `Revert "a"\n\nThis reverts commit ${sha}${' '.repeat(n)},x`,
      'hex digits': (n) => `Revert "a"\n\nThis reverts commit ${'a'.repeat(n)}`,
      quotes: (n) => `Revert ${'"'.repeat(n)}x`,
      'a repository': (n) => `Revert "a"\n\nReverts ${'a.'.repeat(n / 2)}`,
      'breaking footers': (n) => `fix: a\n\n${'BREAKING CHANGE: a\n'.repeat(n / 19)}`,
      'open angle brackets': (n) => `fix: a\n\n${'Co-authored-by: <<<\n'.repeat(n / 20)}`,
    };
    const time = (text: string): number => {
      let best = Infinity;
      for (let run = 0; run < 5; run += 1) {
        const start = process.cpuUsage();
        for (let times = 0; times < 4; times += 1) parseCommitMessage(text);
        const used = process.cpuUsage(start);
        best = Math.min(best, used.user + used.system);
      }
      return best;
    };
    for (const [name, make] of Object.entries(hostile)) {
      const short = make(8 * 1024);
      time(short);
      // Eight times the length: linear is about 8, quadratic 64. The floor keeps the clock's grain out.
      const ratio = time(make(64 * 1024)) / Math.max(time(short), 1_500);
      assert.ok(ratio < 30, `${name}: ${ratio.toFixed(1)}`);
    }
  });
});
