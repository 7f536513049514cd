import type { Constraint, PostgresSchema, Table } from './schema';
import { child, flag, listOf, relationName, tagged, textOf, visit, words, type Node } from './tree';

const kinds: Readonly<Record<string, Constraint['kind']>> = {
  CONSTR_CHECK: 'check',
  CONSTR_FOREIGN: 'foreign',
  CONSTR_UNIQUE: 'unique',
  CONSTR_PRIMARY: 'primary',
  CONSTR_EXCLUSION: 'exclusion',
  CONSTR_NOTNULL: 'not-null',
};

/** Which kind of constraint a node declares; `null` for a default and the like. */
export function constraintKind(constraint: Node): Constraint['kind'] | null {
  const type = textOf(constraint, 'contype') ?? '';
  return Object.hasOwn(kinds, type) ? (kinds[type] ?? null) : null;
}

/** The columns that an expression names. */
export function columnsIn(expression: unknown): readonly string[] {
  const found = new Set<string>();
  visit({ expression }, (tag, body) => {
    if (tag === 'ColumnRef') found.add(words(listOf(body, 'fields')).at(-1) ?? '');
  });
  return [...found].filter((name) => name !== '');
}

/** The columns that an expression proves to hold no NULL: `a IS NOT NULL`, alone or joined by AND. */
function provedBy(expression: unknown): readonly string[] {
  const { tag, body } = tagged(expression);
  if (tag === 'NullTest' && textOf(body, 'nulltesttype') === 'IS_NOT_NULL') return columnsIn(body['arg']);
  if (tag === 'BoolExpr' && textOf(body, 'boolop') === 'AND_EXPR') return listOf(body, 'args').flatMap(provedBy);
  return [];
}

const suffixes: Readonly<Record<Constraint['kind'], string>> = {
  check: 'check',
  foreign: 'fkey',
  unique: 'key',
  primary: 'pkey',
  exclusion: 'excl',
  'not-null': 'not_null',
};

/**
 * Reads a constraint with the name that Postgres gives it.
 * @param column the column that it is written behind; `null` for a constraint of the table
 */
export function readConstraint(
  constraint: Node,
  table: string,
  column: string | null,
): { readonly name: string; readonly facts: Constraint } | null {
  const kind = constraintKind(constraint);
  if (kind === null) return null;
  const written = words([...listOf(constraint, 'keys'), ...listOf(constraint, 'fk_attrs')]);
  const own = column === null ? written : [column];
  const columns = own.length > 0 ? own : columnsIn(constraint['raw_expr']);
  const bare = table.slice(table.lastIndexOf('.') + 1);
  // A check of the table is named after its column when it has just one.
  const named = kind === 'primary' || (kind === 'check' && columns.length !== 1) ? [] : columns;
  return {
    name: textOf(constraint, 'conname') ?? [bare, ...named, suffixes[kind]].join('_'),
    facts: {
      kind,
      columns,
      referenced: kind === 'foreign' ? relationName(child(constraint, 'pktable')) : null,
      valid: !flag(constraint, 'skip_validation') && !isUnenforced(constraint),
      proves: proves(kind, constraint, columns),
    },
  };
}

function proves(kind: Constraint['kind'], constraint: Node, columns: readonly string[]): readonly string[] {
  if (kind === 'not-null' || kind === 'primary') return columns;
  return kind === 'check' ? provedBy(constraint['raw_expr']) : [];
}

/** `NOT ENFORCED`: it is written down and never checked. */
export function isUnenforced(constraint: Node): boolean {
  const kind = constraintKind(constraint);
  // A constraint behind a column says so in a node of its own.
  return (
    (kind === 'check' || kind === 'foreign') && !flag(constraint, 'is_enforced') && flag(constraint, 'skip_validation')
  );
}

/** Puts a constraint down. */
export function addConstraint(schema: PostgresSchema, table: Table, name: string, facts: Constraint): void {
  table.constraints.set(name, facts);
  if (!facts.valid && facts.kind !== 'not-null') return;
  if (facts.kind === 'primary' || facts.kind === 'not-null') {
    for (const column of facts.columns) {
      const known = table.columns.get(column);
      if (known !== undefined && facts.valid) known.notNull = true;
    }
  }
  if (facts.kind === 'unique' || facts.kind === 'primary') {
    schema.indexes.set(name, {
      table: nameOf(schema, table),
      columns: facts.columns,
      unique: true,
      isNew: schema.releasing,
    });
  }
}

function nameOf(schema: PostgresSchema, table: Table): string {
  return [...schema.tables].find(([, each]) => each === table)?.[0] ?? '';
}
