import assert from 'node:assert/strict';
import fc from 'fast-check';
import { calibrate, rateOf } from '../../../src/core/risk/calibration';
import { calibrationMarkdown } from '../../../src/core/risk/calibrationText';
import { medianCommits, type PastRelease } from '../../../src/core/risk/pastRelease';
import { aPastRelease } from './shippedOf';

/** Releases with these sums, of which those marked failed. */
function releases(...scores: readonly (number | `${number} failed`)[]): readonly PastRelease[] {
  return scores.map((each, index) =>
    aPastRelease({
      pull: index + 1,
      score: typeof each === 'number' ? each : Number(each.split(' ')[0]),
      outcome: typeof each === 'number' ? 'good' : 'failed',
    }),
  );
}

describe('calibration against what happened', () => {
  it('counts the outcomes of every level', () => {
    const { rows } = calibrate([
      aPastRelease({ level: 'high', outcome: 'rolled back' }),
      aPastRelease({ level: 'high', outcome: 'unknown' }),
      aPastRelease({ level: 'high' }),
      aPastRelease({ level: null, outcome: 'failed' }),
    ]);
    assert.deepEqual(
      rows.map(({ level, releases: all, good, failed, rolledBack, unknown, failures }) => [
        level,
        all,
        good,
        failed,
        rolledBack,
        unknown,
        failures?.share ?? null,
      ]),
      [
        ['low', 0, 0, 0, 0, 0, null],
        ['medium', 0, 0, 0, 0, 0, null],
        ['high', 3, 1, 0, 1, 1, 0.5],
        [null, 1, 0, 1, 0, 0, 1],
      ],
    );
  });

  it('does not take few cases for certainty', () => {
    const none = rateOf(0, 4);
    assert.ok(none !== null && none.share === 0 && none.from === 0 && none.to > 0.4);
    const many = rateOf(100, 400);
    assert.ok(many !== null && many.from > 0.2 && many.to < 0.3);
    assert.equal(rateOf(0, 0), null);
  });

  it('tells how many of the latest were high', () => {
    const past = Array.from({ length: 40 }, (_, pull) => aPastRelease({ pull, level: pull < 10 ? 'low' : 'high' }));
    assert.deepEqual(calibrate(past).high, { count: 30, of: 30 });
    assert.deepEqual(calibrate(past.toReversed()).high, { count: 30, of: 30 });
  });

  it('suggests no thresholds from too little, and says how much is needed', () => {
    const few = releases(1, 1, 1, 1, 1, 1, 1, '20 failed', '20 failed');
    assert.equal(calibrate(few).thresholds, null);
    assert.match(calibrate(few).because, /before 10 such releases and 3 failures; there are 9 releases .* 2 failures/);
    const unscored = releases(1, 1, 1, 1, 1, 1, 1, '9 failed', '9 failed', '9 failed').map((each) => ({
      ...each,
      score: null,
    }));
    assert.equal(calibrate(unscored).thresholds, null);
  });

  it('suggests the sum that tells failures from the rest, and the one from which half failed', () => {
    const past = releases(1, 2, 2, 3, 4, 5, '8 failed', '8 failed', 9, 9, '15 failed', '16 failed', '17 failed');
    const { thresholds, because } = calibrate(past);
    assert.deepEqual(thresholds, { medium: 8, high: 9 });
    assert.match(because, /5 of the 7 that reach 8 failed, 0 of the other 6\./);
  });

  it('suggests nothing where the sums do not tell', () => {
    const past = releases('1 failed', 1, 2, '2 failed', 3, '3 failed', 4, '4 failed', 5, 6, 7);
    assert.equal(calibrate(past).thresholds, null);
    assert.match(calibrate(past).because, /do not tell failures from the rest/);
    assert.equal(calibrate(releases(...Array.from({ length: 12 }, () => '5 failed' as const))).thresholds, null);
  });

  it('does not depend on the order, and keeps high above medium', () => {
    const release = fc.record({
      pull: fc.nat(1000),
      level: fc.constantFrom('low', 'medium', 'high', null),
      score: fc.option(fc.nat(30)),
      commits: fc.option(fc.nat(50)),
      outcome: fc.constantFrom('good', 'failed', 'rolled back', 'unknown'),
    });
    fc.assert(
      fc.property(fc.uniqueArray(release, { maxLength: 40, selector: ({ pull }) => pull }), (past) => {
        const found = calibrate(past);
        assert.deepEqual(calibrate(past.toReversed()), found);
        if (found.thresholds?.high != null) assert.ok(found.thresholds.high > found.thresholds.medium);
      }),
    );
  });

  it('is told as a table with what follows', () => {
    const text = calibrationMarkdown(
      calibrate(releases(1, 2, 2, 3, 4, 5, '8 failed', '9 failed', '9 failed', '9 failed')),
    );
    assert.match(text, /\| low \| 10 \| 6 \| 4 \| 0 \| 0 \| 40 % \(likely 17 to 69 %\) \|/);
    assert.match(text, /usually ships 4 commits/);
    assert.match(text, /0 of the latest 10 releases/);
    assert.match(text, /medium from 8, high from 9\./);
  });
});

describe('the usual size of a release', () => {
  it('is the median of five releases or more', () => {
    const sizes = (...commits: readonly (number | null)[]): readonly PastRelease[] =>
      commits.map((each) => aPastRelease({ commits: each }));
    assert.equal(medianCommits(sizes(9, 1, 100, 5, 3)), 5);
    assert.equal(medianCommits(sizes(9, 1, 100, 5, 3, 4)), 4);
    assert.equal(medianCommits(sizes(9, 1, 100, 5, null)), null);
  });
});
