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
  | { readonly kind: 'more' }
  /** Answered by the page itself: brings a part of it into view and gives it the focus. */
  | { readonly kind: 'focus'; readonly target: 'risk' | 'checklist' | 'gates' | 'highlights' }
  /** Answered by the page itself: sets the filter of the changelog, such as "is:breaking", and leads there. */
  | { readonly kind: 'filter'; readonly text: string };

export type ToPage =
  /** The whole state; sent on `ready` and after every change. */
  | { readonly type: 'state'; readonly state: PageState }
  /** The changelog, sent only when its `key` is new: it is large and never changes for a pair of SHAs. */
  | { readonly type: 'changelog'; readonly changelog: ChangelogView }
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
  /** Key of the changelog that belongs to this state; `null` while it is being read. */
  readonly changelogKey: string | null;
  /** One line about the changelog while it is not there: "Reading 412 commits…", or the error. */
  readonly changelogStatus: string | null;
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
  readonly migrations: readonly MigrationView[];
  /** Edited in comments or layout only: one line at the end, each path opening its diff. */
  readonly reworded: readonly string[];
  readonly notes: readonly string[];
}

export interface MigrationView {
  readonly path: string;
  /** `false`: this release does not run it (edited after it shipped, or taken out): shown for what it did. */
  readonly runs: boolean;
  readonly tone: Tone;
  readonly framework: string;
  /** "added", "edited after it shipped", "removed". */
  readonly status: Phrase;
  readonly findings: readonly Phrase[];
  readonly operations: readonly {
    readonly line: number;
    readonly text: string;
    readonly summary: string;
    readonly destructive: boolean;
    /** `false`: it could not be told what it does, and so it counts as destructive. */
    readonly understood: boolean;
  }[];
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
    readonly rows: readonly number[];
  }[];
  /** Rows of pull requests: indexes into `commits`. */
  readonly pulls: readonly { readonly number: number; readonly title: string; readonly rows: readonly number[] }[];
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
  /** "reverted by abc1234", "without a pull request", "taken out". */
  readonly marks: readonly Phrase[];
}
