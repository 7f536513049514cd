import assert from 'node:assert/strict';
import fc from 'fast-check';
import { known, unknown } from '../../../src/core/known';
import type { Changes } from '../../../src/core/highlights/changes/model';
import type { Migration } from '../../../src/core/highlights/model';
import { defaultPolicy, type Policy } from '../../../src/core/policy/policy';
import type { Shipped } from '../../../src/core/policy/shipped';
import { riskAssessment } from '../../../src/core/risk/assessment';
import { riskLevels } from '../../../src/core/risk/labels';
import type { PastRelease } from '../../../src/core/risk/pastRelease';
import {
  aConfig,
  addColumn,
  aLock,
  aMigration,
  anApi,
  anOperation,
  aSecurityFile,
  aService,
  aValue,
  files,
  noon,
  someChanges,
  someHighlights,
  usual,
  whatShips,
} from './shippedOf';

const policy: Policy = {
  ...defaultPolicy,
  services: [
    aService('payments', { incidents: [{ date: '2026-06-01', title: 'Cards refused', url: null }] }),
    aService('checkout', { dependsOn: ['payments'] }),
    aService('web', { dependsOn: ['checkout', 'web'] }),
  ],
};

/** Signs that a release may have; more of them are more risk. */
interface Signs {
  readonly files: number;
  readonly lines: number;
  readonly commits: number;
  readonly services: readonly string[];
  readonly operations: readonly (keyof typeof operations)[];
  readonly settings: number;
  readonly kinds: readonly string[];
  readonly majors: number;
  readonly breaking: boolean;
}

const operations = {
  table: anOperation('create-table'),
  column: addColumn,
  silent: anOperation('add-column', { locks: null, backwardCompatible: null }),
  rewrite: anOperation('alter-column', { rewrites: true }),
  rename: anOperation('rename-column', { backwardCompatible: false }),
  drop: anOperation('drop-column'),
};

const signs: fc.Arbitrary<Signs> = fc.record({
  files: fc.nat(300),
  lines: fc.nat(100_000),
  commits: fc.nat(200),
  services: fc.subarray(['payments', 'checkout', 'web']),
  operations: fc.array(fc.constantFrom(...(Object.keys(operations) as (keyof typeof operations)[])), { maxLength: 4 }),
  settings: fc.nat(8),
  kinds: fc.subarray(['authentication', 'cryptography', 'secrets']),
  majors: fc.nat(8),
  breaking: fc.boolean(),
});

function both(a: Signs, b: Signs): Signs {
  return {
    files: Math.max(a.files, b.files),
    lines: a.lines + b.lines,
    commits: a.commits + b.commits,
    services: [...new Set([...a.services, ...b.services])],
    operations: [...a.operations, ...b.operations],
    settings: a.settings + b.settings,
    kinds: [...new Set([...a.kinds, ...b.kinds])],
    majors: a.majors + b.majors,
    breaking: a.breaking || b.breaking,
  };
}

function pathsOf({ files: number, services }: Signs): readonly string[] {
  return [...files(number), ...services.map((name) => `services/${name}/a.ts`)];
}

function migrationsOf({ operations: kinds }: Signs): readonly Migration[] {
  return kinds.map((kind, index) => aMigration(`db/${index}.rb`, [operations[kind]]));
}

function changesOf({ settings, kinds, majors, breaking }: Signs): Changes {
  const many = (number: number, prefix: string): readonly string[] =>
    Array.from({ length: number }, (_, index) => `${prefix}${index}`);
  return someChanges({
    config: [
      aConfig(
        'config/app.yml',
        many(settings, 'key').map((key) => aValue(key)),
      ),
    ],
    security: kinds.map((kind) => aSecurityFile(`src/${kind}.ts`, kind)),
    dependencies: [aLock('package-lock.json', many(majors, 'package'))],
    api: [anApi('openapi.yml', breaking ? 'breaking' : 'safe')],
  });
}

function shippedOf(of: Signs): Shipped {
  return whatShips({
    commits: of.commits,
    paths: known(pathsOf(of)),
    lines: of.lines,
    highlights: known(someHighlights(migrationsOf(of))),
    changes: known(changesOf(of)),
  });
}

function assess(shipped: Shipped, past: readonly PastRelease[] | null = usual): ReturnType<typeof riskAssessment> {
  return riskAssessment(shipped, policy, past, noon);
}

describe('the score of a release', () => {
  it('is the sum of its points, each of which has a reason', () => {
    fc.assert(
      fc.property(signs, (of) => {
        const { score, points } = assess(shippedOf(of));
        assert.equal(
          score,
          points.reduce((sum, each) => sum + each.points, 0),
        );
        for (const { rule, text, evidence } of points) {
          assert.notEqual(text, '');
          assert.ok(rule === 'lines' || evidence.length > 0, rule);
        }
      }),
    );
  });

  it('never falls when there are more signs', () => {
    fc.assert(
      fc.property(signs, signs, (some, others) => {
        const less = assess(shippedOf(some));
        const more = assess(shippedOf(both(some, others)));
        assert.ok(more.score >= less.score);
      }),
    );
  });

  it('does not depend on the order of what was found', () => {
    fc.assert(
      fc.property(signs, (of) => {
        const changes = changesOf(of);
        const turned = whatShips({
          commits: of.commits,
          paths: known(pathsOf(of).toReversed()),
          lines: of.lines,
          highlights: known(someHighlights(migrationsOf(of).toReversed())),
          changes: known({ ...changes, security: changes.security.toReversed() }),
        });
        const [there, back] = [assess(shippedOf(of)), assess(turned, usual.toReversed())];
        assert.deepEqual(
          [back.score, back.level, back.atLeast, back.points.map(({ rule }) => rule)],
          [there.score, there.level, there.atLeast, there.points.map(({ rule }) => rule)],
        );
      }),
    );
  });

  it('is a lower bound, and says so, whatever becomes unknown', () => {
    const gone = fc.subarray(['paths', 'lines', 'highlights', 'changes', 'recovery'] as const);
    const partly = fc.subarray(['highlights', 'changes'] as const);
    fc.assert(
      fc.property(signs, gone, partly, fc.boolean(), (of, missing, incomplete, pastKnown) => {
        const whole = shippedOf(of);
        const nothing = unknown('offline');
        const some = {
          ...whole,
          highlights: incomplete.includes('highlights')
            ? known(someHighlights(migrationsOf(of).slice(1), { complete: false }))
            : whole.highlights,
          changes: incomplete.includes('changes') ? known(someChanges({ complete: false })) : whole.changes,
          recovery: incomplete.includes('highlights') ? nothing : whole.recovery,
        };
        const seen: Shipped = {
          ...some,
          paths: missing.includes('paths') ? nothing : some.paths,
          lines: missing.includes('lines') ? null : some.lines,
          highlights: missing.includes('highlights') ? nothing : some.highlights,
          changes: missing.includes('changes') ? nothing : some.changes,
          recovery: missing.includes('recovery') ? nothing : some.recovery,
        };
        const [truth, told] = [assess(whole), assess(seen, pastKnown ? usual : null)];
        assert.ok(told.score <= truth.score);
        const lower = riskLevels.indexOf(told.level) < riskLevels.indexOf(truth.level);
        assert.ok(!lower || told.atLeast);
        assert.ok(!lower || told.unknown.length > 0);
      }),
      { numRuns: 500 },
    );
  });
});
