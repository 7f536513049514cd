import type { Known } from '../known';
import type {
  Attestation,
  BranchRules,
  Check,
  Comment,
  Deployment,
  Instant,
  PullCommit,
  PullFile,
  PullRequest,
  Review,
} from '../release';
import type { Sha } from '../sha';
import type { Pin } from '../versionFile';
import type { Target } from './policy';
import type { Shipped } from './shipped';

export type GateId =
  | 'sha'
  | 'provenance'
  | 'risk'
  | 'checks'
  | 'checklist'
  | 'approvals'
  | 'notes'
  | 'monitoring'
  | 'security'
  | 'freeze'
  | 'scope'
  | 'current';

/** Missing, unreadable or contradictory data is `unknown`, and only `pass` and `not-applicable` let a release through. */
export type GateState = 'pass' | 'fail' | 'pending' | 'unknown' | 'not-applicable';

export interface GateEvidence {
  readonly text: string;
  readonly state?: 'pass' | 'fail' | 'pending' | 'unknown';
  readonly url?: string;
  readonly sha?: Sha;
  /** The login of the person whose doing it is. */
  readonly who?: string;
  /** When it happened. */
  readonly at?: Instant;
}

/** The next step that would move a gate; the views word it and turn it into a command. */
export type GateAction =
  | { readonly kind: 'set-risk' }
  | { readonly kind: 'tick-checklist' }
  | { readonly kind: 'restore-checklist' }
  | { readonly kind: 'approve' }
  | { readonly kind: 'schedule-monitoring' }
  | { readonly kind: 'write-notes' }
  | { readonly kind: 'override-freeze' }
  | { readonly kind: 'confirm-freeze-override' }
  | { readonly kind: 'open-policy' }
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
  /** When the facts were read: windows and periods are judged by it. */
  readonly at: Instant;
  /** What the pull request moves; the first of the policy's targets when it moves several or none. */
  readonly target: Target;
  /** Further targets that it moves as well. */
  readonly otherTargets: readonly TargetMove[];
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
  readonly candidate: CandidateFacts;
  /** Members by team (`organisation/team`, lower case): of the teams that the policy names. */
  readonly teams: ReadonlyMap<string, Known<readonly string[]>>;
  /** Who made a bot open the pull request; `null`: a person opened it, or the bot says nobody. */
  readonly requester: Known<string | null>;
  /** What ships; unknown while it is being read. */
  readonly shipped: Known<Shipped>;
}

/** What a target was and will be. */
export interface TargetMove {
  readonly target: Target;
  readonly previous: Known<Pin>;
  readonly proposed: Known<Pin>;
  /** As of the first target; left out: not read, which does no harm while it proposes the same commit as that one. */
  readonly proposedIsCommit?: Known<boolean>;
  readonly candidate?: CandidateFacts;
}

/** What the proposed commit has behind it. Unknown as well while the pin is not valid. */
export interface CandidateFacts {
  /** The branch that candidates come from. */
  readonly branch: string;
  /** Whether that branch contains it. */
  readonly onBranch: Known<boolean>;
  /** Checks and statuses of the commit itself. */
  readonly checks: Known<readonly Check[]>;
  /** Its newest deployment to the staging environment; `null`: none, or the policy names no such environment. */
  readonly staging: Known<Deployment | null>;
  /** Of the pinned digest; empty for a pinned commit. */
  readonly attestations: Known<readonly Attestation[]>;
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
