import assert from 'node:assert/strict';
import { known, unknown } from '../../../src/core/known';
import { defaultPolicy, type Policy } from '../../../src/core/policy/policy';
import type { Shipped } from '../../../src/core/policy/shipped';
import { riskAssessment, type Assessment, type RiskPoints } from '../../../src/core/risk/assessment';
import { assessmentLine, assessmentMarkdown, assessmentText } from '../../../src/core/risk/assessmentText';
import {
  aConfig,
  addColumn,
  aLock,
  aMigration,
  anApi,
  anOperation,
  aPastRelease,
  aSecurityFile,
  aService,
  aValue,
  files,
  noon,
  someChanges,
  someHighlights,
  usual,
  whatShips,
  withMigrations,
} from './shippedOf';

const assess = (shipped: Shipped, policy: Partial<Policy> = {}, past: typeof usual | null = usual): Assessment =>
  riskAssessment(shipped, { ...defaultPolicy, ...policy }, past, noon);

function pointsOf(assessment: Assessment, rule: RiskPoints['rule']): RiskPoints | undefined {
  return assessment.points.find((each) => each.rule === rule);
}

describe('the risk that the rules suggest', () => {
  it('is low without any sign', () => {
    const { score, level, atLeast, points } = assess(whatShips());
    assert.deepEqual({ score, level, atLeast, points }, { score: 0, level: 'low', atLeast: false, points: [] });
  });

  it('stays low for a plain feature, is medium for a schema change, high for what cannot be taken back', () => {
    const feature = whatShips({ paths: known(files(25)), lines: 900, commits: 9 });
    assert.equal(assess(feature).level, 'low');
    assert.equal(assess(withMigrations(aMigration('db/1.rb', [addColumn]))).level, 'medium');
    const drop = anOperation('drop-column', { locks: [{ table: 'orders', mode: 'AccessExclusiveLock' }] });
    assert.equal(assess(withMigrations(aMigration('db/1.rb', [drop]))).level, 'high');
    assert.equal(assess(withMigrations(aMigration('db/1.rb', [anOperation('delete-rows')]))).level, 'high');
  });

  const doublings: readonly (readonly [number, number])[] = [
    [10, 0],
    [19, 0],
    [20, 1],
    [39, 1],
    [40, 2],
    [10 * 2 ** 9, 9],
  ];
  for (const [count, times] of doublings) {
    it(`counts ${times} for ${count} files`, () => {
      const assessment = assess(whatShips({ paths: known(files(count)) }));
      assert.equal(pointsOf(assessment, 'files')?.points ?? 0, times);
    });
  }

  it('counts lines from four hundred on', () => {
    assert.equal(pointsOf(assess(whatShips({ lines: 399 })), 'lines'), undefined);
    assert.equal(pointsOf(assess(whatShips({ lines: 400 })), 'lines')?.points, 1);
  });

  it('compares the commits with the usual size of the repository', () => {
    assert.equal(pointsOf(assess(whatShips({ commits: 7 })), 'size'), undefined);
    const { points, evidence } = pointsOf(assess(whatShips({ commits: 16 })), 'size') ?? assert.fail();
    assert.equal(points, 2);
    assert.match(evidence[0]?.text ?? '', /median of 5 past releases is 4 commits/);
  });

  it('says that there is no usual size yet, which is nothing that could raise the level', () => {
    const { unknown: told, atLeast } = assess(whatShips({ commits: 500 }), {}, [aPastRelease()]);
    assert.match(told.join(' '), /fewer than 5 past releases/);
    assert.equal(atLeast, false);
  });

  it('names the lock that keeps others waiting, with its place', () => {
    const { evidence } =
      pointsOf(assess(withMigrations(aMigration('db/1.rb', [addColumn]))), 'heavyMigration') ?? assert.fail();
    assert.equal(evidence[0]?.path, 'db/1.rb');
    assert.equal(evidence[0].line, 1);
    assert.match(evidence[0].text, /AccessExclusiveLock on orders/);
  });

  it('takes a lock as harmless on tables that the policy does not call large, or that stops maintenance only', () => {
    const migrations = { ...defaultPolicy.migrations, largeTables: ['public.Events'] };
    const ofOrders = withMigrations(aMigration('db/1.rb', [addColumn]));
    assert.equal(pointsOf(assess(ofOrders, { migrations }), 'heavyMigration'), undefined);
    const onEvents = anOperation('add-column', { locks: [{ table: 'events', mode: 'AccessExclusiveLock' }] });
    assert.ok(pointsOf(assess(withMigrations(aMigration('db/1.rb', [onEvents])), { migrations }), 'heavyMigration'));
    const index = anOperation('create-index', { locks: [{ table: 'orders', mode: 'ShareUpdateExclusiveLock' }] });
    assert.equal(pointsOf(assess(withMigrations(aMigration('db/1.rb', [index]))), 'heavyMigration'), undefined);
  });

  it('counts a rewrite of the table once, however many there are', () => {
    const rewrite = anOperation('alter-column', { rewrites: true });
    const { points, evidence } =
      pointsOf(assess(withMigrations(aMigration('db/1.rb', [rewrite, rewrite]))), 'heavyMigration') ?? assert.fail();
    assert.deepEqual([points, evidence.length], [3, 2]);
  });

  it('does not count a migration that shipped earlier and was only edited', () => {
    const edited = { ...aMigration('db/1.rb', [addColumn]), effect: 'edited' } as const;
    assert.equal(pointsOf(assess(withMigrations(edited)), 'migration'), undefined);
  });

  it('counts a migration that a rollback leaves behind', () => {
    const left = { ...aMigration('db/1.rb', [addColumn]), effect: 'taken-out' } as const;
    const highlights = known(someHighlights([left]));
    assert.equal(pointsOf(assess(whatShips({ highlights, direction: 'rollback' })), 'migration')?.points, 3);
  });

  it('counts settings, security, major steps and interfaces with what they rest on', () => {
    const changes = someChanges({
      config: [aConfig('config/app.yml', [aValue('timeout'), aValue('name', { severity: 'low' })])],
      flags: [aConfig('flags.yml', [], { what: 'feature flags' })],
      infrastructure: [aConfig('main.tf', [aValue('ingress', { topic: 'network', side: 'old' })])],
      security: [aSecurityFile('src/auth/a.ts', 'authentication'), aSecurityFile('src/auth/b.ts', 'authentication')],
      dependencies: [aLock('a/package-lock.json', ['react', 'vite']), aLock('b/package-lock.json', ['react'])],
      api: [anApi('openapi.yml', 'breaking')],
    });
    const assessment = assess(whatShips({ changes: known(changes) }));
    assert.deepEqual(Object.fromEntries(assessment.points.map(({ rule, points }) => [rule, points])), {
      settings: 3,
      security: 4,
      majorDependency: 2,
      breakingInterface: 3,
    });
    assert.match(pointsOf(assessment, 'security')?.text ?? '', /authentication, infrastructure/);
    const places = pointsOf(assessment, 'settings')?.evidence.map(({ path, line }) => [path, line]);
    assert.deepEqual(places, [
      ['main.tf', undefined],
      ['config/app.yml', 3],
      ['flags.yml', undefined],
    ]);
  });

  it('names each dependency once, with the first file, and no line of the text from before', () => {
    const [react] = aLock('a/package-lock.json', ['react']).changes;
    assert.ok(react !== undefined);
    const transitive = { ...react, name: 'ms', severity: 'low', direct: false } as const;
    const first = { ...aLock('a/package-lock.json', []), changes: [react, transitive] };
    const changes = someChanges({
      dependencies: [first, aLock('b/package-lock.json', ['react'])],
      api: [anApi('openapi.yml', 'breaking')],
    });
    const assessment = assess(whatShips({ changes: known(changes) }));
    assert.deepEqual(pointsOf(assessment, 'majorDependency')?.evidence, [
      { text: 'react 1.0.0 → 2.0.0', path: 'a/package-lock.json', line: 1 },
    ]);
    assert.deepEqual(pointsOf(assessment, 'breakingInterface')?.evidence, [
      { text: 'GET /users: It is gone.', path: 'openapi.yml' },
    ]);
  });

  it('counts no more than five settings and five dependencies', () => {
    const values = Array.from({ length: 9 }, (_, index) => aValue(`key${index}`));
    const names = Array.from({ length: 9 }, (_, index) => `package${index}`);
    const changes = someChanges({ config: [aConfig('a.yml', values)], dependencies: [aLock('lock', names)] });
    const assessment = assess(whatShips({ changes: known(changes) }));
    assert.equal(pointsOf(assessment, 'settings')?.points, 5);
    assert.match(pointsOf(assessment, 'majorDependency')?.text ?? '', /9 dependencies .* of which 5 count/);
  });

  it('counts touched services, those that need them, and what happened to the touched ones', () => {
    const services = [
      aService('payments', {
        incidents: [{ date: '2026-06-01', title: 'Cards refused', url: 'https://status.acme.example/7' }],
      }),
      aService('checkout', { dependsOn: ['payments'] }),
      aService('web', { dependsOn: ['checkout'], incidents: [{ date: '2026-06-01', title: 'Blank page', url: null }] }),
    ];
    const assessment = assess(whatShips({ paths: known(['services/payments/a.ts']) }), { services });
    assert.deepEqual(
      assessment.points.map(({ rule, points }) => [rule, points]),
      [
        ['incident', 2],
        ['dependant', 2],
        ['service', 1],
      ],
    );
    assert.deepEqual(pointsOf(assessment, 'incident')?.evidence, [
      { text: '2026-06-01 Cards refused (payments)', url: 'https://status.acme.example/7' },
    ]);
    assert.deepEqual(
      pointsOf(assessment, 'dependant')?.evidence.map(({ text }) => text),
      ['checkout needs payments', 'web needs checkout, which needs payments'],
    );
  });

  it('follows the weights of the policy, and leaves out a rule that weighs nothing', () => {
    const risk = { ...defaultPolicy.risk, migration: 0, heavyMigration: 20, high: 20 };
    const assessment = assess(withMigrations(aMigration('db/1.rb', [addColumn])), { risk });
    assert.deepEqual([assessment.level, assessment.points.length], ['high', 1]);
  });

  it('lists the first of much evidence and counts the rest', () => {
    const { evidence, more } = pointsOf(assess(whatShips({ paths: known(files(50)) })), 'files') ?? assert.fail();
    assert.equal(evidence.length + more, 50);
    assert.ok(more > 0);
  });
});

