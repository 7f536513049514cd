import assert from 'node:assert/strict';
import fc from 'fast-check';
import { known, unknown, type Known } from '../../../src/core/known';
import { evaluateGates } from '../../../src/core/policy/evaluateGates';
import { confirmLine, overrideLine } from '../../../src/core/policy/freezeOverride';
import { verdictOf, type GateFacts, type GateId } from '../../../src/core/policy/gate';
import { neededFacts } from '../../../src/core/policy/neededFacts';
import { defaultPolicy, type CategoryRule, type Policy } from '../../../src/core/policy/policy';
import type { Changes } from '../../../src/core/highlights/changes/model';
import { readPin } from '../../../src/core/versionFile';
import { aCheck, aComment, aLabel, aPull, aReview, sha, someFacts, someRules, someShipped } from '../../builders';

const lost = unknown('GitHub answered 502');
const frozenAt = Date.parse('2026-11-21T12:00Z');
const until = Date.parse('2026-11-22T10:00Z');

const people = fc.constantFrom('ohaddad', 'lea', 'sam', 'iduarte', 'bo');
const readable = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Known<T>> =>
  fc.oneof({ arbitrary: value.map(known), weight: 9 }, { arbitrary: fc.constant(lost), weight: 1 });
const few = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(value, { maxLength: 3 });

const checks = few(
  fc
    .record({
      name: fc.constantFrom('ci / unit', 'e2e', 'CodeQL', 'release-review / gates'),
      state: fc.constantFrom('success', 'success', 'failure', 'pending', 'skipped', 'neutral'),
      appId: fc.constantFrom('1', '2'),
      id: fc.constantFrom('1', '2', '30'),
    } as const)
    .map(aCheck),
);
const reviews = few(
  fc
    .record({
      author: people.map((login) => ({ login, isBot: false })),
      state: fc.constantFrom('approved', 'approved', 'changes-requested', 'commented', 'dismissed'),
      sha: fc.constantFrom(sha('c'), sha('c'), sha('a')),
    } as const)
    .map(aReview),
);
const pins = fc.constantFrom(`${sha('2')}\n`, `${sha('2')}\n`, `${sha('3')}\n`, 'v1\n').map(readPin);
const attestation = { repository: 'acme/shop', commit: sha('2'), workflow: null, predicateType: 'p' };
const deployment = { id: '1', sha: sha('2'), environment: 'beta', createdAt: 1, creator: null, stateAt: 1, url: null };
const candidates = fc.record({
  branch: fc.constant('main'),
  onBranch: readable(fc.boolean()),
  checks: readable(checks),
  staging: readable(
    fc.constantFrom(null, { ...deployment, state: 'success' as const }, { ...deployment, state: 'failure' as const }),
  ),
  attestations: readable(fc.constantFrom([], [attestation])),
});
const noChanges: Changes = {
  dependencies: [],
  infrastructure: [],
  config: [],
  security: [],
  api: [],
  flags: [],
  ranking: [],
  summaries: { dependencies: null, infrastructure: null, config: null, security: null, api: null, flags: null },
  complete: true,
  notes: [],
};
const cipher = {
  path: 'src/cipher.ts',
  previousPath: null,
  status: 'modified',
  oldBlob: null,
  newBlob: null,
  severity: 'low',
  reason: 'By its path.',
  notUnderstood: null,
  kind: 'cryptography',
  line: null,
  side: 'new',
} as const;
const ships = fc
  .record({
    paths: readable(fc.constantFrom(['src/pay/card.ts'], ['docs/a.md'], [])),
    changes: readable(
      fc.constantFrom(noChanges, { ...noChanges, complete: false }, { ...noChanges, security: [cipher] }),
    ),
    highlights: readable(
      fc.boolean().map((complete) => ({ migrations: [], orphans: [], notes: [], complete, changedFiles: 1 })),
    ),
  })
  .map((change) => someShipped(change as Parameters<typeof someShipped>[0]));
const said = (login: string, body: string, id: number) =>
  aComment({
    id: String(id),
    author: { login, isBot: false },
    insider: true,
    body,
    createdAt: frozenAt + id,
    updatedAt: frozenAt + id,
  });
const comments = few(
  fc.tuple(people, fc.boolean(), fc.integer({ min: 1, max: 9 })).map(([login, asks, id]) => {
    return said(login, asks ? overrideLine(sha('c'), until, 'a fix') : confirmLine(sha('c'), until), id);
  }),
);

