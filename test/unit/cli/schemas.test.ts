import assert from 'node:assert/strict';
import { homepage } from '../../../package.json';
import { changelogJson, type ChangelogJson } from '../../../src/cli/changelogJson';
import type { ChangeJson, ChangesJson } from '../../../src/cli/changesJson';
import { gatesJson, type GatesJson } from '../../../src/cli/gatesJson';
import type { HighlightsJson } from '../../../src/cli/highlightsJson';
import type { NormaliseJson } from '../../../src/cli/normaliseJson';
import type { Section } from '../../../src/core/changelog/model';
import type { Finding } from '../../../src/core/highlights/model';
import type { PhaseStep } from '../../../src/core/highlights/review/phases';
import type { VerdictReason } from '../../../src/core/highlights/review/verdicts';
import type { ChangeCategory, Severity } from '../../../src/core/highlights/changes/model';
import type { Direction } from '../../../src/core/history';
import type { GateAction, GateId, GateState, Verdict } from '../../../src/core/policy/gate';
import type { RiskLevel } from '../../../src/core/release';
import { aRelease, sha } from '../../builders';
import { aChangelog } from './aChangelog';
import { runCli } from './fakeTerminal';
import { allProperties, differences, schemaOf, validator, type SchemaName } from './schemaNodes';

// Documents in which every list has an element and nothing that has properties is null. The compiler holds them to the
// types, the tests to the schemas.
const changelog: ChangelogJson = changelogJson(aChangelog());

const change: ChangeJson = {
  path: 'config/app.yml',
  previousPath: 'config/old.yml',
  status: 'renamed',
  what: 'settings',
  line: 3,
  side: 'new',
  severity: 'medium',
  subject: 'port',
  kind: 'network',
  before: '1',
  after: '2',
  text: 'It is about the network.',
  direct: true,
  understood: true,
};
const ofEach = <Value>(value: Value) => ({
  config: value,
  infrastructure: value,
  dependencies: value,
  security: value,
  api: value,
  flags: value,
});
const { path, line, side, severity, subject, before, after, text } = change;
const changes: ChangesJson = {
  ...ofEach([change]),
  ranking: [{ category: 'config', path, alsoIn: ['config/b.yml'], line, side, severity, subject, before, after, text }],
  summaries: ofEach('Configuration: 1 flagged of 1 value in 1 file'),
  complete: false,
  notes: ['a.yml was not understood.'],
};

const finding: Finding = { rule: 'drop-column', severity: 'error', line: 3, message: 'It breaks.', advice: 'Wait.' };
const reason: VerdictReason = { path: 'db/V2__b.sql', line: 3, text: 'DROP', why: 'It loses data.' };
const step: PhaseStep = { path: 'db/V2__b.sql', line: 3, summary: 'Drops it.' };

const highlights: HighlightsJson = {
  version: 1,
  range: { from: sha('1'), to: sha('2'), direction: 'forward' },
  source: 'clone',
  complete: true,
  changedFiles: 3,
  migrations: [
    {
      path: 'db/V2__b.sql',
      previousPath: 'db/V1__b.sql',
      framework: 'flyway',
      dialect: 'postgres',
      status: 'renamed',
      effect: 'edited',
      phase: 'contract',
      down: { exists: true, path: 'db/U2__b.sql' },
      reversal: { reversible: false, reason: 'It does nothing.', line: 1, part: 'down' },
      read: 'grammar',
      readBecause: 'too long',
      operations: [
        {
          line: 3,
          text: 'ALTER TABLE t DROP COLUMN c',
          kind: 'drop-column',
          summary: 'Drops the column c of t.',
          table: 't',
          reversible: false,
          losesData: true,
          locks: [{ table: 't', mode: 'AccessExclusiveLock' }],
          rewrites: false,
          scans: false,
          buildsIndex: false,
          transactional: true,
          backwardCompatible: false,
          compatibility: 'Earlier code fails.',
          phase: 'contract',
          notes: ['Since Postgres 12.'],
          findings: [finding],
        },
      ],
      findings: [finding],
    },
  ],
  recovery: {
    verdict: 'roll-forward',
    reasons: [reason],
    dataLost: { answer: true, reasons: [reason] },
    schemaReversible: { answer: null, reasons: [reason] },
    previousCodeRuns: { answer: false, reasons: [reason] },
  },
  review: [{ id: 'locks', question: 'Does it?', answer: 'bad', text: 'Yes.', reasons: [reason] }],
  tables: [{ table: 't', steps: { expand: [step], migrate: [step], contract: [step] } }],
  changes,
  notes: ['One file was not read.'],
};

const gates: GatesJson = {
  ...gatesJson(aRelease()),
  policy: {
    source: 'broken',
    tip: sha('b'),
    problems: [{ line: 2, column: 19, path: 'security.paths', message: 'Expected a list of globs.' }],
  },
  gates: [
    {
      id: 'checks',
      state: 'fail',
      title: 'Checks',
      detail: '1 of 2 failed',
      evidence: [{ text: 'ci: failure', state: 'fail', url: 'https://ci.example/9', sha: sha('3') }],
      actors: ['@ana'],
      enforced: true,
      advisory: false,
      action: { kind: 'open-url', url: 'https://ci.example/9' },
    },
  ],
};

