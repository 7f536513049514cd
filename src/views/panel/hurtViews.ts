import type { Phrase, Tone } from './protocol';

/** What can hurt, as the page draws it; a part of the page's state. */

export interface HighlightsView {
  /** "1 destructive migration, 2 others" or "No migration in 214 changed files". */
  readonly summary: string;
  readonly status: string | null;
  /** Whether the release can be taken back; `null` while that is not known, and without anything to say. */
  readonly recovery: RecoveryView | null;
  /** The migration review checklist, those that need somebody first; empty without a migration that counts. */
  readonly review: readonly ReviewRowView[];
  /** The phases of tables from which something is taken away, each in a line of its own. */
  readonly tables: readonly { readonly table: string; readonly text: string }[];
  readonly migrations: readonly MigrationView[];
  /** Edited in comments or layout only: one line at the end, each path opening its diff. */
  readonly reworded: readonly string[];
  readonly notes: readonly string[];
}

/** A place in a file that makes something so. */
export interface PlaceView {
  readonly path: string;
  /** `null`: the whole file. */
  readonly line: number | null;
  /** The statement as written, or a sentence. */
  readonly text: string;
  /** Why, in a sentence. */
  readonly why: string | null;
}

export interface RecoveryView {
  readonly tone: Tone;
  /** "Roll forward only." */
  readonly text: string;
  readonly reasons: readonly PlaceView[];
  readonly verdicts: readonly (ReviewRowView & { readonly reasons: readonly PlaceView[] })[];
}

/** "Data lost for good", "no"; `dim`: only somebody who knows the production database can answer. */
export interface ReviewRowView {
  readonly id: string;
  readonly question: string;
  readonly answer: string;
  readonly tone: Tone;
}

export interface MigrationView {
  readonly path: string;
  /** `false`: this release does not run it (edited after it shipped, or taken out): shown for what it did. */
  readonly runs: boolean;
  readonly tone: Tone;
  readonly framework: string;
  /** "added", "edited after it shipped", "removed". */
  readonly status: Phrase;
  /** "expand", "migrate", "contract"; `null` where it is none of them or not known. */
  readonly phase: Phrase | null;
  /** "with a way back: db/x.down.sql", "no way back". */
  readonly down: Phrase | null;
  /** The gravest first. */
  readonly findings: readonly FindingView[];
  readonly operations: readonly OperationView[];
}

export interface FindingView {
  readonly tone: Tone;
  readonly text: string;
  /** What to do instead; empty when there is nothing. */
  readonly advice: string;
  readonly line: number | null;
}

export interface OperationView {
  readonly line: number;
  readonly text: string;
  readonly summary: string;
  readonly destructive: boolean;
  /** It certainly loses data; of what is destructive otherwise nobody can tell without looking. */
  readonly certain: boolean;
  /** `false`: it could not be told what it does, and so it counts as destructive. */
  readonly understood: boolean;
  /** "AccessExclusiveLock on orders", with what it stops; those that nobody notices are left out. */
  readonly locks: readonly Phrase[];
  /** "rewrites the table", "builds an index". */
  readonly work: readonly string[];
  /** Whether the code before the release goes on; `null` where it plainly does. */
  readonly oldCode: Phrase | null;
  /** What depends on the server's version or on what the schema holds. */
  readonly notes: readonly string[];
  /** Nothing in it to look at twice. */
  readonly harmless: boolean;
}

/** Changes of settings, infrastructure, dependencies, interfaces, security and feature flags. */
export interface ChangesView {
  /** "Looking for …", why nothing can be told, or that there is nothing; `null` when there is something to show. */
  readonly status: string | null;
  /** What weighs most, one line per file, most severe first. */
  readonly ranking: readonly RankedChangeView[];
  readonly groups: readonly ChangeGroupView[];
  /** What was not read or not understood, and why. */
  readonly notes: readonly string[];
}

/** Where a change stands. */
interface ChangePlace {
  /** The line at which the diff opens; `null`: at its top. */
  readonly line: number | null;
  /** The line for the reader: "12", or "12 before" in the text before the release. */
  readonly place: string | null;
}

export interface RankedChangeView extends ChangePlace {
  readonly tone: Tone;
  /** "Infrastructure". */
  readonly category: string;
  readonly path: string;
  /** The key, package or part of an interface, and its values, shortened. */
  readonly subject: string | null;
  readonly was: string | null;
  readonly now: string | null;
  readonly text: string;
}

export interface ChangeGroupView {
  readonly id: string;
  readonly title: string;
  /** "Dependencies: 3 major bumps of 41 changes in 2 files". */
  readonly summary: string;
  readonly tone: Tone;
  readonly files: readonly ChangedFileView[];
}

export interface ChangedFileView extends ChangePlace {
  readonly path: string;
  /** "Kubernetes", "npm lock file", "authentication". */
  readonly what: string;
  /** "added", "removed", "renamed from …"; `null` for the ordinary case. */
  readonly status: string | null;
  readonly tone: Tone;
  /** Empty where `what` says all. */
  readonly reason: string;
  /** Why its content could not be told; `null` when it could. */
  readonly unclear: string | null;
  readonly notes: readonly string[];
  readonly rows: readonly ChangeRowView[];
  /** Changes of it that are not among the rows. */
  readonly omitted: number;
}

export interface ChangeRowView extends ChangePlace {
  readonly tone: Tone;
  readonly subject: string;
  readonly was: string | null;
  readonly now: string | null;
  readonly note: string | null;
}