const pulls = fc
  .record({
    labels: fc.subarray(['risk: low', 'risk: high', 'EMERGENCY'].map(aLabel)),
    author: fc.constantFrom({ login: 'iduarte', isBot: false }, { login: 'r[bot]', isBot: true }),
    mergeable: fc.constantFrom(true, true, false, null),
  })
  // GitHub's own word is left out: it would tell what is required where the rules do not.
  .map((change) => aPull({ ...change, mergeableState: 'blocked' }));

const someOfThem: fc.Arbitrary<Partial<GateFacts>> = fc.record({
  pull: pulls,
  at: fc.constantFrom(frozenAt + 100, frozenAt - 30 * 86_400_000),
  previous: readable(fc.constant(readPin(`${sha('1')}\n`))),
  previousAtBase: readable(fc.constant(readPin(`${sha('1')}\n`))),
  proposed: readable(pins),
  proposedIsCommit: readable(fc.boolean()),
  checks: readable(checks),
  rules: readable(
    fc
      .record({
        requiredChecks: few(
          fc.record({ name: fc.constantFrom('ci / unit', 'e2e'), appId: fc.constantFrom(null, '1') }),
        ),
        requiredApprovals: fc.nat({ max: 2 }),
      })
      .map(someRules),
  ),
  reviews: readable(reviews),
  commits: fc.constantFrom(someFacts().commits, someFacts().commits, lost),
  files: fc.constantFrom(someFacts().files, lost),
  comments: readable(comments),
  candidate: candidates,
  otherTargets: few(
    fc.record({
      target: fc.constantFrom({ name: 'worker', file: 'worker.txt', key: null, pin: 'sha' as const }),
      previous: readable(pins),
      proposed: readable(pins),
      proposedIsCommit: readable(fc.boolean()),
      candidate: candidates,
    }),
  ),
  teams: fc.tuple(readable(few(people)), readable(few(people))).map(
    ([leads, safety]) =>
      new Map([
        ['acme/leads', leads],
        ['acme/safety', safety],
      ]),
  ),
  requester: readable(fc.constantFrom(null, 'lea')),
  shipped: readable(ships),
});
const facts: fc.Arbitrary<GateFacts> = someOfThem.map(someFacts);

const condition = fc.record({
  onlyPaths: fc.constantFrom([], ['docs/**']),
  anyPath: fc.constantFrom([], ['src/pay/**']),
  labels: fc.constantFrom([], ['EMERGENCY']),
  levels: fc.constantFrom([], ['low' as const]),
  migrations: fc.constantFrom(null, true, false),
  security: fc.constantFrom(null, true, false),
  majorDependencies: fc.constantFrom(null, true, false),
});
const approval = fc.record({ count: fc.nat({ max: 2 }), teams: fc.subarray(['acme/leads', 'Acme/Safety']) });
const rules: fc.Arbitrary<CategoryRule> = fc.record({
  category: fc.constantFrom('standard', 'emergency', 'high-risk'),
  when: condition,
  approvals: fc.oneof(fc.constant(null), approval),
  securityReview: fc.constantFrom(null, true, false),
  board: fc.constant(false),
  strategy: fc.constant(null),
});
const policies: fc.Arbitrary<Policy> = fc
  .record({
    approvals: approval.map((rule) => ({ unset: rule, low: rule, medium: rule, high: rule })),
    provenance: fc.record({
      ci: fc.constantFrom('required', 'advisory', 'off'),
      ciChecks: fc.constantFrom([], ['e2e']),
      staging: fc.constantFrom(null, { environment: 'beta', mode: 'required' as const }),
      attestation: fc.constant('required'),
    } as const),
    checks: fc.constantFrom({ kinds: [] }, { kinds: [{ name: 'SAST', patterns: ['codeql*'] }] }),
    security: fc.record({
      paths: fc.constantFrom([], ['src/pay/**']),
      kinds: fc.constantFrom([], ['cryptography' as const]),
      reviewers: fc.subarray(['sam', 'acme/safety']),
    }),
    freeze: fc.record({
      timeZone: fc.constant('UTC'),
      windows: fc.constantFrom(
        [],
        [
          {
            name: 'Peak',
            reason: '',
            when: { repeats: 'never' as const, from: '2026-11-20T00:00', to: '2026-11-30T00:00' },
          },
        ],
      ),
      deployHours: fc.constantFrom([], [{ days: ['mon' as const], from: '09:00', to: '16:00' }]),
      approvers: fc.subarray(['bo', 'acme/leads']),
    }),
    categories: few(rules),
  })
  .map((change): Policy => ({ ...defaultPolicy, ...change }));

