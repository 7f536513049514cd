import assert from 'node:assert/strict';
import { headingLevels } from '../../media/panel/headingLevels';
import { timeAgo } from '../../media/panel/timeAgo';
import type { RichText } from '../../src/core/markdown/richText';

const minute = 60_000;
const day = 1440 * minute;

describe('times on the page', () => {
  const now = Date.UTC(2026, 10, 20);
  for (const [distance, expected] of [
    [0, 'just now'],
    [-59_000, 'just now'],
    [30_000, 'just now'],
    [-minute, '1 minute ago'],
    [-119 * minute, '1 hour ago'],
    [-2 * day, '2 days ago'],
    [-13 * day, '13 days ago'],
    [-20 * day, '2 weeks ago'],
    [-62 * day, '8 weeks ago'],
    [-63 * day, '2 months ago'],
    [-364 * day, '12 months ago'],
    [-400 * day, '1 year ago'],
    [3 * day, 'in 3 days'],
  ] as const) {
    it(`${String(distance / minute)} minutes off read "${expected}"`, () => {
      assert.equal(timeAgo(now + distance, now), expected);
    });
  }

  it('have a narrow form for rows', () => {
    assert.equal(timeAgo(now - 2 * day, now, 'narrow'), '2d ago');
  });
});

describe('headings inside of a description', () => {
  const levelsOf = (...levels: readonly (1 | 2 | 3 | 4 | 5 | 6)[]): readonly number[] => {
    const text: RichText = levels.map((level) => ({ kind: 'heading', level, children: [] }));
    return [...headingLevels(text, 3).values()];
  };

  it('follow the outline of the page without a gap', () => {
    assert.deepEqual(levelsOf(2, 4, 4, 2, 3), [3, 4, 4, 3, 4]);
    assert.deepEqual(levelsOf(4, 1, 6), [3, 3, 4]);
  });

  it('go no deeper than six', () => {
    assert.deepEqual(levelsOf(1, 2, 3, 4, 5, 6), [3, 4, 5, 6, 6, 6]);
  });
});
