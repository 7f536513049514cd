import { only, withWhole, type AlterClause, type ClauseResult, type ReadClause } from './alterClause';
import { harmless, mayBreak, migrates } from '../meaning';
import { change, remark } from './change';
import type { AlterForm } from './onlineDdl';
import { children, named, words, type MysqlNode } from './tree';

interface Option {
  readonly form: AlterForm;
  readonly summary: string;
  readonly apply?: (clause: AlterClause) => void;
}

const charsetOf = (text: string): string | null => {
  const charset = /(?:CHARACTER\s+SET|CHARSET)\s*=?\s*['"]?(\w+)/i.exec(text)?.[1]?.toLowerCase() ?? null;
  return charset === 'utf8' ? 'utf8mb3' : charset;
};

function optionOf({ table, known }: AlterClause, node: MysqlNode): Option | null {
  const text = node.text.replaceAll(/\s+/g, ' ');
  if (/^ENGINE\b/i.test(text)) {
    const engine = (named(node, 'engineName') ?? '').toLowerCase();
    const changes = engine !== (known?.engine ?? 'innodb');
    return {
      form: changes ? 'change-engine' : 'rebuild',
      summary: changes ? `Moves the table ${table} to the storage engine ${engine}.` : `Rebuilds the table ${table}.`,
      apply: () => {
        if (known !== undefined) known.engine = engine;
      },
    };
  }
  if (/^ROW_FORMAT\b/i.test(text))
    return { form: 'row-format', summary: `Changes how the rows of the table ${table} are stored.` };
  if (/^KEY_BLOCK_SIZE\b/i.test(text))
    return { form: 'key-block-size', summary: `Changes how the rows of the table ${table} are stored.` };
  if (/^STATS_/i.test(text)) return { form: 'statistics', summary: `Changes the statistics of the table ${table}.` };
  if (/^AUTO_INCREMENT\b/i.test(text))
    return { form: 'auto-increment', summary: `Sets the next number of the table ${table}.` };
  if (/^COMMENT\b/i.test(text)) return { form: 'table-comment', summary: `Changes the comment of the table ${table}.` };
  if (/^(?:DEFAULT )?(?:CHARACTER SET|CHARSET|COLLATE)\b/i.test(text)) {
    return {
      form: 'default-charset',
      summary: `Sets the character set of columns that the table ${table} gets from now on.`,
      apply: () => {
        if (known !== undefined) known.charset = charsetOf(text) ?? known.charset;
      },
    };
  }
  return { form: 'unknown', summary: `Changes settings of the table ${table}.` };
}

/** `ENGINE=`, `ROW_FORMAT=`, `AUTO_INCREMENT=` …, one or several side by side. */
export const tableOptions: ReadClause = (clause) => {
  const { reading, table, node } = clause;
  const options = children(node, 'tableOption').map((each) => optionOf(clause, each));
  if (options.length === 0) return null;
  const known = options.filter((each) => each !== null);
  if (known.length < options.length) return null;
  return {
    forms: known.map(({ form }) => form),
    operations: (whole) =>
      known.map(({ summary }, at) =>
        change(reading, 'alter-table', { table }, harmless('Earlier code does not notice it.'), {
          ...whole,
          summary,
          ...(at === 0 ? {} : { remarks: [] }),
        }),
      ),
    apply: () => {
      for (const { apply } of known) apply?.(clause);
    },
  };
};

/** `CONVERT TO CHARACTER SET`. */
export const convertCharset: ReadClause = ({ reading, table, known, node }) =>
  only(
    ['convert-charset'],
    (whole) => {
      const to = charsetOf(node.text);
      const keeps = to === 'utf8mb4';
      return change(
        reading,
        keeps ? 'widen-column' : 'change-column',
        { table, name: null },
        mayBreak('Comparisons and lengths in earlier code may change.'),
        withWhole(whole, {
          summary: `Converts every text of the table ${table} to the character set ${to ?? 'of the database'}${keeps ? '' : ': characters that it does not have are lost'}.`,
          loses: keeps ? false : null,
          destructive: !keeps,
          notes: ['TEXT columns may become MEDIUMTEXT to have room.'],
          remarks: [
            remark(
              keeps ? 'warning' : 'error',
              'charset-conversion',
              `Converts every text of ${table} and its indexes; unique keys may find new duplicates, and keys grow.`,
              'Try it on a copy of the data first.',
            ),
          ],
        }),
      );
    },
    () => {
      if (known === undefined) return;
      known.charset = charsetOf(node.text);
      for (const [name, column] of known.columns)
        known.columns.set(name, { ...column, charset: null, collation: null });
    },
  );

/** `FORCE`. */
export const force: ReadClause = ({ reading, table }) =>
  only(['rebuild'], (whole) =>
    change(reading, 'maintenance', { table }, harmless('The rows stay the same.'), {
      ...whole,
      summary: `Rebuilds the table ${table}.`,
    }),
  );

/** `ORDER BY`. */
export const orderRows: ReadClause = ({ reading, table }) =>
  only(['order-rows'], (whole) =>
    change(reading, 'maintenance', { table }, harmless('The rows stay the same.'), {
      ...whole,
      summary: `Writes the rows of the table ${table} in another order.`,
    }),
  );

/** `DISABLE KEYS`, `ENABLE KEYS`, which InnoDB ignores. */
export const keys: ReadClause = ({ reading, table, node }) =>
  only(['unknown'], (whole) =>
    change(
      reading,
      'alter-table',
      { table },
      harmless('Earlier code does not notice it.'),
      withWhole(whole, {
        summary: `${words(node)[0] === 'DISABLE' ? 'Stops' : 'Takes up again'} the upkeep of indexes of the table ${table}, where the storage engine can.`,
      }),
    ),
  );

/** `DISCARD TABLESPACE` throws the rows away. */
export const tablespace: ReadClause = ({ reading, table, node }) => {
  const discards = words(node)[0] === 'DISCARD';
  return only([discards ? 'discard-tablespace' : 'unknown'], (whole) =>
    change(
      reading,
      discards ? 'truncate-table' : 'alter-table',
      { table },
      mayBreak('The rows are not there meanwhile.'),
      withWhole(
        whole,
        discards
          ? { remarks: [remark('error', 'discard-tablespace', `Throws the file with the rows of ${table} away.`)] }
          : {},
      ),
    ),
  );
};

/** `PARTITION BY`. */
export const partitionBy: ReadClause = ({ reading, table, known, node }) =>
  only(
    ['partition-by'],
    (whole) =>
      change(reading, 'maintenance', { table }, harmless('The rows stay the same.'), {
        ...whole,
        summary: `Spreads the rows of the table ${table} over partitions.`,
      }),
    () => {
      const kind = /^PARTITION\s+BY\s+(?:LINEAR\s+)?(\w+)/i.exec(node.text)?.[1]?.toUpperCase();
      if (known !== undefined)
        known.partition = (['RANGE', 'LIST', 'HASH', 'KEY'] as const).find((each) => each === kind) ?? null;
    },
  );

function partitionForm(verb: string, hashed: boolean): AlterForm | null {
  switch (verb) {
    case 'ADD':
      return hashed ? 'add-partition/hash' : 'add-partition';
    case 'DROP':
      return 'drop-partition';
    case 'TRUNCATE':
      return 'truncate-partition';
    case 'COALESCE':
      return 'coalesce-partition';
    case 'REORGANIZE':
      return 'reorganize-partition';
    case 'EXCHANGE':
      return 'exchange-partition';
    case 'REBUILD':
      return 'rebuild-partition';
    case 'REMOVE':
      return 'remove-partitioning';
    case 'ANALYZE':
    case 'CHECK':
    case 'OPTIMIZE':
    case 'REPAIR':
    case 'DISCARD':
    case 'IMPORT':
    case 'UPGRADE':
      return 'unknown';
    default:
      return null;
  }
}

/** The clauses on partitions. */
export function partitions(clause: AlterClause, node: MysqlNode): ClauseResult | null {
  const { reading, table, known } = clause;
  const [verb = ''] = words(node);
  const form = partitionForm(
    verb,
    known?.partition === 'HASH' || known?.partition === 'KEY' || /\bPARTITIONS\s+\d/i.test(node.text),
  );
  if (form === null) return null;
  const name = named(node, 'partitionNames', 'partitionName');
  const which = name === null ? 'every partition' : `the partition ${name}`;
  if (['DROP', 'TRUNCATE', 'DISCARD'].includes(verb)) {
    return only([form], (whole) =>
      change(
        reading,
        'drop-partition',
        { table, name },
        migrates('Earlier code no longer finds the rows.'),
        withWhole(whole, {
          summary:
            verb === 'TRUNCATE'
              ? `Deletes the rows of ${which} of the table ${table}.`
              : `Removes ${which} of the table ${table} with its rows.`,
          remarks: [
            remark(
              'error',
              'drop-partition',
              `The rows of ${which} of ${table} are gone for good.`,
              'Keep a copy, or EXCHANGE the partition with a table first.',
            ),
          ],
        }),
      ),
    );
  }
  if (verb === 'EXCHANGE') {
    return only([form], (whole) =>
      change(reading, 'merge-rows', { table }, migrates('Earlier code finds other rows.'), {
        ...whole,
        loses: false,
        destructive: false,
        summary: `Swaps the rows of ${which} of the table ${table} with those of another table.`,
      }),
    );
  }
  return only([form], (whole) =>
    change(
      reading,
      'alter-table',
      { table },
      harmless('The rows stay the same.'),
      withWhole(whole, { summary: `Changes the partitions of the table ${table} (${verb}).` }),
    ),
  );
}
