import type { RichText } from '../../core/markdown/richText';

/**
 * What the host and the release page say to each other. The host owns the state and chooses every word; the page draws
 * it and reports intents. Messages are plain JSON. Times are epoch milliseconds; the page words them ("2 hours ago").
 */

export type Tone = 'ok' | 'info' | 'warn' | 'error' | 'dim';

/** Something the reader can ask for. The host takes repository, pull request and SHAs from its own state. */
export type Intent =
  | { readonly kind: 'tick'; readonly item: string; readonly checked: boolean }
  | { readonly kind: 'restoreChecklist' }
  | { readonly kind: 'setRisk'; readonly level: 'low' | 'medium' | 'high' }
  | { readonly kind: 'approve' }
  | { readonly kind: 'deny' }
  | { readonly kind: 'refresh' }
  | { readonly kind: 'acknowledge' }
  | { readonly kind: 'signIn' }
  | { readonly kind: 'openPull' }
  | { readonly kind: 'openPullNumber'; readonly number: number }
  | { readonly kind: 'openCommit'; readonly sha: string }
  | { readonly kind: 'openCommitOnGitHub'; readonly sha: string }
  | { readonly kind: 'openRange' }
  | { readonly kind: 'openFile'; readonly path: string; readonly line: number | null }
  | { readonly kind: 'openLink'; readonly url: string }
  | { readonly kind: 'copyChangelog' }
  /** Puts the changelog into the description, or brings the one that is there up to date. */
  | { readonly kind: 'insertChangelog' }
  /** An issue that a commit names; `repository` is `owner/name`, `null` for the release's own. */
  | { readonly kind: 'openIssue'; readonly number: number; readonly repository: string | null }
  /** Gives up reading what ships. */
  | { readonly kind: 'cancelReading' }
  /** Reads what ships again, after it failed or was given up. */
  | { readonly kind: 'readAgain' }
  /** Asks which commits change a path that contains the text; answered by `touching`. */
  | { readonly kind: 'findTouching'; readonly text: string }
  | { readonly kind: 'more' }
  /** Answered by the page itself: brings a part of it into view and gives it the focus. */
  | { readonly kind: 'focus'; readonly target: 'risk' | 'checklist' | 'gates' | 'highlights' }
  /** Answered by the page itself: sets the filter of the changelog, such as "is:breaking", and leads there. */
  | { readonly kind: 'filter'; readonly text: string };

export type ToPage =
  /** The whole state; sent on `ready` and after every change. */
  | { readonly type: 'state'; readonly state: PageState }
  /** The changelog, sent only when its `key` is new: it is large. It may lack rows: `changelogPart` brings them. */
  | { readonly type: 'changelog'; readonly changelog: ChangelogView }
  /** More commits of the changelog `key`, from the index `start` on; parts come in order and without gaps. */
  | {
      readonly type: 'changelogPart';
      readonly key: string;
      readonly start: number;
      readonly commits: readonly CommitView[];
    }
  /** Answers `findTouching`: indexes into the changelog's `commits`, or why that cannot be told. */
  | {
      readonly type: 'touching';
      readonly key: string;
      readonly text: string;
      readonly rows: readonly number[] | null;
      readonly message: string | null;
    }
  /** Brings a part of the page into view, as soon as it is there. */
  | { readonly type: 'reveal'; readonly part: 'changelog' }
  /** The answer to an intent: `message` is the sentence of an error, `null` when all went well or the user cancelled. */
  | { readonly type: 'done'; readonly id: number; readonly ok: boolean; readonly message: string | null };

export type FromPage =
  { readonly type: 'ready' } | { readonly type: 'intent'; readonly id: number; readonly intent: Intent };

/** Kept by the page through `setState`, so that a reload finds the panel's release again. Ids only. */
export interface PersistedState {
  readonly version: 1;
  readonly repository: string;
  readonly pull: number;
}

/** A short text with a tone, an optional explanation (tooltip) and an optional intent that makes it a link. */
export interface Phrase {
  readonly text: string;
  readonly tone?: Tone;
  readonly title?: string;
  readonly mono?: boolean;
  readonly intent?: Intent;
}

