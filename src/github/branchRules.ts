import type { BranchRules, RequiredCheck } from '../core/release';
import type { RepositoryId } from '../core/repository';
import { repositoryLabel } from '../core/repository';
import type { Ask, GitHubClient } from './client';
import { Refusal, refusalStatus } from './githubErrors';
import type { Reader } from './reader';
import { branchAsk } from './repositories';

/** A branch that nothing is demanded of. */
const nothing: BranchRules = {
  requiredChecks: [],
  requiredApprovals: 0,
  pullRequestRequired: false,
  dismissesStale: false,
  lastPushApproval: false,
  codeOwners: false,
  adminsIncluded: false,
  mergeQueue: false,
};

/** What is left when only the required checks are told. */
const untold = {
  requiredApprovals: 0,
  pullRequestRequired: null,
  dismissesStale: null,
  lastPushApproval: null,
  codeOwners: null,
  adminsIncluded: null,
  mergeQueue: null,
} as const;

/**
 * What GitHub demands before a merge, from branch protection and rulesets together.
 *
 * Protection itself is for administrators; to everybody else the branch names at least the required checks. `null` when
 * the branch is protected and nothing of what protects it could be read.
 */
export async function readBranchRules(
  client: GitHubClient,
  id: RepositoryId,
  branch: string,
): Promise<BranchRules | null> {
  const [summary, rulesets] = await Promise.all([
    client.read(branchAsk(id, branch), protectionSummaryIn),
    readRulesets(client, id, branch),
  ]);
  const protection = summary === nothing ? nothing : ((await readProtection(client, id, branch)) ?? summary);
  if (protection === null && !rulesets.some((rule) => rule.requiredChecks.length > 0)) return null;
  return merged([protection ?? { ...untold, requiredChecks: [] }, ...rulesets]);
}

function rulesAsk(id: RepositoryId, branch: string, route: string, what: string): Ask {
  return {
    doing: `read the ${what} of the branch ${branch} of ${repositoryLabel(id)}`,
    route: `GET /repos/{owner}/{repo}${route}`,
    parameters: { owner: id.owner, repo: id.name, branch },
  };
}

/** https://docs.github.com/rest/branches/branch-protection#get-branch-protection; `null` when it may not be read. */
async function readProtection(client: GitHubClient, id: RepositoryId, branch: string): Promise<BranchRules | null> {
  try {
    return await client.read(rulesAsk(id, branch, '/branches/{branch}/protection', 'protection'), protectionIn);
  } catch (error) {
    // To administrators GitHub says that there is none; the branch is then protected by rulesets alone.
    if (error instanceof Refusal && /^Branch not protected/i.test(error.reason)) return nothing;
    return unreadable(error);
  }
}

/**
 * Active rules only, which is what the endpoint gives, and to everybody who can read the repository; none where there is
 * no such endpoint (older servers). https://docs.github.com/rest/repos/rules#get-rules-for-a-branch
 */
async function readRulesets(client: GitHubClient, id: RepositoryId, branch: string): Promise<readonly BranchRules[]> {
  try {
    return await client.readAll(rulesAsk(id, branch, '/rules/branches/{branch}', 'rules'), ruleIn);
  } catch (error) {
    unreadable(error);
    return [];
  }
}

function unreadable(error: unknown): null {
  if (refusalStatus(error) === 404 || refusalStatus(error) === 403) return null;
  throw error;
}

/**
 * Maps what a branch says of its protection to everybody; `null` when it says nothing. A branch that only rulesets
 * protect has no protection of its own, and says so.
 */
export function protectionSummaryIn(branch: Reader): BranchRules | null {
  const protection = branch.at('protection');
  const enabled = protection.maybe((present) => present.at('enabled').maybe((flag) => flag.flag()));
  if (!branch.at('protected').flag() || enabled === false) return nothing;
  const checks = protection
    .maybe((present) => present.at('required_status_checks'))
    ?.maybe((required) => {
      const off = required.at('enforcement_level').word({ off: true }, false);
      return off ? [] : requiredChecksIn(required);
    });
  return checks === null || checks === undefined ? null : { ...untold, requiredChecks: checks };
}

