import type { CallFamily } from './callRules';
import { blocksOf, inside, statementsOf, type CodeRange } from './codeCalls';
import type { CodeTokens } from './codeTokens';

/** The body of a function whose name stands at `at`. */
function bodyAt(code: CodeTokens, at: number): CodeRange | null {
  if (code.language === 'ruby') {
    const opener = code.tokens[at - 1]?.kind === 'open' ? at - 1 : at - 3;
    const from = code.tokens[at + 1]?.value === '(' ? inside(code, at + 1).to + 1 : at + 1;
    return { from, to: Math.max(from, code.match[opener] ?? -1) };
  }
  if (code.language === 'elixir' || code.language === 'python') {
    for (let end = at + 1; end < at + 60; end += 1) {
      const token = code.tokens[end];
      if (token === undefined) return null;
      if (token.kind === 'open' && (token.value === 'do' || token.value === '')) return inside(code, end);
      // Elixir: def up, do: expression.
      if (token.value === 'do' && code.tokens[end + 1]?.value === ':') {
        return statementsOf(code, { from: end + 2, to: code.tokens.length })[0] ?? null;
      }
      if (token.kind === 'open') end = Math.max(end, code.match[end] ?? 0);
    }
    return null;
  }
  for (let end = at + 1; end < at + 60; end += 1) {
    const token = code.tokens[end];
    if (token === undefined || token.value === ';' || token.value === 'false' || token.value === ',') return null;
    if (token.kind === 'open' && token.value === '{') return inside(code, end);
    if (token.value === '=>' && code.tokens[end + 1]?.value !== '{') {
      const [body] = blocksOf(code, { from: end, to: code.tokens.length });
      return body === undefined ? null : { from: body.from, to: statementsOf(code, body)[0]?.to ?? body.to };
    }
    if (token.kind === 'open') end = Math.max(end, code.match[end] ?? 0);
  }
  return null;
}

function isDefinition(code: CodeTokens, at: number): boolean {
  const before = code.tokens[at - 1]?.value ?? '';
  const after = code.tokens[at + 1]?.value ?? '';
  if (code.language === 'python' || code.language === 'elixir' || code.language === 'ruby') {
    return before === 'def' || (before === '.' && code.tokens[at - 3]?.value === 'def');
  }
  if (code.language === 'php') return before === 'function';
  if (code.language === 'csharp') return before === 'void' && after === '(';
  return ['(', '=', ':', '<'].includes(after) && (before !== '.' || code.tokens[at - 2]?.value === 'exports');
}

/** The parts of a file that are carried out when the migration goes forward. */
export function forwardParts(code: CodeTokens, family: CallFamily): readonly CodeRange[] {
  const { forward } = family;
  const parts: CodeRange[] = [];
  code.tokens.forEach((token, at) => {
    if (token.kind !== 'word' || at < (parts.at(-1)?.to ?? 0)) return;
    if ('list' in forward) {
      const assigned = token.value === forward.list && ['=', '+', ':'].includes(code.tokens[at + 1]?.value ?? '');
      const open = assigned ? code.tokens.slice(at + 1, at + 40).findIndex(({ value }) => value === '[') + at + 1 : at;
      if (open > at) parts.push({ from: open, to: open + 1 });
    } else if (forward.functions.includes(token.value) && isDefinition(code, at)) {
      const body = bodyAt(code, at);
      if (body !== null) parts.push(body);
    }
  });
  return parts;
}
