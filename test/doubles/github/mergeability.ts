import { allows, permissionOf } from './access';
import { mergedTree } from './gitMerge';
import type { SeedProtection } from './seed';
import { appId } from './state';
import type { CheckRun, Pull, Repository, Review, Status, World } from './state';

/** Whether a pull request can be merged, as `mergeable` and `mergeable_state` report it. */
export interface Mergeability {
  readonly mergeable: boolean | null;
  /** https://docs.github.com/graphql/reference/enums#mergestatestatus, in lower case */
  readonly state: 'clean' | 'blocked' | 'behind' | 'dirty' | 'unstable' | 'draft' | 'unknown';
  /** What protection asks for and does not have, in GitHub's words; empty when nothing blocks. */
  readonly blockers: readonly string[];
  /** Those of them that hold for administrators too. */
  readonly binding: readonly string[];
}

const behindMessage = 'Head branch is out of date. Review and try the merge again.';

/** Works out whether a pull request can be merged. */
export async function mergeability(world: World, repository: Repository, pull: Pull): Promise<Mergeability> {
  if (pull.state === 'closed') return { mergeable: null, state: 'unknown', blockers: [], binding: [] };
  const tree = await mergedTree(repository.git, pull.baseSha, pull.headSha);
  const rules = requirements(repository, pull.base);
  const isUpToDate = await repository.history.isAncestor(pull.baseSha, pull.headSha);
  const blockersOf = (asked: readonly Requirement[]): string[] => {
    const late = !isUpToDate && asked.some((rule) => rule.strict);
    const missing = asked.flatMap((rule) => unmet(world, repository, pull, rule));
    return late ? [...missing, behindMessage] : missing;
  };
  const blockers = blockersOf(rules);
  const result = {
    mergeable: tree !== undefined,
    blockers,
    binding: blockersOf(rules.filter((rule) => rule.bindsAdmins)),
  };
  if (tree === undefined) return { ...result, state: 'dirty' };
  if (pull.draft) return { ...result, state: 'draft' };
  if (blockers.some((blocker) => blocker !== behindMessage)) return { ...result, state: 'blocked' };
  if (blockers.length > 0) return { ...result, state: 'behind' };
  return { ...result, state: hasTrouble(repository, pull.headSha) ? 'unstable' : 'clean' };
}

interface Requirement {
  readonly checks: readonly { readonly context: string; readonly appId?: number }[];
  readonly approvals: number;
  readonly strict: boolean;
  readonly lastPush: boolean;
  readonly bindsAdmins: boolean;
}

function requirements(repository: Repository, branch: string): Requirement[] {
  const classic = repository.protection.get(branch);
  const rules = rulesetsOf(repository, branch).map((rule) => ({
    checks: rule.requiredChecks ?? [],
    approvals: rule.requiredApprovals ?? 0,
    strict: rule.strict ?? false,
    lastPush: rule.requireLastPushApproval ?? false,
    // A ruleset binds administrators too unless it names them as bypass actors.
    bindsAdmins: true,
  }));
  return classic === undefined ? rules : [classicRequirement(classic), ...rules];
}

function classicRequirement(classic: SeedProtection): Requirement {
  return {
    checks: (classic.requiredChecks ?? []).map((context) => ({ context })),
    approvals: classic.requiredApprovals ?? 0,
    strict: classic.strict ?? false,
    lastPush: classic.requireLastPushApproval ?? false,
    bindsAdmins: classic.enforceAdmins ?? false,
  };
}

/** The rulesets that name this branch. */
export function rulesetsOf(repository: Repository, branch: string): Repository['rulesets'] {
  return repository.rulesets.filter((rules) => rules.branches.includes(branch));
}

function unmet(world: World, repository: Repository, pull: Pull, rule: Requirement): string[] {
  const missing: string[] = [];
  const latest = opinions(repository, pull);
  const approved = latest.filter((each) => each.state === 'APPROVED' && (!rule.lastPush || each.sha === pull.headSha));
  if (rule.approvals > 0 && latest.some((review) => review.state === 'CHANGES_REQUESTED')) {
    missing.push('Changes requested.');
  }
  if (approved.length < rule.approvals) {
    const wanted = `${rule.approvals} approving review${rule.approvals === 1 ? ' is' : 's are'} required`;
    missing.push(`At least ${wanted} by reviewers with write access.`);
  }
  for (const check of rule.checks) {
    const verdict = verdictOf(world, repository, pull.headSha, check);
    if (verdict !== 'passed') missing.push(`Required status check "${check.context}" is ${verdict}.`);
  }
  return missing;
}

/** The review of each person with write access that counts: the newest that approves or asks for changes. */
function opinions(repository: Repository, pull: Pull): Review[] {
  const byAuthor = new Map<string, Review>();
  for (const review of pull.reviews) {
    if (review.state === 'COMMENTED' || review.state === 'PENDING') continue;
    if (allows(permissionOf(repository, review.author), 'write')) byAuthor.set(review.author.toLowerCase(), review);
  }
  return [...byAuthor.values()].filter((review) => review.state !== 'DISMISSED');
}

/**
 * A required check passes with success, skipped or neutral; a status passes with success.
 * https://docs.github.com/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/about-status-checks
 */
function verdictOf(
  world: World,
  repository: Repository,
  sha: string,
  check: { readonly context: string; readonly appId?: number },
): 'passed' | 'expected' | 'failing' {
  const runs = latestRuns(repository, sha).filter((run) => {
    return run.name === check.context && (check.appId === undefined || appId(world, run.app) === check.appId);
  });
  const status = check.appId === undefined ? latestStatuses(repository, sha).filter(sameContext) : [];
  function sameContext(each: Status): boolean {
    return each.context === check.context;
  }
  if (runs.length + status.length === 0) return 'expected';
  const pending = runs.some((run) => run.status !== 'completed') || status.some((each) => each.state === 'pending');
  if (pending) return 'expected';
  const good = ['success', 'skipped', 'neutral'];
  const failed = runs.some((run) => !good.includes(run.conclusion ?? '')) || status.some((s) => s.state !== 'success');
  return failed ? 'failing' : 'passed';
}

function hasTrouble(repository: Repository, sha: string): boolean {
  const good = ['success', 'skipped', 'neutral'];
  return (
    latestRuns(repository, sha).some((run) => run.status !== 'completed' || !good.includes(run.conclusion ?? '')) ||
    latestStatuses(repository, sha).some((status) => status.state !== 'success')
  );
}

/** The newest check run of each name and app. */
export function latestRuns(repository: Repository, sha: string): CheckRun[] {
  const newest = new Map<string, CheckRun>();
  for (const run of repository.checkRuns) {
    if (run.sha !== sha) continue;
    const key = `${run.app}\n${run.name}`;
    const known = newest.get(key);
    if (known === undefined || known.startedAt <= run.startedAt) newest.set(key, run);
  }
  return [...newest.values()];
}

/** The newest status of each context. */
export function latestStatuses(repository: Repository, sha: string): Status[] {
  const newest = new Map<string, Status>();
  for (const status of repository.statuses) {
    if (status.sha !== sha) continue;
    const known = newest.get(status.context);
    if (known === undefined || known.at <= status.at) newest.set(status.context, status);
  }
  return [...newest.values()];
}
