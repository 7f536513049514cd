import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GitHubDouble } from '../../doubles/github/server';
import type { AppPermission, Seed } from '../../doubles/github/seed';
import { projectRoot } from '../../hosts/projectFolders';

/** What a run of the Action left. */
export interface ActionRun {
  readonly code: number;
  /** Everything that it printed. */
  readonly log: string;
  readonly outputs: ReadonlyMap<string, string>;
  readonly summary: string;
}

/** What a workflow hands to the Action, but for the double's address. */
export interface Workflow {
  readonly event?: object;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
}

export const workflowToken = 'ghs_workflow-token';
export const weakToken = 'ghs_weak-token';
export const runId = '900100';
export const bot = 'github-actions[bot]';

/** A seed with the tokens that workflows have: one as the template asks for, one that may only read. */
export function withWorkflowTokens(seed: Seed): Seed {
  const app = (token: string, writes: readonly AppPermission[]): Seed['tokens'][number] => {
    return { token, login: bot, scopes: [], installation: { app: 'github-actions', writes } };
  };
  return {
    ...seed,
    users: [...seed.users, { login: bot, name: bot, email: '', type: 'Bot' }],
    tokens: [...seed.tokens, app(workflowToken, ['checks', 'issues', 'pull_requests']), app(weakToken, [])],
  };
}

/** Runs the built Action as a runner does: as a process of its own, with files for event, outputs and summary. */
export async function runBuiltAction(github: GitHubDouble, workflow: Workflow): Promise<ActionRun> {
  const folder = await mkdtemp(join(tmpdir(), 'release-review-action-'));
  const path = (name: string): string => join(folder, name);
  try {
    await writeFile(path('event.json'), JSON.stringify(workflow.event ?? {}));
    await Promise.all(['output', 'summary'].map((name) => writeFile(path(name), '')));
    const inputs = { token: workflowToken, pull: '', changelog: '', normalise: '', check: '', ...workflow.inputs };
    const env: Record<string, string> = {
      PATH: process.env['PATH'] ?? '',
      GITHUB_ACTIONS: 'true',
      GITHUB_SERVER_URL: 'https://github.acme.example',
      GITHUB_API_URL: `${github.url}/api/v3`,
      GITHUB_REPOSITORY: 'acme/shop',
      GITHUB_RUN_ID: runId,
      GITHUB_EVENT_PATH: path('event.json'),
      GITHUB_OUTPUT: path('output'),
      GITHUB_STEP_SUMMARY: path('summary'),
      ...workflow.environment,
    };
    for (const [name, value] of Object.entries(inputs)) env[`INPUT_${name.toUpperCase()}`] = value;
    const { code, log } = await ended(env, folder);
    const [output, summary] = await Promise.all([readFile(path('output'), 'utf8'), readFile(path('summary'), 'utf8')]);
    return { code, log, outputs: outputsIn(output), summary };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function ended(env: Record<string, string>, cwd: string): Promise<{ code: number; log: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(projectRoot, 'dist', 'action.js')], { env, cwd, timeout: 30_000 });
    let log = '';
    const collect = (chunk: Buffer): void => void (log += chunk.toString('utf8'));
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, log }));
  });
}

/**
 * Reads the file of outputs as a runner does: `name<<delimiter`, lines, the delimiter alone on a line; or `name=value`.
 * https://github.com/actions/runner/blob/main/src/Runner.Worker/FileCommandManager.cs
 */
function outputsIn(text: string): ReadonlyMap<string, string> {
  const outputs = new Map<string, string>();
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line === '') continue;
    const [, name, delimiter] = /^([^=<]+)<<(.+)$/.exec(line) ?? [];
    assert.ok(name !== undefined && delimiter !== undefined, `a line that is no output: ${line}`);
    const end = lines.indexOf(delimiter, at + 1);
    assert.ok(end > at, `the value of ${name} has no end`);
    outputs.set(name, lines.slice(at + 1, end).join('\n'));
    at = end;
  }
  return outputs;
}

/** The lines that a runner would take for commands: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs */
export function commandsIn(log: string): readonly string[] {
  return log.split(/\r\n?|\n/).filter((line) => line.trimStart().startsWith('::') || line.includes('##['));
}
