import assert from 'node:assert/strict';
import type { Changes, ConfigFile, DependencyFile, Topic } from '../../../src/core/highlights/changes/model';
import { known, unknown } from '../../../src/core/known';
import { categoryOf, followsFromCategory } from '../../../src/core/policy/category';
import { neededFacts } from '../../../src/core/policy/neededFacts';
import { defaultPolicy, type CategoryCondition, type CategoryRule, type Policy } from '../../../src/core/policy/policy';
import { securityTriggers } from '../../../src/core/policy/securityTriggers';
import type { Shipped } from '../../../src/core/policy/shipped';
import { aLabel, aPull, someShipped } from '../../builders';

const rule = (
  category: CategoryRule['category'],
  when: Partial<CategoryCondition>,
  then: Partial<CategoryRule> = {},
): CategoryRule => ({
  category,
  when: {
    onlyPaths: [],
    anyPath: [],
    labels: [],
    levels: [],
    migrations: null,
    security: null,
    majorDependencies: null,
    ...when,
  },
  approvals: null,
  securityReview: null,
  board: false,
  strategy: null,
  ...then,
});
const policy = (...categories: readonly CategoryRule[]): Policy => ({ ...defaultPolicy, categories });

const file = { previousPath: null, status: 'modified', oldBlob: null, newBlob: null, severity: 'medium' } as const;
const changesWith = (change: Partial<Changes>): Changes => ({
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
  ...change,
});
const terraform = (topic: Topic | null, severity: 'high' | 'low', notUnderstood: string | null = null): ConfigFile => ({
  ...file,
  path: 'infra/iam.tf',
  reason: '',
  notUnderstood,
  what: 'Terraform',
  changes: [{ line: 1, side: 'new', key: 'a', was: null, now: '1', topic, severity, reason: null }],
  omitted: 0,
});
const lock: DependencyFile = {
  ...file,
  path: 'package-lock.json',
  reason: '',
  notUnderstood: null,
  ecosystem: 'npm',
  role: 'lock',
  omitted: 0,
  notes: [],
  changes: [
    {
      line: null,
      side: 'new',
      name: 'a',
      kind: 'major',
      from: ['1.0.0'],
      to: ['2.0.0'],
      source: null,
      direct: true,
      severity: 'medium',
      reason: null,
    },
  ],
};
const security = {
  ...file,
  path: 'src/jwt.ts',
  reason: '',
  notUnderstood: null,
  kind: 'authentication',
  line: 1,
  side: 'new' as const,
};

const factsOf = (shipped: Partial<Shipped> = {}, labels: readonly string[] = ['risk: low']) => ({
  pull: aPull({ labels: labels.map(aLabel) }),
  shipped: known(someShipped({ changes: known(changesWith({})), ...shipped })),
});
const of = (facts: Parameters<typeof categoryOf>[0], ...rules: readonly CategoryRule[]) => {
  const read = categoryOf(facts, policy(...rules));
  return read.known ? read.value.category : `unknown: ${read.reason}`;
};
const paths = (...all: readonly string[]) => ({ paths: known(all) });

