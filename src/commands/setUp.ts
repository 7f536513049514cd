import { env, Uri, window, type Disposable } from 'vscode';
import { name as packageName, repository as packageRepository, version } from '../../package.json';
import { createLabels, openSetUpPull } from '../actions/setUpRepository';
import { policyPath } from '../core/policy/policySource';
import type { Policy } from '../core/policy/policy';
import type { Forge, Log, NewFile } from '../core/ports';
import { repositoryLabel } from '../core/repository';
import { riskLabelLook, riskLevels } from '../core/risk/labels';
import { isActionName, setupPaths, templateFile, workflowFile } from '../core/setup/setupFiles';
import type { RepositorySnapshot } from '../core/snapshot';
import { plainMessage } from '../core/visibleText';
import type { ReleaseStore } from '../store/releaseStore';
import { Cancelled, register } from './boundary';
import { pickRepository } from './pickRepository';
import { pickPreset } from './policy';

export interface SetUpServices {
  readonly store: ReleaseStore;
  readonly connect: (host: string) => Promise<Forge>;
  readonly log: Log;
}

type Part = 'policy' | 'workflow' | 'template' | 'labels';

interface Choice {
  readonly label: string;
  readonly description: string;
  readonly part: Part;
  readonly picked: boolean;
}

/** The command that brings a repository under the process: policy, workflow, template and labels. */
export function registerSetUpCommand(services: SetUpServices): Disposable {
  const { store, connect, log } = services;
  return register('releaseReview.setUpRepository', log, async (argument) => {
    const snapshot = await pickRepository(store, argument.repository);
    const forge = await connect(snapshot.repository.host);
    const parts = await pickParts(await missingParts(forge, snapshot));
    const files = await filesFor(snapshot.policy, parts);
    await confirm(snapshot, files, parts.includes('labels'));
    await write(forge, snapshot, files, parts);
    await store.refreshRepository(snapshot.repository);
  });
}

/** What the repository lacks; each file is looked for on the branch that it takes effect from. */
async function missingParts(
  forge: Forge,
  { repository, policy, facts }: RepositorySnapshot,
): Promise<readonly Choice[]> {
  const { productionBranch: production } = policy;
  const [policyFile, workflow, template] = await Promise.all([
    forge.file(repository, policyPath, production),
    forge.file(repository, setupPaths.workflow, production),
    forge.file(repository, setupPaths.template, facts.defaultBranch),
  ]);
  const state = (text: string | null, branch: string) => ({
    description: text === null ? `into ${branch}` : `is on ${branch} already`,
    picked: text === null,
  });
  return [
    { label: `Policy: ${policyPath}`, part: 'policy', ...state(policyFile, production) },
    { label: `Workflow: ${setupPaths.workflow}`, part: 'workflow', ...state(workflow, production) },
    { label: `Template: ${setupPaths.template}`, part: 'template', ...state(template, facts.defaultBranch) },
    { label: 'Labels: risk and emergency', part: 'labels', description: 'those that are missing', picked: true },
  ];
}

async function pickParts(choices: readonly Choice[]): Promise<readonly Part[]> {
  // A file that is there is never replaced.
  const open = choices.filter(({ picked }) => picked);
  const there = choices.filter(({ picked }) => !picked).map(({ label }) => label.split(': ')[0]?.toLowerCase());
  const chosen = await window.showQuickPick([...open], {
    title: 'Set up this repository: what is to be added?',
    placeHolder: there.length === 0 ? 'It goes into a pull request' : `There already: ${there.join(', ')}`,
    canPickMany: true,
  });
  if (chosen === undefined || chosen.length === 0) throw new Cancelled();
  return chosen.map(({ part }) => part);
}

interface SetUpFiles {
  readonly production: readonly NewFile[];
  readonly candidate: readonly NewFile[];
}

async function filesFor(policy: Policy, parts: readonly Part[]): Promise<SetUpFiles> {
  const production: NewFile[] = [];
  if (parts.includes('policy')) {
    const preset = await pickPreset();
    const { policyFileText } = await import('../core/policy/file/policyText');
    production.push({ path: policyPath, text: policyFileText(preset) });
  }
  if (parts.includes('workflow')) production.push(workflowFile(policy, await askAction()));
  return { production, candidate: parts.includes('template') ? [templateFile(policy)] : [] };
}

/** Companies keep copies of the Actions that they allow. */
async function askAction(): Promise<string> {
  const home = /github\.com\/([^/]+\/[^/.]+)/.exec(packageRepository.url)?.[1] ?? `${packageName}/${packageName}`;
  const action = await window.showInputBox({
    title: 'Which Action does the workflow use?',
    prompt: 'The Action of Release Review, or your own copy of it, as owner/name@ref.',
    value: `${home}@v${version}`,
    ignoreFocusOut: true,
    validateInput: (text) => (isActionName(text.trim()) ? undefined : 'Expected owner/name@ref.'),
  });
  if (action === undefined) throw new Cancelled();
  return action.trim();
}

async function confirm(
  { repository, policy, facts }: RepositorySnapshot,
  files: SetUpFiles,
  labels: boolean,
): Promise<void> {
  const open = 'Set Up';
  const pulls = [
    ...pullLines(files.production, policy.productionBranch),
    ...pullLines(files.candidate, facts.defaultBranch),
  ];
  const detail = [
    ...pulls,
    ...(pulls.length === 0 ? [] : [`The files take effect once ${pulls.length === 1 ? 'it is' : 'they are'} merged.`]),
    ...(labels ? ['Makes the risk labels and the emergency label at once, where they are missing.'] : []),
  ].join('\n');
  const title = plainMessage(`Set up ${repositoryLabel(repository)}?`);
  if ((await window.showInformationMessage(title, { modal: true, detail }, open)) !== open) throw new Cancelled();
}

function pullLines(files: readonly NewFile[], branch: string): readonly string[] {
  return files.length === 0
    ? []
    : [`Opens a pull request into ${branch} with ${files.map(({ path }) => path).join(' and ')}.`];
}

async function write(
  forge: Forge,
  { repository, policy, facts }: RepositorySnapshot,
  files: SetUpFiles,
  parts: readonly Part[],
): Promise<void> {
  if (parts.includes('labels')) await createLabels(forge, repository, labelsOf(policy));
  const urls: string[] = [];
  for (const [base, own] of [
    [policy.productionBranch, files.production],
    [facts.defaultBranch, files.candidate],
  ] as const) {
    if (own.length === 0) continue;
    const title = 'chore: set up Release Review';
    const body = `Adds ${own.map(({ path }) => `\`${path}\``).join(' and ')}. It takes effect once it is merged into \`${base}\`.`;
    const branch = `release-review/set-up-${base.replace(/[^A-Za-z0-9._-]+/g, '-')}`;
    const { url } = await openSetUpPull(forge, repository, { base, branch, title, body, files: own });
    urls.push(url);
  }
  const show = 'Open on GitHub';
  const done =
    urls.length === 0 ? 'The labels are there.' : `Opened ${urls.length === 1 ? 'a pull request' : '2 pull requests'}.`;
  void window.showInformationMessage(done, ...(urls.length === 0 ? [] : [show])).then(async (choice) => {
    if (choice !== show) return;
    for (const url of urls) await env.openExternal(Uri.parse(url, true));
  });
}

function labelsOf(policy: Policy): readonly { name: string; color: string; description: string }[] {
  const emergency = {
    name: policy.emergencyLabel,
    color: '8250df',
    description: 'Ships at once; reviewed within 24 hours',
  };
  return [...riskLevels.map((level) => ({ name: policy.riskLabels[level], ...riskLabelLook[level] })), emergency];
}
