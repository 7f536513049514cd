import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GatesJson } from '../../../src/cli/gatesJson';
import { startGitHub, type GitHubDouble } from '../../doubles/github/server';
import { buildSample, type Sample } from '../../fixtures/sample/sample';
import { bot, runBuiltAction, withWorkflowTokens, type ActionRun } from './actionRun';

export const shop = 'acme/shop';
export const gates = 'release-review / gates';
export const policyPath = '.github/release-review.yml';

/** The sample product, with a double of its own for each test of a suite. */
export interface ActionSuite {
  readonly sample: Sample;
  readonly github: GitHubDouble;
  /** Starts the test's double anew. */
  start(): Promise<void>;
  /** Runs the Action for an event of a pull request. */
  run(number: number, inputs?: Readonly<Record<string, string>>): Promise<ActionRun>;
  /** What was left by workflows: check runs that report the gates, and comments. */
  reports(): ReturnType<GitHubDouble['state']['checkRuns']>;
  comments(number: number): ReturnType<GitHubDouble['state']['pull']>['comments'];
  /** Every write that arrived, as `METHOD /path`. */
  writes(): readonly string[];
}

/** Registers the hooks; every test ends by asserting that the double spoke as GitHub's description says. */
export function actionSuite(): ActionSuite {
  let folder = '';
  let sample: Sample | undefined;
  let double: GitHubDouble | undefined;
  const built = (): Sample => sample ?? assert.fail('The sample is not built yet.');
  const running = (): GitHubDouble => double ?? assert.fail('The double does not run.');
  const start = async (): Promise<void> => {
    await double?.close();
    double = await startGitHub(withWorkflowTokens(built().seed));
  };
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'release-review-sample-'));
    sample = await buildSample(folder, new Date());
  });
  after(() => rm(folder, { recursive: true, force: true }));
  beforeEach(start);
  afterEach(async () => {
    const { violations } = running();
    await running().close();
    assert.deepEqual(violations, []);
  });
  return {
    get sample() {
      return built();
    },
    get github() {
      return running();
    },
    start,
    run: (number, inputs = {}) => runBuiltAction(running(), { event: { pull_request: { number } }, inputs }),
    reports: () =>
      running()
        .state.checkRuns(shop)
        .filter(({ name }) => name === gates),
    comments: (number) =>
      running()
        .state.pull(shop, number)
        .comments.filter(({ author }) => author === bot),
    writes: () => running().journal.map(({ method, path }) => `${method} ${path}`),
  };
}

/** The gates that a run gave as JSON. */
export function judged({ outputs }: ActionRun): GatesJson {
  return JSON.parse(outputs.get('json') ?? '') as GatesJson;
}
