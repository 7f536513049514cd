import assert from 'node:assert/strict';
import { known, unknown } from '../../../src/core/known';
import { defaultPolicy } from '../../../src/core/policy/policy';
import type { Scope } from '../../../src/core/policy/strategy';
import { scopeOf, strategyFor } from '../../../src/core/risk/scope';
import { strategyMarkdown, strategyText } from '../../../src/core/risk/scopeText';
import {
  aConfig,
  addColumn,
  aMigration,
  aSecurityFile,
  aService,
  someChanges,
  someHighlights,
  whatShips,
  withMigrations,
} from './shippedOf';

const services = [aService('web'), aService('mail')];

function rowsOf(...args: Parameters<typeof scopeOf>): readonly Scope[] {
  return scopeOf(...args).rows.map(({ scope }) => scope);
}

describe('the scope of a release', () => {
  it('is one service or several, by the paths', () => {
    const touching = (...paths: readonly string[]): readonly Scope[] =>
      rowsOf(whatShips({ paths: known(paths) }), services);
    assert.deepEqual(touching('services/web/a', 'services/web/b'), ['single service']);
    assert.deepEqual(touching('services/web/a', 'services/mail/a'), ['multi-service']);
    assert.deepEqual(touching('README.md'), []);
  });

  it('is not guessed where no services are declared', () => {
    const { rows, unknown: told } = scopeOf(whatShips(), []);
    assert.deepEqual([rows, told], [[], ['No services are declared in the policy.']]);
  });

  it('is the schema where a migration counts, with the migration', () => {
    const { rows } = scopeOf(withMigrations(aMigration('db/1.rb', [addColumn])), []);
    assert.deepEqual(rows, [
      {
        scope: 'database schema',
        text: 'Runs 1 migration.',
        evidence: [{ text: 'Rails: db/1.rb', path: 'db/1.rb' }],
        more: 0,
      },
    ]);
    const edited = { ...aMigration('db/1.rb', [addColumn]), effect: 'edited' } as const;
    assert.deepEqual(rowsOf(withMigrations(edited), []), []);
  });

  it('is infrastructure and integrations by what changes, pipelines aside', () => {
    const of = (change: Parameters<typeof someChanges>[0]): readonly Scope[] =>
      rowsOf(whatShips({ changes: known(someChanges(change)) }), []);
    assert.deepEqual(of({ infrastructure: [aConfig('main.tf', [], { what: 'Terraform' })] }), ['infrastructure']);
    const workflow = aConfig('.github/workflows/ci.yml', [], { what: 'GitHub Actions workflow' });
    assert.deepEqual(of({ infrastructure: [workflow] }), []);
    assert.deepEqual(of({ security: [aSecurityFile('src/webhooks/a.ts', 'third-party integration')] }), [
      'third-party integration',
    ]);
    assert.deepEqual(of({ security: [aSecurityFile('src/auth/a.ts', 'authentication')] }), []);
  });

  it('says what could not be told', () => {
    const blind = whatShips({ paths: unknown('offline'), highlights: unknown('offline'), changes: unknown('offline') });
    assert.equal(scopeOf(blind, services).unknown.length, 3);
    const partly = whatShips({
      highlights: known(someHighlights([], { complete: false })),
      changes: known(someChanges({ complete: false })),
    });
    assert.match(scopeOf(partly, services).unknown.join(' '), /Not every migration.*Not everything/);
  });
});

describe('the deployment strategy', () => {
  it('is what the matrix names for each row, the widest first', () => {
    const names = (level: 'low' | 'medium' | 'high', ...rows: readonly Scope[]): readonly string[] =>
      strategyFor(level, rows, defaultPolicy, null).map(({ name }) => name);
    assert.deepEqual(names('high', 'single service', 'infrastructure'), [
      'Full change advisory board',
      'Blue-green with manual gate',
    ]);
    assert.deepEqual(names('low', 'database schema'), ['Backward-compatible migration']);
    assert.deepEqual(names('medium'), []);
  });

  it("is the category's own first, and each name once", () => {
    const rule = { category: 'high-risk', strategy: 'Maintenance window' } as const;
    const found = strategyFor('high', ['multi-service', 'database schema'], defaultPolicy, rule);
    assert.deepEqual(
      found.map(({ name, because }) => [name, because]),
      [
        ['Maintenance window', 'the policy names it for high-risk changes'],
        ['Scheduled downtime', 'database schema at high risk'],
      ],
    );
  });

  it('names both rows where they ask for the same', () => {
    const same = { low: 'Deploy', medium: 'Deploy', high: 'Deploy' };
    const strategy = { ...defaultPolicy.strategy, 'single service': same, infrastructure: same };
    assert.deepEqual(strategyFor('low', ['single service', 'infrastructure'], { strategy }, null), [
      {
        name: 'Deploy',
        scopes: ['infrastructure', 'single service'],
        because: 'infrastructure, single service at low risk',
      },
    ]);
  });

  it('is worded for a terminal and for Markdown', () => {
    const reading = scopeOf(withMigrations(aMigration('db/1.rb', [addColumn])), []);
    const strategies = strategyFor('medium', ['database schema'], defaultPolicy, null);
    assert.equal(
      strategyText(strategies, reading),
      'Deploy: Dual-write period (database schema at medium risk)\ndatabase schema: Runs 1 migration.\n' +
        'not known: No services are declared in the policy.\n',
    );
    assert.match(strategyMarkdown([], reading), /^- Deploy: no row of the matrix applies/);
  });
});