/** Takes one fact away. */
type Loss = readonly [name: string, lose: (facts: GateFacts) => GateFacts];
const whole = [
  'previous',
  'previousAtBase',
  'proposed',
  'proposedIsCommit',
  'checks',
  'rules',
  'reviews',
  'commits',
  'files',
  'comments',
  'requester',
  'shipped',
] as const;
const losses: readonly Loss[] = [
  ...whole.map((name): Loss => [name, (all) => ({ ...all, [name]: lost })]),
  ...(['onBranch', 'checks', 'staging', 'attestations'] as const).map((name): Loss => [
    `candidate.${name}`,
    (all) => ({ ...all, candidate: { ...all.candidate, [name]: lost } }),
  ]),
  ...(['paths', 'highlights', 'changes'] as const).map((name): Loss => [
    `shipped.${name}`,
    (all) => (all.shipped.known ? { ...all, shipped: known({ ...all.shipped.value, [name]: lost }) } : all),
  ]),
  ...['acme/leads', 'acme/safety'].map((name): Loss => [
    name,
    (all) => ({ ...all, teams: new Map([...all.teams, [name, lost]]) }),
  ]),
  ['no teams', (all) => ({ ...all, teams: new Map() })],
  [
    'a target',
    (all) => ({
      ...all,
      otherTargets: all.otherTargets.map((each, at) => (at === 0 ? { ...each, proposed: lost } : each)),
    }),
  ],
  [
    'a candidate',
    (all) => ({
      ...all,
      otherTargets: all.otherTargets.map(({ target, previous, proposed }) => ({ target, previous, proposed })),
    }),
  ],
];

function letThrough(all: GateFacts, policy: Policy): ReadonlySet<GateId> {
  const gates = evaluateGates(all, policy).filter(({ state }) => state === 'pass' || state === 'not-applicable');
  return new Set(gates.map(({ id }) => id));
}

describe('a fact that is not known', () => {
  for (const [name, lose] of losses) {
    it(`never lets more through: ${name}`, () => {
      fc.assert(
        fc.property(facts, policies, (all, policy) => {
          const before = letThrough(all, policy);
          const more = [...letThrough(lose(all), policy)].filter((id) => !before.has(id));
          assert.deepEqual(more, []);
        }),
        { numRuns: 150 },
      );
    });
  }

  it('never makes a release ready that is judged by it', () => {
    const decisive = [
      'previous',
      'previousAtBase',
      'proposed',
      'proposedIsCommit',
      'checks',
      'reviews',
      'commits',
    ] as const;
    fc.assert(
      fc.property(fc.subarray([...decisive], { minLength: 1 }), policies, (gone, policy) => {
        const missing = Object.fromEntries(gone.map((fact) => [fact, lost]));
        assert.notEqual(verdictOf(evaluateGates({ ...someFacts(), ...missing }, policy)), 'ready');
      }),
    );
  });

  it('leaves no release ready when all of them are', () => {
    fc.assert(
      fc.property(facts, policies, (all, policy) => {
        const none = losses.reduce((left, [, lose]) => lose(left), all);
        assert.notEqual(verdictOf(evaluateGates(none, policy)), 'ready');
      }),
    );
  });

  it('changes nothing when the policy does not need it', () => {
    fc.assert(
      fc.property(facts, policies, (all, policy) => {
        const needed = neededFacts(policy);
        const without: GateFacts = {
          ...all,
          ...(needed.shipped ? {} : { shipped: lost }),
          ...(needed.teams.length > 0 ? {} : { teams: new Map() }),
          candidate: {
            ...all.candidate,
            ...(needed.staging === null ? { staging: lost } : {}),
            ...(needed.candidateChecks ? {} : { checks: lost }),
            ...(needed.attestations ? {} : { attestations: lost }),
          },
        };
        assert.deepEqual(evaluateGates(without, policy), evaluateGates(all, policy));
      }),
      { numRuns: 300 },
    );
  });
});
