import type { ThemeIcon, TreeItem } from 'vscode';
import type { ChangeRowView } from '../panel/hurtViews';
import type { Tone } from '../panel/protocol';
import type { ChangedFileNode, ChangeGroupNode, ChangeNode } from './nodes';
import { commandOf, icon, row } from './treeRow';

/** Draws a category of changes. */
export function changeGroupItem({ group }: ChangeGroupNode): TreeItem {
  return row(group.title, {
    icon: toneIcon(group.tone, 'symbol-misc'),
    // The summary begins with a title of its own.
    description: group.summary.replace(/^[^:]*: /, ''),
    open: 'collapsed',
    context: 'changeGroup',
    tooltip: group.summary,
  });
}

/** Draws a changed file. */
export function changedFileItem(node: ChangedFileNode): TreeItem {
  const { file, path } = node;
  const severity = severityOf(file.tone);
  return row(path.split('/').at(-1) ?? path, {
    icon: file.unclear === null ? toneIcon(file.tone, 'file') : icon('question', 'list.warningForeground'),
    description: [file.status ?? '', file.reason === '' ? file.what : file.reason]
      .filter((part) => part !== '')
      .join(', '),
    open: file.rows.length + file.notes.length + file.omitted > 0 || file.unclear !== null ? 'collapsed' : 'none',
    context: 'changedFile',
    tooltip: [path, `${file.what}. ${file.reason}`, file.unclear ?? ''].filter((line) => line !== '').join('\n'),
    spoken: `${severity}${path}. ${file.what}. ${file.reason}`,
    command: commandOf('releaseReview.openDiff', 'Open Diff', node),
  });
}

/** Draws one change of a file. */
export function changeItem(node: ChangeNode): TreeItem {
  const { change } = node;
  const step = stepOf(change);
  const place = change.place === null ? '' : `line ${change.place}`;
  return row(change.subject, {
    icon: toneIcon(change.tone, 'circle-small'),
    description: [step, change.note ?? '', place].filter((part) => part !== '').join(' · '),
    context: 'change',
    tooltip: [change.subject, step, change.note ?? ''].filter((line) => line !== '').join('\n'),
    spoken: `${severityOf(change.tone)}${change.subject} ${step}. ${change.note ?? ''} ${place}`,
    command: commandOf('releaseReview.openDiff', 'Open Diff', node),
  });
}

function stepOf({ was, now }: ChangeRowView): string {
  if (was === null && now === null) return '';
  return `${was === null ? '' : `${was} `}→ ${now ?? 'gone'}`;
}

function severityOf(tone: Tone): string {
  return tone === 'error' ? 'High severity: ' : tone === 'warn' ? 'Medium severity: ' : '';
}

function toneIcon(tone: Tone, otherwise: string): ThemeIcon {
  if (tone === 'error') return icon('error', 'list.errorForeground');
  return tone === 'warn' ? icon('warning', 'list.warningForeground') : icon(otherwise);
}
