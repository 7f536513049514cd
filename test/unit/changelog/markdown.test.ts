import assert from 'node:assert/strict';
import fc from 'fast-check';
import { buildChangelog } from '../../../src/core/changelog/changelog';
import { noFacts, type ChangelogFacts } from '../../../src/core/changelog/facts';
import { changelogMarkdown } from '../../../src/core/changelog/markdown';
import { parseMarkdown } from '../../../src/core/markdown/parser';
import type { ChangedFile, RangeHistory, RawCommit } from '../../../src/core/history';
import { known } from '../../../src/core/known';
import { shortSha } from '../../../src/core/sha';
import { commit, range, shaOf, titled } from './historyBuilder';

const links = {
  commitUrl: (sha: string): string => `https://github.com/o/r/commit/${sha}`,
  pullUrl: (number: number): string => `https://github.com/o/r/pull/${String(number)}`,
};

function write(history: RangeHistory, facts?: ChangelogFacts): string {
  return changelogMarkdown(buildChangelog(history, facts), links);
}

function commitLink(name: string): string {
  return `[\`${shortSha(shaOf(name))}\`](${links.commitUrl(shaOf(name))})`;
}

/** The text that a reader sees of Markdown, and the addresses that it leads to. */
function render(markdown: string): { readonly text: string; readonly links: string[]; readonly kinds: Set<string> } {
  let text = '';
  const addresses: string[] = [];
  const kinds = new Set<string>();
  for (const block of parseMarkdown(markdown)) {
    kinds.add(block.type);
    for (const token of block.children ?? []) {
      kinds.add(token.type);
      text += token.content;
      const href = token.attrGet('href');
      if (href !== null) addresses.push(String(href));
    }
    text += '\n';
  }
  return { text, links: addresses, kinds };
}

