import type { BranchRules, RequiredCheck } from '../core/release';
import type { RepositoryId } from '../core/repository';
import { repositoryLabel } from '../core/repository';
import type { Ask, GitHubClient } from './client';
import { Refusal, refusalStatus } from './githubErrors';
import type { Reader } from './reader';
import { branchAsk } from './repositories';

const nothing: BranchRules = { requiredChecks: [], requiredApprovals: 0 };

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
  const protection = summary.protected ? ((await readProtection(client, id, branch)) ?? summary.rules) : nothing;
  if (protection === null && (rulesets === null || rulesets.requiredChecks.length === 0)) return null;
  return merged([protection ?? nothing, rulesets ?? nothing]);
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
 * Active rules only, which is what the endpoint gives, and to everybody who can read the repository; `null` where there
 * is no such endpoint (older servers). https://docs.github.com/rest/repos/rules#get-rules-for-a-branch
 */
async function readRulesets(client: GitHubClient, id: RepositoryId, branch: string): Promise<BranchRules | null> {
  try {
    return merged(await client.readAll(rulesAsk(id, branch, '/rules/branches/{branch}', 'rules'), ruleIn));
  } catch (error) {
    return unreadable(error);
  }
}

function unreadable(error: unknown): null {
  if (refusalStatus(error) === 404 || refusalStatus(error) === 403) return null;
  throw error;
}

/** Maps what a branch says of its protection; `rules` is `null` when it says nothing. */
export function protectionSummaryIn(branch: Reader): {
  readonly protected: boolean;
  readonly rules: BranchRules | null;
} {
  const checks = branch
    .at('protection')
    .maybe((protection) => protection.at('required_status_checks'))
    ?.maybe((required) => {
      const off = required.at('enforcement_level').word({ off: true }, false);
      return off ? [] : requiredChecksIn(required);
    });
  return {
    protected: branch.at('protected').flag(),
    rules: checks === null || checks === undefined ? null : { requiredChecks: checks, requiredApprovals: 0 },
  };
}

/** Maps the whole protection of a branch. */
export function protectionIn(protection: Reader): BranchRules {
  const reviews = protection.at('required_pull_request_reviews');
  return {
    requiredChecks: protection.at('required_status_checks').maybe(requiredChecksIn) ?? [],
    requiredApprovals: reviews.maybe((present) => approvalsIn(present.at('required_approving_review_count'))) ?? 0,
  };
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

/** Maps one rule of a ruleset; those that say nothing of checks or approvals demand nothing here. */
export function ruleIn(rule: Reader): BranchRules {
  switch (rule.at('type').text()) {
    case 'required_status_checks': {
      const checks = rule.at('parameters').at('required_status_checks').list();
      return { requiredChecks: checks.map((check) => checkIn(check, 'integration_id')), requiredApprovals: 0 };
    }
    case 'pull_request':
      return {
        requiredChecks: [],
        requiredApprovals: approvalsIn(rule.at('parameters').at('required_approving_review_count')),
      };
    default:
      return nothing;
  }
}

/** All demands at once: every check once, and the highest number of approvals. */
function merged(rules: readonly BranchRules[]): BranchRules {
  const checks = new Map<string, RequiredCheck>();
  for (const check of rules.flatMap((each) => each.requiredChecks)) {
    checks.set(JSON.stringify([check.name, check.appId]), check);
  }
  return {
    requiredChecks: [...checks.values()],
    requiredApprovals: Math.max(0, ...rules.map((each) => each.requiredApprovals)),
  };
}
