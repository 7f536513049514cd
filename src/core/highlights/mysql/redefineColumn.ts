import type { OperationKind } from '../operation';
import { unlessNew, withWhole, type AlterClause, type ClauseResult, type ReadClause } from './alterClause';
import { inlineReference, inSteps } from './alterColumns';
import { breaks, harmless, mayBreak } from '../meaning';
import { change, remark, type Remark } from './change';
import { compareColumns, type ColumnChange } from './columnChange';
import { columnFrom, saysNull } from './columns';
import type { AlterForm } from './onlineDdl';
import { key, type MysqlColumn } from './schema';
import { nameIn, type MysqlNode } from './tree';

function renamed(clause: AlterClause, name: string, to: string): ReturnType<typeof change> {
  const { reading, table } = clause;
  return change(reading, 'rename-column', { table, name, to }, breaks(`Earlier code that uses ${name} fails.`));
}

function redefinitionRemarks(
  { table, reading }: AlterClause,
  verb: string,
  name: string,
  old: MysqlColumn | undefined,
  now: MysqlColumn,
  told: ColumnChange,
): readonly Remark[] {
  const { dropped } = told;
  return [
    ...(dropped.length > 0
      ? [
          remark(
            'warning',
            'modify-drops-attributes',
            `${verb} states the whole column ${name} anew and leaves out ${dropped.join(', ')}: the column loses ${dropped.length > 1 ? 'them' : 'it'}.`,
            'Repeat everything of the column that should stay.',
          ),
        ]
      : []),
    ...(told.narrows === true
      ? [
          remark(
            'error',
            'narrows-column',
            `Values of ${table}.${name} that do not fit ${now.type}${now.sizes.length > 0 ? `(${now.sizes.join(', ').slice(0, 60)})` : ''} make it fail in strict mode, and are cut off without.`,
            'Look for such values first, and keep a copy of the column.',
          ),
        ]
      : []),
    ...(told.enumReordered
      ? [
          remark(
            'warning',
            'enum-order',
            `The values of ${old?.type ?? 'ENUM'} ${name} get other numbers: every row is written anew, and sorting by it changes.`,
            'Add new values at the end.',
          ),
        ]
      : []),
    ...(told.charset
      ? [
          remark(
            'warning',
            'charset-conversion',
            `Converts the values of ${table}.${name} to another character set, and the indexes on it with them.`,
          ),
        ]
      : []),
    ...(told.required
      ? [
          remark(
            'warning',
            'set-not-null',
            `Fails when a row of ${table} holds NULL in ${name}, and refuses earlier code that writes it.`,
            'Fill the rows and stop writing NULL in an earlier release.',
          ),
        ]
      : []),
    ...inlineReference(reading, now),
  ];
}

function kindOf({ forms, narrows }: ColumnChange): OperationKind {
  if (narrows !== false) return 'change-column';
  const [only = '', ...more] = forms ?? [];
  if (only === 'make-required' && more.length === 0) return 'set-not-null';
  if (only === 'make-nullable' && more.length === 0) return 'drop-not-null';
  return /extend|change-type|insert|reorder-enum/.test(forms?.join() ?? '') ? 'widen-column' : 'alter-column';
}

function redefined(clause: AlterClause, name: string, to: string, definition: MysqlNode, moved: boolean): ClauseResult {
  const { reading, table, known } = clause;
  const renames = key(name) !== key(to);
  const old = known?.columns.get(key(name));
  const now = columnFrom(to, definition, old?.isNew ?? false);
  const told = compareColumns(old, now, saysNull(definition), known);
  const forms: readonly AlterForm[] =
    told.forms === null
      ? ['unknown']
      : [
          ...told.forms,
          ...(moved ? (['reorder-column'] as const) : []),
          ...(renames ? (['rename-column'] as const) : []),
        ];
  const verb = renames || clause.node.text.trimStart().toUpperCase().startsWith('CHANGE') ? 'CHANGE' : 'MODIFY';
  const kind = kindOf(told);
  const meaning = renames
    ? breaks(`Earlier code that uses ${name} fails.`)
    : told.narrows === false && !told.required
      ? harmless('Earlier code finds the same values in it.')
      : told.narrows === true
        ? mayBreak(`Earlier code may write values that ${name} no longer takes.`)
        : told.required
          ? mayBreak(`Earlier code that writes NULL into ${name}, or leaves it out, is refused.`)
          : mayBreak('The earlier definition of the column is not known.');
  const unknown =
    old === undefined
      ? [
          'The earlier definition of the column is not known: whether it is copied, and whether values fit, depends on it.',
        ]
      : [];
  const remarks = redefinitionRemarks(clause, verb, name, old, now, told);
  return {
    forms: forms.length === 0 ? ['same-definition'] : forms,
    operations: (whole) => [
      change(
        reading,
        kind,
        { table, name, to: now.type },
        unlessNew(old?.isNew === true, meaning),
        withWhole(whole, {
          destructive: told.narrows !== false && old?.isNew !== true,
          loses: old?.isNew === true ? false : told.narrows,
          notes: unknown,
          remarks: [
            ...(renames && old?.isNew !== true
              ? [
                  remark(
                    'error',
                    'rename-column',
                    `Running code that uses ${table}.${name} fails from this moment on.`,
                    inSteps,
                  ),
                ]
              : []),
            ...(old?.isNew === true ? [] : remarks),
          ],
        }),
      ),
      ...(renames ? [renamed(clause, name, to)] : []),
    ],
    apply: () => {
      known?.columns.delete(key(name));
      known?.columns.set(key(to), now);
    },
  };
}

/** `MODIFY [COLUMN] a …` and `CHANGE [COLUMN] a b …`, which state the whole column anew. */
export const redefineColumn =
  (renames: boolean): ReadClause =>
  (clause) => {
    const { parts } = clause;
    parts.skip('COLUMN');
    const name = parts.node('columnName');
    const to = renames ? parts.node('columnNameCreate', 'columnName') : name;
    const definition = parts.node('columnDefinition');
    if (name === null || to === null || definition === null) return null;
    const moved = parts.word === 'FIRST' || parts.word === 'AFTER';
    return redefined(clause, nameIn(name.text), nameIn(to.text), definition, moved);
  };
