import type { Issue, Pull, Repository, World } from './state';
import { isPull } from './state';

/** The commits of a pull request, newest first: those of its head that the base did not have. */
export function pullCommits(repository: Repository, pull: Pull): Promise<readonly string[]> {
  return repository.history.between(pull.baseSha, pull.headSha);
}

/** Records an event in the list that issues and pull requests keep. */
export function recordEvent(
  world: World,
  issue: Issue,
  actor: string,
  event: string,
  detail: Readonly<Record<string, unknown>> = {},
  sha: string | null = null,
): void {
  issue.events.push({ id: world.nextId(), event, actor, at: world.now(), sha, detail });
  issue.updatedAt = world.now();
}

/**
 * Points a branch at a commit (or deletes it) and lets open pull requests follow, as a push does on GitHub.
 * New commits make approvals stale where protection dismisses them:
 * https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches#require-pull-request-reviews-before-merging
 */
export async function moveBranch(
  world: World,
  repository: Repository,
  branch: string,
  sha: string | undefined,
  actor: string,
): Promise<void> {
  const before = repository.git.refs.get(`refs/heads/${branch}`);
  await repository.git.setRef(`refs/heads/${branch}`, sha);
  if (sha === before) return;
  for (const pull of repository.issues.values()) {
    if (!isPull(pull) || pull.state !== 'open') continue;
    if (sha === undefined) {
      if (pull.head !== branch && pull.base !== branch) continue;
      if (pull.head === branch) await repository.git.setRef(`refs/pull/${pull.number}/head`, pull.headSha);
      pull.state = 'closed';
      pull.closedAt = world.now();
      pull.closedBy = actor;
      recordEvent(world, pull, actor, 'closed');
      continue;
    }
    if (pull.base === branch) pull.baseSha = sha;
    if (pull.head !== branch) continue;
    const forced = !(await repository.history.isAncestor(pull.headSha, sha));
    pull.headSha = sha;
    pull.updatedAt = world.now();
    if (forced) recordEvent(world, pull, actor, 'head_ref_force_pushed', {}, sha);
    if (dismissesStale(repository, pull.base)) dismissApprovals(world, pull, actor);
  }
  if (sha !== undefined) await settleMergedPulls(world, repository, branch, actor);
}

function dismissesStale(repository: Repository, base: string): boolean {
  if (repository.protection.get(base)?.dismissStale === true) return true;
  return repository.rulesets.some((rules) => rules.dismissStale === true && rules.branches.includes(base));
}

function dismissApprovals(world: World, pull: Pull, actor: string): void {
  for (const review of pull.reviews) {
    if (review.state !== 'APPROVED') continue;
    review.state = 'DISMISSED';
    const dismissed = { state: 'approved', review_id: review.id, dismissal_message: null };
    recordEvent(world, pull, actor, 'review_dismissed', { dismissed_review: dismissed });
  }
}

/** A pull request whose head has reached its base by a push counts as merged by that push. */
async function settleMergedPulls(world: World, repository: Repository, branch: string, actor: string): Promise<void> {
  const tip = repository.git.refs.get(`refs/heads/${branch}`);
  for (const pull of repository.issues.values()) {
    if (!isPull(pull) || pull.state !== 'open' || pull.base !== branch || tip === undefined) continue;
    if (pull.headSha === tip || !(await repository.history.isAncestor(pull.headSha, tip))) continue;
    closeAsMerged(world, pull, tip, actor);
  }
}

/** Marks a pull request as merged by the commit `sha`. */
export function closeAsMerged(world: World, pull: Pull, sha: string, actor: string): void {
  pull.state = 'closed';
  pull.merged = { sha, by: actor, at: world.now() };
  pull.closedAt = world.now();
  pull.closedBy = actor;
  recordEvent(world, pull, actor, 'merged', {}, sha);
  recordEvent(world, pull, actor, 'closed');
}
