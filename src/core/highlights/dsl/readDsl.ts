import { firstCode } from '../firstCode';
import type { MigrationOperation } from '../model';
import { notUnderstood, objectOperation, operation, type Place } from '../operation';
import type { SqlReader } from '../sqlReading';
import type { Dialect, MigrationParts } from './dialect';
import { dialectOf } from './dialects';
import type { DslMigration, DslOperation, WayBack } from './model';
import { isNeedless, takenBack, tableKeys, type Named } from './reversal';
import { textOf } from './scope';
import type { Found } from './statementWalk';
import type { Code, Syntax } from './syntax';
import { Walk } from './walk';

/** An operation before anything is known about the way back. */
type Made = Omit<DslOperation, 'reversible' | 'why'>;

function placeOf({ line, text }: Found): Place {
  return { line, text };
}

/** What a step says, before anything is known about the way back. */
function read(found: Found): Made {
  const { step, perhaps, sure } = found;
  const place = placeOf(found);
  const dynamic = perhaps || !sure;
  const plain = { name: null, sql: null, embedded: null };
  switch (step.does) {
    case 'operation': {
      const made = operation(step.kind, place, step.subject);
      const understood = sure || !made.destructive;
      const { columns, subject } = step;
      return {
        ...made,
        ...plain,
        name: subject.name ?? null,
        sql: sure ? step.sql : null,
        dynamic,
        understood,
        ...(columns === undefined ? {} : { columns }),
        ...(step.kind.startsWith('rename-') && typeof subject.to === 'string' ? { newName: subject.to } : {}),
      };
    }
    case 'object': {
      const made = objectOperation(step.verb, step.object, place, step.subject);
      return {
        ...made,
        ...plain,
        name: step.subject.name ?? null,
        sql: sure ? step.sql : null,
        dynamic,
        understood: true,
      };
    }
    case 'unknown':
      return { ...notUnderstood(place, step.why), ...plain, dynamic: true, understood: false };
    case 'sql': {
      const text = textOf(step.code, found.names);
      if (text === null) {
        return {
          ...notUnderstood(place, 'Runs SQL that is put together when it runs'),
          ...plain,
          dynamic: true,
          understood: false,
        };
      }
      const embedded = { text: text.text, line: text.line, lastLine: text.lastLine };
      const made = { ...notUnderstood({ ...place, line: text.line }, 'Runs SQL'), kind: 'sql' };
      return { ...made, ...plain, embedded, dynamic: dynamic || !text.whole, understood: text.whole };
    }
  }
}

function isNothing(body: readonly Code[]): boolean {
  return body.every(
    (code) =>
      code.kind === 'text' ||
      code.kind === 'value' ||
      (code.kind === 'leave' && (code.word === 'raise' || code.value === null || code.value.kind === 'value')) ||
      (code.kind === 'call' &&
        /^(?:throwIrreversibleMigrationException|abortIf|print|puts|log|info|resolve)$/.test(code.name)) ||
      (code.kind === 'leave' && code.value !== null && isNothing([code.value])) ||
      (code.kind === 'other' && code.parts.length === 0),
  );
}

function wayBack(parts: MigrationParts, back: readonly Found[]): WayBack {
  if (parts.automatic && parts.down === null) return { kind: 'automatic', exists: true, noop: false, line: null };
  if (parts.down === null || parts.refused)
    return { kind: 'none', exists: false, noop: parts.refused, line: parts.downLine };
  const silent = back.every(({ step, names }) => {
    const text = step.does === 'sql' ? textOf(step.code, names) : null;
    return text !== null && /^\s*(?:select\s+1|select\s+null)?\s*;?\s*$/i.test(text.text);
  });
  const noop = (back.length === 0 && (parts.down.length === 0 || isNothing(parts.down))) || (back.length > 0 && silent);
  return { kind: 'written', exists: true, noop: noop || back.length === 0, line: parts.downLine };
}

interface Backwards {
  readonly parts: MigrationParts;
  readonly down: WayBack;
  readonly dialect: Dialect;
  /** Tables that the migration itself creates. */
  readonly created: ReadonlySet<string>;
  readonly readSql: SqlReader;
  /** What was read of what takes back. */
  readonly known: Map<readonly Made[], readonly Named[]>;
}

type Verdict = Pick<DslOperation, 'reversible' | 'why'>;

/** Whether it is taken back. `back`: what takes it back, from beside it or from the migration's way back. */
function judged(found: Found, made: Made, back: readonly Made[], backwards: Backwards): Verdict {
  const { parts, down, dialect } = backwards;
  const { step } = found;
  const undo = step.does === 'sql' ? step.undo : undefined;
  if (undo !== undefined) return compared(made, ofUndo(found, undo), backwards);
  if (found.down !== null) return compared(made, back, backwards);
  if (parts.automatic) {
    if (step.back === true) return { reversible: true, why: 'The framework derives its way back.' };
    if (typeof step.back === 'string') return { reversible: false, why: step.back };
    return { reversible: null, why: step.back?.unclear ?? 'It cannot be told whether the framework takes it back.' };
  }
  if (isNeedless(made.kind)) return compared(made, back, backwards);
  if (!down.exists) return { reversible: false, why: dialect.withoutDown };
  if (down.noop) return { reversible: false, why: 'Its way back does nothing or refuses.' };
  return compared(made, back, backwards);
}

