import { assigned, leaves, literals } from './codeShapes';
import type { Dialect } from './dialect';
import { isSelf, resolved, type Names, type Scope } from './scope';
import type { Step } from './step';
import {
  inner,
  type AssignCode,
  type BranchCode,
  type CallCode,
  type Code,
  type FunctionCode,
  type OtherCode,
  type Span,
  type Syntax,
} from './syntax';

/** What a migration does at one place. */
export interface Found {
  readonly step: Exclude<Step, { does: 'scope' | 'walk' | 'inside' | 'perhaps' }>;
  readonly line: number;
  readonly text: string;
  /** Stands under a condition or in a loop. */
  readonly perhaps: boolean;
  /** None of its names is computed. */
  readonly sure: boolean;
  /** What the SQL of the step is read with. */
  readonly names: Names;
  /** The code beside it that takes it back, when the framework derives no way back. */
  readonly down: readonly Code[] | null;
}

/** Where code is walked. */
export interface Place {
  readonly names: Names;
  readonly scope: Scope | null;
  readonly perhaps: boolean;
  /** The statement that is shown. */
  readonly shown: Span;
  readonly depth: number;
  /** The helper functions that are being followed. */
  readonly following: readonly FunctionCode[];
  /** Unknown calls are nothing to speak of: in a condition, or beside a call that is known. */
  readonly quiet: boolean;
  readonly down: readonly Code[] | null;
}

/** Nested deeper than people write; what is below is not walked. */
const deepest = 60;
/** Helpers that call helpers, and loops in loops, may do more than anyone can read. */
const mostStatements = 30_000;

/** Walks statements, and knows what the names of a file stand for. */
export abstract class StatementWalk {
  readonly dialect: Dialect;
  readonly syntax: Syntax;
  readonly found: Found[] = [];
  protected readonly functions = new Map<string, FunctionCode>();
  protected readonly global: Names = new Map();

  #left = mostStatements;

  constructor(dialect: Dialect, syntax: Syntax) {
    this.dialect = dialect;
    this.syntax = syntax;
    for (const code of syntax.body) this.#learn(code);
    this.#constants(syntax.body);
  }

  /** Begins anew. */
  protected begin(): void {
    this.found.length = 0;
    this.#left = mostStatements;
  }

  /** Walks a call; `assignedTo`: the name that its answer is given. */
  protected abstract call(code: CallCode, place: Place, assignedTo: string | null): void;

