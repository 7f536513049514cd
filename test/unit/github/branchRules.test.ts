import assert from 'node:assert/strict';
import { HumanError } from '../../../src/core/errors';
import type { BranchRules } from '../../../src/core/release';
import { repositoryId } from '../../../src/core/repository';
import { createGitHubForge } from '../../../src/github/githubForge';
import { clientOf, json, serve } from './localServer';

const shop = repositoryId('git.example', 'acme', 'shop') ?? assert.fail('a bad name');

/** What the server answers to the three questions: a body, or a status with a message. */
interface Answers {
  readonly branch: unknown;
  readonly protection?: unknown;
  readonly rules?: unknown;
}

type Refused = readonly [status: number, message: string];

function isRefusal(answer: unknown): answer is Refused {
  return Array.isArray(answer) && typeof answer[0] === 'number';
}

async function rulesFrom(answers: Answers): Promise<BranchRules | null> {
  const server = await serve((request, response) => {
    const kind = request.url.includes('/rules/')
      ? 'rules'
      : request.url.endsWith('/protection')
        ? 'protection'
        : 'branch';
    const answer = answers[kind] ?? ([404, 'Not Found'] satisfies Refused);
    if (isRefusal(answer)) json(response, { message: answer[1] }, answer[0]);
    else json(response, answer);
  });
  try {
    return await createGitHubForge(clientOf(server.url), 'git.example').branchRules(shop, 'production');
  } finally {
    await server.close();
  }
}

const none: BranchRules = {
  requiredChecks: [],
  requiredApprovals: 0,
  pullRequestRequired: false,
  dismissesStale: false,
  lastPushApproval: false,
  codeOwners: false,
  adminsIncluded: false,
  mergeQueue: false,
};
const untold = {
  ...none,
  pullRequestRequired: null,
  dismissesStale: null,
  lastPushApproval: null,
  codeOwners: null,
  adminsIncluded: null,
  mergeQueue: null,
};
const summary = {
  enforcement_level: 'non_admins',
  contexts: ['unit', 'lint'],
  checks: [{ context: 'unit', app_id: 9 }],
};
const fromSummary = [
  { name: 'unit', appId: '9' },
  { name: 'lint', appId: null },
];