function ofUndo(found: Found, undo: Code): readonly Made[] {
  return [read({ ...found, step: { does: 'sql', code: undo, back: null } })];
}

function expanded(made: readonly Made[], readSql: SqlReader): readonly Named[] {
  return made.flatMap((each): readonly Named[] => {
    if (each.embedded === null) return [each];
    const { text, line } = each.embedded;
    return readSql(text, 'none').map((one) => ({ ...one, line: line + one.line - 1, name: null }));
  });
}

function compared(made: Made, back: readonly Made[], { readSql, created, known }: Backwards): Verdict {
  const forward = expanded([made], readSql).filter(({ kind }) => !isNeedless(kind));
  const against = known.get(back) ?? expanded(back, readSql).filter(({ kind }) => kind !== 'query');
  known.set(back, against);
  const verdicts = forward.map((each) =>
    each.kind === 'not-understood'
      ? against.length === 0
        ? { reversible: false, why: 'Nothing in its way back is about it.' }
        : { reversible: null, why: 'It was not understood; compare it with its way back.' }
      : takenBack(each, against, created),
  );
  const [first] = verdicts;
  return (
    verdicts.find(({ reversible }) => reversible === false) ??
    verdicts.find(({ reversible }) => reversible === null) ??
    first ?? { reversible: true, why: 'Leaves nothing to take back.' }
  );
}

/**
 * Reads a migration that is written in a programming language: what each call does, what it is on Postgres, and whether
 * the framework can take it back. What is not known is given as it is written. Never throws.
 * @param framework its id, such as `rails`
 * @param readSql reads SQL of its own, to compare it with the way back
 */
export function readDsl(framework: string, syntax: Syntax, readSql: SqlReader): DslMigration {
  const dialect = dialectOf(framework);
  const none: WayBack = { kind: 'none', exists: false, noop: false, line: null };
  const failed = (why: string): DslMigration => ({
    operations: [unread(firstCode(syntax.text), why)],
    down: none,
    transaction: 'one',
    understood: false,
  });
  if (dialect === null) return failed('Not understood');
  try {
    return readWith(dialect, syntax, readSql) ?? failed(syntax.errors[0]?.why ?? 'Its forward part was not found');
  } catch {
    return failed('Could not be read');
  }
}

function unread(place: Place, why: string): DslOperation {
  const made = notUnderstood(place, why);
  return {
    ...made,
    name: null,
    sql: null,
    embedded: null,
    dynamic: true,
    understood: false,
    reversible: null,
    why: 'It was not understood.',
  };
}

/** What is carried out when the file is loaded; what is not known of it is about the file itself. */
function besideFunctions(body: readonly Code[]): readonly Code[] {
  return body.flatMap((code) =>
    code.kind === 'class'
      ? besideFunctions(code.body)
      : code.kind === 'call' || code.kind === 'branch' || (code.kind === 'other' && code.what !== 'import')
        ? [code]
        : [],
  );
}

function readWith(dialect: Dialect, syntax: Syntax, readSql: SqlReader): DslMigration | null {
  const parts = dialect.parts(syntax);
  if (parts === null) return null;
  const walk = new Walk(dialect, syntax);
  const loaded = dialect.lists === true ? [] : besideFunctions(syntax.body);
  const found = [...walk.run(parts.forward), ...walk.run(loaded, undefined, true)];
  const backFound = parts.down === null ? [] : walk.run(parts.down);
  const back = backFound.map(read);
  const down = wayBack(parts, backFound);
  const made = found.map(read);
  const backwards: Backwards = {
    parts,
    down,
    dialect,
    readSql,
    created: tableKeys(expanded(made, readSql)),
    known: new Map(),
  };
  const beside = new Map<readonly Code[], readonly Made[]>();
  const operations = found.flatMap((each, index): readonly DslOperation[] => {
    const one = made[index];
    if (one === undefined) return [];
    if (each.down !== null && !beside.has(each.down)) beside.set(each.down, walk.run(each.down, each.names).map(read));
    const against = each.down === null ? back : (beside.get(each.down) ?? []);
    return [{ ...one, ...judged(each, one, against, backwards) }];
  });
  const lines = syntax.text.split('\n');
  const errors = syntax.errors
    .slice(0, 5)
    .map(({ line, why }) => unread({ line, text: (lines[line - 1] ?? '').trim() }, why));
  const all = [...operations, ...errors];
  return {
    operations: all,
    down,
    transaction: parts.transaction,
    understood: all.every(({ understood }) => understood),
  };
}

/**
 * The operations with those that their SQL holds in its place, each on its line.
 * @param readSql reads SQL
 */
export function withSql(migration: DslMigration, readSql: SqlReader): readonly MigrationOperation[] {
  return migration.operations.flatMap((each) => {
    const { embedded } = each;
    if (embedded === null) return [each];
    return readSql(embedded.text, 'none').map((one) => ({
      ...one,
      line: Math.min(embedded.line + one.line - 1, Math.max(embedded.lastLine, embedded.line)),
    }));
  });
}
