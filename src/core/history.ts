import type { Sha } from './sha';

/**
 * How proposed relates to previous: `forward` (previous is an ancestor of proposed), `rollback` (the reverse),
 * `diverged` (common ancestor, both have commits of their own), `same`, `unrelated` (no common ancestor).
 */
export type Direction = 'forward' | 'rollback' | 'diverged' | 'same' | 'unrelated';

/** A commit as git or the API gives it; nothing interpreted. */
export interface RawCommit {
  readonly sha: Sha;
  readonly parents: readonly Sha[];
  readonly authorName: string;
  readonly authorEmail: string;
  /** The forge's login of the author, where the source knows it. */
  readonly authorLogin: string | null;
  /** Epoch milliseconds. */
  readonly authoredAt: number;
  /** The whole message, subject and body; undecodable bytes are U+FFFD. */
  readonly message: string;
  /** `true`: on the previous side only, so the release takes it out of production. */
  readonly removed: boolean;
}

/** The ship range between two commits. Newest first, each commit exactly once. */
export interface RangeHistory {
  readonly from: Sha;
  readonly to: Sha;
  readonly direction: Direction;
  readonly source: 'clone' | 'api';
  readonly commits: readonly RawCommit[];
  /** `false` when some commits of the range could not be read; `notes` say why. */
  readonly complete: boolean;
  /** How many commits the range has; `null` = not known. */
  readonly total: number | null;
  /** Whole sentences for the reader. */
  readonly notes: readonly string[];
}

/** How far the reading of a range has come; `total` is `null` while it is not known. */
export interface ReadingProgress {
  readonly read: number;
  readonly total: number | null;
}

/** Who wrote a commit, as git records it. */
export interface Person {
  readonly name: string;
  readonly email: string;
}

/** One path that differs between the two end trees. Renames are reported as a deletion and an addition. */
export interface ChangedFile {
  readonly path: string;
  readonly status: 'added' | 'modified' | 'deleted';
  /** Blob names at either end; `null` where there is none. */
  readonly oldBlob: Sha | null;
  readonly newBlob: Sha | null;
  /** Submodules and symbolic links are no text to read. */
  readonly isFile: boolean;
}

export interface ChangedFiles {
  readonly files: readonly ChangedFile[];
  /** `false` when not every changed path could be listed; `notes` say why. */
  readonly complete: boolean;
  readonly notes: readonly string[];
}

/** A regular file of a commit's tree. */
export interface ListedFile {
  readonly path: string;
  readonly blob: Sha;
}

/** What reading one blob gave. */
export type BlobText =
  | { readonly state: 'text'; readonly text: string }
  | { readonly state: 'binary' }
  | { readonly state: 'too-large'; readonly bytes: number }
  | { readonly state: 'missing' };
