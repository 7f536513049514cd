import { judge } from '../core/judge';
import type { GateFacts } from '../core/policy/gate';
import { requesterOf } from '../core/policy/requester';
import type { Clock, ForgeReads } from '../core/ports';
import type { ReleaseSnapshot } from '../core/snapshot';
import { attempt } from './attempt';
import { loadTarget } from './loadTarget';
import type { ProductionSide } from './productionSide';
import { shippedOfNone, type KnownContents } from './shippedNow';

/** Reads one release PR and judges it. Facts that cannot be read are unknown in the result. */
export async function loadRelease(
  forge: ForgeReads,
  side: ProductionSide,
  number: number,
  clock: Clock,
  contents: KnownContents = shippedOfNone,
): Promise<ReleaseSnapshot> {
  const { repository, account, permission, policy, policySource } = side;
  const at = clock.now();
  const pull = await forge.pull(repository, number);
  const files = attempt(forge.pullFiles(repository, number));
  const [{ facts: target, previousCommit, proposedCommit }, checks, reviews, commits, changed, comments, teams] =
    await Promise.all([
      loadTarget(forge, side, pull, files),
      attempt(forge.checks(repository, pull.headSha)),
      attempt(forge.reviews(repository, number)),
      attempt(forge.pullCommits(repository, number)),
      files,
      attempt(forge.comments(repository, number)),
      side.teams(),
    ]);
  const facts: Omit<GateFacts, 'shipped'> = {
    ...target,
    pull,
    at,
    checks,
    rules: side.rules,
    reviews,
    commits,
    files: changed,
    comments,
    teams,
    requester: requesterOf(pull, commits),
  };
  const judged = { ...facts, shipped: contents(facts) };
  return {
    repository,
    account,
    permission,
    policy,
    policySource,
    pull,
    facts: judged,
    ...judge(judged, policy, policySource),
    previousCommit,
    proposedCommit,
    readAt: at,
  };
}
