import {
  commands,
  EventEmitter,
  TreeItemCheckboxState,
  window,
  type TreeDataProvider,
  type TreeItem,
  type TreeView,
} from 'vscode';
import type { Disposable } from '../../core/event';
import { waitsForMe } from '../../core/snapshot';
import { releasesViewId, type CommandArguments, type CommandId } from '../../contributions';
import type { ReleaseStore } from '../../store/releaseStore';
import { childrenOf } from './children';
import { DrawnRows } from './drawnRows';
import type { TreeNode } from './nodes';
import { idOf, treeItemOf } from './treeItems';
import { lookOf } from './treeRow';

/** Milliseconds. */
const redrawDelay = 60;

/** The Releases view: a picture of the store. It reads nothing itself; ticks become commands. */
export class ReleasesTree implements TreeDataProvider<TreeNode>, Disposable {
  private readonly changed = new EventEmitter<TreeNode[] | undefined>();
  private readonly rows: DrawnRows<TreeNode>;
  private readonly disposables: Disposable[] = [];
  private readonly view: TreeView<TreeNode>;
  private readonly store: ReleaseStore;
  private waiting: ReturnType<typeof setTimeout> | null = null;

  readonly onDidChangeTreeData = this.changed.event;

  constructor(store: ReleaseStore) {
    this.store = store;
    this.rows = new DrawnRows({
      childrenOf: (node) => childrenOf(node, store.state, store),
      idOf,
      lookOf: (node) => lookOf(treeItemOf(node, Date.now())),
      readsState: (node) => node.kind === 'repository' || node.kind === 'release',
    });
    this.view = window.createTreeView(releasesViewId, {
      treeDataProvider: this,
      showCollapseAll: true,
      manageCheckboxStateManually: true,
    });
    this.disposables.push(
      this.view,
      this.changed,
      this.view.onDidChangeCheckboxState(({ items }) => {
        for (const [node, state] of items) this.tick(node, state === TreeItemCheckboxState.Checked);
      }),
      store.onDidChange(() => this.renderSoon()),
    );
    this.render();
  }

  get visible(): boolean {
    return this.view.visible;
  }

  getTreeItem(node: TreeNode): TreeItem {
    return treeItemOf(node, Date.now());
  }

  getChildren(node?: TreeNode): TreeNode[] {
    return this.rows.childrenOf(node);
  }

  dispose(): void {
    if (this.waiting !== null) clearTimeout(this.waiting);
    for (const each of this.disposables) each.dispose();
  }

  /** Rows are redrawn once for many changes in a row. */
  private renderSoon(): void {
    this.waiting ??= setTimeout(() => {
      this.waiting = null;
      this.render();
    }, redrawDelay);
  }

  private render(): void {
    const releases = this.store.openReleases();
    const waiting = releases.filter(waitsForMe).length;
    const tooltip = waiting === 1 ? '1 release waits for you' : `${waiting} releases wait for you`;
    this.view.badge = waiting === 0 ? undefined : { value: waiting, tooltip };
    const changed = this.rows.update();
    if (changed === 'everything') this.changed.fire(undefined);
    else if (changed.length > 0) this.changed.fire([...changed]);
  }

  private tick(node: TreeNode, checked: boolean): void {
    if (node.kind !== 'item') return;
    const { repository, pull, item } = node;
    const argument: CommandArguments['releaseReview.tickChecklistItem'] = { repository, pull, item, checked };
    const command: CommandId = 'releaseReview.tickChecklistItem';
    // The editor has drawn its own tick; one that failed goes back to what the description says.
    const settle = (): void => {
      this.render();
      this.changed.fire([node]);
    };
    void commands.executeCommand(command, argument).then(settle, settle);
  }
}
