import fc from 'fast-check';
import { disagreements } from '../../../src/core/policy/file/agreement';
import {
  categories,
  securityKinds,
  weekdays,
  type ApprovalRule,
  type CategoryCondition,
  type CategoryRule,
  type FreezePolicy,
  type FreezeWindow,
  type Policy,
  type Service,
  type Target,
} from '../../../src/core/policy/policy';
import type { RiskLevel } from '../../../src/core/release';
import type { RiskWeights } from '../../../src/core/policy/riskWeights';
import { scopes, type StrategyMatrix } from '../../../src/core/policy/strategy';
import { defaultRiskWeights } from '../../../src/core/policy/riskWeights';

const levels: readonly RiskLevel[] = ['low', 'medium', 'high'];

/** Texts that look like other things in YAML among them. */
const line = fc.oneof(
  fc.constantFrom(
    'yes',
    'null',
    '12',
    '1e3',
    '- a',
    'a: b',
    '# a',
    '[a]',
    "it's",
    '"',
    '*a',
    '&a',
    '!a',
    '%a',
    '@a',
    '09:00',
    '~',
    'true',
    '<<',
  ),
  fc.stringMatching(/^[\p{L}\p{N}][\p{L}\p{N} :#'"*&,{}[\]|>%@`~-]{0,20}[\p{L}\p{N}]$/u),
);
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
const glob = fc.constantFrom('**/*.tf', 'src/**', '*.md', 'a?b/c*', '[id]/x', 'docs/**/*.md');
const person = fc.constantFrom('octocat', 'acme/leads', 'mona_acme', 'acme/a.b-c');
const some = <T>(item: fc.Arbitrary<T>, minLength = 0) => fc.uniqueArray(item, { minLength, maxLength: 4 });
const someLevels = fc.subarray([...levels]);

const approvals: fc.Arbitrary<ApprovalRule> = fc.record({
  count: fc.integer({ min: 1, max: 20 }),
  teams: some(fc.constantFrom('acme/leads', 'acme/ops')),
});

const target = (index: number): fc.Arbitrary<Target> =>
  fc.record({
    name: fc.constant(`target-${index}`),
    file: fc.constant(`deploy/${index}/values.yaml`),
    key: fc.option(
      fc.array(fc.oneof(name, fc.constantFrom('a.b', '0', '12', 'with space'), fc.integer({ min: 0, max: 99 })), {
        minLength: 1,
        maxLength: 3,
      }),
    ),
    pin: fc.constantFrom('sha', 'digest'),
  });

const hour = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([h, m]) => `${two(h)}:${two(m)}`);
const days = fc.subarray([...weekdays], { minLength: 1 });
const two = (value: number) => String(value).padStart(2, '0');
const monthDay = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([m, d]) => `${two(m)}-${two(d)}`);

const freezeWindow: fc.Arbitrary<FreezeWindow> = fc.record({
  name: line,
  reason: line,
  when: fc.oneof(
    fc.record({ from: monthDay, to: monthDay, hour }).map(({ from, to, hour: time }) => ({
      repeats: 'never' as const,
      from: `2026-${from}T${time}`,
      to: `2027-${to}T00:00`,
    })),
    fc.record({ from: monthDay, to: hour }).map(({ from, to }) => ({
      repeats: 'yearly' as const,
      from: `${from}T00:00`,
      to: `01-31T${to}`,
    })),
    fc.record({ repeats: fc.constant('weekly' as const), days, from: hour, to: fc.oneof(hour, fc.constant('24:00')) }),
  ),
});

