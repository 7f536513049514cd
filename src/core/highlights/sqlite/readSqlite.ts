import { splitSql, type SqlSections, type SqlStatement } from '../sqlStatements';
import { finish, type Steps } from '../changes/steps';
import { mayBreak, unclear } from '../meaning';
import { change, remark } from './change';
import type { SqliteFinding, SqliteMigration, SqliteOperation } from './model';
import { findRebuilds, type PlacedStatement, type Rebuild } from './rebuild';
import { key, SqliteSchema } from './schema';
import { readStatement } from './statements';

/** SQL text of which the forward part counts. */
export interface SqliteSource {
  readonly text: string;
  readonly sections: SqlSections;
}

const longest = 2_000_000;

/** The columns of the old table that the new one does not take over; `null`: cannot be told. */
function lost(schema: SqliteSchema, { copy }: Rebuild): readonly string[] | null {
  if (copy.columns === null) return [];
  const old = schema.table(copy.from);
  if (old?.complete !== true) return null;
  const { columns } = copy;
  return [...old.columns.values()]
    .filter(({ name, generated }) => generated === null && !columns.has(key(name)))
    .map(({ name }) => name);
}

function rebuildOperations(schema: SqliteSchema, rebuild: Rebuild): readonly SqliteOperation[] {
  const { table, copy } = rebuild;
  const parts = rebuild.statements.filter(({ text }) => text === rebuild.drop.text).map(({ statement }) => statement);
  const first = parts[0];
  if (first === undefined) return [];
  const place = { line: first.line, text: parts.map(({ text }) => `${text};`).join('\n') };
  const gone = lost(schema, rebuild);
  const referencing = schema.referencing(table);
  const sure = gone !== null && gone.length === 0 && !copy.filters;
  const remarks = [
    ...(schema.foreignKeys === false || schema.isNewTable(table)
      ? []
      : [
          remark(
            referencing.length > 0 ? 'error' : 'warning',
            'rebuild-with-foreign-keys',
            `While foreign keys are enforced, dropping the old ${table} deletes its rows first, and ON DELETE takes rows of ${referencing.join(', ') || 'tables that refer to it'} along.`,
            'PRAGMA foreign_keys = OFF before the transaction, and PRAGMA foreign_key_check before it ends.',
          ),
        ]),
    ...(rebuild.renamesOld
      ? [
          remark(
            'warning',
            'rebuild-renames-old',
            `Renaming ${table} first takes the foreign keys, views and triggers of others along to the old table.`,
            'Create the new table under another name, and rename it last.',
          ),
        ]
      : []),
    ...(copy.filters ? [remark('warning', 'rebuild-filters', `Not every row of ${table} may be carried over.`)] : []),
  ];
  const whole = change(
    { schema, place },
    'alter-table',
    { table },
    gone === null || gone.length > 0
      ? mayBreak('Earlier code may use a column that is gone.')
      : mayBreak('Earlier code may write what the new definition refuses.', 'neutral'),
    {
      rewrites: true,
      loses: sure ? false : gone !== null && gone.length > 0 ? true : null,
      destructive: !sure,
      summary: `Makes the table ${table} anew with another definition${sure ? ', with every row and every column carried over' : gone === null ? '; which columns it had is not known' : gone.length > 0 ? ` and without ${gone.join(', ')}` : '; not every row may be carried over'}.`,
      notes: ['Indexes and triggers of the old table go with it, unless they are created anew.'],
      remarks,
    },
  );
  const dropped = (gone ?? []).map((name) =>
    change(
      { schema, place },
      'drop-column',
      { table, name },
      { compatible: false, reason: `Earlier code that reads or writes ${name} fails.`, phase: 'contract' },
      {
        rewrites: true,
        remarks: [
          remark(
            'warning',
            'drop-column',
            `The values of ${table}.${name} are gone for good, and code that still names it fails.`,
            'Drop it in a release after the one whose code stopped using it.',
          ),
        ],
      },
    ),
  );
  return [whole, ...dropped];
}

const grave = { error: 0, warning: 1, note: 2 } as const;

function ranked(findings: readonly SqliteFinding[]): readonly SqliteFinding[] {
  const unique = new Map(findings.map((each) => [`${each.rule} ${each.line} ${each.message}`, each]));
  return [...unique.values()].toSorted((a, b) => grave[a.severity] - grave[b.severity] || a.line - b.line);
}

