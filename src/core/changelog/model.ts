import type { Direction } from '../history';
import type { Sha } from '../sha';

export interface Author {
  readonly name: string;
  readonly email: string;
  /** The forge's login where it is known. */
  readonly login: string | null;
}

/** A commit of the ship range with what its message says. */
export interface Commit {
  readonly sha: Sha;
  /** The first line as written; empty when the message is. */
  readonly subject: string;
  /** The rest of the message. */
  readonly body: string;
  /**
   * Conventional Commits type in lower case, any noun; `null` when the title does not follow the specification. The
   * title is the subject or, for the merge of a pull request, the pull request's title.
   */
  readonly type: string | null;
  readonly scope: string | null;
  /** What the title has before the description, as written: `Hotfix: `, `feat(cart)!: `; empty without a type. */
  readonly prefix: string;
  /** The title without prefix and pull request number, for reading. */
  readonly description: string;
  readonly breaking: boolean;
  /** The text of the `BREAKING CHANGE:` footer; `null` when there is none. */
  readonly breakingText: string | null;
  /** The pull request it came with; `null` when none is known. */
  readonly pull: number | null;
  readonly authors: readonly Author[];
  readonly coAuthors: readonly Author[];
  /** Epoch milliseconds. */
  readonly authoredAt: number;
  /** Commits that it takes back, as far as they can be told. */
  readonly reverts: readonly Sha[];
  readonly revertedBy: Sha | null;
  /** Reached the branch without a pull request; merges of private security-advisory forks are in a note instead. */
  readonly direct: boolean;
  /** Taken out by this release (rollback, or the production side of a diverged range). */
  readonly removed: boolean;
  readonly merge: boolean;
}

export interface Section {
  readonly id: 'breaking' | 'features' | 'fixes' | 'performance' | 'reverted' | 'other' | 'maintenance';
  readonly title: string;
  readonly commits: readonly Sha[];
}

export interface PullGroup {
  readonly number: number;
  readonly title: string;
  readonly commits: readonly Sha[];
}

export interface Changelog {
  readonly range: { readonly from: Sha; readonly to: Sha; readonly direction: Direction };
  readonly source: 'clone' | 'api';
  readonly complete: boolean;
  /** How many commits the range has; `null` = not known. */
  readonly total: number | null;
  /** Newest first; every commit of the range exactly once. */
  readonly commits: readonly Commit[];
  /** Every commit is in exactly one section; sections are in reading order and never empty. */
  readonly sections: readonly Section[];
  readonly pulls: readonly PullGroup[];
  /**
   * Distinct authors and co-authors without automation. One person: spellings with one address (a GitHub noreply
   * address with or without its number), one login of the forge, or one name of which an address is a GitHub noreply.
   */
  readonly people: number;
  /** Whole sentences for the reader. */
  readonly notes: readonly string[];
}
