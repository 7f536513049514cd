/** The languages that migrations are written in. */
export const languages = ['ruby', 'python', 'typescript', 'php', 'csharp', 'elixir'] as const;

/** A language that migrations are written in. */
export type Language = (typeof languages)[number];

/** Where something stands in the text. */
export interface Span {
  /** Characters, the end exclusive. */
  readonly from: number;
  readonly to: number;
  /** Line it starts on, from 1. */
  readonly line: number;
}

/** A literal stretch of a string, with the line it starts on. */
export interface Literal {
  readonly text: string;
  readonly line: number;
}

/** A string or symbol: literal stretches and what is computed between them. */
export interface TextCode extends Span {
  readonly kind: 'text';
  readonly parts: readonly (Literal | Code)[];
  /** A symbol or atom rather than a string. */
  readonly symbol: boolean;
}

/** A name, alone or of something: `users`, `models.CASCADE`. */
export interface NameCode extends Span {
  readonly kind: 'name';
  readonly of: Code | null;
  readonly name: string;
}

/** A number, or `true`, `false` and `null` in these spellings. */
export interface ValueCode extends Span {
  readonly kind: 'value';
  readonly value: string;
}

/** A list, tuple or array. */
export interface ListCode extends Span {
  readonly kind: 'list';
  readonly items: readonly Code[];
}

/** An entry of a map. */
export interface Pair {
  readonly key: Code;
  readonly value: Code;
}

/** A map, hash or object literal. */
export interface PairsCode extends Span {
  readonly kind: 'pairs';
  readonly pairs: readonly Pair[];
  /** Holds entries that only its run tells. */
  readonly open: boolean;
}

/** A call of a function or method. */
export interface CallCode extends Span {
  readonly kind: 'call';
  readonly of: Code | null;
  readonly name: string;
  /** Line of the name. */
  readonly at: number;
  readonly args: readonly Code[];
  readonly keywords: readonly { readonly name: string; readonly value: Code }[];
  readonly block: FunctionCode | null;
  /** `new X()` */
  readonly makes: boolean;
  /** The type argument of `AddColumn<string>()`. */
  readonly type: string | null;
}

/** A function, method, closure or block. */
export interface FunctionCode extends Span {
  readonly kind: 'function';
  readonly name: string | null;
  readonly params: readonly string[];
  readonly body: readonly Code[];
}

/** A value that is put under a name. */
export interface AssignCode extends Span {
  readonly kind: 'assign';
  readonly target: Code;
  readonly value: Code;
}

/** Code that may run, or run several times. */
export interface BranchCode extends Span {
  readonly kind: 'branch';
  readonly word: 'if' | 'loop' | 'try';
  readonly tests: readonly Code[];
  readonly bodies: readonly (readonly Code[])[];
  /** A loop over the elements of something: the name that stands for each. */
  readonly each: string | null;
}

/** Ends the function: `return`, or `raise` and `throw`. */
export interface LeaveCode extends Span {
  readonly kind: 'leave';
  readonly word: 'return' | 'raise';
  readonly value: Code | null;
}

/** A class or module. */
export interface ClassCode extends Span {
  readonly kind: 'class';
  readonly name: string;
  readonly bases: readonly string[];
  readonly body: readonly Code[];
}

/** Any other syntax, with the code inside it. */
export interface OtherCode extends Span {
  readonly kind: 'other';
  /** The grammar's name for it. */
  readonly what: string;
  readonly parts: readonly Code[];
}

/** A piece of a program, the same for every language; plain data. */
export type Code =
  | TextCode
  | NameCode
  | ValueCode
  | ListCode
  | PairsCode
  | CallCode
  | FunctionCode
  | AssignCode
  | BranchCode
  | LeaveCode
  | ClassCode
  | OtherCode;

/** A file as its grammar reads it. */
export interface Syntax {
  readonly language: Language;
  readonly text: string;
  readonly body: readonly Code[];
  /** What the grammar refused, was too deep, or was missing; of an unreadable file the whole. */
  readonly errors: readonly (Span & { readonly why: string })[];
}

/** The code directly inside a piece of code. */
export function inner(code: Code): readonly Code[] {
  switch (code.kind) {
    case 'text':
      return code.parts.flatMap((part) => ('kind' in part ? [part] : []));
    case 'name':
      return code.of === null ? [] : [code.of];
    case 'value':
      return [];
    case 'list':
      return code.items;
    case 'pairs':
      return code.pairs.flatMap(({ key, value }) => [key, value]);
    case 'call':
      return [
        ...(code.of === null ? [] : [code.of]),
        ...code.args,
        ...code.keywords.map(({ value }) => value),
        ...(code.block === null ? [] : [code.block]),
      ];
    case 'function':
    case 'class':
      return code.body;
    case 'assign':
      return [code.target, code.value];
    case 'branch':
      return [...code.tests, ...code.bodies.flat()];
    case 'leave':
      return code.value === null ? [] : [code.value];
    case 'other':
      return code.parts;
  }
}

/** The dotted name that code is, such as `queryInterface.sequelize`; `null` when it is anything else. */
export function pathOf(code: Code | null): string | null {
  if (code?.kind !== 'name') return null;
  if (code.of === null) return code.name;
  const before = pathOf(code.of);
  return before === null ? null : `${before}.${code.name}`;
}