const normalise: NormaliseJson = { version: 1, added: ['2 checklist items'], problem: 'It is open.', body: 'Words' };

const documents: readonly (readonly [name: SchemaName, document: object])[] = [
  ['changelog', changelog],
  ['highlights', highlights],
  ['gates', gates],
  ['normalise', normalise],
];

/** The compiler asks for every word of the type, and for no other. */
function words<Word extends string>(all: Readonly<Record<Word, true>>): readonly string[] {
  return Object.keys(all).toSorted();
}

describe('the published schemas', () => {
  for (const [name, document] of documents) {
    it(`have exactly the properties of the ${name} document, all of them required and described`, async () => {
      const schema = await schemaOf(name);
      assert.deepEqual(differences(document, schema, schema), []);
      assert.equal((await validator(name))(document), null);
      for (const [path, node] of allProperties(schema)) {
        assert.ok((node.description ?? node.$ref) !== undefined, `${name}: ${path} is not described`);
      }
    });

    it(`refuse a ${name} document with a property more, or one less`, async () => {
      const validate = await validator(name);
      assert.match(validate({ ...document, extra: 1 }) ?? '', /additional properties/);
      for (const missing of Object.keys(document)) {
        const rest = Object.fromEntries(Object.entries(document).filter(([each]) => each !== missing));
        assert.match(validate(rest) ?? '', new RegExp(`required property '${missing}'`));
      }
    });

    it(`name the ${name} document's version in their address below the homepage`, async () => {
      const { $id } = await schemaOf(name);
      assert.equal($id, `${homepage.replace(/#.*$/, '')}/schemas/${name}-1.json`);
    });
  }

  it('list exactly the words that the types have', async () => {
    const [log, high, gate] = [await schemaOf('changelog'), await schemaOf('highlights'), await schemaOf('gates')];
    const allowed = (node: { readonly enum?: readonly unknown[] } | undefined): readonly unknown[] =>
      (node?.enum ?? []).filter((word) => word !== null).toSorted();
    const directions = words<Direction>({ forward: true, rollback: true, diverged: true, same: true, unrelated: true });
    assert.deepEqual(allowed(log.properties?.['range']?.properties?.['direction']), directions);
    assert.deepEqual(allowed(high.properties?.['range']?.properties?.['direction']), directions);
    assert.deepEqual(
      allowed(log.properties?.['sections']?.items?.properties?.['id']),
      words<Section['id']>({
        breaking: true,
        features: true,
        fixes: true,
        performance: true,
        reverted: true,
        other: true,
        maintenance: true,
      }),
    );
    const { rankedChange, change: entry } = high.$defs ?? {};
    const categories = words<ChangeCategory>(ofEach<true>(true));
    assert.deepEqual(allowed(rankedChange?.properties?.['category']), categories);
    const severities = words<Severity>({ high: true, medium: true, low: true });
    assert.deepEqual(allowed(entry?.properties?.['severity']), severities);
    assert.deepEqual(
      allowed(entry?.properties?.['status']),
      words<ChangeJson['status']>({ added: true, modified: true, deleted: true, renamed: true }),
    );
    const { properties } = gate.$defs?.['gate'] ?? {};
    assert.deepEqual(
      allowed(properties?.['id']),
      words<GateId>({
        sha: true,
        provenance: true,
        risk: true,
        checks: true,
        checklist: true,
        approvals: true,
        notes: true,
        monitoring: true,
        security: true,
        freeze: true,
        scope: true,
        current: true,
      }),
    );
    assert.deepEqual(
      allowed(properties?.['state']),
      words<GateState>({ pass: true, fail: true, pending: true, unknown: true, 'not-applicable': true }),
    );
    assert.deepEqual(
      allowed(gate.$defs?.['action']?.properties?.['kind']),
      words<GateAction['kind']>({
        'set-risk': true,
        'tick-checklist': true,
        'restore-checklist': true,
        approve: true,
        'schedule-monitoring': true,
        'write-notes': true,
        'override-freeze': true,
        'confirm-freeze-override': true,
        'open-policy': true,
        refresh: true,
        'open-pull': true,
        'open-url': true,
      }),
    );
    assert.deepEqual(allowed(gate.properties?.['risk']), words<RiskLevel>({ low: true, medium: true, high: true }));
    assert.deepEqual(allowed(gate.properties?.['verdict']), words<Verdict>({ ready: true, open: true, unknown: true }));
  });

  it('are written by the command line, which knows no others', async () => {
    assert.deepEqual(await runCli(['schema']), {
      code: 2,
      out: '',
      err:
        'release-review: The name of a schema is missing: changelog, highlights, gates, normalise, policy.\n' +
        'usage: release-review schema changelog|highlights|gates|normalise|policy\n',
    });
    const { err } = await runCli(['schema', 'toString']);
    assert.match(
      err,
      /^release-review: There is no schema "toString", only changelog, highlights, gates, normalise, policy\.\n/,
    );
    assert.match((await runCli(['schema', 'gates', 'x'])).err, /"x" is not expected here/);
  });
});
