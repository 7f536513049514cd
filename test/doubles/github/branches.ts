import { may } from './access';
import { commitJson, resolveCommit } from './commitJson';
import { ApiError, notFound, ok, paged, param } from './http';
import type { RepositoryCall } from './http';
import { rulesetsOf } from './mergeability';
import { apiOf, webOf } from './repositoryJson';
import { reading } from './router';
import type { Route } from './router';
import type { SeedProtection, SeedRuleset } from './seed';
import type { Repository } from './state';
import { nodeId } from './userJson';

export const branchRoutes: readonly Route[] = [
  reading('/branches', 'branches/branches#list-branches', (call) => {
    const { repository, query } = call;
    const wanted = query.get('protected');
    const names = branchNames(repository).filter((name) => {
      return wanted === null || String(isProtected(repository, name)) === wanted;
    });
    return paged(call, names, (name) => {
      const sha = repository.git.refs.get(`refs/heads/${name}`) ?? '';
      const commit = { sha, url: `${apiOf(call)}/commits/${sha}` };
      return { name, commit, protected: isProtected(repository, name) };
    });
  }),
  // Only administrators may read classic protection; 404 hides it from everybody else:
  // https://docs.github.com/rest/branches/branch-protection#get-branch-protection
  reading('/branches/{branch}/protection', 'branches/branch-protection#get-branch-protection', (call) => {
    const branch = param(call, 'branch');
    if (call.actor === undefined) throw new ApiError(401, 'Requires authentication');
    if (call.token?.installation !== undefined) throw new ApiError(403, 'Resource not accessible by integration');
    if (!may(call, 'admin')) throw notFound();
    if (!call.repository.git.refs.has(`refs/heads/${branch}`)) throw new ApiError(404, 'Branch not found');
    const protection = call.repository.protection.get(branch);
    if (protection === undefined) throw new ApiError(404, 'Branch not protected');
    return ok(protectionJson(call, branch, protection));
  }),
  reading('/branches/{branch}', 'branches/branches#get-a-branch', async (call) => {
    const name = param(call, 'branch');
    if (!call.repository.git.refs.has(`refs/heads/${name}`)) throw new ApiError(404, 'Branch not found');
    const commit = await resolveCommit(call, `refs/heads/${name}`);
    const classic = call.repository.protection.get(name);
    const url = `${apiOf(call)}/branches/${encodeURIComponent(name)}`;
    return ok({
      name,
      commit: commitJson(call, commit),
      _links: { self: url, html: `${webOf(call)}/tree/${encodeURIComponent(name)}` },
      protected: isProtected(call.repository, name),
      protection: {
        enabled: classic !== undefined,
        required_status_checks: {
          enforcement_level: (classic?.requiredChecks ?? []).length === 0 ? 'off' : enforcement(classic),
          contexts: classic?.requiredChecks ?? [],
          checks: (classic?.requiredChecks ?? []).map((context) => ({ context, app_id: null })),
        },
      },
      protection_url: `${url}/protection`,
    });
  }),
  // Readable by whoever may read the repository: https://docs.github.com/rest/repos/rules#get-rules-for-a-branch
  reading('/rules/branches/{branch}', 'repos/rules#get-rules-for-a-branch', (call) => {
    const rules = rulesetsOf(call.repository, param(call, 'branch')).flatMap((each) => rulesJson(call, each));
    return paged(call, rules, (rule) => rule);
  }),
  reading('/rulesets', 'repos/rules#get-all-repository-rulesets', (call) => {
    return paged(call, call.repository.rulesets, (ruleset) => rulesetJson(call, ruleset));
  }),
  reading('/rulesets/{ruleset_id}', 'repos/rules#get-a-repository-ruleset', (call) => {
    const ruleset = call.repository.rulesets.find((each) => String(each.id) === param(call, 'ruleset_id'));
    if (ruleset === undefined) throw notFound();
    const include = ruleset.branches.map((name) => `refs/heads/${name}`);
    return ok({
      ...rulesetJson(call, ruleset),
      conditions: { ref_name: { include, exclude: [] } },
      rules: rulesJson(call, ruleset).map(({ type, parameters }) => ({ type, parameters })),
    });
  }),
];

/** Branch names in alphabetical order. */
export function branchNames(repository: Repository): string[] {
  const prefix = 'refs/heads/';
  const names = [...repository.git.refs.keys()].filter((ref) => ref.startsWith(prefix));
  return names.map((ref) => ref.slice(prefix.length)).sort();
}

