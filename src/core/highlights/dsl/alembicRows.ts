import type { CallView } from './callView';
import { dropTable, ident, quote } from './sqlText';
import { operationStep, type Steps } from './step';
import type { Code } from './syntax';

/** `execute(update(table).where(…))` */
export function rowsOf(call: CallView): Steps {
  const code = call.arg(0);
  if (code?.kind !== 'call') return null;
  let narrowed = false;
  let at: Code | null = code;
  while (at?.kind === 'call') {
    if (at.name === 'where' || at.name === 'filter') narrowed = true;
    if (at.name === 'update')
      return operationStep(narrowed ? 'update-rows' : 'update-all-rows', { table: rowTable(call, at) });
    if (at.name === 'delete') return operationStep('delete-rows', { table: rowTable(call, at) });
    if (at.name === 'insert') return operationStep('insert-rows', { table: rowTable(call, at) });
    if (at.name === 'select') return operationStep('query', {}, []);
    at = at.of;
  }
  return null;
}

function rowTable(call: CallView, code: Code): string | null {
  if (code.kind !== 'call') return null;
  const of = code.args[0] ?? code.of;
  return of?.kind === 'name' ? of.name : call.plain(of);
}

/** `sa.Enum('a', name='x').create(bind)`, `sa.Table('x', …).drop(bind)` */
export function madeOrDropped(call: CallView, verb: 'create' | 'drop'): Steps {
  const { of } = call.call;
  const made = of === null ? null : call.view(of.kind === 'name' ? (boundCode(call, of.name) ?? of) : of);
  if (made?.call.name === 'Table') {
    const table = made.word(0);
    return verb === 'drop'
      ? operationStep('drop-table', { table }, dropTable(table))
      : operationStep('create-table', { table });
  }
  if (made === null || !/^(?:enum|domain)$/i.test(made.call.name)) return null;
  const name = made.plainArg('name');
  const values = made.call.args.map((given) => made.plain(given)).filter((value) => value !== null);
  if (verb === 'drop') {
    const may = call.isFalse('checkfirst') ? '' : 'IF EXISTS ';
    return operationStep('drop-type', { name }, name === null ? null : `DROP TYPE ${may}${ident(name)}`);
  }
  const listed = name !== null && values.length > 0 && values.length === made.call.args.length;
  const sql = listed ? [`CREATE TYPE ${ident(name)} AS ENUM (${values.map(quote).join(', ')})`] : null;
  return { does: 'object', verb: 'create', object: 'type', subject: { name }, sql, back: null };
}

function boundCode(call: CallView, name: string): Code | null {
  const bound = call.names.get(name);
  return bound !== undefined && bound !== null && 'code' in bound ? bound.code : null;
}
