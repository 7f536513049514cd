import { readChecklist } from '../core/checklist/checklist';
import { known, unknown, type Known } from '../core/known';
import { evaluateGates } from '../core/policy/evaluateGates';
import { verdictOf, type GateFacts } from '../core/policy/gate';
import type { Policy } from '../core/policy/policy';
import type { Clock, ForgeReads } from '../core/ports';
import type { Account, BranchRules, CommitSummary, Permission, PullFile, PullRequest } from '../core/release';
import type { RepositoryId } from '../core/repository';
import { readRisk, suggestedRisk } from '../core/risk';
import type { ReleaseSnapshot } from '../core/snapshot';
import { readPin, type Pin } from '../core/versionFile';
import { attempt } from './attempt';

/** What all releases of a repository share, read once. */
export interface ProductionSide {
  readonly repository: RepositoryId;
  readonly account: Account;
  readonly permission: Permission;
  readonly policy: Policy;
  readonly previous: Known<Pin>;
  readonly previousCommit: Known<CommitSummary>;
  readonly tip: string;
  readonly rules: Known<BranchRules>;
}

/** The version file of a ref; an absent file is an invalid pin, not an unknown one. */
export async function readVersionFile(
  forge: ForgeReads,
  id: RepositoryId,
  policy: Policy,
  ref: string,
): Promise<Known<Pin>> {
  const text = await attempt(forge.file(id, policy.versionFile, ref));
  if (!text.known) return text;
  if (text.value === null) {
    return known({ state: 'invalid', found: 'no file', problem: `There is no ${policy.versionFile}.` });
  }
  return known(readPin(text.value));
}

/** The commit of a pin, as far as there is one. */
export async function readPinnedCommit(
  forge: ForgeReads,
  id: RepositoryId,
  pin: Known<Pin>,
): Promise<Known<CommitSummary | null>> {
  if (!pin.known) return pin;
  if (pin.value.state === 'invalid') return unknown('the version file holds no valid SHA');
  return attempt(forge.commit(id, pin.value.sha));
}

/** Reads one release PR and judges it. Facts that cannot be read are unknown in the result. */
export async function loadRelease(
  forge: ForgeReads,
  side: ProductionSide,
  number: number,
  clock: Clock,
): Promise<ReleaseSnapshot> {
  const { repository, account, permission, policy } = side;
  const pull = await forge.pull(repository, number);
  const reading = {
    proposed: readVersionFile(forge, repository, policy, pull.headSha),
    checks: attempt(forge.checks(repository, pull.headSha)),
    reviews: attempt(forge.reviews(repository, number)),
    commits: attempt(forge.pullCommits(repository, number)),
    files: readFiles(forge, repository, pull),
    comments: attempt(forge.comments(repository, number)),
    previousAtBase: readBasePin(forge, side, pull),
  };
  const proposed = await reading.proposed;
  const commit = await readPinnedCommit(forge, repository, proposed);
  const facts: GateFacts = {
    pull,
    previous: side.previous,
    previousAtBase: await reading.previousAtBase,
    proposed,
    proposedIsCommit: commit.known ? known(commit.value !== null) : commit,
    checks: await reading.checks,
    rules: side.rules,
    reviews: await reading.reviews,
    commits: await reading.commits,
    files: await reading.files,
    comments: await reading.comments,
  };
  const gates = evaluateGates(facts, policy);
  const risk = readRisk(pull.labels, policy);
  return {
    repository,
    account,
    permission,
    policy,
    pull,
    facts,
    gates,
    verdict: verdictOf(gates),
    risk,
    suggestion: facts.comments.known ? suggestedRisk(facts.comments.value) : null,
    checklist: readChecklist(pull.body, policy.checklist, risk.level),
    previousCommit: side.previousCommit,
    proposedCommit: present(commit),
    readAt: clock.now(),
  };
}

export function present(commit: Known<CommitSummary | null>): Known<CommitSummary> {
  if (!commit.known) return commit;
  return commit.value === null ? unknown('it names no commit of this repository') : known(commit.value);
}

function readFiles(forge: ForgeReads, id: RepositoryId, pull: PullRequest): Promise<Known<readonly PullFile[]>> {
  return attempt(forge.pullFiles(id, pull.number));
}

/** The pin that the pull request was made against; the one of now while its base is still the tip. */
async function readBasePin(forge: ForgeReads, side: ProductionSide, pull: PullRequest): Promise<Known<Pin>> {
  if (pull.baseSha === side.tip) return side.previous;
  return readVersionFile(forge, side.repository, side.policy, pull.baseSha);
}
