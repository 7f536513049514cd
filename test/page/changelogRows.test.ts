import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chunksBetween, chunksOf, piecesOf } from '../../media/panel/changelog/chunks';
import { countEntries, entriesOf, filteredEntries, searchIndex } from '../../media/panel/changelog/entries';
import { parseFilter } from '../../media/panel/changelog/filter';
import { changelogOf } from './changelogs';

const changelog = changelogOf(500);

describe('the rows of the changelog', () => {
  it('by commit: have every commit once, in the order of the sections', () => {
    const rows = entriesOf(changelog, 'commit').flatMap((section) =>
      section.entries.map(({ commits }) => commits[0].sha),
    );
    const given = changelog.sections.flatMap((section) => section.rows.map((row) => changelog.commits[row]?.sha));
    assert.deepEqual(rows, given);
  });

  it('by pull request: have every pull request once and still every commit', () => {
    const entries = entriesOf(changelog, 'pull').flatMap((section) => section.entries);
    const pulls = entries.flatMap(({ pull }) => (pull === null ? [] : [pull.number]));
    assert.equal(new Set(pulls).size, pulls.length);
    assert.equal(pulls.length, changelog.pulls.length);
    const commits = new Set(entries.flatMap((entry) => entry.commits.map(({ sha }) => sha)));
    assert.equal(commits.size, changelog.commits.length);
  });

  it('by pull request: put it into the first section that has one of its commits', () => {
    const [breaking] = entriesOf(changelog, 'pull');
    assert.equal(breaking?.id, 'breaking');
    assert.ok(breaking.entries.every((entry) => entry.commits.some((commit) => commit.breaking)));
  });

  it('keep a pull request when one of its commits meets the filter', () => {
    const filter = parseFilter('is:breaking');
    const left = filteredEntries(entriesOf(changelog, 'pull'), filter, searchIndex(changelog));
    assert.deepEqual(
      left.map((section) => section.id),
      ['breaking'],
    );
    assert.ok(countEntries(left) > 0);
  });
});

describe('the window on the changelog', () => {
  it('cuts sections into chunks that together have every row, each with its place', () => {
    const sections = entriesOf(changelog, 'commit');
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
