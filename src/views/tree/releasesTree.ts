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
import type { TreeNode } from './nodes';
import { treeItemOf } from './treeItems';

/** Milliseconds. */
const redrawDelay = 60;

/** The Releases view: a picture of the store. It reads nothing itself; ticks become commands. */
export class ReleasesTree implements TreeDataProvider<TreeNode>, Disposable {
  private readonly changed = new EventEmitter<undefined>();
  private readonly disposables: Disposable[] = [];
  private readonly view: TreeView<TreeNode>;
  private readonly store: ReleaseStore;
  private waiting: ReturnType<typeof setTimeout> | null = null;
  private drawn: readonly unknown[] = [];

  readonly onDidChangeTreeData = this.changed.event;

  constructor(store: ReleaseStore) {
    this.store = store;
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
    return [...childrenOf(node, this.store.state, this.store)];
  }

  dispose(): void {
    if (this.waiting !== null) clearTimeout(this.waiting);
    for (const each of this.disposables) each.dispose();
  }

  /**
   * Rows are redrawn once for many changes in a row, and only for changes that they show: a click that meets a redraw
   * loses the row it was made on.
   */
  private renderSoon(): void {
    if (this.waiting !== null) return;
    this.waiting = setTimeout(() => {
      this.waiting = null;
      const drawn = this.whatIsDrawn();
      const same = drawn.length === this.drawn.length && drawn.every((each, at) => each === this.drawn[at]);
      if (!same) this.render();
    }, redrawDelay);
  }

  private whatIsDrawn(): readonly unknown[] {
    return this.store.state.repositories.flatMap(({ snapshot, problem }) => [
      snapshot,
      problem,
      ...(snapshot?.releases ?? []).map((release) => this.store.knownContentsOf(release)),
    ]);
  }

  private render(): void {
    this.drawn = this.whatIsDrawn();
    const releases = this.store.releases();
    const waiting = releases.filter(waitsForMe).length;
    const tooltip = waiting === 1 ? '1 release waits for you' : `${waiting} releases wait for you`;
    this.view.badge = waiting === 0 ? undefined : { value: waiting, tooltip };
    this.changed.fire(undefined);
  }

  private tick(node: TreeNode, checked: boolean): void {
    if (node.kind !== 'item') return;
    const { repository, pull, item } = node;
    const argument: CommandArguments['releaseReview.tickChecklistItem'] = { repository, pull, item, checked };
    const command: CommandId = 'releaseReview.tickChecklistItem';
    // A tick that fails is shown by the command; the box goes back to what the description says.
    void commands.executeCommand(command, argument).then(
      () => this.render(),
      () => this.render(),
    );
  }
}
