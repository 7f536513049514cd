import { hasWord, SqlCursor, splitAtCommas } from '../sqlCursor';
import type { SqlStatement } from '../sqlStatements';
import type { SqlToken } from '../sqlTokens';
import { inParentheses, wordsIn } from './definitions';
import { key } from './schema';

/** A statement with the text that the places of its tokens count in. */
export interface PlacedStatement {
  readonly text: string;
  readonly statement: SqlStatement;
}

/** What a statement of a rebuild does, as far as that matters. */
type Step =
  | { readonly is: 'create'; readonly table: string; readonly copies: Copy | null }
  | { readonly is: 'copy'; readonly copy: Copy }
  | { readonly is: 'drop'; readonly table: string }
  | { readonly is: 'rename'; readonly table: string; readonly to: string };

/** `INSERT INTO … SELECT … FROM …`. */
export interface Copy {
  readonly into: string;
  readonly from: string;
  /** The names that the query gives out or computes with; `null`: all, by `*`. */
  readonly columns: ReadonlySet<string> | null;
  /** It may leave rows out. */
  readonly filters: boolean;
}

/** A table that is made anew with another definition. */
export interface Rebuild {
  readonly table: string;
  /** The statements that belong to it, in their order. */
  readonly statements: readonly PlacedStatement[];
  /** The name under which the new one is created. */
  readonly created: string;
  /** The statement that drops the old one. */
  readonly drop: PlacedStatement;
  readonly copy: Copy;
  /** The old table was renamed first, which takes the foreign keys of others along. */
  readonly renamesOld: boolean;
}

function copyFrom(text: string, tokens: readonly SqlToken[], into: string): Copy | null {
  const select = tokens.findIndex(({ kind, value }) => kind === 'word' && value === 'SELECT');
  if (select === -1) return null;
  const query = tokens.slice(select + 1);
  const cursor = new SqlCursor(query);
  if (!cursor.seek('FROM')) return null;
  const items = query.slice(0, query.length - cursor.rest.length);
  cursor.skip();
  const from = cursor.name(text);
  if (from === null) return null;
  const star = splitAtCommas(items).some((each) => each.length <= 3 && each.at(-1)?.value === '*');
  const rest = cursor.rest.filter(({ value }) => value !== ';');
  const filters = rest.some(
    ({ kind, value }) =>
      value === ',' ||
      (kind === 'word' &&
        ['WHERE', 'LIMIT', 'JOIN', 'GROUP', 'EXCEPT', 'INTERSECT', 'UNION', 'HAVING'].includes(value)),
  );
  return {
    into,
    from,
    columns: star ? null : wordsIn(items),
    filters: filters || hasWord(items.slice(0, 1), 'DISTINCT') || hasWord(tokens.slice(0, 3), 'IGNORE'),
  };
}

function stepOf({ text, statement: { tokens, closed } }: PlacedStatement): Step | null {
  if (!closed) return null;
  const cursor = new SqlCursor(tokens);
  if (cursor.take('CREATE', 'TABLE')) {
    cursor.take('IF', 'NOT', 'EXISTS');
    const table = cursor.name(text);
    if (table === null) return null;
    return { is: 'create', table, copies: cursor.take('AS') ? copyFrom(text, cursor.rest, table) : null };
  }
  if (cursor.take('INSERT')) {
    const ignores = cursor.take('OR', 'IGNORE');
    if (!cursor.take('INTO')) return null;
    const into = cursor.name(text);
    if (into === null) return null;
    const rest = cursor.rest;
    const list = rest[0]?.value === '(' ? inParentheses(rest) : null;
    const copy = copyFrom(text, list === null ? rest : rest.slice(list.length + 2), into);
    return copy === null ? null : { is: 'copy', copy: { ...copy, filters: copy.filters || ignores } };
  }
  if (cursor.take('DROP', 'TABLE')) {
    cursor.take('IF', 'EXISTS');
    const table = cursor.name(text);
    return table === null ? null : { is: 'drop', table };
  }
  if (cursor.take('ALTER', 'TABLE')) {
    const table = cursor.name(text);
    if (table === null || !cursor.take('RENAME', 'TO')) return null;
    const to = cursor.name(text);
    return to === null ? null : { is: 'rename', table, to };
  }
  return null;
}

/** The first of the sorted numbers that is not below another; -1 when there is none. */
function atLeast(sorted: readonly number[], from: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Infinity) < from) low = middle + 1;
    else high = middle;
  }
  return sorted[low] ?? -1;
}

/**
 * Finds the tables that a migration makes anew: `CREATE new; INSERT INTO new SELECT … FROM old; DROP old; RENAME new TO
 * old` (https://www.sqlite.org/lang_altertable.html, "Making Other Kinds Of Table Schema Changes"), or with the old table
 * renamed out of the way first. The statements may stand in several migrations of a release.
 */
export function findRebuilds(statements: readonly PlacedStatement[]): readonly Rebuild[] {
  const steps = statements.map(stepOf);
  const places = new Map<string, number[]>();
  const name = (step: Step): string =>
    step.is === 'copy'
      ? `copy ${key(step.copy.into)}`
      : step.is === 'rename'
        ? `rename ${key(step.table)} ${key(step.to)}`
        : `${step.is} ${key(step.table)}`;
  steps.forEach((step, at) => {
    if (step === null) return;
    const known = places.get(name(step));
    if (known === undefined) places.set(name(step), [at]);
    else known.push(at);
  });
  const first = (from: number, what: string): number => atLeast(places.get(what) ?? [], from);
  const found: Rebuild[] = [];
  const used = new Set<number>();
  steps.forEach((step, create) => {
    if (step?.is !== 'create' || used.has(create)) return;
    const fresh = key(step.table);
    const copied = step.copies === null ? first(create, `copy ${fresh}`) : create;
    const copying = steps[copied];
    const copy = copying?.is === 'copy' ? copying.copy : copying?.is === 'create' ? copying.copies : null;
    if (copy === null) return;
    const old = key(copy.from);
    const drop = first(copied, `drop ${old}`);
    if (drop === -1) return;
    const renameNew = first(drop, `rename ${fresh} ${old}`);
    const before = first(0, `rename ${fresh} ${old}`);
    const renameOld = before < create ? before : -1;
    const rename = renameNew === -1 ? renameOld : renameNew;
    if (rename === -1) return;
    const dropping = statements[drop];
    if (dropping === undefined) return;
    const numbers = [...new Set([create, copied, drop, rename])].toSorted((a, b) => a - b);
    for (const each of numbers) used.add(each);
    found.push({
      table: renameNew === -1 ? step.table : copy.from,
      statements: numbers.flatMap((at) => statements[at] ?? []),
      created: step.table,
      drop: dropping,
      copy,
      renamesOld: renameNew === -1,
    });
  });
  return found;
}
