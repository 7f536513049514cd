import type { Place } from '../operation';
import type { AlterClause, ClauseResult, ReadClause } from './alterClause';
import { addColumn, alterColumn, dropColumn, renameColumn } from './alterColumns';
import {
  addCheck,
  addForeignKey,
  addIndex,
  addPrimaryKey,
  alterCheck,
  alterIndex,
  dropConstraint,
  dropForeignKey,
  dropIndex,
  dropPrimaryKey,
  renameIndex,
  renameTable,
} from './alterKeys';
import {
  convertCharset,
  force,
  keys,
  orderRows,
  partitionBy,
  partitions,
  tableOptions,
  tablespace,
} from './alterOptions';
import { unclear, type Reading } from './change';
import type { MysqlOperation } from './model';
import { noteOf, type AlterForm } from './onlineDdl';
import { redefineColumn } from './redefineColumn';
import { wholeOf, type Given } from './wholeStatement';
import { children, find, findAll, named, Parts, words, type MysqlNode } from './tree';

/** A clause by the words that it starts with; the first that fits. */
const clauses: readonly (readonly [readonly string[], ReadClause])[] = [
  [['DROP', 'PRIMARY', 'KEY'], dropPrimaryKey],
  [['DROP', 'FOREIGN', 'KEY'], dropForeignKey],
  [['DROP', 'INDEX'], dropIndex],
  [['DROP', 'KEY'], dropIndex],
  [['DROP', 'CHECK'], dropConstraint],
  [['DROP', 'CONSTRAINT'], dropConstraint],
  [['DROP'], dropColumn],
  [['RENAME', 'COLUMN'], renameColumn],
  [['RENAME', 'INDEX'], renameIndex],
  [['RENAME', 'KEY'], renameIndex],
  [['RENAME'], renameTable],
  [['MODIFY'], redefineColumn(false)],
  [['CHANGE'], redefineColumn(true)],
  [['ALTER', 'INDEX'], alterIndex],
  [['ALTER', 'KEY'], alterIndex],
  [['ALTER', 'CHECK'], alterCheck],
  [['ALTER', 'CONSTRAINT'], alterCheck],
  [['ALTER'], alterColumn],
  [['CONVERT', 'TO'], convertCharset],
  [['FORCE'], force],
  [['ORDER', 'BY'], orderRows],
  [['DISABLE', 'KEYS'], keys],
  [['ENABLE', 'KEYS'], keys],
  [['DISCARD', 'TABLESPACE'], tablespace],
  [['IMPORT', 'TABLESPACE'], tablespace],
  [['PARTITION', 'BY'], partitionBy],
];

function readAdd(clause: AlterClause): ClauseResult | null {
  const { node, parts } = clause;
  const all = words(node);
  if (find(node, 'checkConstraintDefinition') !== null && children(node, 'columnDefinition').length === 0)
    return addCheck(clause);
  if (all.includes('FOREIGN')) return addForeignKey(clause);
  if (all.includes('PRIMARY')) return addPrimaryKey(clause);
  if (['INDEX', 'KEY', 'UNIQUE', 'FULLTEXT', 'SPATIAL'].some((each) => all.includes(each))) return addIndex(clause);
  parts.take('ADD');
  return addColumn(clause);
}

function readClause(clause: AlterClause): ClauseResult | null {
  const { node, parts } = clause;
  const [specification] = children(node, 'alterPartitionSpecification');
  if (specification !== undefined) return partitions(clause, specification);
  if (children(node, 'tableOption').length > 0) return tableOptions(clause);
  const [, read] = clauses.find(([start]) => parts.take(...start)) ?? [];
  if (read !== undefined) return read(clause);
  return parts.word === 'ADD' ? readAdd(clause) : null;
}

/** `ALGORITHM=` and `LOCK=`, as they are written behind the clauses. */
function givenIn(text: string): Given | null {
  const found = /^(ALGORITHM|LOCK)\s*=?\s*(\w+)/i.exec(text);
  if (found === null) return null;
  const value = found[2]?.toUpperCase() ?? '';
  return /^A/i.test(found[1] ?? '') ? { algorithm: value } : { lock: value };
}

const replaced = new Set<AlterForm>(['drop-primary-key', 'add-primary-key']);

/** A primary key that goes for another one is one change. */
function joined(forms: readonly AlterForm[]): readonly AlterForm[] {
  const both = [...replaced].every((each) => forms.includes(each));
  return both ? [...forms.filter((each) => !replaced.has(each)), 'replace-primary-key'] : forms;
}

/** `ALTER TABLE`, one operation for each of its clauses. */
export function alterTable(reading: Reading, node: MysqlNode, actions: readonly Place[]): readonly MysqlOperation[] {
  const table = named(node, 'tableName');
  if (table === null) return [unclear(reading)];
  const { schema } = reading;
  const known = schema.ensure(table);
  const options = findAll(node, 'alterOption');
  const results: (ClauseResult | null)[] = [];
  let given: Given = {};
  options.forEach((option, at) => {
    const own = givenIn(option.text);
    const validation = /^(?:WITH|WITHOUT)\s+VALIDATION$/i.test(option.text.trim());
    if (own !== null) given = { ...given, ...own };
    else if (!validation) {
      const place = options.length === 1 ? reading.place : (actions[at] ?? reading.place);
      const clause: AlterClause = {
        reading: { ...reading, place },
        table,
        known,
        node: option,
        parts: new Parts(option),
      };
      results.push(readClause(clause));
    }
  });
  const understood = results.filter((each) => each !== null);
  if (understood.length < results.length || results.length === 0) return [unclear(reading)];
  const forms = joined(understood.flatMap((each) => each.forms));
  const onlyMariadb = reading.servers.every((each) => each === 'mariadb-10.6');
  const notes = onlyMariadb ? [] : [...new Set(forms.map(noteOf).filter((each) => each !== ''))];
  const whole = wholeOf(reading, table, forms, given);
  const operations = understood.flatMap((each, at) =>
    each.operations({
      ...whole,
      notes: [...(whole.notes ?? []), ...notes],
      remarks: at === 0 ? (whole.remarks ?? []) : [],
    }),
  );
  for (const each of understood) each.apply?.();
  return operations;
}