describe('the category of a change', () => {
  it('is normal when no rule says otherwise', () => {
    assert.equal(of(factsOf()), 'normal');
    assert.equal(of(factsOf(), rule('standard', { labels: ['docs'] })), 'normal');
  });

  it('is the first whose condition holds', () => {
    const rules = [rule('standard', { labels: ['x'] }), rule('high-risk', {}), rule('pre-approved', {})];
    assert.equal(of(factsOf(), ...rules), 'high-risk');
    assert.equal(of(factsOf({}, ['X']), ...rules), 'standard');
  });

  it('follows every part of a condition', () => {
    const docs = rule('pre-approved', { onlyPaths: ['docs/**', '*.md'], levels: ['low'] });
    assert.equal(of(factsOf(paths('docs/a.txt', 'README.md')), docs), 'pre-approved');
    assert.equal(of(factsOf(paths('docs/a.txt', 'src/a.ts')), docs), 'normal');
    assert.equal(of(factsOf(paths()), docs), 'normal');
    assert.equal(of(factsOf(paths('docs/a.txt'), ['risk: high']), docs), 'normal');
    assert.equal(
      of(factsOf(paths('src/Billing/a.ts')), rule('high-risk', { anyPath: ['src/billing/**'] })),
      'high-risk',
    );
    const majors = rule('high-risk', { majorDependencies: true });
    assert.equal(of(factsOf({ changes: known(changesWith({ dependencies: [lock] })) }), majors), 'high-risk');
    assert.equal(of(factsOf(), majors), 'normal');
    const sensitive = rule('high-risk', { security: true });
    assert.equal(of(factsOf({ changes: known(changesWith({ security: [security] })) }), sensitive), 'high-risk');
    assert.equal(of(factsOf(), rule('standard', { security: false })), 'standard');
  });

  it('is an emergency by its label, with the rule for emergencies', () => {
    const fast = rule('emergency', {}, { approvals: { count: 1, teams: [] } });
    const rules = [rule('standard', {}), rule('emergency', { labels: ['never'] }), fast];
    const read = categoryOf(factsOf({}, ['emergency']), policy(...rules));
    assert.deepEqual(read, known({ category: 'emergency', rule: fast, reason: 'It has the label EMERGENCY.' }));
    assert.equal(of(factsOf({}, ['Emergency'])), 'emergency');
    assert.equal(of(factsOf(), ...rules), 'standard');
  });

  it('is not known while what decides is not', () => {
    const unread = { ...factsOf(), shipped: unknown('still read') };
    const migrations = rule('high-risk', { migrations: true });
    assert.equal(of(unread, migrations), 'unknown: still read');
    assert.equal(of(factsOf({ highlights: unknown('lost') }), migrations), 'unknown: lost');
    const incomplete = known(changesWith({ complete: false, notes: ['a.bin was not read.'] }));
    const majors = rule('high-risk', { majorDependencies: true });
    assert.equal(of(factsOf({ changes: incomplete }), majors), 'unknown: a.bin was not read.');
  });

  it('is known when what is not known does not decide', () => {
    const unread = { ...factsOf(), shipped: unknown('still read') };
    assert.equal(of(unread, rule('high-risk', { migrations: true, labels: ['x'] })), 'normal');
    assert.equal(of(unread, rule('standard', { labels: [] }), rule('high-risk', { migrations: true })), 'standard');
    const some = known(changesWith({ dependencies: [lock], complete: false }));
    assert.equal(of(factsOf({ changes: some }), rule('high-risk', { majorDependencies: true })), 'high-risk');
  });

  it('has consequences that may be known while it is not', () => {
    const unread = { ...factsOf(), shipped: unknown('still read') };
    const two = { count: 2, teams: [] };
    const pick = (each: CategoryRule | null) => each?.approvals ?? null;
    const [risky, rest] = [
      rule('high-risk', { migrations: true }, { approvals: two }),
      rule('normal', {}, { approvals: two }),
    ];
    assert.deepEqual(followsFromCategory(unread, policy(risky, rest), pick), known(two));
    assert.deepEqual(followsFromCategory(unread, policy(risky), pick), unknown('still read'));
    assert.deepEqual(followsFromCategory(unread, policy({ ...risky, approvals: null }), pick), known(null));
  });
});

