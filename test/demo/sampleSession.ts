import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Seed } from '../doubles/github/seed';
import { startGitHub, type GitHubDouble } from '../doubles/github/server';
import { policyPath } from '../../src/core/policy/policySource';
import { buildSample, type Sample } from '../fixtures/sample/sample';
import { startVsCode, type RunningVsCode, type VsCodeOptions } from '../hosts/runningVsCode';

/** The host that the sample's clone has its remote on. */
export const sampleHost = 'github.acme.example';

/** A VS Code on the sample product, with a GitHub double behind it. */
export interface SampleSession {
  readonly sample: Sample;
  readonly github: GitHubDouble;
  readonly vscode: RunningVsCode;
  stop(): Promise<void>;
}

export interface SampleSessionOptions extends Pick<VsCodeOptions, 'extensionPath' | 'vsix' | 'workspaceTrust' | 'log'> {
  /** The signed-in account's token, as the environment gives it; `null`: nobody is signed in. */
  readonly token?: string | null;
  /** The folder to open; the sample's clone unless told. */
  readonly workspace?: string;
  readonly userSettings?: Readonly<Record<string, unknown>>;
  /** The text of a policy file that the production branch has from the start; without it the defaults hold. */
  readonly policy?: string;
  /** Changes what GitHub has, and may lay out another folder to open. */
  readonly prepare?: (sample: Sample) => Promise<{ readonly seed?: Seed; readonly workspace?: string }>;
}

/** Builds the sample product in a temporary folder and opens it. Everything is gone after `stop`. */
export async function startSampleSession(options: SampleSessionOptions): Promise<SampleSession> {
  const folder = await mkdtemp(join(tmpdir(), 'release-review-sample-'));
  const cleaners: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const clean of cleaners.splice(0).reverse()) await clean();
  };
  try {
    const sample = await buildSample(folder, new Date());
    const { token = 'demo-reviewer-token', userSettings, policy, prepare, ...host } = options;
    const prepared = await prepare?.(sample);
    const github = await startGitHub(prepared?.seed ?? sample.seed);
    cleaners.push(() => github.close());
    if (policy !== undefined) await commitPolicy(github, sample, policy);
    const workspace = prepared?.workspace ?? options.workspace ?? sample.workspace;
    const vscode = await startVsCode({
      ...host,
      workspace,
      userSettings: { 'releaseReview.hosts': { [sampleHost]: `${github.url}/api/v3` }, ...userSettings },
      env: { GITHUB_SERVER_URL: `https://${sampleHost}`, GITHUB_TOKEN: token ?? undefined },
    });
    cleaners.push(() => vscode.stop());
    return { sample, github, vscode, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Commits a policy file to the production branch, past its protection, as an administrator can. */
export async function commitPolicy(github: GitHubDouble, { names }: Sample, text: string): Promise<void> {
  await github.act.push(`${names.owner}/${names.repository}`, 'production', [
    { message: 'chore: the rules for releases', files: { [policyPath]: text }, author: names.roles.admin.login },
  ]);
}