export interface PageState {
  readonly persisted: PersistedState;
  /** `loading`: nothing is known yet; `failed`: nothing could be read and `banners` say why. */
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly header: HeaderView | null;
  readonly verdict: VerdictView | null;
  /** Things that must be read before acting: the release changed since it was shown, data is old, the token is too weak. */
  readonly banners: readonly BannerView[];
  readonly gates: readonly GateView[];
  /** "3 of 7 gates open": the same count everywhere. */
  readonly gatesSummary: string;
  readonly checklist: ChecklistView | null;
  readonly risk: RiskView | null;
  readonly highlights: HighlightsView | null;
  /** What else can hurt, beside migrations; `null` while nothing is known of what ships. */
  readonly changes: ChangesView | null;
  /** Key of the changelog that belongs to this state; `null` while it is being read. */
  readonly changelogKey: string | null;
  /** One line about the changelog while it is not there: "Reading 412 commits…", or the error. */
  readonly changelogStatus: string | null;
  /** What can be done about it: "Cancel", "Read again". */
  readonly changelogActions: readonly { readonly label: string; readonly intent: Intent }[];
  /** The changelogs that the description and the comments carry, beside the real one; `null` while that is not known. */
  readonly carried: CarriedView | null;
  readonly description: { readonly text: RichText; readonly empty: string } | null;
  readonly comments: readonly CommentView[];
  readonly actions: readonly ActionView[];
  /** "acting as @mkowalska on github.com" */
  readonly acting: string | null;
  readonly readAt: number | null;
  /** `true` while a refresh is under way. */
  readonly refreshing: boolean;
}

export interface HeaderView {
  readonly repository: string;
  readonly branch: string;
  readonly number: number;
  readonly title: string;
  readonly author: string;
  readonly openedAt: number;
  readonly state: 'open' | 'draft' | 'merged' | 'closed';
  readonly live: PinView;
  readonly proposed: PinView;
  /** "Rollback: takes 12 commits out of production", or `null` for the ordinary direction. */
  readonly direction: Phrase | null;
  /** "412 commits", "87 pull requests", "14 people", "2 without a pull request". */
  readonly counts: readonly Phrase[];
}

export interface PinView {
  /** "live now", "would ship". */
  readonly caption: string;
  /** Seven digits, or what was found instead of a SHA. */
  readonly text: string;
  readonly valid: boolean;
  readonly sha: string | null;
  readonly subject: string | null;
  readonly notes: readonly Phrase[];
}

export interface VerdictView {
  readonly tone: Tone;
  /** "Ready", "Not ready", "Cannot tell", "Merged", "Closed". */
  readonly word: string;
  readonly summary: string;
  /** One per open gate, each leading to its next step. */
  readonly links: readonly Phrase[];
  readonly pills: readonly Phrase[];
}

export interface BannerView {
  readonly id: string;
  readonly tone: Tone;
  readonly text: string;
  readonly details: readonly string[];
  readonly actions: readonly { readonly label: string; readonly intent: Intent }[];
}

export interface GateView {
  readonly id: string;
  readonly state: 'pass' | 'fail' | 'pending' | 'unknown' | 'not-applicable';
  readonly title: string;
  readonly detail: string;
  /** Each a line: a check, an approval, a SHA, with its link. */
  readonly evidence: readonly Phrase[];
  /** Who can move it: "a reviewer", "@iduarte". */
  readonly actors: string;
  /** "GitHub enforces it.", "Advisory: GitHub would merge without it.", or `null` when it is not known. */
  readonly enforcement: string | null;
  readonly action: { readonly label: string; readonly intent: Intent } | null;
}

export interface ChecklistView {
  readonly done: number;
  readonly required: number;
  readonly items: readonly {
    readonly id: string;
    readonly text: string;
    readonly checked: boolean;
    readonly required: boolean;
  }[];
  /** Required items that the description lacks. */
  readonly missing: readonly string[];
  readonly restore: { readonly label: string; readonly intent: Intent } | null;
  /** Why the boxes cannot be ticked now; `null` when they can. */
  readonly disabled: string | null;
}

export interface RiskView {
  readonly options: readonly {
    readonly level: 'low' | 'medium' | 'high';
    readonly label: string;
    readonly chosen: boolean;
  }[];
  /** "None applied.", "Two risk labels: …" */
  readonly note: Phrase | null;
  /** What the bot suggests, quoted as its own. */
  readonly suggestion: Phrase | null;
  /** What high adds. */
  readonly hint: string | null;
  readonly disabled: string | null;
}

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

export interface CommentView {
  readonly id: string;
  readonly author: string;
  readonly isBot: boolean;
  readonly at: number;
  readonly edited: boolean;
  readonly text: RichText;
  /** "decision support, not a decision" for a bot. */
  readonly note: string | null;
}

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

export interface ActionView {
  readonly id: 'approve' | 'deny' | 'more';
  readonly label: string;
  readonly primary: boolean;
  /** Why it is not offered; `null` when it is. Shown beside the button and read by screen readers. */
  readonly disabled: string | null;
  readonly intent: Intent;
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
