import { fitOf } from '../columnTypes';
import { isWideType } from '../operation';
import type { CallView } from './callView';
import { standardOf } from './literals';
import { alterColumn } from './sqlText';
import { operationStep, type Step } from './step';

/** Types of MySQL, SQLite and SQL Server, which the migration then is for. */
export const otherDatabases =
  /^(?:long|medium|tiny)(?:text|blob)|^datetime|^nvarchar|^tinyint|unsigned|^uniqueidentifier|^varbinary|^(?:TEXT|INTEGER|BLOB|REAL)$/;

/** The table of a call, with its schema. */
export function tableOf(call: CallView, at: number): string | null {
  const schema = call.plainArg('schema');
  const table = call.word(['table', at]);
  return table === null || schema === null ? table : `${schema}.${table}`;
}

const definitions = [
  'precision',
  'scale',
  'fixedLength',
  'unicode',
  'collation',
  'computedColumnSql',
  'rowVersion',
  'stored',
].flatMap((key) => [key, `old${key.charAt(0).toUpperCase()}${key.slice(1)}`]);

/** Whether the annotations that a column gets are those that it had: `.Annotation(…).OldAnnotation(…)`. */
function sameAnnotations(chain: string): boolean {
  const now: string[] = [];
  const before: string[] = [];
  let at = 0;
  for (;;) {
    const found = /^\s*\.(Old)?Annotation\(([^;]{0,300}?)\)(?=\s*[.;])/.exec(chain.slice(at));
    if (found === null) break;
    (found[1] === undefined ? now : before).push(found[2] ?? '');
    at += found[0].length;
  }
  return now.toSorted().join() === before.toSorted().join();
}

/** `AlterColumn`, which notes what the column was. */
export function altersColumn(call: CallView): readonly Step[] {
  const table = tableOf(call, 1);
  const name = call.word(['name', 0]);
  const [to, from] = [call.plainArg('type'), call.plainArg('oldType')];
  const sameType = to !== null && to === from;
  const size = [call.value('maxLength'), call.value('oldMaxLength')];
  const [now, before] = [call.value('nullable') !== 'true', call.value('oldNullable') !== 'true'];
  const sameSize = sameType && size[0] === size[1];
  // EF Core sends only what differs from what it notes as `old…`.
  const required =
    now === before
      ? []
      : [
          operationStep(
            now ? 'set-not-null' : 'drop-not-null',
            { table, name },
            alterColumn(table, name, `${now ? 'SET' : 'DROP'} NOT NULL`),
          ),
        ];
  if (sameSize && now !== before) return required;
  const annotated = !sameAnnotations(call.source.slice(call.call.to, call.call.to + 2000));
  const defined = annotated || definitions.some((key) => call.has(key));
  if (sameSize && !defined) {
    const standard = call.plainArg('defaultValueSql') ?? standardOf(call, call.arg('defaultValue'));
    const action = standard === undefined ? 'DROP DEFAULT' : standard === null ? null : `SET DEFAULT ${standard}`;
    return [
      operationStep(
        standard === undefined ? 'drop-default' : 'set-default',
        { table, name },
        alterColumn(table, name, action),
      ),
    ];
  }
  const fit = to === null || from === null ? null : fitOf(from, to, null);
  const wide = to !== null && (fit === null ? isWideType(to) : fit === 'wider' || (fit === 'same' && !defined));
  const elsewhere = to === null || otherDatabases.test(to) || (from !== null && otherDatabases.test(from));
  const sql = elsewhere || defined ? null : alterColumn(table, name, `TYPE ${to}`);
  const type = operationStep(wide ? 'widen-column' : 'change-column', { table, name, to: to ?? call.call.type }, sql);
  return [type, ...required];
}
