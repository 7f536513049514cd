import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseIssues } from '../../../src/core/changelog/issueReferences';
import { buildChangelog } from '../../../src/core/changelog/changelog';
import { commit, line, only, range } from './historyBuilder';

/** The references as text, those that close with `!`. */
function read(subject: string, body = ''): string[] {
  return parseIssues(subject, body).map(({ text, closes }) => text + (closes ? '!' : ''));
}

describe('parseIssues', () => {
  it('reads numbers, other repositories and tickets', () => {
    assert.deepEqual(parseIssues('see #12, o-o/n.a_me#3 and GH-4', 'SHOP-123'), [
      { text: '#12', number: 12, repository: null, closes: false },
      { text: 'o-o/n.a_me#3', number: 3, repository: 'o-o/n.a_me', closes: false },
      { text: 'GH-4', number: 4, repository: null, closes: false },
      { text: 'SHOP-123', number: null, repository: null, closes: false },
    ]);
    assert.deepEqual(
      parseIssues('https://github.com/o/n/issues/7#issuecomment-1', 'http://www.github.com/o/n/pull/8/files'),
      [
        { text: 'o/n#7', number: 7, repository: 'o/n', closes: false },
        { text: 'o/n#8', number: 8, repository: 'o/n', closes: false },
      ],
    );
  });
  it('reads them wherever punctuation lets them stand', () => {
    for (const text of ['#1', '(#1)', '[#1]', 'a: #1.', '"#1"', 'a,#1,', '修复#1', '#1: x', '#1-x']) {
      assert.deepEqual(read(text), ['#1'], text);
    }
    for (const text of [
      'AB-1',
      '[AB-1]',
      'AB-1: x',
      'feature/AB-1-x',
      "branch 'AB-1_'".replace('_', ''),
      'browse/AB-1',
    ]) {
      assert.deepEqual(read(text), ['AB-1'], text);
    }
    assert.deepEqual(read('gh-12345: title'), ['gh-12345']);
  });
  it('takes nothing else for one', () => {
    for (const text of [
      ...['a#1', '#0', '#01', '#1a', '#a1', '&#12;', '#', '##1', 'x/#1', 'https://a.example/b#12', '#12345678901'],
      ...['@o/n#1', 'a/b/c#1', '/n#1', 'n#1', 'o/#1', 'color=#123', '[#1](https://a.example)'],
      ...[
        'A-1',
        'ab-1',
        'Ab-1',
        'AB-0',
        'AB-01',
        'AB-1x',
        'xAB-1',
        'X-AB-1',
        'ABCDEFGHIJK-1',
        '1AB-2',
        'AB_C-1',
        'a.AB-1',
      ],
      ...[
        'UTF-8',
        'SHA-256',
        'ISO-8601',
        'CVE-2024-1234',
        'RFC-2119',
        'PEP-8',
        'ADV-2024-12',
        'AB-1.2',
        'ES-6',
        'SHA-1',
      ],
      ...['https://gitlab.com/o/n/issues/7', 'https://github.com/o/n/tree/7', '/issues/7', '/pull/7'],
    ]) {
      assert.deepEqual(read(text), [], text);
    }
  });
  it('has each once, in the order of the message', () => {
    assert.deepEqual(read('AB-2 and #1', '#3, GH-1, #1, fixes #1, O/n#1, o/N#1'), ['AB-2', '#1!', '#3', 'O/n#1']);
  });
  it("knows GitHub's closing keywords, in any case and with a colon", () => {
    for (const keyword of ['close', 'closes', 'closed', 'fix', 'fixes', 'fixed', 'resolve', 'resolves', 'resolved']) {
      for (const text of [`${keyword} #1`, `${keyword}: #1`, `${keyword.toUpperCase()} #1`, `(${keyword} o/n#1)`]) {
        assert.match(read(text)[0] ?? '', /!$/, text);
      }
    }
    assert.deepEqual(read('x', 'Fixes AB-1\nFixes https://github.com/o/n/issues/2'), ['AB-1!', 'o/n#2!']);
    for (const text of [
      'prefix #1',
      'fixing #1',
      'closest #1',
      'fix the #1',
      'fixes issue #1',
      'un-fixed #1',
      'refs #1',
    ]) {
      assert.deepEqual(read(text), ['#1'], text);
    }
  });
  it('closes one with a keyword, and the whole list with a colon', () => {
    assert.deepEqual(read('fixes #1, #2'), ['#1!', '#2']);
    assert.deepEqual(read('x', 'Closes: #1, #2 and AB-3, see #4'), ['#1!', '#2!', 'AB-3!', '#4']);
    assert.deepEqual(read('x', 'Fixes: #12\nRefs: SHOP-1\nResolves #3'), ['#12!', 'SHOP-1', '#3!']);
    assert.deepEqual(read('fix: crash (#1) (#2)'), ['#1', '#2'], 'a type is no keyword');
  });
  it('reads no code and no quotation', () => {
    const lines = [
      '`#1`',
      '``a ` #2``',
      '    #3',
      '\t#4',
      '> #5',
      '```',
      '#6',
      '~~~',
      '```',
      '#7',
      '`open #8',
      '~~~ x',
      '#9',
    ];
    assert.deepEqual(read('x `#10` #11', lines.join('\n')), ['#11', '#7', '#8']);
    assert.deepEqual(read('x', '```x `y` #1\n#2'), ['#1', '#2'], 'no fence with a backtick behind it');
    assert.deepEqual(read('x', '````\n```\n#1\n````\n#2'), ['#2']);
  });
  it('never throws and takes time linear in the length', () => {
    const piece = fc.constantFrom(
      '#',
      '1',
      'a',
      '/',
      '-',
      'AB',
      '`',
      '```',
      '\n',
      ' ',
      'fixes ',
      ': ',
      '.',
      'https://github.com/o/n/issues/',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        for (const { number, text } of parseIssues(pieces.join(''), pieces.reverse().join(''))) {
          assert.ok(number === null ? /^[A-Z0-9]+-[0-9]+$/.test(text) : number > 0);
        }
      }),
    );
    const hostile: Record<string, (n: number) => string> = {
      numbers: (n) => '#1'.repeat(n / 2),
      'other repositories': (n) => 'a/b#1'.repeat(n / 5),
      'long names': (n) => `${'a'.repeat(n)}/${'a'.repeat(n)}#1`,
      tickets: (n) => 'A1-1'.repeat(n / 4),
      addresses: (n) => '/issues/1'.repeat(n / 9),
      'runs of backticks': (n) => Array.from({ length: Math.sqrt(n) }, (_, at) => '`'.repeat(at)).join(' ') + '#1',
      'single backticks': (n) => `#1 ${'` '.repeat(n / 2)}`,
      'white space before': (n) => `fixes${' '.repeat(n)}#1`,
      lists: (n) => `Closes: ${'#1, '.repeat(n / 4)}`,
      'different numbers': (n) => Array.from({ length: n / 8 }, (_, at) => `#${String(at + 1)}`).join(' '),
      fences: (n) => '```\n'.repeat(n / 4),
      lines: (n) => '#1\n'.repeat(n / 3),
    };
    const time = (text: string): number => {
      let best = Infinity;
      for (let run = 0; run < 5; run += 1) {
        const start = process.cpuUsage();
        for (let times = 0; times < 4; times += 1) parseIssues(text, text);
        const used = process.cpuUsage(start);
        best = Math.min(best, used.user + used.system);
      }
      return best;
    };
    for (const [name, make] of Object.entries(hostile)) {
      const short = make(8 * 1024);
      time(short);
      const ratio = time(make(64 * 1024)) / Math.max(time(short), 1_500);
      assert.ok(ratio < 30, `${name}: ${ratio.toFixed(1)}`);
    }
  });
});

describe('buildChangelog: issues', () => {
  const issuesOf = (message: string): string[] => only(line(['a', message]), 'a').issues.map(({ text }) => text);

  it("are not the commit's own pull request, nor the one that it takes back", () => {
    assert.deepEqual(issuesOf('fix: x (#1) (#2)\n\nCloses #3, part of #2'), ['#1', '#3']);
    assert.deepEqual(issuesOf('Merge pull request #7 from o/AB-1-x\n\nfix: x'), ['AB-1']);
    assert.deepEqual(issuesOf('Revert "x (#1)" (#2)\n\nReverts o/r#1\nBecause of #4'), ['o/r#1', '#4']);
    const changelog = buildChangelog(
      range([
        commit('m', 'Merge pull request #7 from a/b', ['base', 'b']),
        commit('b', 'fix: x (#3)\n\nFor #7, fixes #8', ['base']),
      ]),
    );
    assert.deepEqual(only(changelog, 'b').issues, [
      { text: '#3', number: 3, repository: null, closes: false },
      { text: '#8', number: 8, repository: null, closes: true },
    ]);
  });
});
