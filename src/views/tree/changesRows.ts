import { count } from '../../core/ages';
import type { ReleaseContents } from '../../core/snapshot';
import { changesView } from '../panel/changesView';
import type { ChangedFileNode, ChangeGroupNode, InRelease, NoteNode, TreeNode } from './nodes';

/** The tree would take seconds to draw more; the page has them all. */
const mostRows = 300;

/** The categories of what can hurt besides migrations, or a sentence while there is none to show. */
export function changeGroupRows(base: InRelease, contents: ReleaseContents): readonly TreeNode[] {
  const view = changesView({ state: 'ready', contents });
  if (view === null) return [];
  return [
    ...view.groups.map((group): TreeNode => ({ ...inRelease(base), kind: 'changeGroup', group })),
    ...(view.status === null || contents.changes?.known === true
      ? []
      : [note(base, 'changes', view.status, contents.changes === null ? 'loading' : 'warning')]),
    ...limited(
      view.notes.map((text) => note(base, `changes ${text}`, text, 'warning')),
      (left) => note(base, 'changes more', `${count(left, 'more note')}: the release page has them all`, 'info'),
    ),
  ];
}

/** The files of a category; each opens its diff. */
export function changedFileRows(node: ChangeGroupNode): readonly TreeNode[] {
  const files = node.group.files.map((file): TreeNode => ({
    ...inRelease(node),
    kind: 'changedFile',
    group: node.group.id,
    file,
    path: file.path,
    ...at(file.line),
  }));
  return limited(files, (left) =>
    note(node, `more ${node.group.id}`, `${count(left, 'more file')}: the release page has them all`, 'info'),
  );
}

/** What changes in a file; each opens the diff at its line. */
export function changeRows(node: ChangedFileNode): readonly TreeNode[] {
  const { file, path, group } = node;
  const place = `${group} ${path}`;
  const rows = file.rows.map((change, index): TreeNode => ({
    ...inRelease(node),
    kind: 'change',
    group,
    index,
    change,
    path,
    ...at(change.line),
  }));
  return [
    ...(file.unclear === null
      ? []
      : [note(node, `${place} unclear`, `Not understood: ${file.unclear}`, 'warning' as const)]),
    ...file.notes.map((text) => note(node, `${place} ${text}`, text, 'info')),
    ...limited(rows, (left) =>
      note(node, `${place} more`, `${count(left, 'more change')}: the release page has them all`, 'info'),
    ),
    ...(file.omitted === 0
      ? []
      : [note(node, `${place} omitted`, `${count(file.omitted, 'change')} not listed: the diff has them`, 'info')]),
  ];
}

function limited(rows: readonly TreeNode[], more: (left: number) => TreeNode): readonly TreeNode[] {
  return rows.length <= mostRows ? rows : [...rows.slice(0, mostRows), more(rows.length - mostRows)];
}

const at = (line: number | null): { readonly line?: number } => (line === null ? {} : { line });

function inRelease({ repository, pull, release }: InRelease): InRelease {
  return { repository, pull, release };
}

function note({ repository, pull }: InRelease, id: string, text: string, tone: NoteNode['tone']): NoteNode {
  return { kind: 'note', repository, pull, id, text, tone };
}
