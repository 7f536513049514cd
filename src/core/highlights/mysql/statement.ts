import type { Place } from '../operation';
import type { MysqlNode } from './tree';

/** One statement as the grammar saw it. */
export interface MysqlStatement {
  readonly place: Place;
  /** Its tree, from `singleStatement` down; `null` when it could not be parsed. */
  readonly node: MysqlNode | null;
  /** Why it was not parsed, or is not to be trusted though it was; `null` when nothing is wrong. */
  readonly problem: string | null;
  /** Where each clause of an `ALTER TABLE` stands, as many as the tree has. */
  readonly actions: readonly Place[];
  /** It uses what MariaDB has and MySQL refuses: `ADD COLUMN IF NOT EXISTS`, `WAIT 5`. */
  readonly onlyMariadb: boolean;
  /** `CREATE OR REPLACE TABLE`: what was there before is dropped. */
  readonly replaces: boolean;
}