export function isProtected(repository: Repository, branch: string): boolean {
  return repository.protection.has(branch) || rulesetsOf(repository, branch).length > 0;
}

function enforcement(protection: SeedProtection | undefined): string {
  return protection?.enforceAdmins === true ? 'everyone' : 'non_admins';
}

function protectionJson(call: RepositoryCall, branch: string, protection: SeedProtection): unknown {
  const url = `${apiOf(call)}/branches/${encodeURIComponent(branch)}/protection`;
  const checks = protection.requiredChecks;
  const approvals = protection.requiredApprovals;
  return {
    url,
    ...(checks !== undefined && {
      required_status_checks: {
        url: `${url}/required_status_checks`,
        strict: protection.strict ?? false,
        contexts: checks,
        contexts_url: `${url}/required_status_checks/contexts`,
        checks: checks.map((context) => ({ context, app_id: null })),
      },
    }),
    ...(approvals !== undefined && {
      required_pull_request_reviews: {
        url: `${url}/required_pull_request_reviews`,
        dismiss_stale_reviews: protection.dismissStale ?? false,
        require_code_owner_reviews: protection.requireCodeOwnerReviews ?? false,
        require_last_push_approval: protection.requireLastPushApproval ?? false,
        required_approving_review_count: approvals,
      },
    }),
    required_signatures: { url: `${url}/required_signatures`, enabled: false },
    enforce_admins: { url: `${url}/enforce_admins`, enabled: protection.enforceAdmins ?? false },
    required_linear_history: { enabled: false },
    allow_force_pushes: { enabled: false },
    allow_deletions: { enabled: false },
    block_creations: { enabled: false },
    required_conversation_resolution: { enabled: false },
    lock_branch: { enabled: false },
    allow_fork_syncing: { enabled: false },
  };
}

interface Rule {
  readonly type: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly ruleset_source_type: string;
  readonly ruleset_source: string;
  readonly ruleset_id: number;
}

function rulesJson(call: RepositoryCall, ruleset: SeedRuleset): Rule[] {
  const { owner, name } = call.repository;
  const rule = (type: string, parameters: Readonly<Record<string, unknown>>): Rule => ({
    type,
    parameters,
    ruleset_source_type: 'Repository',
    ruleset_source: `${owner}/${name}`,
    ruleset_id: ruleset.id,
  });
  const rules: Rule[] = [];
  if (ruleset.requiredApprovals !== undefined) {
    const parameters = {
      required_approving_review_count: ruleset.requiredApprovals,
      dismiss_stale_reviews_on_push: ruleset.dismissStale ?? false,
      require_code_owner_review: ruleset.requireCodeOwnerReviews ?? false,
      require_last_push_approval: ruleset.requireLastPushApproval ?? false,
      required_review_thread_resolution: false,
      allowed_merge_methods: ruleset.allowedMergeMethods ?? ['merge', 'squash', 'rebase'],
    };
    rules.push(rule('pull_request', parameters));
  }
  if (ruleset.requiredChecks !== undefined) {
    const checks = ruleset.requiredChecks.map(({ context, appId }) => {
      return { context, ...(appId !== undefined && { integration_id: appId }) };
    });
    const parameters = {
      strict_required_status_checks_policy: ruleset.strict ?? false,
      do_not_enforce_on_create: false,
      required_status_checks: checks,
    };
    rules.push(rule('required_status_checks', parameters));
  }
  if (ruleset.mergeQueue === true) rules.push(rule('merge_queue', mergeQueue));
  return rules;
}

const mergeQueue = {
  check_response_timeout_minutes: 60,
  grouping_strategy: 'ALLGREEN',
  max_entries_to_build: 5,
  max_entries_to_merge: 5,
  merge_method: 'MERGE',
  min_entries_to_merge: 1,
  min_entries_to_merge_wait_minutes: 5,
};

function rulesetJson(call: RepositoryCall, ruleset: SeedRuleset): Readonly<Record<string, unknown>> {
  const { owner, name, createdAt } = call.repository;
  return {
    id: ruleset.id,
    name: `ruleset ${ruleset.id}`,
    target: 'branch',
    source_type: 'Repository',
    source: `${owner}/${name}`,
    enforcement: 'active',
    node_id: nodeId('RRS', ruleset.id),
    _links: {
      self: { href: `${apiOf(call)}/rulesets/${ruleset.id}` },
      html: { href: `${webOf(call)}/rules/${ruleset.id}` },
    },
    created_at: createdAt,
    updated_at: createdAt,
  };
}
