import { resolved, textOf, type Names, type ReadText, type Scope } from './scope';
import type { CallCode, Code } from './syntax';

/** Which argument: by its position, by its name, or the first of several that is there. */
export type Pick = number | string | readonly (number | string)[];

const longest = 80;
const deepest = 8;

/** Calls that only wrap a name: `table(:users)`, `op.f('name')`, `sa.Column('name', …)`. */
const naming = /^(?:table|index|unique_index|constraint|f|text|prefix|[A-Z]\w*)$/;

/** A call as the tables of the frameworks ask about it. */
export class CallView {
  readonly call: CallCode;
  readonly names: Names;
  readonly scope: Scope | null;
  /** The text of the file. */
  readonly source: string;
  /** Turns false when a name that was asked for is computed. */
  sure = true;

  constructor(call: CallCode, names: Names, scope: Scope | null, source: string) {
    this.call = call;
    this.names = names;
    this.scope = scope;
    this.source = source;
  }

  /** An argument, looking into object literals for names, with names replaced by what they stand for. */
  arg(which: Pick): Code | null {
    if (typeof which === 'object') {
      for (const one of which) {
        const found = this.arg(one);
        if (found !== null) return found;
      }
      return null;
    }
    if (typeof which === 'number') {
      const found = this.call.args[which];
      return found === undefined || found.kind === 'function' ? null : resolved(found, this.names);
    }
    const keyword = this.call.keywords.find(({ name }) => name === which)?.value;
    if (keyword !== undefined) return resolved(keyword, this.names);
    for (const given of this.call.args) {
      const found = this.entry(resolved(given, this.names), which);
      if (found !== null) return found;
    }
    return null;
  }

  /** The entry of an object literal. */
  entry(code: Code | null, key: string): Code | null {
    if (code?.kind !== 'pairs') return null;
    const found = code.pairs.find((pair) => wordOf(pair.key) === key);
    return found === undefined ? null : resolved(found.value, this.names);
  }

  /** The name that an argument gives: a string, a symbol, a list of them, what `table(:users)` names. */
  word(which: Pick): string | null {
    return this.wordOf(this.arg(which));
  }

  wordOf(code: Code | null, depth = 0): string | null {
    if (code === null || depth > deepest) return null;
    const given = resolved(code, this.names);
    switch (given.kind) {
      case 'text': {
        const text = textOf({ ...given, symbol: false }, this.names);
        if (text === null || text.text === '') return null;
        if (!text.whole) this.sure = false;
        return text.text;
      }
      case 'list': {
        const all = given.items.map((item) => this.wordOf(item, depth + 1)).filter((word) => word !== null);
        return all.length === 0 ? null : all.join(', ');
      }
      case 'pairs': {
        const named = this.entry(given, 'tableName') ?? this.entry(given, 'name');
        if (named !== null) return this.wordOf(named, depth + 1);
        break;
      }
      case 'call': {
        const options = new CallView(given, this.names, null, this.source);
        const inside = options.arg(['tableName', 'name', 0]);
        if (inside !== null && (given.makes || naming.test(given.name))) {
          const word = options.wordOf(inside, depth + 1);
          this.sure &&= options.sure;
          return word;
        }
        break;
      }
      case 'value':
        return given.value === 'null' ? null : given.value;
      case 'name':
      case 'function':
      case 'assign':
      case 'branch':
      case 'leave':
      case 'class':
      case 'other':
    }
    this.sure = false;
    return this.written(given).slice(0, longest);
  }

  /** The names that an argument gives; `null` when one of them is computed, or there is none. */
  list(which: Pick): readonly string[] | null {
    return this.listOf(this.arg(which));
  }

  listOf(code: Code | null): readonly string[] | null {
    if (code === null) return null;
    const given = resolved(code, this.names);
    const items = given.kind === 'list' ? given.items : [given];
    const words = items.map((item) => this.plain(item));
    return words.length === 0 || words.includes(null) ? null : words.flatMap((word) => (word === null ? [] : [word]));
  }

  /** A string or symbol of which nothing is computed. */
  plain(code: Code | null): string | null {
    if (code === null) return null;
    const given = resolved(code, this.names);
    if (given.kind !== 'text') return null;
    const text = textOf({ ...given, symbol: false }, this.names);
    return text?.whole === true && text.text !== '' ? text.text : null;
  }

  /** A string of which nothing is computed, by its argument. */
  plainArg(which: Pick): string | null {
    return this.plain(this.arg(which));
  }

  has(name: string): boolean {
    return this.arg(name) !== null;
  }

  /** The value of a literal argument as written: `true`, `null`, `12`, `'text'`. */
  value(which: Pick): string | null {
    const code = this.arg(which);
    return code?.kind === 'value' ? code.value.toLowerCase() : null;
  }

  isTrue(which: Pick): boolean {
    return this.value(which) === 'true';
  }

  isFalse(which: Pick): boolean {
    return this.value(which) === 'false';
  }

  text(which: Pick): ReadText | null {
    return textOf(this.arg(which), this.names);
  }

  written(code: Code): string {
    return this.source.slice(code.from, code.to);
  }

  /** The keys of an object literal; of anything computed none. */
  keys(code: Code | null): readonly string[] {
    return code?.kind === 'pairs' ? code.pairs.flatMap(({ key }) => wordOf(key) ?? []) : [];
  }

  view(code: Code | null): CallView | null {
    return code?.kind === 'call' ? new CallView(code, this.names, this.scope, this.source) : null;
  }
}

/** The word of a key. */
export function wordOf(code: Code): string | null {
  if (code.kind === 'name') return code.of === null ? code.name : null;
  if (code.kind !== 'text' || code.parts.length !== 1) return null;
  const [part] = code.parts;
  return part === undefined || 'kind' in part ? null : part.text;
}
