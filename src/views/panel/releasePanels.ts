import { ViewColumn, window, type Disposable, type Uri, type WebviewPanel, type WebviewPanelSerializer } from 'vscode';
import type { Log } from '../../core/ports';
import { parseRepository, type RepositoryId } from '../../core/repository';
import { releaseKey } from '../../core/snapshot';
import { releasePanelType } from '../../contributions';
import type { ReleaseStore } from '../../store/releaseStore';
import { readPersisted } from './fromPage';
import { ReleasePanel } from './releasePanel';

/** The open release pages: one per release PR, found again after a reload of the window. */
export class ReleasePanels implements WebviewPanelSerializer, Disposable {
  private readonly panels = new Map<string, ReleasePanel>();
  private readonly registration: Disposable;
  private readonly extensionUri: Uri;
  private readonly store: ReleaseStore;
  private readonly log: Log;
  private active: { readonly repository: RepositoryId; readonly number: number } | null = null;

  constructor(extensionUri: Uri, store: ReleaseStore, log: Log) {
    this.extensionUri = extensionUri;
    this.store = store;
    this.log = log;
    this.registration = window.registerWebviewPanelSerializer(releasePanelType, this);
  }

  /** The release of the page that has the focus. */
  get focused(): { readonly repository: RepositoryId; readonly number: number } | null {
    return this.active;
  }

  open(repository: RepositoryId, number: number): void {
    const existing = this.panels.get(releaseKey(repository, number));
    if (existing !== undefined) return existing.reveal();
    const panel = window.createWebviewPanel(releasePanelType, `Release #${number}`, ViewColumn.Active, {
      enableFindWidget: true,
    });
    this.adopt(panel, repository, number);
  }

  deserializeWebviewPanel(panel: WebviewPanel, state: unknown): Promise<void> {
    const persisted = readPersisted(state);
    const repository = persisted === null ? undefined : parseRepository(persisted.repository);
    if (persisted === null || repository === undefined) panel.dispose();
    else this.adopt(panel, repository, persisted.pull);
    return Promise.resolve();
  }

  dispose(): void {
    this.registration.dispose();
    for (const panel of this.panels.values()) panel.dispose();
  }

  private adopt(panel: WebviewPanel, repository: RepositoryId, number: number): void {
    const key = releaseKey(repository, number);
    const release = { repository, number };
    const page = new ReleasePanel(panel, this.extensionUri, this.store, release, this.log);
    this.panels.set(key, page);
    if (panel.active) this.active = release;
    panel.onDidChangeViewState(() => {
      if (panel.active) this.active = release;
      else if (this.active === release) this.active = null;
    });
    panel.onDidDispose(() => {
      if (this.active === release) this.active = null;
      this.panels.delete(key);
      page.dispose();
    });
  }
}
