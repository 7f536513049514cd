import { judge } from '../src/core/judge';
import { known, unknown } from '../src/core/known';
import { evaluateGates } from '../src/core/policy/evaluateGates';
import type { Gate, GateFacts, GateId } from '../src/core/policy/gate';
import { defaultPolicy, type Policy } from '../src/core/policy/policy';
import type { Shipped } from '../src/core/policy/shipped';
import type { Account, BranchRules, Check, Comment, Label, PullRequest, Review } from '../src/core/release';
import type { RepositoryId } from '../src/core/repository';
import { parseSha, type Sha } from '../src/core/sha';
import type { ReleaseSnapshot } from '../src/core/snapshot';
import { readPin } from '../src/core/versionFile';

/** Records with good defaults: a release that is ready but for what a test changes. */

export function sha(digit: string): Sha {
  const parsed = parseSha(digit.repeat(40).slice(0, 40));
  if (parsed === undefined) throw new Error(`Not a hex digit: ${digit}`);
  return parsed;
}

export const repository: RepositoryId = { host: 'github.com', owner: 'acme', name: 'shop' };

export const reviewer: Account = { id: '7', login: 'mkowalska', scopes: ['repo'] };

export const tickedBody = [
  '## Checklist',
  '',
  '- [x] I have reviewed the changes in this release.',
  '- [x] I have applied the appropriate risk label.',
  '',
].join('\n');

export function aLabel(name: string): Label {
  return { name, color: '2da44e' };
}

export function aPull(change: Partial<PullRequest> = {}): PullRequest {
  return {
    number: 412,
    title: 'Release: checkout limits',
    body: tickedBody,
    author: { login: 'iduarte', isBot: false },
    url: 'https://github.com/acme/shop/pull/412',
    state: 'open',
    draft: false,
    locked: false,
    createdAt: 1_000,
    updatedAt: 2_000,
    headSha: sha('c'),
    headRef: 'release/412',
    baseRef: 'production',
    baseSha: sha('b'),
    labels: [aLabel('risk: low')],
    mergeable: true,
    mergeableState: 'clean',
    changedFiles: 1,
    commitCount: 1,
    ...change,
  };
}

export function aReview(change: Partial<Review> = {}): Review {
  return {
    id: '1',
    author: { login: 'ohaddad', isBot: false },
    state: 'approved',
    sha: sha('c'),
    body: '',
    submittedAt: 3_000,
    url: 'https://github.com/acme/shop/pull/412#pullrequestreview-1',
    ...change,
  };
}

export function aCheck(change: Partial<Check> = {}): Check {
  return {
    id: '1',
    name: 'ci / unit',
    kind: 'check-run',
    state: 'success',
    source: 'github-actions',
    appId: '15368',
    url: 'https://github.com/acme/shop/runs/1',
    startedAt: 1_000,
    completedAt: 2_000,
    ...change,
  };
}

export function aComment(change: Partial<Comment> = {}): Comment {
  return {
    id: '1',
    author: { login: 'release-advisor[bot]', isBot: true },
    insider: false,
    body: 'Suggested rating: `risk: low`.',
    createdAt: 1_000,
    updatedAt: 1_000,
    url: 'https://github.com/acme/shop/pull/412#issuecomment-1',
    ...change,
  };
}

export function someRules(change: Partial<BranchRules> = {}): BranchRules {
  return {
    requiredChecks: [{ name: 'ci / unit', appId: null }],
    requiredApprovals: 1,
    pullRequestRequired: true,
    dismissesStale: true,
    lastPushApproval: false,
    codeOwners: false,
    adminsIncluded: true,
    mergeQueue: false,
    ...change,
  };
}

export function someShipped(change: Partial<Shipped> = {}): Shipped {
  return {
    direction: 'forward',
    commits: 3,
    paths: known(['src/cart.ts']),
    lines: null,
    highlights: unknown('not read'),
    changes: unknown('not read'),
    recovery: known({ verdict: 'roll-back', reasons: [] }),
    ...change,
  };
}

export function someFacts(change: Partial<GateFacts> = {}): GateFacts {
  return {
    pull: aPull(),
    previous: known(readPin(`${sha('1')}\n`)),
    previousAtBase: known(readPin(`${sha('1')}\n`)),
    proposed: known(readPin(`${sha('2')}\n`)),
    proposedIsCommit: known(true),
    checks: known([aCheck()]),
    rules: known(someRules()),
    reviews: known([aReview()]),
    commits: known([
      {
        sha: sha('c'),
        author: 'iduarte',
        committer: 'iduarte',
        authorName: 'Ines',
        authorEmail: 'ines@acme.example',
        message: 'Release',
      },
    ]),
    files: known([{ path: 'version.txt', status: 'modified' }]),
    comments: known([]),
    at: 10_000,
    target: defaultPolicy.targets[0],
    otherTargets: [],
    candidate: {
      branch: 'main',
      onBranch: known(true),
      checks: known([aCheck()]),
      staging: known(null),
      attestations: known([]),
    },
    teams: new Map(),
    requester: known(null),
    shipped: known(someShipped()),
    ...change,
  };
}

export function gateOf(id: GateId, facts: GateFacts, policy: Policy = defaultPolicy): Gate {
  const gate = evaluateGates(facts, policy).find((each) => each.id === id);
  if (gate === undefined) throw new Error(`No gate ${id}`);
  return gate;
}

export function aRelease(change: Partial<GateFacts> = {}, account: Account = reviewer): ReleaseSnapshot {
  const facts = someFacts(change);
  const policySource = { kind: 'default', tip: sha('b') } as const;
  const commit = { sha: sha('2'), subject: 'feat: limits', committedAt: 500, author: 'Ines' };
  return {
    repository,
    account,
    permission: 'write',
    policy: defaultPolicy,
    policySource,
    pull: facts.pull,
    facts,
    ...judge(facts, defaultPolicy, policySource),
    previousCommit: known({ ...commit, sha: sha('1') }),
    proposedCommit: known(commit),
    readAt: 10_000,
  };
}
