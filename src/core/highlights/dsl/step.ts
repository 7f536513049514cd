import type { OperationKind, Subject } from '../operation';
import type { CallView, Pick } from './callView';
import type { DefinedColumn } from './model';
import type { Scope } from './scope';
import type { Code } from './syntax';

/**
 * Whether the framework derives the way back: `true`, why not, or why it cannot be told; `null` where only a way back
 * that is written down counts.
 */
export type Back = true | string | { readonly unclear: string } | null;

/** What a call does. */
export type Step =
  | {
      readonly does: 'operation';
      readonly kind: OperationKind;
      readonly subject: Subject;
      readonly sql: readonly string[] | null;
      readonly back: Back;
      /** The columns that it adds or defines anew, where they are told whole. */
      readonly columns?: readonly DefinedColumn[];
    }
  | {
      readonly does: 'object';
      readonly verb: 'create' | 'alter' | 'drop';
      readonly object: string;
      readonly subject: Subject;
      readonly sql: readonly string[] | null;
      readonly back: Back;
    }
  /** Runs SQL that is a string of the program. */
  | {
      readonly does: 'sql';
      readonly code: Code | null;
      readonly back: Back;
      /** The SQL beside it that takes it back. */
      readonly undo?: Code;
    }
  | { readonly does: 'unknown'; readonly why: string; readonly back: Back }
  /** What follows in the chain, in the block or on the variable is about a table. */
  | { readonly does: 'scope'; readonly scope: Scope; readonly then?: (scope: Scope) => readonly Step[] }
  /** Carries out code. */
  | { readonly does: 'walk'; readonly code: readonly Code[] }
  /** Carries out its blocks and functions; changes nothing itself. */
  | { readonly does: 'inside' }
  /** The same, which may happen several times or never. */
  | { readonly does: 'perhaps' };

/** What a call does; `null`: not known, an empty list: nothing. */
export type Steps = Step | readonly Step[] | null;

/** What a call does; `null`: not known; an empty list: nothing. */
export type Rule = (call: CallView) => Steps;

/** What calls do, by their names. */
export type Rules = Readonly<Record<string, Rule>>;

/** The step of an operation. */
export function operationStep(
  kind: OperationKind,
  subject: Subject,
  sql: readonly string[] | string | null = null,
  back: Back = null,
): Step {
  return { does: 'operation', kind, subject, sql: typeof sql === 'string' ? [sql] : sql, back };
}

/** The same rule under several names. */
export function each(names: string, rule: Rule): Rules {
  return Object.fromEntries(names.split(' ').map((name) => [name, rule]));
}

/** A rule for what changes nothing. */
export const nothing: Rule = () => [];
/** A rule for what carries out its block. */
export const inside: Rule = () => ({ does: 'inside' });
/** A rule for what may carry out its block, or several times. */
export const perhaps: Rule = () => ({ does: 'perhaps' });

/** A rule for what cannot be told. */
export function unknown(why: string, back: Back = null): Rule {
  return () => ({ does: 'unknown', why, back });
}

/** A rule for what creates, changes or drops an object that holds no rows. */
export function object(
  verb: 'create' | 'alter' | 'drop',
  what: string,
  name: Pick = 0,
  table: Pick | null = null,
  back: Back = null,
  sql: (call: CallView, name: string) => readonly string[] | string | null = () => null,
): Rule {
  return (call) => {
    const called = call.word(name);
    const made = called === null || !call.sure ? null : sql(call, called);
    return {
      does: 'object',
      verb,
      object: what,
      subject: { name: called, table: table === null ? null : call.word(table) },
      sql: typeof made === 'string' ? [made] : made,
      back,
    };
  };
}

/** A rule for a call that runs the SQL of an argument. */
export function runs(which: Pick = 0, back: Back = null): Rule {
  return (call) => ({ does: 'sql', code: call.arg(which), back });
}