/** Maps the whole protection of a branch. */
export function protectionIn(protection: Reader): BranchRules {
  const reviews = protection.at('required_pull_request_reviews');
  return {
    ...nothing,
    requiredChecks: protection.at('required_status_checks').maybe(requiredChecksIn) ?? [],
    ...(reviews.maybe((present) => ({
      requiredApprovals: approvalsIn(present.at('required_approving_review_count')),
      pullRequestRequired: true,
      dismissesStale: flagIn(present.at('dismiss_stale_reviews')),
      codeOwners: flagIn(present.at('require_code_owner_reviews')),
      lastPushApproval: flagIn(present.at('require_last_push_approval')),
    })) ?? {}),
    adminsIncluded: protection.at('enforce_admins').maybe((present) => flagIn(present.at('enabled'))) ?? false,
    // Branch protection can demand one as well, and the API does not say so.
    mergeQueue: null,
  };
}

function flagIn(value: Reader): boolean {
  return value.maybe((present) => present.flag()) ?? false;
}

function approvalsIn(count: Reader): number {
  return count.maybe((present) => present.count()) ?? 0;
}

/** `checks` name the app as well; `contexts` is the older list of the same names. */
function requiredChecksIn(required: Reader): readonly RequiredCheck[] {
  const checks = required.at('checks').maybe((list) => list.list().map((check) => checkIn(check, 'app_id'))) ?? [];
  const named = new Set(checks.map((check) => check.name));
  const contexts = required.at('contexts').maybe((list) => list.list().map((context) => context.text())) ?? [];
  const others = contexts.filter((name) => !named.has(name)).map((name) => ({ name, appId: null }));
  return [...checks, ...others];
}

function checkIn(check: Reader, app: 'app_id' | 'integration_id'): RequiredCheck {
  // -1 stands for any app.
  const appId = check.at(app).maybe((id) => (id.is(-1) ? null : id.id()));
  return { name: check.at('context').text(), appId };
}

/** Who may pass a ruleset by is told to those alone who may edit it. */
const fromRuleset: BranchRules = { ...nothing, adminsIncluded: null };

/** Maps one rule of a ruleset; those that say nothing of checks or approvals demand nothing here. */
export function ruleIn(rule: Reader): BranchRules {
  switch (rule.at('type').text()) {
    case 'required_status_checks': {
      const checks = rule.at('parameters').at('required_status_checks').list();
      return { ...fromRuleset, requiredChecks: checks.map((check) => checkIn(check, 'integration_id')) };
    }
    case 'pull_request': {
      const parameters = rule.at('parameters');
      return {
        ...fromRuleset,
        requiredApprovals: approvalsIn(parameters.at('required_approving_review_count')),
        pullRequestRequired: true,
        dismissesStale: flagIn(parameters.at('dismiss_stale_reviews_on_push')),
        codeOwners: flagIn(parameters.at('require_code_owner_review')),
        lastPushApproval: flagIn(parameters.at('require_last_push_approval')),
      };
    }
    case 'merge_queue':
      return { ...fromRuleset, mergeQueue: true };
    default:
      return nothing;
  }
}

/** All demands at once: every check once, the highest number of approvals, and what any of them demands. */
function merged(rules: readonly BranchRules[]): BranchRules {
  const checks = new Map<string, RequiredCheck>();
  for (const check of rules.flatMap((each) => each.requiredChecks)) {
    checks.set(JSON.stringify([check.name, check.appId]), check);
  }
  return {
    requiredChecks: [...checks.values()],
    requiredApprovals: Math.max(0, ...rules.map((each) => each.requiredApprovals)),
    pullRequestRequired: any(rules, (each) => each.pullRequestRequired),
    dismissesStale: any(rules, (each) => each.dismissesStale),
    lastPushApproval: any(rules, (each) => each.lastPushApproval),
    codeOwners: any(rules, (each) => each.codeOwners),
    adminsIncluded: adminsIncluded(rules),
    mergeQueue: any(rules, (each) => each.mergeQueue),
  };
}

/** All that demand something have to hold for administrators; who may pass by one may pass by it. */
function adminsIncluded(rules: readonly BranchRules[]): boolean | null {
  const answers = rules.filter((each) => each !== nothing).map((each) => each.adminsIncluded);
  if (answers.length === 0 || answers.includes(false)) return false;
  return answers.includes(null) ? null : true;
}

function any(rules: readonly BranchRules[], demand: (rules: BranchRules) => boolean | null): boolean | null {
  const answers = rules.map(demand);
  return answers.includes(true) ? true : answers.includes(null) ? null : false;
}
