import type { RichText } from '../../core/markdown/richText';
import type { CarriedView, ChangelogView, CommitView } from './changelogViews';
import type { ChangesView, HighlightsView } from './hurtViews';

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
  | { readonly kind: 'writeNotes' }
  | { readonly kind: 'scheduleMonitoring' }
  | { readonly kind: 'overrideFreeze' }
  | { readonly kind: 'normalise' }
  | { readonly kind: 'explainGate'; readonly gate: string }
  | { readonly kind: 'whatIf' }
  | { readonly kind: 'openPolicy' }
  | { readonly kind: 'setUpRepository' }
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
  /** What the gates are judged by, and what GitHub itself enforces of it; `null` while nothing is known. */
  readonly policy: PolicyView | null;
  readonly health: HealthView | null;
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
  /** What unfolds the details: "Show 2 changes"; `null` without any. */
  readonly more: string | null;
  readonly actions: readonly { readonly label: string; readonly intent: Intent }[];
}

export interface GateView {
  readonly id: string;
  readonly state: 'pass' | 'fail' | 'pending' | 'unknown' | 'not-applicable';
  readonly title: string;
  readonly detail: string;
  /** Each a line: a check, an approval, a SHA, with its link. */
  readonly evidence: readonly EvidenceView[];
  /** Who can move it: "a reviewer", "@iduarte". */
  readonly actors: string;
  /** "GitHub enforces it.", "Not enforced by GitHub." */
  readonly enforcement: string;
  readonly action: { readonly label: string; readonly intent: Intent } | null;
}

/** What a gate was judged by, with whose doing it is and since when, as far as that is known. */
export interface EvidenceView extends Phrase {
  /** `null` also where the text names them. */
  readonly by: string | null;
  readonly at: number | null;
}

/** "Policy: default". */
export interface PolicyView {
  /** "default", ".github/release-review.yml at abc1234", or what is wrong with it. */
  readonly source: Phrase;
  readonly action: { readonly label: string; readonly intent: Intent } | null;
}

/** "Enforced by GitHub: 3 of 5". */
export interface HealthView {
  /** "3 of 5", "3 of 5, 1 not known", "not known". */
  readonly summary: string;
  /** Why nothing is known; `null` when something is. */
  readonly note: string | null;
  readonly findings: readonly FindingView[];
}

export interface FindingView {
  readonly id: string;
  readonly state: 'pass' | 'fail' | 'unknown';
  readonly title: string;
  readonly detail: string;
  /** What to do, as a sentence; `null` when all is well. */
  readonly next: string | null;
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
  /** Where the choice is neither what the bot nor what the rules suggest, which stand beside it; `null` otherwise. */
  readonly agreement: string | null;
  /** What the rules suggest and why, or why they cannot yet. */
  readonly assessment: AssessmentView | { readonly status: string };
  /** How to deploy at this risk, widest first. */
  readonly strategies: readonly ReasonedPhrase[];
  /** The kind of change; `null` where the policy tells none apart. */
  readonly category: ReasonedPhrase | null;
  /** What the chosen level asks for. */
  readonly hint: string | null;
  readonly disabled: string | null;
}

export interface ReasonedPhrase extends Phrase {
  readonly because: string;
}

export interface AssessmentView {
  /** "Suggested: at least medium, 9 points (medium from 6, high from 14)." */
  readonly line: string;
  readonly points: readonly {
    readonly points: number;
    readonly text: string;
    readonly evidence: readonly Phrase[];
  }[];
  readonly unknown: readonly string[];
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
