import type { Intent, Phrase, Tone } from './protocol';

/** What ships, as the page draws it. */

/** How the changelogs that people or bots wrote compare with what really ships. */
export interface CarriedView {
  /** "The changelog in the description is stale: …", "The description carries no changelog." */
  readonly lines: readonly {
    readonly text: string;
    readonly tone: Tone;
    /** Commits that it lacks: rows of the changelog. */
    readonly missing: readonly { readonly sha: string; readonly short: string; readonly text: string }[];
    /** What it names that does not ship: SHAs and pull request numbers, as written there. */
    readonly foreign: readonly string[];
  }[];
  /** "Put it into the description" or "Bring it up to date"; `null` when there is nothing to do. */
  readonly action: { readonly label: string; readonly intent: Intent; readonly disabled: string | null } | null;
}

export interface ChangelogView {
  readonly key: string;
  /** "What ships", "What is taken out", "What ships, and what is taken out". */
  readonly title: string;
  /** "412 of 412 commits, from your clone". */
  readonly summary: string;
  readonly notes: readonly string[];
  readonly sections: readonly {
    readonly id: string;
    readonly title: string;
    readonly tone: Tone;
    /** Indexes into `commits`. */
    readonly rows: readonly number[];
    /** A sentence under the heading, or `null`. */
    readonly note: string | null;
  }[];
  readonly pulls: readonly { readonly number: number; readonly title: string; readonly rows: readonly number[] }[];
  /** Automation; where all rows of a pull request are one bot's, they can be folded. Largest first. */
  readonly bots: readonly { readonly name: string; readonly rows: readonly number[] }[];
  /** Largest first. */
  readonly areas: readonly { readonly path: string; readonly files: number }[];
  /** "First contribution of Inês Duarte", each with what filters for it. */
  readonly newcomers: readonly { readonly name: string; readonly rows: readonly number[] }[];
  /** How many commits there are; `commits` may hold fewer while parts are under way. */
  readonly count: number;
  /** In the order in which they are read (section by section), so that the first part has the first rows. */
  readonly commits: readonly CommitView[];
}

export interface CommitView {
  readonly sha: string;
  readonly short: string;
  /** Conventional type, or empty. */
  readonly type: string;
  readonly scope: string;
  readonly text: string;
  readonly author: string;
  readonly coAuthors: readonly string[];
  readonly at: number;
  readonly pull: number | null;
  readonly breaking: boolean;
  readonly breakingText: string | null;
  readonly issues: readonly { readonly text: string; readonly closes: boolean; readonly intent: Intent | null }[];
  /** No pull request is known of it. */
  readonly direct: boolean;
  /** The name of the automation that wrote it; `null` for people's. */
  readonly bot: string | null;
  /** The first commit of its author here. */
  readonly firstTime: boolean;
  /** It has several parents: its author merged what others may have written. */
  readonly merge: boolean;
  /** "reverted by abc1234", "without a pull request", "taken out". */
  readonly marks: readonly Phrase[];
}
