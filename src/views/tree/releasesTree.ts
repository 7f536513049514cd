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
import { idOf, treeItemOf } from './treeItems';

/** Milliseconds. */
const redrawDelay = 60;

/** The Releases view: a picture of the store. It reads nothing itself; ticks become commands. */
export class ReleasesTree implements TreeDataProvider<TreeNode>, Disposable {
  private readonly changed = new EventEmitter<TreeNode[] | undefined>();
  private top: readonly TreeNode[] = [];
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
    const rows = childrenOf(node, this.store.state, this.store);
    if (node === undefined) this.top = rows;
    return [...rows];
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
    const releases = this.store.openReleases();
    const waiting = releases.filter(waitsForMe).length;
    const tooltip = waiting === 1 ? '1 release waits for you' : `${waiting} releases wait for you`;
    this.view.badge = waiting === 0 ? undefined : { value: waiting, tooltip };
    this.redraw();
  }

  /**
   * Redrawing everything makes the editor forget all rows until it has asked again, and a click in between is handed no
   * row at all. While the top rows stay the same they are given their new content and redrawn one by one instead.
   */
  private redraw(): void {
    const rows = childrenOf(undefined, this.store.state, this.store);
    const before = this.top;
    const same =
      rows.length > 0 && rows.length === before.length && rows.every((row, at) => isSameRow(row, before[at]));
    if (!same) return this.changed.fire(undefined);
    rows.forEach((row, at) => Object.assign(before[at] ?? {}, row));
    this.changed.fire([...before]);
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

function isSameRow(row: TreeNode, before: TreeNode | undefined): boolean {
  return before !== undefined && idOf(row) === idOf(before);
}
