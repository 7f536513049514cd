import { inner, pathOf, type CallCode, type Code } from './syntax';

const mostRepeats = 50;

/** A chain of calls from its beginning. */
export function chainOf(code: CallCode): { readonly calls: readonly CallCode[]; readonly root: Code | null } {
  const calls: CallCode[] = [];
  let at: Code | null = code;
  while (at !== null) {
    if (at.kind === 'call') {
      calls.unshift(at);
      at = at.of;
    } else if (at.kind === 'name' && at.of !== null && pathOf(at) === null) at = at.of;
    else break;
  }
  return { calls, root: at };
}

/** The elements of a list that are written down, each a plain value. */
export function literals(code: Code): readonly Code[] | null {
  if (code.kind !== 'list' || code.items.length === 0 || code.items.length > mostRepeats) return null;
  return code.items.every(({ kind }) => kind === 'text' || kind === 'value') ? code.items : null;
}

/** Whether what follows may not be reached. */
export function leaves(code: Code): boolean {
  if (code.kind !== 'branch') return false;
  const ends = (each: Code): boolean =>
    (each.kind === 'leave' && each.word === 'return') ||
    (each.kind === 'branch' && each.bodies.some((body) => body.some(ends))) ||
    (each.kind === 'other' && each.parts.some(ends));
  return code.bodies.some((body) => body.some(ends));
}

/** The names that code gives a value. */
export function assigned(body: readonly Code[]): readonly string[] {
  return body.flatMap((code) => {
    const own = code.kind === 'assign' && code.target.kind === 'name' ? [code.target.name] : [];
    return code.kind === 'function' ? [] : [...own, ...assigned(inner(code))];
  });
}
