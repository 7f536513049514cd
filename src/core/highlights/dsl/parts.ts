import type { MigrationParts } from './dialect';
import { wordOf } from './callView';
import { inner, type Code, type FunctionCode, type Syntax } from './syntax';

/** A function of a file, with what it stands in. */
interface Entry {
  readonly name: string;
  readonly code: Code;
  /** The bases of its class; empty outside of one. */
  readonly bases: readonly string[];
}

/** What a file or class defines under a name: methods, exports, fields, outside of functions. */
function entries(body: readonly Code[], bases: readonly string[] = []): readonly Entry[] {
  return body.flatMap((code): readonly Entry[] => {
    switch (code.kind) {
      case 'function':
        return code.name === null ? [] : [{ name: code.name, code, bases }];
      case 'assign': {
        const { target, value } = code;
        const own = target.kind === 'name' ? [{ name: target.name, code: value, bases }] : [];
        const exports = target.kind === 'name' && ['exports', 'default'].includes(target.name);
        return exports ? [...own, ...entries([value], bases)] : own;
      }
      case 'pairs':
        return code.pairs.flatMap(({ key, value }) => {
          const name = wordOf(key);
          return name === null ? [] : [{ name, code: value, bases }];
        });
      case 'class':
        return entries(code.body, code.bases.length > 0 ? code.bases : ['']);
      case 'leave':
        return code.value === null ? [] : entries([code.value], bases);
      case 'other':
        return code.what === 'ERROR' || code.what === 'block' ? entries(code.parts, bases) : [];
      case 'call':
      case 'text':
      case 'name':
      case 'value':
      case 'list':
      case 'branch':
        return [];
    }
  });
}

/** What a file defines under a name, those in a class that is a migration first. */
export function defined(syntax: Syntax, name: string): readonly Code[] {
  const all = entries(syntax.body).filter((each) => each.name === name);
  const migrations = all.filter(({ bases }) => bases.some((base) => /migration/i.test(base)));
  return (migrations.length > 0 ? migrations : all).map(({ code }) => code);
}

function functionsOf(syntax: Syntax, name: string): readonly FunctionCode[] {
  const named = new Map(
    entries(syntax.body).flatMap(({ name: each, code }) => (code.kind === 'function' ? [[each, code] as const] : [])),
  );
  return defined(syntax, name).flatMap((code) => {
    if (code.kind === 'function') return [code];
    // `module.exports = { up }`
    const same = code.kind === 'name' ? named.get(code.name) : undefined;
    return same === undefined ? [] : [same];
  });
}

/** How a framework names the parts of its migrations. */
export interface PartNames {
  readonly up: string;
  readonly down: string;
  /** What goes both ways. */
  readonly change?: string;
  /** Says that the migration runs outside of a transaction. */
  readonly outside: (syntax: Syntax) => boolean;
}

/** Finds the parts of a migration by the names of its functions; `null` when nothing goes forward. */
export function byName({ up, down, change, outside }: PartNames): (syntax: Syntax) => MigrationParts | null {
  return (syntax) => {
    const forward = functionsOf(syntax, up);
    const both = change === undefined ? [] : functionsOf(syntax, change);
    if (forward.length === 0 && both.length === 0) return null;
    const [back] = functionsOf(syntax, down);
    const refused = defined(syntax, down).some((code) => code.kind === 'value' && code.value === 'false');
    const unique = [...new Set([...both, ...forward])];
    return {
      forward: unique.flatMap(({ body }) => body),
      automatic: both.length > 0 && forward.length === 0,
      down: back?.body ?? null,
      downLine: back?.line ?? null,
      refused,
      transaction: outside(syntax) ? 'none' : 'one',
    };
  };
}

/** Whether a file sets a name to a value: `transaction = false`. */
export function sets(name: string, value: string): (syntax: Syntax) => boolean {
  return (syntax) => defined(syntax, name).some((code) => code.kind === 'value' && code.value === value);
}

/** Whether a file calls something anywhere. */
export function calls(name: string): (syntax: Syntax) => boolean {
  const see = (code: Code): boolean =>
    (code.kind === 'call' && code.name === name) ||
    (code.kind === 'name' && code.name === name) ||
    inner(code).some(see);
  return ({ body }) => body.some(see);
}