describe('changelogMarkdown', () => {
  it('says in the first line how many commits it has and which way they go', () => {
    const one = commit('a', 'fix: a', ['base']);
    const first = (history: RangeHistory): string | undefined => write(history).split('\n')[0];
    const base = `\`${shortSha(shaOf('base'))}\``;
    const tip = `\`${shortSha(shaOf('a'))}\``;
    assert.equal(first(range([one])), `**1 of 1 commit**, forward from ${base} to ${tip}.`);
    assert.equal(
      first({ ...range([one]), complete: false, total: 412 }),
      `**1 of 412 commits** (not complete), forward from ${base} to ${tip}.`,
    );
    const removed: RawCommit = { ...one, removed: true };
    const back = { ...range([removed]), from: shaOf('a'), to: shaOf('base') };
    assert.equal(
      first({ ...back, direction: 'rollback' }),
      `**1 of 1 commit**, a rollback from ${tip} to ${base}, which takes these out.`,
    );
    assert.equal(
      first({ ...back, direction: 'diverged' }),
      `**1 of 1 commit**, from ${tip} to ${base}, which have diverged: 0 come in, 1 is taken out.`,
    );
  });

  it('has a line for each commit with scope, links and people', () => {
    const text = write(
      range([
        commit('b', 'feat(api)!: b (#4)\n\nBREAKING CHANGE: gone\n\nCo-authored-by: Bo <bo@example.org>', ['a']),
        commit('a', 'fix: a', ['base']),
      ]),
    );
    assert.ok(text.includes('### Breaking changes (1)\n\n'));
    assert.ok(
      text.includes(
        `- **api:** b (${commitLink('b')}, [#4](${links.pullUrl(4)})) by Ada, Bo; breaking\n  - Breaking: gone\n`,
      ),
    );
    assert.ok(text.includes(`- a (${commitLink('a')}) by Ada; names no pull request of its own\n`));
  });

  it('writes a type that no section tells as it stands in the subject', () => {
    const text = write(
      range([
        commit('c', 'revert: d (#4)', ['b']),
        commit('b', 'Hotfix(web)!: retry', ['a']),
        commit('a', 'feat(web): b', ['base']),
      ]),
    );
    assert.ok(text.includes(`- Hotfix(web)!: retry (${commitLink('b')}) by Ada; breaking`));
    assert.ok(text.includes(`- revert: d (${commitLink('c')}`));
    assert.ok(text.includes(`- **web:** b (${commitLink('a')})`));
  });

  it('puts three or more entries of one bot under its name, behind the others of the section', () => {
    const bot = { authorName: 'renovate[bot]', authorEmail: 'bot@renovateapp.com' };
    const history = (count: number): RangeHistory => {
      const updates = Array.from({ length: count }, (_, place) =>
        commit(
          `u${String(place)}`,
          `chore: update ${String(place)} (#${String(place + 1)})`,
          [`u${String(place + 1)}`],
          bot,
        ),
      );
      return range([...updates, commit(`u${String(count)}`, 'chore: by hand (#9)', ['base'])]);
    };
    const lines = (count: number): string[] => write(history(count)).split('\n').slice(4);
    const entry = (place: number): string =>
      `- update ${String(place)} (${commitLink(`u${String(place)}`)}, [#${String(place + 1)}](${links.pullUrl(place + 1)}))`;
    assert.deepEqual(lines(2).slice(0, 2), [`${entry(0)} by renovate\\[bot\\]`, `${entry(1)} by renovate\\[bot\\]`]);
    assert.deepEqual(lines(3).slice(1), [
      '- renovate\\[bot\\] (3):',
      `  ${entry(0)}`,
      `  ${entry(1)}`,
      `  ${entry(2)}`,
      '',
    ]);
    assert.match(lines(3)[0] ?? '', /by hand/);
  });

  it('takes a pull request for a bot’s whoever merged it, and names who helped', () => {
    const bot = { authorName: 'renovate[bot]', authorEmail: 'bot@renovateapp.com' };
    const text = write(
      range([
        commit('m', 'Merge pull request #1 from r/x\n\nchore: x', ['a', 'x'], { authorName: 'Bo' }),
        commit('x', 'chore: x', ['base'], bot),
        commit('a', 'chore: a (#2)', ['b'], bot),
        commit('b', 'chore: b (#3)\n\nCo-authored-by: Bo <bo@example.org>', ['base'], bot),
      ]),
    );
    assert.match(text, /^- renovate.* \(3\):\n {2}- x \(.*\)\)\n {2}- a .*\)\)\n {2}- b .*\)\) by Bo\n$/m);
  });

  it('names the issues that the description does not, as text that leads nowhere', () => {
    const text = write(
      range([commit('a', 'fix: a, closes #1 (#2)\n\nFixes #3\nFixes: o/r#4, SHOP-5\nSee GH-6 and #1', ['base'])]),
    );
    const seen = render(text).text;
    assert.match(seen, /; closes #\u200B3, o\/r#\u200B4, SHOP-5; mentions GH-\u200B6$/m);
    const many = write(
      range([
        commit('a', `fix: a\n\n${Array.from({ length: 12 }, (_, at) => `AB-${String(at + 1)}`).join(' ')}`, ['base']),
      ]),
    );
    assert.match(many, /; mentions AB-1, .*, AB-10 and 2 more issues$/m);
  });

  it('says how sure it is that there is no pull request', () => {
    const history = range([commit('a', 'fix: a', ['base'])]);
    assert.match(write(history), /by Ada; names no pull request of its own$/m);
    const asked = { ...noFacts, pullOf: new Map([[shaOf('a'), null]]) };
    assert.match(write(history, asked), /by Ada; without a pull request of its own$/m);
  });

  it('ends with first contributions and areas, as far as they are known', () => {
    const history = range([
      commit('b', 'fix: b', ['a'], { authorName: '@Bo', authorEmail: 'bo@example.org' }),
      commit('a', 'fix: a', ['base']),
    ]);
    const file = (path: string): ChangedFile => ({ path, status: 'added', oldBlob: null, newBlob: null, isFile: true });
    const withFiles = (...paths: readonly string[]): ChangelogFacts => ({
      ...noFacts,
      authorsBefore: known([]),
      files: known({ files: paths.map(file), complete: true, notes: [] }),
    });
    assert.ok(
      write(history, withFiles('a_b/x', 'a_b/y', 'z')).endsWith(
        '\n\nFirst contributions: @&#8203;Bo, Ada.\n\nAreas: a\\_b/ (2 files), top level (1 file).\n',
      ),
    );
    const many = Array.from({ length: 12 }, (_, place) => `f${String(place)}/x`);
    assert.match(write(history, withFiles(...many)), /\(1 file\) and 2 more areas \(2 files\)\.\n$/);
    assert.doesNotMatch(write(history), /First|Areas/);
  });

  it('names ten first contributors, and counts the others', () => {
    const history = range(
      Array.from({ length: 12 }, (_, at) =>
        commit(`c${at}`, 'x', [`c${at + 1}`], { authorName: `P${at}`, authorEmail: `p${at}@example.org` }),
      ),
    );
    const text = write(history, { ...noFacts, authorsBefore: known([]) });
    assert.match(text, /^First contributions: P0, P1, .*P9 and 2 more\.$/m);
  });

  it('keeps mentions, references and addresses from acting', () => {
    const text = write(
      range([
        commit('a', 'fix: @team/all, closes #12, GH-13, o/r#14, https://evil.example and www.evil.example', ['base'], {
          authorName: '@boss',
        }),
      ]),
    );
    const seen = render(text).text;
    assert.doesNotMatch(seen, /@\w|(?<!\[)#1\d|GH-\d|:\/\/|www\./);
    assert.match(seen, /@\u200Bteam\/all, closes #\u200B12/);
  });

  it('makes no markup of what people wrote', () => {
    const hostile =
      '`x` **b** _i_ [a](https://evil.example) ![i](https://evil.example/x.png) <img src=x> ~~s~~ &copy; $x$ |';
    const text = write(range([commit('a', `fix(**): ${hostile}`, ['base'], { authorName: hostile })]));
    const seen = render(text);
    assert.ok(seen.links.every((link) => link.startsWith('https://github.com/o/r/')));
    assert.ok(seen.text.includes('**: `x` **b** _i_ [a](https:'));
    for (const kind of ['image', 'html_inline', 'html_block', 'em_open', 's_open'])
      assert.ok(!seen.kinds.has(kind), kind);
  });

  it('opens no block at the beginning of an entry', () => {
    for (const subject of [
      '# h',
      '- [ ] task',
      '1. one',
      '2) two',
      '+ a',
      '> q',
      '```',
      '---',
      '    code',
      '===',
      '* x',
    ]) {
      const { kinds, text } = render(write(range([commit('a', subject, ['base'])])));
      for (const kind of ['blockquote_open', 'fence', 'code_block', 'hr', 'ordered_list_open']) {
        assert.ok(!kinds.has(kind), `${subject}: ${kind}`);
      }
      assert.ok(text.includes(subject.trim()), subject);
    }
  });

  it('shows hidden characters and keeps an entry on its line', () => {
    const text = write(range([commit('a', 'fix: a\u202Eb\rc (#1)', ['base'])]), titled([1, 'x\n# y']));
    assert.ok(text.includes('- a‹U+202E›b c ('));
  });

  it('links every commit as an entry exactly once and nothing else, whatever the text', () => {
    const hostile = fc.string({
      unit: fc.constantFrom(
        '[',
        ']',
        '(',
        ')',
        '<',
        '>',
        '`',
        '*',
        '_',
        '\\',
        '!',
        '@',
        '#',
        '1',
        '&',
        ':',
        '/',
        '\r',
        'a',
        ' ',
      ),
    });
    fc.assert(
      fc.property(hostile, hostile, hostile, (subject, authorName, scope) => {
        const text = write(
          range([
            commit('m', `Merge pull request #7 from a/b\n\n${subject}`, ['x', 'b']),
            commit('b', subject, ['base'], { authorName }),
            commit('x', `feat(${scope}): ${subject}`, ['base'], { authorName }),
          ]),
        );
        const seen = render(text);
        for (const name of ['m', 'b', 'x']) {
          assert.equal(seen.links.filter((link) => link === links.commitUrl(shaOf(name))).length, 1);
        }
        assert.ok(seen.links.every((link) => link.startsWith('https://github.com/o/r/')));
        assert.doesNotMatch(seen.text, /@[\w-]/);
      }),
      { numRuns: 300 },
    );
  });
});
