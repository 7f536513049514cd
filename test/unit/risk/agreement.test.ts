import assert from 'node:assert/strict';
import type { RiskLevel } from '../../../src/core/release';
import { agreement, riskReason } from '../../../src/core/risk/agreement';
import type { Assessment } from '../../../src/core/risk/assessment';
import type { RiskSuggestion } from '../../../src/core/risk/suggestion';

const choice = (level: RiskLevel | null): { level: RiskLevel | null; labels: readonly string[] } => ({
  level,
  labels: [],
});
const rules = (level: RiskLevel, atLeast = false): Assessment => ({
  score: 7,
  level,
  atLeast,
  points: [],
  unknown: [],
});
const bot = (level: RiskLevel): RiskSuggestion => ({ level, author: 'advisor[bot]', commentId: '1' });

describe("the reviewer's choice beside the suggestions", () => {
  const rows: readonly (readonly [RiskLevel | null, Assessment | null, RiskSuggestion | null, string | null])[] = [
    ['low', rules('high'), bot('medium'), 'differs'],
    ['low', rules('high'), bot('low'), 'agrees'],
    ['low', rules('low'), bot('high'), 'agrees'],
    ['low', rules('high'), null, 'differs'],
    ['low', null, bot('high'), 'differs'],
    ['high', rules('medium', true), null, 'agrees'],
    ['low', rules('medium', true), null, 'differs'],
    ['low', null, null, null],
    [null, rules('low'), bot('low'), null],
  ];
  for (const [level, assessment, suggestion, state] of rows) {
    const beside = `${assessment?.atLeast === true ? 'at least ' : ''}${assessment?.level ?? 'nothing'}`;
    it(`${state ?? 'is not compared'}: ${level ?? 'nothing'} beside ${beside} and ${suggestion?.level ?? 'nothing'}`, () => {
      assert.equal(agreement(choice(level), assessment, suggestion).state, state);
    });
  }

  it('is told with both, and that it stands', () => {
    assert.equal(
      agreement(choice('low'), rules('high'), bot('medium')).sentence,
      'The choice is low; the rules suggest high, and @advisor[bot] suggests medium. ' +
        'Your choice stands; your review can carry the reason.',
    );
  });

  it('goes into the review with its reason and what was suggested, and mentions nobody', () => {
    const text = riskReason('low', rules('high'), bot('medium'), ' Behind a flag.\n');
    assert.equal(
      text,
      '**Risk: low.** Suggested: high by the rules (7 points), medium by advisor\\[bot\\]. Reason: Behind a flag.',
    );
    assert.equal(riskReason('low', rules('high'), null, '  '), '');
  });
});