const freeze: fc.Arbitrary<FreezePolicy> = fc.record({
  timeZone: fc.constantFrom('UTC', 'Europe/Zurich', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'),
  windows: fc.array(freezeWindow, { maxLength: 3 }),
  deployHours: fc.array(fc.record({ days, from: hour, to: hour }), { maxLength: 3 }),
  approvers: some(person),
});

const services: fc.Arbitrary<readonly Service[]> = fc.uniqueArray(name, { maxLength: 4 }).chain((names) =>
  fc.tuple(
    ...names.map((each, index) =>
      fc.record({
        name: fc.constant(each),
        paths: some(glob, 1),
        dependsOn: fc.subarray(names.slice(0, index)),
        incidents: fc.array(
          fc.record({
            date: monthDay.map((day) => `2025-${day}`),
            title: line,
            url: fc.option(fc.constantFrom('https://example.com/1?a=b#c')),
          }),
          { maxLength: 2 },
        ),
      }),
    ),
  ),
);

const maybe = fc.option(fc.boolean());

const condition: fc.Arbitrary<CategoryCondition> = fc.record({
  onlyPaths: some(glob),
  anyPath: some(glob),
  labels: some(line),
  levels: someLevels,
  migrations: maybe,
  security: maybe,
  majorDependencies: maybe,
});

const category: fc.Arbitrary<CategoryRule> = fc.record({
  category: fc.constantFrom(...categories),
  when: condition,
  approvals: fc.option(approvals),
  securityReview: maybe,
  board: fc.boolean(),
  strategy: fc.option(line),
});

const weights: fc.Arbitrary<RiskWeights> = fc
  .array(fc.integer({ min: 0, max: 900 }), { minLength: 16, maxLength: 16 })
  .map((values) => {
    const names = Object.keys(defaultRiskWeights) as (keyof RiskWeights)[];
    const points = Object.fromEntries(names.map((each, index) => [each, (values[index] ?? 0) / 4]));
    return { ...defaultRiskWeights, ...points, high: 999, medium: (values[0] ?? 0) / 2 };
  });

const matrix: fc.Arbitrary<StrategyMatrix> = fc.record(
  Object.fromEntries(scopes.map((scope) => [scope, fc.record({ low: line, medium: line, high: line })])) as Record<
    (typeof scopes)[number],
    fc.Arbitrary<Record<RiskLevel, string>>
  >,
);

/** Policies that a file could say, with every part of the format. */
export const policies: fc.Arbitrary<Policy> = fc
  .record({
    productionBranch: fc.constantFrom('production', 'live/eu'),
    candidateBranch: fc.option(fc.constantFrom('main', 'release/next')),
    environment: fc.constantFrom('production', 'live'),
    targets: fc.tuple(target(0), target(1)),
    riskLabels: fc.constantFrom({ low: 'a', medium: 'b', high: 'c' }, { low: 'risk: low', medium: '1', high: 'null' }),
    emergencyLabel: fc.constantFrom('EMERGENCY', '#1'),
    checklist: fc.record({
      always: fc.constantFrom([], ['First.', 'Second: yes']),
      low: fc.constantFrom([], ['- [ ] nothing']),
      medium: fc.constant([]),
      high: fc.constantFrom([], ['Third']),
    }),
    approvals: fc.record({ unset: approvals, low: approvals, medium: approvals, high: approvals }),
    notes: fc.record({ levels: someLevels, sections: some(line, 1) }),
    monitoring: fc.record({ levels: someLevels, minutes: fc.integer({ min: 1, max: 10_080 }) }),
    provenance: fc.record({
      ci: fc.constantFrom('required', 'advisory', 'off'),
      ciChecks: some(line),
      staging: fc.option(
        fc.record({ environment: fc.constantFrom('beta', 'false'), mode: fc.constantFrom('required', 'advisory') }),
      ),
      attestation: fc.constantFrom('required', 'advisory', 'off'),
    }),
    checks: fc.record({
      kinds: fc.constantFrom([], [{ name: 'unit', patterns: ['unit*', 'test (*)'] }]),
    }),
    security: fc.record({ paths: some(glob), kinds: fc.subarray([...securityKinds]), reviewers: some(person, 1) }),
    freeze,
    services,
    risk: weights,
    strategy: matrix,
    categories: fc.array(category, { maxLength: 3 }),
    migrations: fc.record({
      postgres: fc.option(fc.integer({ min: 9, max: 99 })),
      mysql: fc.option(fc.constantFrom('8.0', '8.10')),
      mariadb: fc.option(fc.constantFrom('10.11')),
      largeTables: some(line),
    }),
  })
  // Records come without a prototype now and then, which no reader makes.
  .map((policy) => JSON.parse(JSON.stringify(policy)) as Policy)
  .filter((policy) => disagreements(policy).length === 0);
