import assert from 'node:assert/strict';
import { shortAge } from '../../../src/core/ages';

const day = 86_400_000;

describe('ages', () => {
  it('are rounded down in the unit that people would say', () => {
    const ages = [
      0,
      59_999,
      60_000,
      3_599_999,
      3_600_000,
      day - 1,
      day,
      14 * day - 1,
      14 * day,
      63 * day,
      364 * day,
      365 * day,
    ];
    assert.deepEqual(
      ages.map((age) => shortAge(1_000, 1_000 + age)),
      ['now', 'now', '1m', '59m', '1h', '23h', '1d', '13d', '2w', '2mo', '12mo', '1y'],
    );
  });

  it('are never negative, whatever the clocks say', () => {
    assert.equal(shortAge(day, 0), 'now');
  });
});