describe('what is not known of the risk', () => {
  const blind = whatShips({
    paths: unknown('offline'),
    lines: null,
    highlights: unknown('offline'),
    changes: unknown('offline'),
    recovery: unknown('offline'),
  });

  it('adds nothing, is said, and leaves a lower bound', () => {
    const { score, level, atLeast, unknown: told } = assess(blind, {}, null);
    assert.deepEqual([score, level, atLeast], [0, 'low', true]);
    for (const words of ['files', 'lines', 'Migrations', 'taken back', 'Settings', 'usually'])
      assert.match(told.join('\n'), new RegExp(words));
  });

  it('is no lower bound where it could not reach the next level', () => {
    const small = whatShips({ commits: 3 });
    assert.equal(assess(small, {}, null).atLeast, false);
    const nearly = whatShips({ commits: 3, lines: 200 * 2 ** 5 });
    assert.deepEqual([assess(nearly).level, assess(nearly).atLeast], ['low', false]);
    assert.equal(assess(nearly, {}, null).atLeast, true);
  });

  it('leaves the highest level as it is', () => {
    const drop = aMigration('db/1.rb', [anOperation('drop-column')]);
    const { level, atLeast } = assess({ ...withMigrations(drop), changes: unknown('offline') });
    assert.deepEqual([level, atLeast], ['high', false]);
  });

  it('is said of a migration of which nobody knows what it locks', () => {
    const silent = anOperation('add-column', { locks: null, rewrites: null });
    const { unknown: told, atLeast } = assess(withMigrations(aMigration('db/1.rb', [silent])));
    assert.match(told.join(' '), /locks is not known: db\/1\.rb\./);
    assert.equal(atLeast, true);
  });

  it('is a lower bound where nobody knows whether the release can be taken back', () => {
    const recovery = known({
      verdict: 'unknown',
      reasons: [{ path: 'db/1.rb', line: 4, text: 'x', why: null }],
    } as const);
    const { unknown: told, atLeast } = assess(whatShips({ recovery }));
    assert.match(told.join(' '), /taken back is not known: db\/1\.rb, line 4\./);
    assert.equal(atLeast, true);
  });

  it('is said of contents that were not all read', () => {
    const changes = someChanges({ complete: false, notes: ['big.yml was not read.'] });
    const { unknown: told, atLeast } = assess(whatShips({ changes: known(changes) }));
    assert.match(told.join(' '), /big\.yml was not read/);
    assert.equal(atLeast, true);
  });

  it('is said where the policy declares no services, which is nothing to find out', () => {
    const { unknown: told, atLeast } = assess(whatShips());
    assert.deepEqual([told, atLeast], [['No services are declared in the policy.'], false]);
  });
});

describe('the words of a suggestion', () => {
  const hostile = 'db/\u202E<b>@acme|x.rb';
  const assessment = assess({ ...withMigrations(aMigration(hostile, [addColumn])), changes: unknown('not\nread') });

  it('name the level, the sum and the thresholds', () => {
    assert.equal(
      assessmentLine(assessment, defaultPolicy.risk),
      'Suggested: at least medium, 6 points (medium from 6, high from 16).',
    );
  });

  it('keep foreign text in its line, visible', () => {
    const text = assessmentText(assessment, defaultPolicy.risk);
    assert.doesNotMatch(text, /\u202E/);
    assert.match(text, /\+3 {2}1 migration\n/);
    assert.match(text, /not known: .*not read\n/);
  });

  it('keep foreign text from being markup', () => {
    assert.doesNotMatch(assessmentMarkdown(assessment, defaultPolicy.risk), /<b>|@acme|\u202E/);
  });
});
