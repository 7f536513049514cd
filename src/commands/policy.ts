import {
  FileSystemError,
  Position,
  Range,
  Selection,
  window,
  workspace,
  Uri,
  type Disposable,
  type WorkspaceFolder,
} from 'vscode';
import { HumanError } from '../core/errors';
import { presetNames, presets, type PresetName } from '../core/policy/file/presets';
import { policyPath } from '../core/policy/policySource';
import type { Forge, Log } from '../core/ports';
import { repositoryLabel } from '../core/repository';
import type { RepositorySnapshot } from '../core/snapshot';
import type { ReleaseStore } from '../store/releaseStore';
import { Cancelled, register } from './boundary';
import { pickRepository } from './pickRepository';

export interface PolicyServices {
  readonly store: ReleaseStore;
  readonly connect: (host: string) => Promise<Forge>;
  /** A read-only document with a text. */
  readonly document: (name: string, text: string) => Uri;
  readonly log: Log;
}

/** Commands on the policy file. */
export function registerPolicyCommands(services: PolicyServices): Disposable[] {
  const { store, log } = services;
  return [
    register('releaseReview.openPolicy', log, async (argument) => {
      await openPolicy(services, await pickRepository(store, argument.repository));
    }),
    register('releaseReview.createPolicyFile', log, async () => {
      const preset = await pickPreset();
      const { policyFileText } = await import('../core/policy/file/policyText');
      await createPolicyFile(policyFileText(preset));
    }),
  ];
}

/**
 * The policy that is in force is the production branch's; the file of the workspace is the one to edit. What is broken is
 * shown where it stands, so in the workspace's file only when that says the same.
 */
async function openPolicy({ connect, document }: PolicyServices, snapshot: RepositorySnapshot): Promise<void> {
  const { repository, policy, policySource } = snapshot;
  const forge = await connect(repository.host);
  const tip = policySource !== null && 'tip' in policySource ? policySource.tip : policy.productionBranch;
  const text = await forge.file(repository, policyPath, tip);
  if (text === null) {
    const create = 'Create Policy File';
    const sentence = `${repositoryLabel(repository)} has no ${policyPath} on ${policy.productionBranch}: the defaults hold.`;
    if ((await window.showInformationMessage(sentence, create)) !== create) return;
    const { policyFileText } = await import('../core/policy/file/policyText');
    await createPolicyFile(policyFileText(await pickPreset()));
    return;
  }
  const problem = policySource?.kind === 'broken' ? policySource.problems[0] : undefined;
  const uri =
    (await localPolicy(text, problem !== undefined)) ??
    document(`${policy.productionBranch}/.github/release-review.yml`, text);
  const editor = await window.showTextDocument(uri);
  if (problem === undefined) return;
  const place = new Position(problem.line - 1, problem.column - 1);
  editor.selection = new Selection(place, place);
  editor.revealRange(new Range(place, place));
}

/** The workspace's file with that text; any other only where it can belong to no other repository. */
async function localPolicy(text: string, onlySame: boolean): Promise<Uri | undefined> {
  const files = await workspace.findFiles(policyPath, null);
  for (const file of files) {
    if ((await workspace.openTextDocument(file)).getText() === text) return file;
  }
  return onlySame || workspace.workspaceFolders?.length !== 1 ? undefined : files[0];
}

export async function pickPreset(): Promise<PresetName> {
  const items = presetNames.map((name) => ({ label: name, detail: presets[name].about, name }));
  const choice = await window.showQuickPick(items, {
    title: 'Policy file: which process is it to start from?',
    placeHolder: 'Every rule can be changed in the file afterwards',
    matchOnDetail: true,
  });
  if (choice === undefined) throw new Cancelled();
  return choice.name;
}

/** Writes the file into the workspace; one that is there is opened and never replaced. */
async function createPolicyFile(text: string): Promise<void> {
  const folder = await pickFolder();
  const uri = Uri.joinPath(folder.uri, ...policyPath.split('/'));
  if (!(await isThere(uri))) await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  else void window.showInformationMessage(`${policyPath} is there already.`);
  await window.showTextDocument(uri);
}

async function pickFolder(): Promise<WorkspaceFolder> {
  const [only, ...others] = workspace.workspaceFolders ?? [];
  if (only === undefined) {
    throw new HumanError(
      'refused',
      'There is no folder to write the policy file into: open one, or use Set Up This Repository.',
    );
  }
  if (others.length === 0) return only;
  const folder = await window.showWorkspaceFolderPick({ placeHolder: `Which folder gets ${policyPath}?` });
  if (folder === undefined) throw new Cancelled();
  return folder;
}

async function isThere(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof FileSystemError && error.code === 'FileNotFound') return false;
    throw error;
  }
}