  #learn(code: Code): void {
    const add = (name: string, value: Code): void => {
      if (value.kind === 'function') this.functions.set(name, value);
    };
    if (code.kind === 'function' && code.name !== null) add(code.name, code);
    if (code.kind === 'assign' && code.target.kind === 'name') add(code.target.name, code.value);
    if (code.kind === 'pairs') {
      for (const { key, value } of code.pairs) {
        const [part] = key.kind === 'text' ? key.parts : [];
        if (part !== undefined && !('kind' in part)) add(part.text, value);
      }
    }
    for (const each of inner(code)) this.#learn(each);
  }

  /** Names that are given a value once, outside of functions. */
  #constants(body: readonly Code[]): void {
    const twice = new Set<string>();
    const see = (code: Code): void => {
      if (code.kind === 'assign' && code.target.kind === 'name') {
        const { name } = code.target;
        if (this.global.has(name)) twice.add(name);
        this.global.set(name, { code: code.value });
      } else if (code.kind === 'class' || (code.kind === 'other' && code.what === 'block')) inner(code).forEach(see);
      else if (code.kind === 'leave' && code.value?.kind === 'class') see(code.value);
    };
    body.forEach(see);
    for (const name of twice) this.global.set(name, null);
  }

  protected emit(step: Found['step'], place: Place, line: number, sure: boolean): void {
    const text = this.syntax.text.slice(place.shown.from, place.shown.to);
    const { perhaps, names, down } = place;
    this.found.push({ step, line, text, perhaps, sure, names, down });
  }

  protected unknown(place: Place, line: number, why = 'Not understood'): void {
    if (!place.quiet) this.emit({ does: 'unknown', why, back: null }, place, line, true);
  }

  protected body(body: readonly Code[], place: Place): void {
    let { perhaps } = place;
    for (const code of body) {
      this.statement(code, { ...place, perhaps, shown: code });
      if (leaves(code)) perhaps = true;
    }
  }

  protected statement(code: Code, place: Place): void {
    this.#left -= 1;
    if (this.#left < 0) return;
    if (this.#left === 0) {
      this.emit({ does: 'unknown', why: 'Does more than is read', back: null }, place, code.line, true);
      return;
    }
    if (place.depth > deepest) {
      this.emit({ does: 'unknown', why: 'Is nested too deep', back: null }, place, code.line, true);
      return;
    }
    const below = { ...place, depth: place.depth + 1 };
    switch (code.kind) {
      case 'text':
      case 'value':
      case 'pairs':
      case 'function':
      case 'class':
        return;
      case 'list':
        for (const item of code.items) this.#item(resolved(item, place.names), below);
        return;
      case 'name':
        this.#name(code, below);
        return;
      case 'assign':
        this.#assign(code, below);
        return;
      case 'branch':
        this.#branch(code, below);
        return;
      case 'leave':
        if (code.word === 'return' && code.value?.kind === 'other') this.#other(code.value, below, true);
        else if (code.word === 'return' && code.value !== null && !this.#isValue(code.value))
          this.statement(code.value, below);
        return;
      case 'other':
        this.#other(code, below);
        return;
      case 'call':
        this.call(code, below, null);
    }
  }

  #item(item: Code, place: Place): void {
    const shown = { ...place, shown: item };
    if (item.kind === 'call' || item.kind === 'list') this.statement(item, shown);
    else if (this.dialect.lists === true) {
      if (item.kind === 'branch') this.statement(item, shown);
      this.emit({ does: 'unknown', why: 'Not understood', back: null }, shown, item.line, true);
    }
  }

  /** What is only given back, or put under a name. */
  #isValue(code: Code): boolean {
    return (
      code.kind === 'name' ||
      (code.kind === 'call' &&
        this.syntax.language === 'python' &&
        /^[A-Z]/.test(code.name) &&
        code.of?.kind !== 'call')
    );
  }

  #other(code: OtherCode, place: Place, used = false): void {
    if (code.what === 'block') {
      this.body(code.parts, place);
      return;
    }
    if (code.what === 'import') return;
    if (code.what === 'ERROR') {
      this.emit({ does: 'unknown', why: 'Its syntax was not understood', back: null }, place, code.line, true);
      return;
    }
    const before = this.found.length;
    for (const part of code.parts) if (part.kind !== 'name') this.statement(part, place);
    // A value that nobody uses is no code that people write.
    if (!used && isOperator(code) && code.parts.length > 0 && this.found.length === before)
      this.unknown(place, code.line);
  }

  /** A name that stands alone: in some languages a call, elsewhere nothing that anyone would write. */
  #name(code: Extract<Code, { kind: 'name' }>, place: Place): void {
    const calls = this.syntax.language === 'ruby' || this.syntax.language === 'elixir';
    if (code.of === null && (place.names.has(code.name) || /^[@A-Z]/.test(code.name) || isSelf(code))) return;
    if (!calls) {
      if (code.of === null || isSelf(code)) this.unknown(place, code.line);
      else if (!place.quiet) this.unknown(place, code.line);
      return;
    }
    const call: CallCode = {
      ...code,
      kind: 'call',
      at: code.line,
      args: [],
      keywords: [],
      block: null,
      makes: false,
      type: null,
    };
    this.call(call, place, null);
  }

  #assign(code: AssignCode, place: Place): void {
    const { target, value } = code;
    const name = target.kind === 'name' && (target.of === null || isSelf(target.of)) ? target.name : null;
    if (name !== null) {
      if (value.kind === 'function') {
        this.functions.set(name, value);
        return;
      }
      const grows = value.kind === 'other' && value.what === '+=';
      place.names.set(name, grows ? null : { code: value });
    } else
      for (const each of target.kind === 'list' || target.kind === 'other' ? inner(target) : []) {
        if (each.kind === 'name') place.names.set(each.name, null);
      }
    if (value.kind === 'call') this.call(value, place, name);
    else if (value.kind === 'other') this.#other(value, place, true);
    else if (value.kind !== 'name') this.statement(value, place);
  }

  #branch(code: BranchCode, place: Place): void {
    for (const test of code.tests) if (test.kind !== 'name') this.statement(test, { ...place, quiet: true });
    const shown =
      code.word === 'if' && code.to - code.from < 400 && !this.syntax.text.slice(code.from, code.to).includes('\n')
        ? code
        : null;
    const [over] = code.tests;
    const items = code.each === null || over === undefined ? null : literals(resolved(over, place.names));
    const [body] = code.bodies;
    if (items !== null && code.each !== null && body !== undefined) {
      this.repeat(items, code.each, body, place);
      return;
    }
    const calls = this.syntax.language === 'ruby' || this.syntax.language === 'elixir';
    const maps = code.bodies.map((each) => {
      // A side of `a || b` is a value.
      if (!calls && each.length === 1 && each[0] !== undefined && isValueOnly(each[0])) return place.names;
      const names: Names = new Map(place.names);
      if (code.word === 'loop') for (const name of assigned(each)) names.set(name, null);
      if (code.each !== null) names.set(code.each, null);
      const inside = { ...place, names, perhaps: true };
      if (shown === null) this.body(each, inside);
      else for (const one of each) this.statement(one, { ...inside, shown });
      return names;
    });
    for (const names of maps) {
      for (const [name, bound] of names) if (place.names.get(name) !== bound) place.names.set(name, null);
    }
  }

  protected repeat(items: readonly Code[], name: string, body: readonly Code[], place: Place): void {
    for (const item of items) {
      const names: Names = new Map(place.names);
      names.set(name, { code: item });
      this.body(body, { ...place, names });
    }
    for (const each of assigned(body)) place.names.set(each, null);
  }
}

function isOperator({ what }: OtherCode): boolean {
  return /^(?:binary|unary|comparison|element_ref|subscript)/.test(what);
}

function isValueOnly(code: Code): boolean {
  return (
    code.kind === 'name' ||
    (code.kind === 'other' && isOperator(code) && inner(code).every(isValueOnly)) ||
    code.kind === 'text' ||
    code.kind === 'value'
  );
}
