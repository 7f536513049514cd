import type { Known } from '../known';
import type { BranchRules, Check, Comment, PullCommit, PullFile, PullRequest, Review } from '../release';
import type { Sha } from '../sha';
import type { Pin } from '../versionFile';

export type GateId = 'sha' | 'risk' | 'checks' | 'checklist' | 'approvals' | 'notes' | 'scope' | 'current';

/** Missing, unreadable or contradictory data is `unknown`, and only `pass` and `not-applicable` let a release through. */
export type GateState = 'pass' | 'fail' | 'pending' | 'unknown' | 'not-applicable';

export interface GateEvidence {
  readonly text: string;
  readonly state?: 'pass' | 'fail' | 'pending' | 'unknown';
  readonly url?: string;
  readonly sha?: Sha;
}

/** The next step that would move a gate; the views word it and turn it into a command. */
export type GateAction =
  | { readonly kind: 'set-risk' }
  | { readonly kind: 'tick-checklist' }
  | { readonly kind: 'restore-checklist' }
  | { readonly kind: 'approve' }
  | { readonly kind: 'refresh' }
  | { readonly kind: 'open-pull' }
  | { readonly kind: 'open-url'; readonly url: string };

/** One condition for shipping. */
export interface Gate {
  readonly id: GateId;
  readonly state: GateState;
  readonly title: string;
  /** One sentence or phrase: what was found. */
  readonly detail: string;
  readonly evidence: readonly GateEvidence[];
  /** Who can move it: logins with `@`, or a role. */
  readonly actors: readonly string[];
  /** Whether GitHub itself holds the merge back for it; `null` when the branch's rules could not be read. */
  readonly enforced: boolean | null;
  /** An advisory gate is shown, and does not hold the release back. */
  readonly advisory: boolean;
  readonly action: GateAction | null;
}

/** What the gates are judged by. Unknown facts are said to be unknown; nothing is left out. */
export interface GateFacts {
  readonly pull: PullRequest;
  /** The version file at the production branch's tip now. */
  readonly previous: Known<Pin>;
  /** The version file at the pull request's base when it was last brought up to date. */
  readonly previousAtBase: Known<Pin>;
  /** The version file at the pull request's head. */
  readonly proposed: Known<Pin>;
  /** Whether the proposed SHA names a commit of the repository; unknown as well while the pin is not valid. */
  readonly proposedIsCommit: Known<boolean>;
  readonly checks: Known<readonly Check[]>;
  readonly rules: Known<BranchRules>;
  readonly reviews: Known<readonly Review[]>;
  readonly commits: Known<readonly PullCommit[]>;
  readonly files: Known<readonly PullFile[]>;
  readonly comments: Known<readonly Comment[]>;
}

export type Verdict = 'ready' | 'open' | 'unknown';

/** Gates that hold the release back, advisory ones left out. */
export function openGates(gates: readonly Gate[]): readonly Gate[] {
  return gates.filter((gate) => !gate.advisory && gate.state !== 'pass' && gate.state !== 'not-applicable');
}

/** `ready` when no gate is open; `unknown` when all that stands in the way is not knowing. */
export function verdictOf(gates: readonly Gate[]): Verdict {
  const open = openGates(gates);
  if (open.length === 0) return gates.length === 0 ? 'unknown' : 'ready';
  return open.every((gate) => gate.state === 'unknown') ? 'unknown' : 'open';
}