describe('the triggers of a security review', () => {
  const triggers = (shipped: Partial<Shipped>, change: Partial<Policy['security']> = {}) => {
    const { found, doubts } = securityTriggers(known(someShipped(shipped)), {
      paths: [],
      kinds: [],
      reviewers: [],
      ...change,
    });
    return [...found.map(({ path, why }) => `${path} ${why}`), ...doubts];
  };
  const changing = (change: Partial<Changes>) => ({ changes: known(changesWith(change)) });

  it('are all kinds when the policy names nothing', () => {
    assert.deepEqual(triggers(changing({ security: [security] })), ['src/jwt.ts is about authentication']);
  });

  it('are the kinds and paths that the policy names', () => {
    assert.deepEqual(triggers(changing({ security: [security] }), { kinds: ['cryptography'] }), []);
    assert.deepEqual(triggers({ ...paths('Src/Pay/a.ts'), changes: unknown('x') }, { paths: ['src/pay/**'] }), [
      'Src/Pay/a.ts matches src/pay/**',
    ]);
    const named = [
      ['secrets', 'authentication'],
      ['data access and privacy', 'data access'],
      ['third-party integration', 'third-party'],
      ['security controls', 'infrastructure'],
    ] as const;
    for (const [kind, trigger] of named) {
      const found = triggers(changing({ security: [{ ...security, kind }] }), { kinds: [trigger] });
      assert.deepEqual(found, [`src/jwt.ts is about ${kind}`]);
    }
  });

  it('are infrastructure that is about access, the network or secrets, or was not understood', () => {
    const kinds = ['infrastructure'] as const;
    const of = (each: ConfigFile) => triggers(changing({ infrastructure: [each] }), { kinds });
    assert.deepEqual(of(terraform('permissions', 'high')), ['infra/iam.tf changes permissions (a)']);
    assert.deepEqual(of(terraform('permissions', 'low')), []);
    assert.deepEqual(of(terraform('resources', 'high')), []);
    assert.deepEqual(of(terraform(null, 'low', 'too deep')), ['infra/iam.tf could not be understood']);
  });

  it('may be more than are known', () => {
    assert.deepEqual(triggers({ changes: unknown('lost') }), ['lost']);
    assert.deepEqual(triggers({ paths: unknown('lost') }, { paths: ['a'] }), ['lost']);
  });
});

describe('what the gates of a policy need', () => {
  it('is little without a policy file', () => {
    assert.deepEqual(neededFacts(defaultPolicy), {
      shipped: false,
      teams: [],
      staging: null,
      candidateChecks: true,
      attestations: false,
    });
  });

  it('is each team once, in lower case, wherever the policy names it', () => {
    const approvals = { ...defaultPolicy.approvals, high: { count: 2, teams: ['Acme/Leads'] } };
    const needed = neededFacts({
      ...policy(rule('standard', { labels: ['x'] }, { approvals: { count: 1, teams: ['acme/dba'] } })),
      approvals,
      security: { paths: [], kinds: [], reviewers: ['sam', 'acme/security'] },
      freeze: { ...defaultPolicy.freeze, approvers: ['acme/leads', 'bo'] },
    });
    assert.deepEqual(needed.teams, ['acme/dba', 'acme/leads', 'acme/security']);
    assert.equal(needed.shipped, true);
  });

  it('is what ships when a category that depends on it changes a gate', () => {
    const risky = rule('high-risk', { migrations: true });
    assert.equal(neededFacts(policy(risky)).shipped, false);
    assert.equal(neededFacts(policy({ ...risky, securityReview: true })).shipped, true);
    assert.equal(neededFacts(policy(rule('standard', { labels: ['x'] }, { securityReview: true }))).shipped, false);
    assert.equal(neededFacts(policy(risky, rule('normal', {}, { approvals: { count: 2, teams: [] } }))).shipped, true);
  });

  it('is what the provenance asks for', () => {
    const image = { name: 'image', file: 'a.yaml', key: ['image'], pin: 'digest' } as const;
    const staging = { environment: 'beta', mode: 'advisory' } as const;
    const needed = neededFacts({
      ...defaultPolicy,
      targets: [image],
      provenance: { ...defaultPolicy.provenance, ci: 'off', staging },
    });
    assert.deepEqual([needed.attestations, needed.candidateChecks, needed.staging], [true, false, 'beta']);
  });
});
