import type { Node } from '../tree';
import { written, type Scope } from './written';

/** The facts that parts of a statement are, and what they name. */
export function factsFrom(
  body: Node,
  parts: readonly string[],
  scope: Scope,
): { readonly facts: Map<string, string>; readonly uses: readonly number[] } {
  const facts = new Map<string, string>();
  const uses = new Set<number>();
  for (const part of parts) {
    if (body[part] === undefined) continue;
    const { text, uses: more } = written(body[part], scope);
    facts.set(part, text);
    for (const id of more) uses.add(id);
  }
  return { facts, uses: [...uses] };
}
