import type { MigrationOperation } from '../model';

/** An operation with what it acts on. */
export type Named = MigrationOperation & { readonly name: string | null };

/** What takes back what. */
const inverses: Readonly<Record<string, readonly string[]>> = {
  'create-table': ['drop-table'],
  'drop-table': ['create-table'],
  'rename-table': ['rename-table'],
  'add-column': ['drop-column'],
  'add-required-column': ['drop-column'],
  'drop-column': ['add-column', 'add-required-column'],
  'rename-column': ['rename-column'],
  'change-column': ['change-column', 'widen-column', 'alter-column'],
  'widen-column': ['change-column', 'widen-column', 'alter-column'],
  'alter-column': ['change-column', 'widen-column', 'alter-column', 'set-default', 'drop-default'],
  'set-not-null': ['drop-not-null', 'alter-column', 'change-column'],
  'drop-not-null': ['set-not-null', 'alter-column', 'change-column'],
  'set-default': ['set-default', 'drop-default', 'alter-column', 'change-column'],
  'drop-default': ['set-default', 'alter-column', 'change-column'],
  'add-constraint': ['drop-constraint'],
  'drop-constraint': ['add-constraint', 'validate-constraint'],
  'rename-constraint': ['rename-constraint'],
  'create-index': ['drop-index'],
  'drop-index': ['create-index'],
  'rename-index': ['rename-index'],
  'insert-rows': ['delete-rows', 'truncate-table'],
  'drop-type': ['create-type'],
  'drop-schema': ['create-schema'],
  'drop-sequence': ['create-sequence'],
  'alter-table': ['alter-table'],
  comment: ['comment'],
};

/** Needs nothing to be taken back. */
const needless = new Set(['query', 'transaction', 'session', 'maintenance', 'validate-constraint']);

/** Whether a kind of operation leaves nothing behind. */
export function isNeedless(kind: string): boolean {
  return needless.has(kind);
}

const changesValues = new Set([
  'update-rows',
  'update-all-rows',
  'fill-column',
  'delete-rows',
  'replace-rows',
  'merge-rows',
  'truncate-table',
]);

const key = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/["`[\]]/g, '')
    .split('.')
    .at(-1) ?? name;

function same(a: string | null, b: string | null): boolean {
  return a === null || b === null || key(a) === key(b);
}

function covers(forward: Named, back: Named, kind: string): boolean {
  // A renamed table makes the names on either side differ.
  if (kind.startsWith('rename-') && kind !== 'rename-column') return true;
  if (!same(forward.table, back.table)) return false;
  if (!/column|default|null/.test(kind) || forward.name === null || back.name === null) return true;
  const names = new Set(back.name.split(', ').map(key));
  return kind === 'rename-column' || forward.name.split(', ').some((name) => names.has(key(name)));
}

function overlaps(names: string, others: string | null): boolean {
  const all = new Set((others ?? '').split(', ').map(key));
  return names.split(', ').some((name) => all.has(key(name)));
}

function inverseOf(kind: string): readonly string[] {
  const known = Object.hasOwn(inverses, kind) ? inverses[kind] : undefined;
  if (known !== undefined) return known;
  const [verb, ...rest] = kind.split('-');
  const object = rest.join('-');
  if (verb === 'create') return [`drop-${object}`];
  return verb === 'drop' ? [`create-${object}`] : [kind];
}

/** Whether what goes back takes back an operation, with the reason in a sentence. */
export function takenBack(
  forward: Named,
  back: readonly Named[],
  created: ReadonlySet<string>,
): { readonly reversible: boolean | null; readonly why: string } {
  const { kind } = forward;
  if (needless.has(kind)) return { reversible: true, why: 'Leaves nothing to take back.' };
  if (kind === 'add-enum-value') return { reversible: false, why: 'Postgres cannot remove a value of an enum.' };
  const wanted = inverseOf(kind);
  const found = back.find((each) => wanted.includes(each.kind) && covers(forward, each, kind));
  if (found !== undefined) {
    const lost = forward.destructive && kind.startsWith('drop') ? ', without what was in it' : '';
    return { reversible: true, why: `Its way back does the opposite on line ${String(found.line)}${lost}.` };
  }
  const table = forward.table;
  // What was there before is not what it creates.
  if (
    table !== null &&
    kind !== 'drop-table' &&
    created.has(key(table)) &&
    back.some((each) => each.kind === 'drop-table' && same(each.table, table))
  ) {
    return { reversible: true, why: 'Its way back drops the table that it creates.' };
  }
  if (kind === 'create-index' || kind === 'add-constraint') {
    const columns = back.filter((each) => each.kind === 'drop-column' && table !== null && same(each.table, table));
    const gone = columns.find((each) => forward.name !== null && overlaps(forward.name, each.name));
    if (gone !== undefined) {
      return { reversible: true, why: `Its way back drops the column that it is on, on line ${String(gone.line)}.` };
    }
    if (columns.length > 0) return { reversible: null, why: 'Its way back drops columns, one of which it may be on.' };
  }
  if (back.some((each) => each.kind === 'not-understood')) {
    return { reversible: null, why: 'Its way back runs code or SQL of its own, which may take it back.' };
  }
  if (changesValues.has(kind)) return { reversible: false, why: 'Nothing in its way back restores the values.' };
  return { reversible: false, why: 'Its way back does not take it back.' };
}

/** Tables as they are compared. */
export function tableKeys(operations: readonly Named[]): ReadonlySet<string> {
  return new Set(
    operations.flatMap(({ kind, table }) => (kind === 'create-table' && table !== null ? [key(table)] : [])),
  );
}
