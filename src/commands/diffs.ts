import { commands, Position, Range, Uri, window, type Disposable, type QuickPickItem } from 'vscode';
import { HumanError } from '../core/errors';
import type { ChangedFile } from '../core/history';
import type { History, Log } from '../core/ports';
import type { RepositoryId } from '../core/repository';
import { parseSha, shortSha, type Sha } from '../core/sha';
import { rangeOf, type ReleaseSnapshot } from '../core/snapshot';
import { visibleText } from '../core/visibleText';
import type { CommandId } from '../contributions';
import { revisionUri } from '../platform/revisionDocuments';
import type { ReleaseStore } from '../store/releaseStore';
import { Cancelled, register } from './boundary';
import { pickRelease, referenceTo, type FocusedRelease } from './pickRelease';
import { readyContents } from './readyContents';

export interface DiffServices {
  readonly store: ReleaseStore;
  readonly focused: FocusedRelease;
  /** A history of the repository that has these commits. */
  readonly historyWith: (id: RepositoryId, shas: readonly Sha[]) => Promise<History>;
  readonly log: Log;
}

/** Opens the diff of the whole range, of one commit, or of one file of the range at a line. */
export function registerDiffCommands(services: DiffServices): Disposable[] {
  const { store, focused, log } = services;
  return [
    register('releaseReview.openDiff', log, async ({ commit, path, line, ...reference }) => {
      const release = await pickRelease(store, focused, reference);
      const sha = parseSha(commit ?? '');
      if (sha !== undefined) await openCommit(services, release, sha);
      else if (typeof path === 'string') await openFile(services, release, path, line ?? null);
      else await openRange(services, release);
    }),
  ];
}

async function openRange({ historyWith }: DiffServices, release: ReleaseSnapshot): Promise<void> {
  const { from, to } = ends(release);
  const history = await historyWith(release.repository, [from, to]);
  const { files, complete, notes } = await history.changedFiles(from, to);
  const partial = complete ? '' : ` (not complete: ${notes.join(' ')})`;
  const title = `#${release.pull.number}: ${shortSha(from)}..${shortSha(to)}${partial}`;
  await openChanges(release.repository, title, history.source === 'api' ? await affordable(files) : files);
}

async function openCommit(services: DiffServices, release: ReleaseSnapshot, sha: Sha): Promise<void> {
  const { range } = await readyContents(services.store, release);
  const commit = range.commits.find((each) => each.sha === sha);
  if (commit === undefined) {
    // An end of the range that is no part of it: its own diff is not at hand, and GitHub shows it.
    const openOnGitHub: CommandId = 'releaseReview.openOnGitHub';
    await commands.executeCommand(openOnGitHub, { ...referenceTo(release), commit: sha });
    return;
  }
  const [parent] = commit.parents;
  if (parent === undefined) {
    throw new HumanError(
      'not-found',
      `${shortSha(sha)} is the first commit of its history: there is nothing before it.`,
    );
  }
  const history = await services.historyWith(release.repository, [parent, sha]);
  const { files } = await history.changedFiles(parent, sha);
  const subject = visibleText(commit.message.split('\n', 1)[0] ?? '');
  const shown = history.source === 'api' ? await affordable(files) : files;
  await openChanges(release.repository, `${shortSha(sha)} ${subject}`, shown);
}

/** Without a clone each side of each file is a request of its own; many of them are opened on demand only. */
const manyFiles = 100;

async function affordable(files: readonly ChangedFile[]): Promise<readonly ChangedFile[]> {
  if (files.length <= manyFiles) return files;
  const requests = files.flatMap((file) => [file.oldBlob, file.newBlob]).filter((blob) => blob !== null).length;
  const first = { label: `The first ${manyFiles} of ${files.length} files`, files: files.slice(0, manyFiles) };
  const all = {
    label: `All ${files.length} files`,
    detail: `Takes about ${requests.toLocaleString('en-US')} requests of the hourly quota; a clone in the workspace takes none.`,
    files,
  };
  const choice = await window.showQuickPick<QuickPickItem & { readonly files: readonly ChangedFile[] }>([first, all], {
    title: 'Many files, and no clone to read them from',
    placeHolder: 'How many do you want to open?',
  });
  if (choice === undefined) throw new Cancelled();
  return choice.files;
}

async function openChanges(id: RepositoryId, title: string, files: readonly ChangedFile[]): Promise<void> {
  if (files.length === 0) throw new HumanError('not-found', 'No file differs between the two ends.');
  const resources = files.map((file) => [
    resourceUri(file),
    side(id, file, file.oldBlob),
    side(id, file, file.newBlob),
  ]);
  await commands.executeCommand('vscode.changes', title, resources);
}

async function openFile(
  { historyWith }: DiffServices,
  release: ReleaseSnapshot,
  path: string,
  line: number | null,
): Promise<void> {
  const { from, to } = ends(release);
  const history = await historyWith(release.repository, [from, to]);
  const { files } = await history.changedFiles(from, to);
  const file = files.find((each) => each.path === path);
  if (file === undefined) throw new HumanError('not-found', `${visibleText(path)} does not differ in this release.`);
  const at = new Position(Math.max(0, (line ?? 1) - 1), 0);
  const options = { selection: new Range(at, at), preview: true };
  const name = path.split('/').at(-1) ?? path;
  const title = `${name} (${file.newBlob === null ? 'removed by ' : ''}#${release.pull.number})`;
  const [before, after] = [side(release.repository, file, file.oldBlob), side(release.repository, file, file.newBlob)];
  if (before !== undefined && after !== undefined) {
    await commands.executeCommand('vscode.diff', before, after, visibleText(title), options);
  } else {
    await commands.executeCommand('vscode.open', after ?? before, options, visibleText(title));
  }
}

function side(id: RepositoryId, file: ChangedFile, blob: Sha | null): Uri | undefined {
  return blob === null || !file.isFile ? undefined : revisionUri(id, file.path, blob);
}

/** Names the file in the list of changes; nothing is read from it. */
function resourceUri(file: ChangedFile): Uri {
  return Uri.from({ scheme: 'release-review', path: `/${file.path}` });
}

function ends(release: ReleaseSnapshot): { from: Sha; to: Sha } {
  const range = rangeOf(release);
  if (range === null)
    throw new HumanError('not-found', 'The two version files do not name two commits, so there is no diff.');
  return range;
}
