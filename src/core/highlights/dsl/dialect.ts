import type { CallView } from './callView';
import type { Scope } from './scope';
import type { Rules, Steps } from './step';
import type { Code, Language, Syntax } from './syntax';

/** The parts of a migration's file. */
export interface MigrationParts {
  /** What is carried out when it goes forward. */
  readonly forward: readonly Code[];
  /** The framework derives the way back. */
  readonly automatic: boolean;
  /** The way back that is written down; `null` without one. */
  readonly down: readonly Code[] | null;
  readonly downLine: number | null;
  /** The way back is declared to be impossible. */
  readonly refused: boolean;
  readonly transaction: 'one' | 'none';
}

/** How the migrations of a framework are read. */
export interface Dialect {
  readonly language: Language;
  readonly parts: (syntax: Syntax) => MigrationParts | null;
  /** Calls by their name, or by `Receiver.name`. */
  readonly rules: Rules;
  /** A chain of calls on a table, in its block or on its variable; `null`: not known. */
  readonly scoped: (chain: readonly CallView[], scope: Scope) => Steps;
  /** What goes forward is a list of operations, each of which must be known. */
  readonly lists?: boolean;
  /** Each call of a chain is a change of its own. */
  readonly sequential?: boolean;
  /** Calls in the block of a table need no variable. */
  readonly bare?: boolean;
  /** A migration of this framework without a way back cannot be taken back; `why` says so. */
  readonly withoutDown: string;
}
