import type { Known } from '../core/known';
import type { Gate, GateAction, GateEvidence, GateId, GateState, Verdict } from '../core/policy/gate';
import type { PolicySource } from '../core/policy/policySource';
import type { RiskLevel } from '../core/release';
import { repositoryLabel } from '../core/repository';
import type { Sha } from '../core/sha';
import type { ReleaseSnapshot } from '../core/snapshot';
import type { Pin } from '../core/versionFile';

export interface EvidenceJson {
  readonly text: string;
  readonly state: GateEvidence['state'] | null;
  readonly url: string | null;
  readonly sha: Sha | null;
}

export interface GateJson {
  readonly id: GateId;
  readonly state: GateState;
  readonly title: string;
  readonly detail: string;
  readonly evidence: readonly EvidenceJson[];
  readonly actors: readonly string[];
  /** Whether GitHub itself holds the merge back for it; `null`: not known. */
  readonly enforced: boolean | null;
  /** Shown, and does not hold the release back: it has no part in the verdict. */
  readonly advisory: boolean;
  /** The next step; `null`: none is needed. */
  readonly action: { readonly kind: GateAction['kind']; readonly url: string | null } | null;
}

/** What the gates were judged by. Without a policy that can be read all of them are `unknown`. */
export interface PolicyJson {
  readonly source: PolicySource['kind'];
  /** The commit of the production branch that it was looked for at; `null` when that could not be read. */
  readonly tip: Sha | null;
  /** What stands in the way of a broken file, in its order. */
  readonly problems: readonly PolicyProblemJson[];
}

export interface PolicyProblemJson {
  readonly line: number;
  readonly column: number;
  /** Where in the policy, as `targets[0].file`; empty for the whole file. */
  readonly path: string;
  readonly message: string;
}

/** The gates of a release pull request as a document, version 1. `null` means not known, or that there is none. */
export interface GatesJson {
  readonly version: 1;
  /** `owner/name`, with the host in front when that is not github.com. */
  readonly repository: string;
  readonly pull: number;
  readonly state: 'open' | 'closed' | 'merged';
  readonly head: Sha;
  /** What the version files say; `null` also when that is not a full SHA. */
  readonly previous: Sha | null;
  readonly proposed: Sha | null;
  /** `null`: no risk label, or several. */
  readonly risk: RiskLevel | null;
  readonly verdict: Verdict;
  readonly policy: PolicyJson;
  readonly gates: readonly GateJson[];
}

export function gatesJson(release: ReleaseSnapshot): GatesJson {
  return {
    version: 1,
    repository: repositoryLabel(release.repository),
    pull: release.pull.number,
    state: release.pull.state,
    head: release.pull.headSha,
    previous: shaOf(release.facts.previous),
    proposed: shaOf(release.facts.proposed),
    risk: release.risk.level,
    verdict: release.verdict,
    policy: policyJson(release.policySource),
    gates: release.gates.map(gateJson),
  };
}

function policyJson(source: PolicySource): PolicyJson {
  const problems = source.kind === 'broken' ? source.problems : [];
  return {
    source: source.kind,
    tip: source.kind === 'unreadable' ? null : source.tip,
    problems: problems.map(({ line, column, path, message }) => ({ line, column, path, message })),
  };
}

function shaOf(pin: Known<Pin>): Sha | null {
  return pin.known && pin.value.state === 'valid' ? pin.value.sha : null;
}

function gateJson(gate: Gate): GateJson {
  return {
    id: gate.id,
    state: gate.state,
    title: gate.title,
    detail: gate.detail,
    evidence: gate.evidence.map(({ text, state, url, sha }) => ({
      text,
      state: state ?? null,
      url: url ?? null,
      sha: sha ?? null,
    })),
    actors: gate.actors,
    enforced: gate.enforced,
    advisory: gate.advisory,
    action: gate.action === null ? null : actionJson(gate.action),
  };
}

function actionJson(action: GateAction): GateJson['action'] {
  return { kind: action.kind, url: action.kind === 'open-url' ? action.url : null };
}
