import type { Changes } from '../highlights/changes/model';
import type { Highlights } from '../highlights/model';
import type { Direction } from '../history';
import type { Known } from '../known';
import type { Recovery } from '../recovery';

/** What the gates, the category and the risk suggestion need to know of the ship range. */
export interface Shipped {
  readonly direction: Direction;
  readonly commits: number;
  /** Paths that differ between the two ends, old names of moved files included; unknown when not all could be listed. */
  readonly paths: Known<readonly string[]>;
  /** Lines added and removed together; `null`: not counted. */
  readonly lines: number | null;
  readonly highlights: Known<Highlights>;
  readonly changes: Known<Changes>;
  readonly recovery: Known<Recovery>;
}
