import type { Direction } from '../history';
import type { Known } from '../known';
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
  /** Issues that the message names, each once, in the order of the message. */
  readonly issues: readonly IssueReference[];
  /** Written by automation: dependency updates, release robots. */
  readonly bot: boolean;
  /**
   * Reached the branch without a pull request, as far as is known: see {@link directConfirmed}. Merges of private
   * security-advisory forks are in a note instead.
   */
  readonly direct: boolean;
  /** The forge was asked, and knows no merged pull request of this commit either; `false` when only messages were read. */
  readonly directConfirmed: boolean;
  /** Taken out by this release (rollback, or the production side of a diverged range). */
  readonly removed: boolean;
  readonly merge: boolean;
}

/** An issue or ticket as a message names it. */
export interface IssueReference {
  /** As written: `#12`, `owner/name#12`, `GH-12`, `SHOP-12`. */
  readonly text: string;
  /** The number on the forge; `null` for a ticket of another tracker (`SHOP-12`). */
  readonly number: number | null;
  /** `owner/name` when the message names another repository. */
  readonly repository: string | null;
  /** Behind a closing keyword of GitHub (`Closes #12`) or of a `Fixes:` footer. */
  readonly closes: boolean;
}

/** Somebody whose first commit of this repository is in the range. */
export interface Newcomer {
  readonly name: string;
  readonly login: string | null;
  /** Their commits in the range, newest first. */
  readonly commits: readonly Sha[];
}

/** The commits of one piece of automation. */
export interface BotGroup {
  readonly name: string;
  /** Newest first. */
  readonly commits: readonly Sha[];
}

/** A part of the repository by path, such as `services/cart/`, with how many of its files differ between the two ends. */
export interface Area {
  /** A folder with a final `/`; empty for files at the top. */
  readonly path: string;
  readonly files: number;
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
  /** Largest first; unknown when the changed files are. */
  readonly areas: Known<readonly Area[]>;
  /** In the order of their newest commit; automation is nobody's first contribution. */
  readonly newcomers: Known<readonly Newcomer[]>;
  /** Largest first. */
  readonly bots: readonly BotGroup[];
  /** Whole sentences for the reader. */
  readonly notes: readonly string[];
}
