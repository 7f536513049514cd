import { ViewColumn, window, type Disposable, type WebviewPanel, type WebviewPanelSerializer } from 'vscode';
import { parseRepository, type RepositoryId } from '../../core/repository';
import { releaseKey } from '../../core/snapshot';
import { releasePanelType } from '../../contributions';
import { readPersisted } from './fromPage';
import { ReleasePanel, type PanelServices } from './releasePanel';

/** The open release pages: one per release PR, found again after a reload of the window. */
export class ReleasePanels implements WebviewPanelSerializer, Disposable {
  private readonly panels = new Map<string, ReleasePanel>();
  private readonly registration: Disposable;
  private readonly services: PanelServices;
  private active: { readonly repository: RepositoryId; readonly number: number } | null = null;

  constructor(services: PanelServices) {
    this.services = services;
    this.registration = window.registerWebviewPanelSerializer(releasePanelType, this);
  }

  /** The release of the page that has the focus. */
  get focused(): { readonly repository: RepositoryId; readonly number: number } | null {
    return this.active;
  }

  /** @param part what is to be brought into view */
  open(repository: RepositoryId, number: number, part: 'changelog' | null = null): void {
    const existing = this.panels.get(releaseKey(repository, number));
    if (existing !== undefined) {
      existing.reveal();
      if (part !== null) existing.revealPart(part);
      return;
    }
    // The editor's own search could only find the rows that are drawn; the page searches all of them.
    const panel = window.createWebviewPanel(releasePanelType, `Release #${number}`, ViewColumn.Active);
    const page = this.adopt(panel, repository, number);
    if (part !== null) page.revealPart(part);
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

  private adopt(panel: WebviewPanel, repository: RepositoryId, number: number): ReleasePanel {
    const key = releaseKey(repository, number);
    const release = { repository, number };
    const page = new ReleasePanel(panel, this.services, release);
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
    return page;
  }
}
