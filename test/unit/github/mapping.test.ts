import assert from 'node:assert/strict';
import fc from 'fast-check';
import { HumanError } from '../../../src/core/errors';
import { attestationBundle } from '../../doubles/github/attestation';
import { landingsIn } from '../../../src/github/pullsOfCommits';
import { sha as gitSha } from './gitFixture';
import { blobIn } from '../../../src/github/apiHistory';
import { comparisonIn } from '../../../src/github/comparison';
import { attestationsIn } from '../../../src/github/attestations';
import { protectionIn, protectionSummaryIn, ruleIn } from '../../../src/github/branchRules';
import { containedIn } from '../../../src/github/candidates';
import { checkRunIn, statusIn } from '../../../src/github/checks';
import { commentIn } from '../../../src/github/comments';
import { commitSummaryIn, rawCommitIn } from '../../../src/github/commits';
import { deploymentIn, deploymentStatusIn } from '../../../src/github/deployments';
import { fileTextIn } from '../../../src/github/files';
import { labelIn, personIn } from '../../../src/github/people';
import { pullCommitIn, pullFileIn, pullIn } from '../../../src/github/pulls';
import { Reader } from '../../../src/github/reader';
import { branchTipIn, repositoryIn } from '../../../src/github/repositories';
import { reviewIn } from '../../../src/github/reviews';
import { treeIn } from '../../../src/github/trees';

const sha = 'a'.repeat(40);
const time = '2026-01-02T03:04:05Z';
const page = 'https://git.example/acme/shop';
const user = { login: 'alice', type: 'User' };
const signature = { name: 'Alice', email: 'a@example.com', date: time };
const commit = {
  sha,
  author: user,
  committer: user,
  parents: [{ sha }],
  commit: { author: signature, committer: signature, message: 'feat: x\n\nbody' },
};
const required = { enforcement_level: 'everyone', contexts: ['a'], checks: [{ context: 'b', app_id: 5 }] };

const mappings: Readonly<Record<string, readonly [(reader: Reader) => unknown, unknown]>> = {
  repository: [repositoryIn, { default_branch: 'main', permissions: { pull: true }, html_url: page, archived: false }],
  branch: [branchTipIn, { commit: { sha }, protected: true }],
  file: [fileTextIn, { type: 'file', size: 2, encoding: 'base64', content: 'aGk=' }],
  pull: [
    pullIn,
    {
      number: 1,
      title: 't',
      user,
      html_url: page,
      draft: false,
      created_at: time,
      updated_at: time,
      head: { sha, ref: 'h' },
      base: { sha, ref: 'b' },
      labels: [{ name: 'l', color: 'ffffff' }],
      state: 'open',
      merged: false,
      locked: false,
      body: null,
      mergeable: true,
      mergeable_state: 'clean',
      changed_files: 1,
      commits: 1,
    },
  ],
  pullCommit: [pullCommitIn, commit],
  pullFile: [pullFileIn, { filename: 'a', status: 'added' }],
  review: [reviewIn, { id: 1, user, state: 'APPROVED', commit_id: sha, body: '', submitted_at: time, html_url: page }],
  comment: [commentIn, { id: 1, user, body: '', created_at: time, updated_at: time, html_url: page }],
  checkRun: [
    checkRunIn,
    {
      id: 1,
      name: 'c',
      status: 'completed',
      conclusion: 'success',
      app: { slug: 's', id: 3 },
      html_url: page,
      started_at: time,
    },
  ],
  status: [statusIn, { id: 1, context: 'c', state: 'success', creator: user, created_at: time, updated_at: time }],
  summary: [protectionSummaryIn, { protected: true, protection: { required_status_checks: required } }],
  protection: [
    protectionIn,
    { required_status_checks: required, required_pull_request_reviews: { required_approving_review_count: 2 } },
  ],
  checksRule: [
    ruleIn,
    { type: 'required_status_checks', parameters: { required_status_checks: [{ context: 'a', integration_id: -1 }] } },
  ],
  reviewsRule: [ruleIn, { type: 'pull_request', parameters: { required_approving_review_count: 1 } }],
  commit: [(reader) => commitSummaryIn(reader, reader.at('commit')), commit],
  rawCommit: [(reader) => rawCommitIn(reader, false), commit],
  comparison: [(reader) => comparisonIn(reader, false), { status: 'ahead', total_commits: 1, commits: [commit] }],
  contained: [(reader) => containedIn(reader, gitSha(sha)), { status: 'behind', merge_base_commit: commit }],
  attestations: [
    (reader) => attestationsIn(reader, `sha256:${'ab'.repeat(32)}`, { host: 'h', owner: 'o', name: 'r' }),
    {
      attestations: [
        {
          bundle: attestationBundle({ digest: `sha256:${'ab'.repeat(32)}`, repository: 'https://h/o/r', commit: sha }),
        },
      ],
    },
  ],
  tree: [treeIn, { truncated: false, tree: [{ path: 'a', mode: '100644', type: 'blob', sha, size: 1 }] }],
  blob: [(reader) => blobIn(reader, 100), { size: 2, encoding: 'base64', content: 'aGk=' }],
  landings: [
    (reader) => landingsIn(reader, [gitSha(sha)]),
    {
      repository: {
        nameWithOwner: 'o/r',
        defaultBranchRef: { name: 'main' },
        c0: {
          associatedPullRequests: {
            nodes: [
              {
                number: 1,
                title: 't',
                merged: true,
                mergedAt: time,
                baseRefName: 'main',
                mergeCommit: { oid: sha },
                repository: { nameWithOwner: 'o/r' },
              },
            ],
          },
        },
      },
    },
  ],
  deployment: [deploymentIn, { id: 1, sha, environment: 'production', created_at: time, creator: user }],
  deploymentStatus: [deploymentStatusIn, { id: 1, state: 'success', created_at: time, log_url: page }],
  label: [labelIn, { name: 'l', color: 'ffffff' }],
  person: [personIn, user],
};

