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
    assert.deepEqual(await rulesFrom({ branch: { protected: false }, rules: [] }), {
      requiredChecks: [],
      requiredApprovals: 0,
    });
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
      requiredChecks: [
        { name: 'scan', appId: '3' },
        { name: 'scan', appId: null },
      ],
      requiredApprovals: 2,
    });
  });

  it('may demand approvals alone', async () => {
    const rules = [{ type: 'pull_request', parameters: { required_approving_review_count: 1 } }];
    const protection: Refused = [404, 'Branch not protected'];
    assert.deepEqual(await rulesFrom({ branch: { protected: true }, protection, rules }), {
      requiredChecks: [],
      requiredApprovals: 1,
    });
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
