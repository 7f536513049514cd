import { TreeItemCheckboxState, type Command, type TreeItem } from 'vscode';
import { count, shortAge } from '../../core/ages';
import { counts, isDestructive, isUnclear } from '../../core/highlights/effect';
import type { Migration } from '../../core/highlights/model';
import { isLoss } from '../../core/highlights/operation';
import { lockMeaning, noticedLocks, workWords } from '../../core/highlights/review/words';
import type { Direction } from '../../core/history';
import { openGates } from '../../core/policy/gate';
import { repositoryKey, repositoryLabel } from '../../core/repository';
import { shortSha } from '../../core/sha';
import { waitsForMe, type ReleaseSnapshot } from '../../core/snapshot';
import { completeness, gatesSummary, gateStateWords, highlightsSummary, migrationStatus } from '../words';
import { changedFileItem, changeGroupItem, changeItem } from './changesItems';
import type { HighlightsNode, TreeNode } from './nodes';
import { findingRow, healthRow, liveRow, noteRow, releaseRow } from './topRows';
import { commandOf, gateIcon, icon, row } from './treeRow';

/** Draws one row. Everything that came from GitHub or git goes through `visibleText`. */
export function treeItemOf(node: TreeNode, now: number): TreeItem {
  const item = draw(node, now);
  item.id = idOf(node);
  return item;
}

/** Stable over refreshes, so that expanded rows stay expanded and the selection stays where it was. */
export function idOf(node: TreeNode): string {
  const place = `${node.repository}${'pull' in node ? `#${node.pull ?? ''}` : ''}`;
  switch (node.kind) {
    case 'repository':
    case 'live':
    case 'health':
    case 'release':
    case 'gates':
    case 'checklist':
    case 'highlights':
    case 'changelog':
    case 'allFiles':
      return `${node.kind} ${place}`;
    case 'finding':
      return `finding ${place} ${node.finding.id}`;
    case 'note':
      return `note ${place} ${node.id}`;
    case 'gate':
      return `gate ${place} ${node.gate.id}`;
    case 'item':
      return `item ${place} ${node.item}`;
    case 'migration':
      return `migration ${place} ${node.path}`;
    case 'operation':
      return `operation ${place} ${node.path} ${node.migration.operations.indexOf(node.operation)}`;
    case 'changeGroup':
      return `changes ${place} ${node.group.id}`;
    case 'changedFile':
      return `changes ${place} ${node.group} ${node.path}`;
    case 'change':
      return `changes ${place} ${node.group} ${node.path} ${node.index}`;
    case 'section':
      return `section ${place} ${node.section.id}`;
    case 'commit':
      return `commit ${place} ${node.commit}`;
    case 'comment':
      return `comment ${place} ${node.comment.id}`;
  }
}

