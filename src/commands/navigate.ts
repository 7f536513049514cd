import { commands, env, Uri, window, type Disposable } from 'vscode';
import type { Log } from '../core/ports';
import { parseRepository, type RepositoryId } from '../core/repository';
import { parseSha } from '../core/sha';
import type { ReleaseSnapshot } from '../core/snapshot';
import { visibleText } from '../core/visibleText';
import type { CommandId, ReleaseReference } from '../contributions';
import type { ReleaseStore } from '../store/releaseStore';
import { register } from './boundary';
import { pickRelease, referenceTo, type FocusedRelease } from './pickRelease';

export interface NavigateServices {
  readonly store: ReleaseStore;
  readonly focused: FocusedRelease;
  readonly openPage: (repository: RepositoryId, number: number) => void;
  readonly showLog: () => void;
  readonly log: Log;
}

/** Commands that show something and change nothing. */
export function registerNavigateCommands(services: NavigateServices): Disposable[] {
  const { store, focused, log } = services;
  return [
    register('releaseReview.refresh', log, async (argument) => {
      // The button in the view's title is handed the row that happens to have the focus, and is about all of them.
      const reference = 'kind' in argument ? {} : argument;
      const id = parseRepository(reference.repository ?? '');
      await window.withProgress({ location: { viewId: 'releaseReview.releases' } }, async () => {
        if (id !== undefined && typeof reference.pull === 'number') await store.refreshRelease(id, reference.pull);
        else if (id !== undefined) await store.refreshRepository(id);
        else await store.refresh();
      });
    }),
    register('releaseReview.openRelease', log, async (reference) => {
      const release = await pickRelease(store, focused, reference);
      services.openPage(release.repository, release.pull.number);
    }),
    register('releaseReview.openOnGitHub', log, async (argument) => openOnGitHub(services, argument)),
    register('releaseReview.moreActions', log, async (reference) => {
      const release = await pickRelease(store, focused, reference);
      await pickAction(release);
    }),
    register('releaseReview.showLog', log, () => {
      services.showLog();
      return Promise.resolve();
    }),
  ];
}

async function pickAction(release: ReleaseSnapshot): Promise<void> {
  const actions: readonly { label: string; command: CommandId }[] = [
    { label: '$(link-external) Open on GitHub', command: 'releaseReview.openOnGitHub' },
    { label: '$(diff-multiple) Open all changes', command: 'releaseReview.openDiff' },
    { label: '$(copy) Copy changelog as Markdown', command: 'releaseReview.copyChangelog' },
    { label: '$(edit) Put changelog into the description', command: 'releaseReview.insertChangelog' },
    { label: '$(tag) Set risk label', command: 'releaseReview.setRiskLabel' },
    { label: '$(checklist) Tick or untick a checklist item', command: 'releaseReview.tickChecklistItem' },
    ...(release.checklist.missing.length > 0
      ? [{ label: '$(add) Put missing checklist items back', command: 'releaseReview.restoreChecklist' as const }]
      : []),
    { label: '$(refresh) Refresh', command: 'releaseReview.refresh' },
    { label: '$(output) Show log', command: 'releaseReview.showLog' },
  ];
  const choice = await window.showQuickPick([...actions], {
    title: `#${release.pull.number} ${visibleText(release.pull.title)}`,
    placeHolder: 'What do you want to do with this release?',
  });
  if (choice !== undefined) await commands.executeCommand(choice.command, referenceTo(release));
}

async function openOnGitHub(
  { store, focused }: NavigateServices,
  argument: Partial<ReleaseReference & { readonly commit: string }>,
): Promise<void> {
  const id = parseRepository(argument.repository ?? '') ?? onlyRepository(store);
  const base = id === null ? undefined : store.entry(id)?.snapshot?.facts.url;
  const commit = parseSha(argument.commit ?? '');
  if (base !== undefined && commit !== undefined) return open(`${base}/commit/${commit}`);
  if (base !== undefined && typeof argument.pull === 'number') return open(`${base}/pull/${argument.pull}`);
  if (base !== undefined && store.releases().length === 0) return open(`${base}/pulls`);
  const release = await pickRelease(store, focused, argument);
  return open(release.pull.url);
}

/** The repository that a command without an argument can only mean. */
function onlyRepository(store: ReleaseStore): RepositoryId | null {
  const [only, ...others] = store.state.repositories;
  return only !== undefined && others.length === 0 ? only.repository : null;
}

async function open(url: string): Promise<void> {
  await env.openExternal(Uri.parse(url, true));
}
