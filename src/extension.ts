import { commands, type Disposable, type ExtensionContext } from 'vscode';
import { setImmediate as nextTurn, setTimeout as later } from 'node:timers/promises';
import { Clones } from './clones';
import { registerAccountCommands } from './commands/account';
import { registerCalibrateCommand } from './commands/calibrate';
import { registerChangelogCommands } from './commands/changelog';
import { registerDescriptionCommands } from './commands/description';
import { registerDiffCommands } from './commands/diffs';
import { registerExplainCommands } from './commands/explain';
import { registerGateStepCommands } from './commands/gateSteps';
import { registerNavigateCommands } from './commands/navigate';
import { registerPolicyCommands } from './commands/policy';
import { registerReviewCommands } from './commands/review';
import { registerSetUpCommand } from './commands/setUp';
import { Connections } from './connections';
import type { CommandId } from './contributions';
import { cloneUrl } from './core/cloneUrl';
import type { History } from './core/ports';
import { parseRepository, repositoryKey, type RepositoryId } from './core/repository';
import type { Sha } from './core/sha';
import { createMigrationReaders, grammarFilesBeside } from './grammars/migrationReaders';
import { Accounts } from './platform/accounts';
import { ContextKeyWriter } from './platform/contextKeys';
import { EditorLog } from './platform/editorLog';
import { Poller } from './platform/poller';
import { releaseLinks } from './platform/releaseLinks';
import { RevisionDocuments } from './platform/revisionDocuments';
import { TextDocuments } from './platform/textDocuments';
import { apiUrls, onSettingsChanged, readSetting } from './platform/settings';
import * as folders from './platform/workspaceFolders';
import { BlobReader } from './store/blobReader';
import { commitsTouching } from './store/commitsTouching';
import { ReleaseStore } from './store/releaseStore';
import { Notifications } from './views/notifications';
import { ReleasePanels } from './views/panel/releasePanels';
import { registerPolicyFile } from './views/policyFile/policyFile';
import { ReleasesStatus } from './views/statusBar';
import { ReleasesTree } from './views/tree/releasesTree';
import { welcomeStateOf } from './views/welcome';

/** The composition root: makes every part, hands each what it needs, and waits for nothing. */
export function activate(context: ExtensionContext): void {
  const own = <T extends Disposable>(part: T): T => {
    context.subscriptions.push(part);
    return part;
  };
  const log = own(new EditorLog());
  const accounts = own(new Accounts(context, process.env));
  const clones = new Clones({
    folders: folders.localFolders,
    trusted: folders.isTrusted,
    configuredGit: folders.configuredGit,
    hosts: () => new Set(apiUrls().keys()),
    storage: context.globalStorageUri.fsPath,
    remote: async (id) => {
      const apiUrl = apiUrls().get(id.host);
      const url = apiUrl === undefined ? null : cloneUrl(apiUrl, id);
      return url === null ? null : { url, token: (await accounts.token(id.host))?.value ?? null };
    },
  });
  const connections = new Connections({
    apiUrls,
    token: async (host) => (await accounts.token(host))?.value ?? null,
    userAgent: 'release-review',
    log,
  });
  const connect = (host: string) => connections.connect(host);
  const readers = own(createMigrationReaders(grammarFilesBeside(import.meta.url)));
  const store = own(
    new ReleaseStore({
      repositories: () => repositoriesToShow(clones),
      connect,
      findClone: (id) => clones.history(id),
      mayFetch: () => readSetting('releaseReview.fetch') === 'auto',
      readers,
      clock: { now: () => Date.now(), pause: () => nextTurn() },
      log,
    }),
  );
  const historyWith = async (id: RepositoryId, shas: readonly Sha[]): Promise<History> => {
    const clone = await clones.history(id);
    return clone !== null && (await clone.has(shas)) ? clone : (await connect(id.host)).history(id);
  };

  own(new ReleasesTree(store));
  own(new ReleasesStatus(store));
  const pages = own(
    new ReleasePanels({
      extensionUri: context.extensionUri,
      store,
      commitsTouching: (release, text, signal) =>
        commitsTouching(release, store.rangesOf(release), text, historyWith, signal),
      pause: (ms) => later(ms),
      log,
    }),
  );
  const focused = () => pages.focused;
  own(new Notifications(store, focused, () => readSetting('releaseReview.notifications')));
  const blobs = new BlobReader(async (id) => {
    const clone = await clones.history(id);
    const remote = async () => (await connect(id.host)).history(id);
    return clone === null ? [remote] : [() => Promise.resolve(clone), remote];
  }, log);
  own(new RevisionDocuments((id, blob) => blobs.read(id, blob)));

  const texts = own(new TextDocuments());
  const document = (name: string, text: string) => texts.put(name, text);
  const checkToken = async (host: string, token: string) => (await connections.open(host, token)).account();
  const openPage = (id: RepositoryId, number: number, part: 'changelog' | null = null): void =>
    pages.open(id, number, part);
  context.subscriptions.push(
    ...registerNavigateCommands({ store, focused, openPage, showLog: () => log.show(), log }),
    ...registerChangelogCommands({ store, connect, focused, openPage, log }),
    ...registerReviewCommands({ store, connect, focused, log }),
    ...registerDescriptionCommands({ store, connect, focused, document, log }),
    ...registerGateStepCommands({ store, connect, focused, log }),
    ...registerExplainCommands({ store, focused, document, log }),
    ...registerPolicyCommands({ store, connect, document, log }),
    registerSetUpCommand({ store, connect, log }),
    registerCalibrateCommand({ store, connect, findClone: (id) => clones.history(id), readers, document, log }),
    registerPolicyFile(),
    ...registerDiffCommands({ store, focused, historyWith, log }),
    ...registerAccountCommands({ accounts, store, hosts: () => [...apiUrls().keys()], checkToken, log }),
    releaseLinks((release) => {
      const command: CommandId = 'releaseReview.openRelease';
      void commands.executeCommand(command, release);
    }),
  );

  const keys = new ContextKeyWriter();
  const describeState = (): void => {
    keys.set('releaseReview.welcome', welcomeStateOf(store.state, folders.isTrusted()));
    keys.set('releaseReview.hasReleases', store.releases().length > 0);
  };
  own(store.onDidChange(describeState));
  describeState();

  const poller = own(new Poller(() => store.refresh()));
  const refresh = (): void => void store.refresh();
  const lookAgain = (): void => {
    clones.forget();
    refresh();
  };
  context.subscriptions.push(
    // The editor tells of every session that comes into being; only another account is news.
    accounts.onDidChange(() => void connections.isStale().then((stale) => (stale ? refresh() : undefined))),
    onSettingsChanged(() => {
      poller.schedule();
      lookAgain();
    }),
    ...folders.onWorkspaceChanged(lookAgain),
  );
  refresh();
}

/** The repositories of the workspace's clones, then those that the settings name. */
async function repositoriesToShow(
  clones: Clones,
): Promise<{ readonly hasFolder: boolean; readonly repositories: readonly RepositoryId[] }> {
  const cloned = await clones.repositories();
  const named = readSetting('releaseReview.repositories').flatMap((text) => {
    const id = parseRepository(text);
    return id === undefined ? [] : [id];
  });
  const repositories = new Map([...cloned, ...named].map((id) => [repositoryKey(id), id]));
  return { hasFolder: folders.hasWorkspaceFolder(), repositories: [...repositories.values()] };
}
