import assert from 'node:assert/strict';
import { known } from '../../../src/core/known';
import { presets } from '../../../src/core/policy/file/presets';
import { defaultPolicy, type Policy } from '../../../src/core/policy/policy';
import type { ReleaseSnapshot } from '../../../src/core/snapshot';
import { riskView } from '../../../src/views/panel/riskView';
import { aComment, aLabel, aPull, aRelease, sha, someShipped } from '../../builders';
import { aSecurityFile, someChanges, whatShips } from '../risk/shippedOf';

const chosen = (level: string, policy: Policy = defaultPolicy): ReleaseSnapshot => ({
  ...aRelease({
    pull: aPull({ labels: [aLabel(`risk: ${level}`)] }),
    shipped: known(someShipped({ paths: known(['services/cart/a.ts']) })),
    comments: known([aComment({ body: 'Suggested rating: `risk: medium`.' })]),
  }),
  policy,
});

describe('the risk on the page', () => {
  it('says in one sentence when the choice is nobody’s suggestion, without repeating them', () => {
    const high: Policy = { ...defaultPolicy, risk: { ...defaultPolicy.risk, medium: 0 } };
    const { agreement, suggestion, assessment } = riskView(chosen('low', high));
    assert.equal(agreement, 'Neither suggests low. The choice stands; a review can carry the reason.');
    assert.match(suggestion?.text ?? '', /suggests medium\.$/);
    assert.ok('line' in assessment);
    assert.equal(riskView(chosen('medium', high)).agreement, null);
  });

  it('lists what a level asks for, approvals among it, so that no "and" can be misread', () => {
    const { policy } = presets['eight-step'];
    assert.equal(
      riskView(chosen('high', policy)).hint,
      'High asks for 2 approvals, 2 checklist items, notes on justification, rollback and testing, and scheduled monitoring.',
    );
    assert.equal(riskView(chosen('low')).hint, null);
  });

  it('shows why a strategy and a category were named', () => {
    const { policy } = presets['eight-step'];
    const services = [{ name: 'cart', paths: ['services/cart/**'], dependsOn: [], incidents: [] }];
    const { strategies, category } = riskView(chosen('high', { ...policy, services }));
    assert.deepEqual(
      strategies.map(({ text, because }) => [text, because]),
      [
        ['Manual deployment', 'the policy names it for high-risk changes'],
        ['Blue-green with manual gate', 'single service at high risk'],
      ],
    );
    assert.equal(category?.text, 'high-risk');
    assert.match(category.because, /^A rule of the policy names it/);
  });

  it('tells places apart that have the same words, and names each in full on hover', () => {
    const security = [
      aSecurityFile('src/auth/a.ts', 'authentication'),
      aSecurityFile('src/auth/b.ts', 'authentication'),
    ];
    const { assessment } = riskView(
      aRelease({ shipped: known(whatShips({ changes: known(someChanges({ security })) })) }),
    );
    assert.ok('points' in assessment);
    const evidence = assessment.points.flatMap((point) => point.evidence);
    assert.deepEqual(
      evidence.map(({ text, title }) => [/\((.*)\)$/.exec(text)?.[1], title]),
      [
        ['a.ts', 'src/auth/a.ts'],
        ['b.ts', 'src/auth/b.ts'],
      ],
    );
  });

  it('suggests nothing by the rules of another policy when its own is broken', () => {
    const release: ReleaseSnapshot = {
      ...chosen('high', presets['eight-step'].policy),
      policySource: { kind: 'broken', tip: sha('b'), problems: [] },
    };
    const { assessment, strategies, category, hint, disabled } = riskView(release);
    assert.ok('status' in assessment);
    assert.deepEqual([strategies, category, hint], [[], null, null]);
    assert.equal(disabled, 'Which labels there are is not known without the policy.');
  });
});
