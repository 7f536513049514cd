import type { Place } from '../operation';
import type { Node } from './tree';

/** One statement as the grammar saw it. */
export interface ParsedStatement {
  readonly place: Place;
  /** Its parse tree; `null` when it could not be parsed. */
  readonly node: Node | null;
  /** Why it was not parsed, or is not to be trusted though it was; `null` when nothing is wrong. */
  readonly problem: string | null;
  /** Where each action of an `ALTER TABLE` stands; empty when there is one only. */
  readonly actions: readonly Place[];
  /** What runs inside a block of code, or will when the function that it defines is called. */
  readonly inner: readonly ParsedStatement[];
}