/** One writer at a time: whatever takes long keeps every other one out. */
function locking(operations: readonly SqliteOperation[]): readonly SqliteFinding[] {
  const first = operations.find(
    ({ rewrites, scans, locks }) => locks.length > 0 && (rewrites === true || scans === true),
  );
  if (first === undefined) return [];
  return [
    {
      rule: 'database-lock',
      severity: 'note',
      line: first.line,
      message: 'Until its transaction ends no one else can write to the database, whatever the table.',
      advice: 'Give other connections a busy_timeout that is longer.',
    },
  ];
}

/** The new table is as new as the one whose place it takes. */
function inherit(schema: SqliteSchema, { created, copy }: Rebuild): void {
  const table = schema.table(created);
  if (table !== undefined) schema.add({ ...table, isNew: schema.isNewTable(copy.from) });
}

/** A step of a rebuild that stands in another migration than the one that drops the old table. */
function stepApart(schema: SqliteSchema, own: SqliteOperation, { table }: Rebuild): SqliteOperation {
  if (own.kind !== 'rename-table') return own;
  const place = { line: own.line, text: own.text };
  return change(
    { schema, place },
    'alter-table',
    { table },
    mayBreak('Until the whole release has run the table has another name.', 'neutral'),
    {
      summary: `Changes the name of the table ${table} while it is made anew.`,
    },
  );
}

type Rebuilds = ReadonlyMap<SqlStatement, Rebuild>;

function placed({ text, sections }: SqliteSource): readonly PlacedStatement[] {
  return text.length > longest ? [] : splitSql(text, sections).map((statement) => ({ text, statement }));
}

function rebuildsIn(statements: readonly PlacedStatement[]): Rebuilds {
  return new Map(
    findRebuilds(statements).flatMap((each) => each.statements.map(({ statement }) => [statement, each] as const)),
  );
}

function read(
  schema: SqliteSchema,
  statements: readonly PlacedStatement[],
  rebuilds: Rebuilds,
): readonly SqliteOperation[] {
  const dropped = new Set(statements.map(({ statement }) => statement));
  return statements
    .flatMap(({ text, statement }) => {
      const rebuild = rebuilds.get(statement);
      if (rebuild === undefined) return [readStatement(text, statement, schema)];
      const drops = statement === rebuild.drop.statement;
      // When the old table is about to go, both are known, and whether foreign keys are enforced.
      if (drops) inherit(schema, rebuild);
      const told = drops ? rebuildOperations(schema, rebuild) : [];
      const own = readStatement(text, statement, schema);
      if (own.kind === 'not-understood') return [...told, own];
      return dropped.has(rebuild.drop.statement) ? told : [stepApart(schema, own, rebuild)];
    })
    .toSorted((a, b) => a.line - b.line);
}

/** A stop after each. */
function* eachPlaced(sources: readonly SqliteSource[]): Steps<readonly (readonly PlacedStatement[])[]> {
  const all: (readonly PlacedStatement[])[] = [];
  for (const source of sources) {
    all.push(placed(source));
    yield;
  }
  return all;
}

/**
 * Reads the migrations of a release one after the other, each against what the base and those before it made. SQLite's
 * DDL is small (https://www.sqlite.org/lang.html), so it is read by its words. Never throws; about linear in the length
 * of the texts. It stops after each text.
 * @param base what the database holds before: a schema file, or the migrations of the base in their order
 */
export function* readSqliteInSteps(
  base: readonly SqliteSource[],
  migrations: readonly SqliteSource[],
): Steps<readonly SqliteMigration[]> {
  const schema = new SqliteSchema();
  const before = yield* eachPlaced(base);
  const rebuiltBefore = rebuildsIn(before.flat());
  for (const each of before) {
    read(schema, each, rebuiltBefore);
    yield;
  }
  schema.releasing = true;
  const all = yield* eachPlaced(migrations);
  const rebuilds = rebuildsIn(all.flat());
  const results: SqliteMigration[] = [];
  for (const [at, { text }] of migrations.entries()) {
    schema.foreignKeys = null;
    schema.inTransaction = false;
    const operations =
      text.length > longest
        ? [unclear({ place: { line: 1, text: text.slice(0, 200) } }, 'Is too long to be read')]
        : read(schema, all[at] ?? [], rebuilds);
    results.push({
      operations,
      findings: ranked([...operations.flatMap(({ findings }) => findings), ...locking(operations)]),
      understood: operations.every(({ kind }) => kind !== 'not-understood'),
    });
    yield;
  }
  return results;
}

/** As {@link readSqliteInSteps}, without a stop. */
export function readSqlite(
  base: readonly SqliteSource[],
  migrations: readonly SqliteSource[],
): readonly SqliteMigration[] {
  return finish(readSqliteInSteps(base, migrations));
}