function draw(node: TreeNode, now: number): TreeItem {
  switch (node.kind) {
    case 'repository': {
      const waiting = node.entry.snapshot?.releases.filter(waitsForMe).length ?? 0;
      return row(repositoryLabel(node.entry.repository), {
        icon: icon('repo'),
        description: waiting === 0 ? '' : `${waiting} waiting for you`,
        open: 'expanded',
        context: 'repository',
      });
    }
    case 'live':
      return liveRow(node, now);
    case 'health':
      return healthRow(node);
    case 'finding':
      return findingRow(node);
    case 'note':
      return noteRow(node);
    case 'release':
      return releaseRow(node, now);
    case 'gates':
      return row('Gates', {
        icon: icon('shield'),
        description: gatesSummary(node.release.gates),
        open: openGates(node.release.gates).length > 0 ? 'expanded' : 'collapsed',
        context: 'gates',
      });
    case 'gate': {
      const { gate } = node;
      const advisory = gate.advisory ? ' (advisory)' : '';
      return row(gate.title + advisory, {
        icon: gateIcon(gate.state),
        description: gate.detail,
        context: `gate ${gate.state}`,
        tooltip: [
          `${gateStateWords[gate.state]}: ${gate.title}${advisory}`,
          gate.detail,
          ...gate.evidence.map((each) => `• ${each.text}`),
          gate.actors.length === 0 ? '' : `Who can move it: ${gate.actors.join(', ')}`,
        ]
          .filter((line) => line !== '')
          .join('\n'),
        spoken: `${gateStateWords[gate.state]}: ${gate.title}. ${gate.detail}`,
        command: gateCommand(node.release, gate.action?.kind),
      });
    }
    case 'checklist': {
      const { checklist } = node.release;
      return row('Checklist', {
        icon: icon('checklist'),
        description: `${checklist.done}/${checklist.required}`,
        open: 'expanded',
        context: `checklist${checklist.missing.length > 0 ? ' missing' : ''}`,
        spoken: `Checklist, ${checklist.done} of ${checklist.required} ticked`,
      });
    }
    case 'item': {
      const item = row(node.entry.text, {
        context: 'item',
        description: node.entry.required ? '' : 'not required now',
        tooltip: node.entry.text,
      });
      item.checkboxState = {
        state: node.entry.checked ? TreeItemCheckboxState.Checked : TreeItemCheckboxState.Unchecked,
        tooltip: node.entry.checked ? 'Untick' : 'Tick',
        accessibilityInformation: { label: node.entry.text, role: 'checkbox' },
      };
      return item;
    }
    case 'highlights':
      return row('What can hurt', {
        icon: hurts(node) ? icon('warning', 'list.warningForeground') : icon('database'),
        description: highlightsSummary(node.highlights, node.direction),
        open: node.highlights.migrations.length > 0 ? 'expanded' : 'collapsed',
        context: 'highlights',
      });
    case 'migration':
      return row(node.path.split('/').at(-1) ?? node.path, {
        icon: migrationIcon(node.migration, node.direction),
        description: `${migrationStatus(node.migration, node.direction)}, ${node.migration.frameworkName}`,
        open: node.migration.operations.length + node.migration.findings.length > 0 ? 'collapsed' : 'none',
        context: 'migration',
        tooltip: node.path,
        command: commandOf('releaseReview.openDiff', 'Open Diff', node),
      });
    case 'operation': {
      const matters = counts(node.migration, node.direction);
      const lost = matters && isLoss(node.operation);
      const facts = [
        ...(matters && node.operation.backwardCompatible === false ? ['breaks old code'] : []),
        ...(matters ? workWords(node.operation) : []),
      ];
      return row(node.operation.summary, {
        icon: lost
          ? icon('error', 'list.errorForeground')
          : matters && node.operation.destructive
            ? icon('question', 'list.warningForeground')
            : icon('circle-small'),
        description: [`line ${node.line}`, ...facts].join(', '),
        context: 'operation',
        tooltip: [
          node.operation.text,
          ...noticedLocks(node.operation).map(({ table, mode }) => `• ${mode} on ${table}: ${lockMeaning(mode)}`),
          ...(matters && node.operation.backwardCompatible !== true ? [`• ${node.operation.compatibility}`] : []),
        ].join('\n'),
        spoken: [`${lost ? 'Destructive: ' : ''}${node.operation.summary} Line ${node.line}`, ...facts].join(', '),
        command: commandOf('releaseReview.openDiff', 'Open Diff', node),
      });
    }
    case 'changeGroup':
      return changeGroupItem(node);
    case 'changedFile':
      return changedFileItem(node);
    case 'change':
      return changeItem(node);
    case 'changelog':
      return row('Changelog', {
        icon: icon('list-unordered'),
        description: node.contents.state === 'ready' ? completeness(node.contents.contents.changelog) : '',
        open: 'collapsed',
        context: 'changelog',
      });
    case 'allFiles':
      return row('All changed files', {
        icon: icon('diff-multiple'),
        description: count(node.files, 'file'),
        context: 'allFiles',
        command: commandOf('releaseReview.openDiff', 'Open Diff', node),
      });
    case 'section':
      return row(node.section.title, {
        icon: icon('symbol-misc'),
        description: count(node.section.commits.length, 'commit'),
        open: node.section.id === 'breaking' ? 'expanded' : 'collapsed',
        context: 'section',
      });
    case 'commit': {
      const { entry } = node;
      const author = entry.authors[0]?.name ?? '';
      const marks = [
        entry.pull === null ? (entry.direct ? 'no pull request' : '') : `#${entry.pull}`,
        author,
        shortAge(entry.authoredAt, now),
      ];
      return row(entry.description || entry.subject || '(no subject)', {
        icon: entry.breaking ? icon('warning', 'list.warningForeground') : icon('git-commit'),
        description: marks.filter((mark) => mark !== '').join(' · '),
        context: 'commit',
        tooltip: `${shortSha(entry.sha)} ${entry.subject}\n\n${entry.body}`.slice(0, 2000),
        command: commandOf('releaseReview.openDiff', 'Open Diff', node),
      });
    }
    case 'comment':
      return row(`Comment of ${node.comment.author.login}`, {
        icon: icon('hubot'),
        description: `decision support, ${shortAge(node.comment.updatedAt, now)}`,
        context: 'comment',
        command: commandOf('releaseReview.openRelease', 'Open Release', node),
      });
  }
}

function gateCommand(release: ReleaseSnapshot, kind: string | undefined): Command | undefined {
  const reference = { repository: repositoryKey(release.repository), pull: release.pull.number };
  switch (kind) {
    case 'set-risk':
      return commandOf('releaseReview.setRiskLabel', 'Set Risk Label', reference);
    case 'restore-checklist':
      return commandOf('releaseReview.restoreChecklist', 'Put Missing Items Back', reference);
    case 'open-policy':
      return commandOf('releaseReview.openPolicy', 'Open Policy File', { repository: reference.repository });
    case 'refresh':
      return commandOf('releaseReview.refresh', 'Refresh', reference);
    case undefined:
      return undefined;
    default:
      return commandOf('releaseReview.openRelease', 'Open Release', reference);
  }
}

/** Whether something in the release loses data, breaks others, or is not understood. */
function hurts({ highlights, contents, direction }: HighlightsNode): boolean {
  const severe = contents.changes?.known === true && contents.changes.value.ranking[0]?.severity === 'high';
  return severe || highlights.migrations.some((each) => isDestructive(each, direction) || isUnclear(each, direction));
}

function migrationIcon(migration: Migration, direction: Direction): ReturnType<typeof icon> {
  if (isDestructive(migration, direction)) return icon('error', 'list.errorForeground');
  const doubtful = isUnclear(migration, direction) || migration.findings.some(({ severity }) => severity !== 'note');
  return doubtful && migration.effect !== 'reworded' ? icon('warning', 'list.warningForeground') : icon('database');
}