describe('The rules of a branch', () => {
  it('are none where nothing protects it', async () => {
    assert.deepEqual(await rulesFrom({ branch: { protected: false }, rules: [] }), none);
    assert.deepEqual(await rulesFrom({ branch: { protected: false }, rules: [{ type: 'deletion' }] }), none);
    assert.notEqual(await rulesFrom({ branch: { protected: false } }), null);
  });

  it('are unknown where it is protected and nothing else can be read', async () => {
    for (const refused of [
      [404, 'Not Found'],
      [403, 'Resource not accessible by integration'],
    ] satisfies Refused[]) {
      assert.equal(await rulesFrom({ branch: { protected: true }, protection: refused, rules: refused }), null);
      assert.equal(await rulesFrom({ branch: { protected: true }, protection: refused, rules: [] }), null);
    }
  });

  it('are at least the required checks that the branch itself names', async () => {
    const branch = { protected: true, protection: { enabled: true, required_status_checks: summary } };
    assert.deepEqual((await rulesFrom({ branch }))?.requiredChecks, fromSummary);
    const off = { protected: true, protection: { required_status_checks: { ...summary, enforcement_level: 'off' } } };
    assert.deepEqual((await rulesFrom({ branch: off }))?.requiredChecks, []);
  });

  it('are those of rulesets where branch protection does not exist', async () => {
    const parameters = { required_status_checks: [{ context: 'scan', integration_id: 3 }, { context: 'scan' }] };
    const rules = [
      { type: 'required_status_checks', parameters },
      { type: 'pull_request', parameters: { required_approving_review_count: 2 } },
      { type: 'deletion' },
    ];
    const protection: Refused = [404, 'Branch not protected'];
    assert.deepEqual(await rulesFrom({ branch: { protected: true }, protection, rules }), {
      ...none,
      requiredChecks: [
        { name: 'scan', appId: '3' },
        { name: 'scan', appId: null },
      ],
      requiredApprovals: 2,
      pullRequestRequired: true,
      adminsIncluded: null,
    });
  });

  it('may demand approvals alone', async () => {
    const rules = [{ type: 'pull_request', parameters: { required_approving_review_count: 1 } }];
    const protection: Refused = [404, 'Branch not protected'];
    assert.deepEqual(await rulesFrom({ branch: { protected: true }, protection, rules }), {
      ...none,
      requiredApprovals: 1,
      pullRequestRequired: true,
      adminsIncluded: null,
    });
  });

  it('say what a push and an administrator may not do', async () => {
    const reviews = {
      required_approving_review_count: 2,
      dismiss_stale_reviews: true,
      require_code_owner_reviews: true,
      require_last_push_approval: true,
    };
    const protection = { required_pull_request_reviews: reviews, enforce_admins: { enabled: true } };
    const demanding = {
      requiredChecks: [],
      requiredApprovals: 2,
      pullRequestRequired: true,
      dismissesStale: true,
      lastPushApproval: true,
      codeOwners: true,
    };
    const branch = { protected: true };
    assert.deepEqual(await rulesFrom({ branch, protection, rules: [] }), {
      ...demanding,
      adminsIncluded: true,
      // Branch protection may demand a queue without the API saying so.
      mergeQueue: null,
    });
    const parameters = {
      required_approving_review_count: 2,
      dismiss_stale_reviews_on_push: true,
      require_code_owner_review: true,
      require_last_push_approval: true,
      required_review_thread_resolution: false,
    };
    const rules = [{ type: 'pull_request', parameters }, { type: 'merge_queue' }];
    const ofRules = { ...demanding, adminsIncluded: null, mergeQueue: true };
    assert.deepEqual(await rulesFrom({ branch: { protected: false }, rules }), ofRules);
    assert.deepEqual(await rulesFrom({ branch, protection, rules }), ofRules);
    const lenient = { ...protection, enforce_admins: { enabled: false } };
    assert.equal((await rulesFrom({ branch, protection: lenient, rules }))?.adminsIncluded, false);
  });

  it('are not told, rather than not there, where the branch alone names checks', async () => {
    const branch = { protected: true, protection: { enabled: true, required_status_checks: summary } };
    assert.deepEqual(await rulesFrom({ branch }), { ...untold, requiredChecks: fromSummary });
    const checks = [{ type: 'required_status_checks', parameters: { required_status_checks: [{ context: 'scan' }] } }];
    const alone = await rulesFrom({ branch: { protected: true }, rules: checks });
    assert.deepEqual([alone?.requiredChecks.length, alone?.pullRequestRequired], [1, null]);
    const rules = [{ type: 'pull_request', parameters: { required_approving_review_count: 1 } }];
    const both = await rulesFrom({ branch, rules });
    assert.deepEqual(
      [both?.requiredApprovals, both?.pullRequestRequired, both?.dismissesStale, both?.adminsIncluded],
      [1, true, null, null],
    );
  });

  it('are those of rulesets alone where the branch says that it has no protection of its own', async () => {
    const off = { enabled: false, required_status_checks: { enforcement_level: 'off', contexts: [], checks: [] } };
    const rules = [{ type: 'pull_request', parameters: { required_approving_review_count: 1 } }];
    const found = await rulesFrom({ branch: { protected: true, protection: off }, rules });
    assert.deepEqual([found?.pullRequestRequired, found?.dismissesStale, found?.mergeQueue], [true, false, false]);
  });

  it('are not guessed when an answer is missing for another reason', async () => {
    for (const rules of [
      [401, 'Bad credentials'],
      [500, 'oops'],
      [429, 'slow down'],
    ] satisfies Refused[]) {
      await assert.rejects(rulesFrom({ branch: { protected: false }, rules }), HumanError);
    }
    const rules = [{ type: 'required_status_checks', parameters: {} }];
    await assert.rejects(rulesFrom({ branch: { protected: false }, rules }), { kind: 'unreadable-answer' });
  });
});
