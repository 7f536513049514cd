import assert from 'node:assert/strict';
import fc from 'fast-check';
import { displaySubject, parseCommitMessage } from '../../../src/core/changelog/commitMessage';
import { isKnownType } from '../../../src/core/changelog/sections';

const sha = 'a'.repeat(40);

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
