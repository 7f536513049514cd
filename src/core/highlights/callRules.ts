import type { CodeLanguage } from './codeTokens';
import type { Pick } from './codeValues';
import type { OperationKind } from './operation';

/** An operation that the presence (`*`) or the value of an argument makes of a call. */
export type Variant = readonly [argument: Pick, value: string, kind: OperationKind];

/** What a call of a framework does. */
export type CallRule =
  | {
      readonly does: OperationKind;
      readonly table?: Pick;
      readonly name?: Pick;
      /** The new name, or the new type. */
      readonly to?: Pick;
      /** When any of these applies, they are the operations instead. */
      readonly variants?: readonly Variant[];
      /** This argument, unless `false`, makes the call drop what is there first. */
      readonly force?: string;
    }
  /** What holds no rows: `create-view`. */
  | { readonly does: 'create' | 'alter' | 'drop'; readonly object: string; readonly name?: Pick; readonly table?: Pick }
  /** Runs SQL given as a string. */
  | { readonly does: 'sql'; readonly sql: Pick }
  /** Names the table for the calls in its block, chained to it, or on the variable it is assigned to. */
  | { readonly does: 'scope'; readonly table: Pick }
  /** The first word of the first argument tells: `create table(…)`, `drop index(…)`. */
  | { readonly does: 'by-argument'; readonly of: Readonly<Record<string, OperationKind>> }
  /** Only what this argument holds is carried out. */
  | { readonly does: 'enter'; readonly argument: Pick }
  /** Changes nothing itself; what it holds is carried out. */
  | { readonly does: 'nothing' }
  /** Changes nothing, and what it holds is not carried out when the migration goes forward. */
  | { readonly does: 'skip' }
  | { readonly does: 'unknown'; readonly why: string };

/** How the migrations of a framework are read. */
export interface CallFamily {
  readonly language: CodeLanguage;
  /** Names of the functions, or of the list, that go forward. */
  readonly forward: { readonly functions: readonly string[] } | { readonly list: string };
  readonly rules: Readonly<Record<string, CallRule>>;
  /** Rules for calls on the table of a scope. */
  readonly scoped?: Readonly<Record<string, CallRule>>;
  /** What any other call on the table of a scope does: a method for each column type. */
  readonly otherwise?: OperationKind;
  /** This call in a chain makes it a change of a column that is there. */
  readonly changes?: string;
}

/** The rule of a call by the positions of its arguments. */
export function does(
  kind: OperationKind,
  table?: Pick,
  name?: Pick,
  to?: Pick,
  variants?: readonly Variant[],
): CallRule {
  return {
    does: kind,
    ...(table === undefined ? {} : { table }),
    ...(name === undefined ? {} : { name }),
    ...(to === undefined ? {} : { to }),
    ...(variants === undefined ? {} : { variants }),
  };
}

/** The rule of a call on something that holds no rows. */
export function object(verb: 'create' | 'alter' | 'drop', what: string, name?: Pick, table?: Pick): CallRule {
  return {
    does: verb,
    object: what,
    ...(name === undefined ? {} : { name }),
    ...(table === undefined ? {} : { table }),
  };
}

/** The rule of a call that runs the SQL of an argument. */
export function sql(argument: Pick = 0): CallRule {
  return { does: 'sql', sql: argument };
}

/** The rule of a call that names a table for others. */
export function scope(table: Pick = 0): CallRule {
  return { does: 'scope', table };
}

/** The same rule for several calls. */
export function each(names: string, rule: CallRule): Readonly<Record<string, CallRule>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, rule]));
}

export const nothing: CallRule = { does: 'nothing' };
