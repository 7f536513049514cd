import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chunksBetween, chunksOf, piecesOf } from '../../media/panel/changelog/chunks';
import { countEntries, entriesOf, filteredEntries } from '../../media/panel/changelog/entries';
import { ArrivedChangelog } from '../../media/panel/changelog/arrived';
import { parseFilter } from '../../media/panel/changelog/filter';
import type { Found } from '../../media/panel/changelog/search';
import { Search } from '../../media/panel/changelog/search';
import { changelogOf, fullChangelog } from './changelogs';

const changelog = changelogOf(500);

describe('the rows of the changelog', () => {
  it('by commit: have every commit once, in the order of the sections', () => {
    const rows = entriesOf(changelog, 'commit', null).flatMap((section) => section.entries.map(({ rows }) => rows[0]));
    const given = changelog.sections.flatMap((section) => section.rows);
    assert.deepEqual(rows, given);
  });

  it('by pull request: have every pull request once and still every commit', () => {
    const entries = entriesOf(changelog, 'pull', null).flatMap((section) => section.entries);
    const pulls = entries.flatMap(({ pull }) => (pull === null ? [] : [pull.number]));
    assert.equal(new Set(pulls).size, pulls.length);
    assert.equal(pulls.length, changelog.pulls.length);
    const commits = new Set(entries.flatMap((entry) => entry.rows));
    assert.equal(commits.size, changelog.commits.length);
  });

  it('by pull request: put it into the first section that has one of its commits', () => {
    const [breaking] = entriesOf(changelog, 'pull', null);
    assert.equal(breaking?.id, 'breaking');
    assert.ok(breaking.entries.every((entry) => entry.rows.some((row) => changelog.commits[row]?.breaking === true)));
  });

  it('keep a pull request when one of its commits meets the filter', () => {
    const filter = parseFilter('is:breaking');
    let hits: Found['hits'] = new Uint8Array(0);
    new Search(new ArrivedChangelog(changelog)).run(filter, new Map(), (found) => {
      hits = found.hits;
    });
    const left = filteredEntries(entriesOf(changelog, 'pull', null), hits);
    assert.deepEqual(
      left.map((section) => section.id),
      ['breaking'],
    );
    assert.ok(countEntries(left) > 0);
  });
});

describe('what is folded in the changelog', () => {
  const full = fullChangelog(300);
  const folds = (open: readonly string[]) =>
    entriesOf(full, 'pull', new Set(open)).flatMap((section) => section.entries.filter((entry) => entry.fold !== null));

  it('is the pull requests of one bot in a section, from three on', () => {
    const heads = folds([]);
    assert.ok(heads.length > 0);
    for (const { fold, rows } of heads) {
      assert.ok(fold !== null && fold.pulls >= 3);
      assert.ok(rows.every((row) => full.commits[row]?.bot === fold.bot));
    }
    const shown = entriesOf(full, 'pull', new Set()).flatMap((section) => section.entries);
    const left = shown.filter((entry) => entry.fold === null && entry.rows.every((row) => isBots(row)));
    assert.ok(left.length > 0, 'two are no crowd');
  });

  const isBots = (row: number): boolean => full.commits[row]?.bot !== null;

  it('follows its head as rows when it is opened, and is counted once either way', () => {
    const [head] = folds([]);
    assert.ok(head?.fold !== undefined && head.fold !== null);
    const closed = entriesOf(full, 'pull', new Set());
    const open = entriesOf(full, 'pull', new Set([head.fold.name]));
    const entries = open.flatMap((section) => section.entries);
    const at = entries.findIndex((entry) => entry.key === head.key);
    const members = entries.slice(at + 1, at + 1 + head.fold.pulls);
    assert.ok(members.every((entry) => entry.isFolded && entry.pull !== null));
    assert.equal(entries.filter((entry) => entry.isFolded).length, head.fold.pulls);
    assert.equal(countEntries(open), countEntries(closed));
    assert.equal(countEntries(closed), countEntries(entriesOf(full, 'pull', null)));
  });

  it('is nothing by commit, nor while a filter is on', () => {
    for (const sections of [entriesOf(full, 'commit', new Set()), entriesOf(full, 'pull', null)]) {
      assert.ok(sections.every((section) => section.entries.every((entry) => entry.fold === null)));
    }
  });
});

describe('sections that stand apart', () => {
  it('share no row with the others, even of one pull request', () => {
    const [first, second] = changelog.pulls[0]?.rows ?? [];
    assert.ok(first !== undefined && second !== undefined);
    const outline = {
      ...changelog,
      sections: [
        { id: 'features', title: 'Features', tone: 'info' as const, note: null, rows: [first] },
        { id: 'removed', title: 'Taken out', tone: 'warn' as const, note: null, rows: [second] },
      ],
      pulls: [{ number: 7, title: 'Seven', rows: [first, second] }],
    };
    const rows = entriesOf(outline, 'pull', null).map((section) => section.entries.map((entry) => entry.rows));
    assert.deepEqual(rows, [[[first]], [[second]]]);
  });
});

describe('the window on the changelog', () => {
  it('cuts sections into chunks that together have every row, each with its place', () => {
    const sections = entriesOf(changelog, 'commit', null);
    const chunks = chunksOf(sections);
    assert.equal(
      chunks.reduce((sum, chunk) => sum + chunk.entries.length, 0),
      countEntries(sections),
    );
    assert.equal(new Set(chunks.map((chunk) => chunk.key)).size, chunks.length);
    for (const chunk of chunks) assert.equal(chunk.section.entries[chunk.start], chunk.entries[0]);
    assert.equal(chunks.filter((chunk) => chunk.isFirst).length, sections.length);
  });

  const heights = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 60 });

  it('shows every chunk that is in view, wherever that is', () => {
    fc.assert(
      fc.property(
        heights,
        fc.integer({ min: -2000, max: 60_000 }),
        fc.integer({ min: 1, max: 3000 }),
        (each, top, size) => {
          const [first, last] = chunksBetween(each, top, top + size);
          let start = 0;
          each.forEach((height, index) => {
            const isInView = start < top + size && start + height > top;
            if (isInView) assert.ok(index >= first && index <= last, `${String(index)} of ${String(each.length)}`);
            start += height;
          });
        },
      ),
    );
  });

  it('is as high as the whole list whichever chunks are drawn', () => {
    fc.assert(
      fc.property(heights, fc.array(fc.nat(59)), (each, shown) => {
        const pieces = piecesOf(each, new Set(shown));
        const height = pieces.reduce((sum, piece) => sum + ('gap' in piece ? piece.gap : (each[piece.chunk] ?? 0)), 0);
        assert.equal(
          height,
          each.reduce((sum, one) => sum + one, 0),
        );
      }),
    );
  });
});
