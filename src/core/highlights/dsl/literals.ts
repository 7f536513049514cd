import type { CallView } from './callView';
import { quote } from './sqlText';
import type { Code } from './syntax';

/** A default as SQL: a literal; `undefined` without one, `null` when it is computed. */
export function standardOf(call: CallView, code: Code | null): string | null | undefined {
  if (code === null) return undefined;
  if (code.kind === 'value') return code.value === 'null' ? undefined : code.value;
  if (code.kind === 'list' && code.items.length === 0) return "'{}'";
  if (code.kind === 'pairs' && code.pairs.length === 0 && !code.open) return "'{}'";
  const text = call.plain(code);
  if (text !== null) return quote(text);
  return code.kind === 'text' && code.parts.length === 0 ? "''" : null;
}

/** The SQL of an expression such as `fn.now()`, `DB::raw('now()')`, `` sql`now()` ``; `null` when it cannot be told. */
export function expressionOf(call: CallView, code: Code | null): string | null {
  if (code === null) return null;
  if (code.kind === 'call') {
    if (/^(?:now|currentTimestamp|useCurrent)$/i.test(code.name)) return 'CURRENT_TIMESTAMP';
    if (/^(?:raw|literal|text|sql|fragment|func|expr|ref)$/.test(code.name)) {
      const [first] = code.args;
      return first === undefined ? null : call.plain(first);
    }
    if (code.of?.kind === 'name' && code.of.name === 'func') return `${code.name}()`;
    return null;
  }
  return null;
}

/** A default that may be a literal or an expression. */
export function defaultOf(call: CallView, code: Code | null): string | null | undefined {
  return expressionOf(call, code) ?? standardOf(call, code);
}