function sampleOf(name: string): object {
  const sample = mappings[name]?.[1];
  return typeof sample === 'object' && sample !== null ? sample : assert.fail(`no sample of ${name}`);
}

/** Any JSON, with the odd things that can stand in an answer: bigints, prototype keys, other people's words. */
const anyJson = fc.oneof(
  fc.jsonValue(),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 70n }),
  fc.constantFrom(
    'constructor',
    'toString',
    '__proto__',
    -1,
    1e300,
    'javascript:alert(1)',
    'https://u:p@h/',
    sha,
    time,
  ),
);

/** The value with one of its members, at any depth, replaced or removed. */
function disturbed(value: unknown): fc.Arbitrary<unknown> {
  if (typeof value !== 'object' || value === null) return anyJson;
  const entries = Object.entries(value);
  const inside = entries.map(([key, member]): fc.Arbitrary<unknown> =>
    disturbed(member).map((other) => {
      if (Array.isArray(value)) return entries.map(([name, old]): unknown => (name === key ? other : old));
      return Object.fromEntries(entries.map(([name, old]) => [name, name === key ? other : old]));
    }),
  );
  const without = entries.map(([key]) => fc.constant(Object.fromEntries(entries.filter(([name]) => name !== key))));
  return fc.oneof(anyJson, ...inside, ...(Array.isArray(value) ? [] : without));
}

/** Fails on `undefined` anywhere in what was mapped. */
function assertWhole(value: unknown, where: string): void {
  assert.notEqual(value, undefined, where);
  if (value instanceof Map) assertWhole([...value], where);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) assertWhole(member, `${where}.${key}`);
  }
}

describe('Answers of GitHub', () => {
  for (const [name, [map, sample]] of Object.entries(mappings)) {
    it(`of the kind ${name} are mapped whole, or refused with a sentence`, () => {
      assertWhole(map(new Reader(sample)), name);
      fc.assert(
        fc.property(fc.oneof(anyJson, disturbed(sample), disturbed(sample)), (value) => {
          try {
            assertWhole(map(new Reader(value)), name);
          } catch (error) {
            assert.ok(error instanceof HumanError && error.kind === 'unreadable-answer', String(error));
          }
        }),
        { numRuns: 200 },
      );
    });
  }

  it('with words that are not known land on the safe side', () => {
    const state = (map: (reader: Reader) => { readonly state: string }, value: object): string =>
      map(new Reader(value)).state;
    const run = sampleOf('checkRun');
    const status = sampleOf('status');
    const review = sampleOf('review');
    const deployed = sampleOf('deploymentStatus');
    for (const word of ['SUCCESS', 'constructor', 'brand_new', null, 1]) {
      assert.equal(state(checkRunIn, { ...run, conclusion: word }), 'pending');
      assert.equal(state(checkRunIn, { ...run, status: word }), 'pending');
      assert.equal(state(statusIn, { ...status, state: word }), 'pending');
      assert.equal(state(reviewIn, { ...review, state: word }), 'commented');
      assert.equal(state(deploymentStatusIn, { ...deployed, state: word }), 'unknown');
    }
  });

  it('name people who are gone, and bots', () => {
    assert.deepEqual(personIn(new Reader(null)), { login: 'ghost', isBot: false });
    assert.deepEqual(personIn(new Reader({ login: 'x[bot]' })), { login: 'x[bot]', isBot: true });
    assert.deepEqual(personIn(new Reader({ login: 'x', type: 'Bot' })), { login: 'x', isBot: true });
  });

  it('give only addresses of web pages', () => {
    for (const url of [
      'javascript:alert(1)',
      'command:x',
      'https://u:p@h/',
      'https://u@h/',
      'https://:p@h/',
      '//h',
      '',
      7,
      null,
    ]) {
      assert.equal(new Reader(url).page(), null, String(url));
    }
    assert.equal(new Reader('https://h/a').page(), 'https://h/a');
  });
});
