import type { ChangedFiles, Person } from '../history';
import { unknown, type Known } from '../known';
import type { Sha } from '../sha';

/** What a changelog draws on beyond the commits of the range. Whatever is unknown here is said to be so, never guessed. */
export interface ChangelogFacts {
  /** Titles that the forge knows, by number; they win over those in the messages. */
  readonly pullTitles: ReadonlyMap<number, string>;
  /**
   * What the forge answered for commits whose pull request no message tells: the merged pull request that brought them,
   * or `null` for none. A commit without an entry was not asked for.
   */
  readonly pullOf: ReadonlyMap<Sha, { readonly number: number; readonly title: string } | null>;
  /** What differs between the two ends. */
  readonly files: Known<ChangedFiles>;
  /** Everybody who wrote a commit before the range. */
  readonly authorsBefore: Known<readonly Person[]>;
}

/** The commits alone. */
export const noFacts: ChangelogFacts = {
  pullTitles: new Map<number, string>(),
  pullOf: new Map<Sha, null>(),
  files: unknown('the changed files were not read'),
  authorsBefore: unknown('the history before the range was not read'),
};
