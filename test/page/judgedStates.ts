import { judge } from '../../src/core/judge';
import { known, unknown } from '../../src/core/known';
import { presets } from '../../src/core/policy/file/presets';
import type { GateFacts } from '../../src/core/policy/gate';
import type { PolicyProblem } from '../../src/core/policy/file/problem';
import { defaultPolicy, type Policy } from '../../src/core/policy/policy';
import type { PolicySource } from '../../src/core/policy/policySource';
import { shownOf } from '../../src/core/shown';
import type { ReleaseSnapshot } from '../../src/core/snapshot';
import { CarriedViews } from '../../src/views/panel/carriedViews';
import { pageState } from '../../src/views/panel/pageState';
import type { PageState } from '../../src/views/panel/protocol';
import {
  aCheck,
  aComment,
  aLabel,
  aPull,
  aRelease,
  aReview,
  repository,
  sha,
  someFacts,
  someRules,
  someShipped,
} from '../builders';
import { openRelease } from './states';

/** Pages of releases that the rules themselves have judged: every word on them is the product's own. */

const hour = 3_600_000;
const now = Date.now();
const day = (days: number): string => new Date(now + days * 24 * hour).toISOString().slice(0, 16);

const eightStep = presets['eight-step'].policy;

/** Every gate is asked for, and a freeze is on. */
const strictPolicy: Policy = {
  ...eightStep,
  approvals: { ...eightStep.approvals, high: { count: 2, teams: ['acme/release-managers'] } },
  provenance: { ...eightStep.provenance, staging: { environment: 'beta', mode: 'required' } },
  security: { ...eightStep.security, paths: ['services/payments/**'], reviewers: ['ohaddad', 'acme/security'] },
  freeze: {
    ...eightStep.freeze,
    timeZone: 'Europe/Zurich',
    windows: [
      {
        name: 'Black Friday',
        reason: 'Peak season: the shop takes most of its yearly revenue in these days',
        when: { repeats: 'never', from: day(-1), to: day(6) },
      },
    ],
  },
  services: [
    { name: 'checkout', paths: ['services/checkout/**'], dependsOn: ['payments'], incidents: [] },
    {
      name: 'payments',
      paths: ['services/payments/**'],
      dependsOn: [],
      incidents: [
        { date: '2026-10-02', title: 'Card payments failed for 40 minutes', url: 'https://status.acme.example/1' },
        { date: '2026-09-14', title: 'Duplicate charges', url: null },
      ],
    },
    { name: 'web', paths: ['web/**'], dependsOn: ['checkout'], incidents: [] },
  ],
};

const strictFacts: Partial<GateFacts> = {
  at: now,
  pull: aPull({
    createdAt: now - 30 * hour,
    updatedAt: now - 3 * hour,
    labels: [aLabel('risk: low')],
    mergeable: null,
  }),
  reviews: known([
    aReview({ submittedAt: now - 2 * hour }),
    aReview({
      id: '2',
      author: { login: 'petra-long-name', isBot: false },
      sha: sha('b'),
      submittedAt: now - 26 * hour,
    }),
  ]),
  checks: known([
    aCheck({ startedAt: now - 3 * hour, completedAt: now - 2 * hour }),
    aCheck({ id: '2', name: 'ci / integration', state: 'failure', completedAt: now - 2 * hour }),
    aCheck({ id: '3', name: 'security / codeql', state: 'pending', startedAt: now - hour, completedAt: null }),
  ]),
  rules: known(someRules({ dismissesStale: false, adminsIncluded: null })),
  comments: known([
    aComment({ body: 'Suggested rating: `risk: medium`.', createdAt: now - 3 * hour, updatedAt: now - 3 * hour }),
  ]),
  candidate: {
    branch: 'main',
    onBranch: known(true),
    checks: known([aCheck({ completedAt: now - 20 * hour })]),
    staging: unknown('GitHub did not answer'),
    attestations: known([]),
  },
  teams: new Map([
    ['acme/release-managers', known(['sile'])],
    ['acme/security', unknown('this account may not read the team')],
  ]),
  shipped: known(
    someShipped({
      commits: 205,
      paths: known([
        'services/payments/src/main/java/com/acme/payments/provider/adapters/CardProviderAdapter.java',
        'services/checkout/limits.go',
        'web/src/checkout.ts',
        'infra/main.tf',
      ]),
      lines: 27_360,
    }),
  ),
};

/** A page as the host makes it, by a policy. */
function judgedPage(
  facts: Partial<GateFacts> = {},
  policy: Policy = defaultPolicy,
  policySource: PolicySource = { kind: 'default', tip: sha('b') },
  change: Partial<ReleaseSnapshot> = {},
): PageState {
  const all = someFacts(facts);
  const release = {
    ...aRelease(facts),
    policy,
    policySource,
    ...judge(all, policy, policySource),
    readAt: now,
    ...change,
  };
  const state = pageState({
    entry: { repository, snapshot: null, problem: null, refreshing: false },
    release,
    contents: { state: 'loading', progress: null },
    shown: shownOf(release),
    carried: new CarriedViews(null),
  });
  return { ...openRelease, ...state, highlights: openRelease.highlights, changelogKey: openRelease.changelogKey };
}

/** Twelve gates in every state, under a policy with everything in it. */
export const strictRelease: PageState = judgedPage(strictFacts, strictPolicy, { kind: 'file', tip: sha('b') });

/** The policy file cannot be understood: nothing is judged. */
export const brokenPolicyRelease: PageState = judgedPage(strictFacts, strictPolicy, {
  kind: 'broken',
  tip: sha('b'),
  problems: [
    aProblem(2, 19, 'Expected a list of globs; found "**".'),
    aProblem(3, 1, '"reviewers" is not one of the keys here. Did you mean "security"?'),
    aProblem(14, 5, '\u202Edesrever\u202C is no time zone.'),
  ],
});

/** The policy could not be read, and neither could the rules of the branch. */
export const unreadPolicyRelease: PageState = judgedPage(
  { ...strictFacts, rules: unknown('this account may not read the branch protection') },
  strictPolicy,
  { kind: 'unreadable', reason: 'GitHub did not answer within 30 seconds.' },
  { permission: 'read' },
);

/** An ordinary release that nothing stands in the way of, for somebody who may only look. */
export const readOnlyRelease: PageState = judgedPage({}, undefined, undefined, { permission: 'read' });

function aProblem(line: number, column: number, message: string): PolicyProblem {
  return { line, column, endLine: line, endColumn: column + 2, path: '', message, fix: null };
}
