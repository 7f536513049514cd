import type { ThemeIcon, TreeItem } from 'vscode';
import { count, shortAge } from '../../core/ages';
import { openGates } from '../../core/policy/gate';
import { shortSha } from '../../core/sha';
import { deployedInstead, waitsForMe, type ReleaseSnapshot } from '../../core/snapshot';
import { gatesSummary, verdictWord } from '../words';
import type { FindingNode, HealthNode, LiveNode, NoteNode, ReleaseNode } from './nodes';
import { commandOf, gateIcon, icon, row } from './treeRow';

export function releaseRow(node: ReleaseNode, now: number): TreeItem {
  const { release } = node;
  const { pull, checklist, gates } = release;
  const open = openGates(gates);
  const left = open.length === 0 ? 'ready' : count(open.length, 'gate') + ' left';
  const risk = release.risk.level === null ? 'no risk set' : `${release.risk.level} risk`;
  const parts = [
    left,
    `${checklist.done}/${checklist.required}`,
    risk,
    ...(node.mark === null ? [] : [node.mark]),
    `#${pull.number}`,
    shortAge(pull.createdAt, now),
  ];
  const waiting = waitsForMe(release);
  return row(pull.title, {
    icon: releaseIcon(release),
    description: (pull.draft ? ['draft', ...parts] : parts).join(' · '),
    open: 'collapsed',
    context: `release ${pull.state}`,
    tooltip: [
      `${pull.title} #${pull.number}`,
      `${verdictWord(release)}: ${gatesSummary(gates)}`,
      ...open.map((gate) => `• ${gate.title}: ${gate.detail}`),
      `Opened by @${pull.author.login}${waiting ? '; waits for you' : ''}`,
    ].join('\n'),
    spoken: `${pull.title}, number ${pull.number}, ${risk}, ${left}, checklist ${checklist.done} of ${checklist.required}${waiting ? ', waits for you' : ''}`,
  });
}

/** The worst gate. */
function releaseIcon(release: ReleaseSnapshot): ThemeIcon {
  const states = openGates(release.gates).map((gate) => gate.state);
  const worst = (['fail', 'unknown', 'pending'] as const).find((state) => states.includes(state));
  return gateIcon(worst ?? 'pass');
}

export function liveRow(node: LiveNode, now: number): TreeItem {
  const open = node.health === null ? 'none' : 'collapsed';
  if (!node.live.known) {
    return row('Live now: unknown', {
      icon: icon('question', 'list.warningForeground'),
      description: node.live.reason,
      open,
      context: 'live',
    });
  }
  const { pin, commit, since, pull, deployment } = node.live.value;
  const name = pin.state === 'valid' ? shortSha(pin.sha) : pin.found;
  const state = deployment.known && deployment.value !== null ? deployment.value.state : null;
  const instead = deployedInstead(node.live.value);
  const parts = [
    instead === null ? '' : `last deployed: ${shortSha(instead.sha)}`,
    commit.known ? commit.value.subject : '',
    since === null ? '' : shortAge(since, now),
    pull === null ? '' : `#${pull.number}`,
    state ?? '',
  ];
  const failed = state === 'failure' || state === 'error';
  return row(`Live now: ${name}`, {
    icon:
      pin.state === 'invalid' || failed || instead !== null
        ? icon('warning', 'list.warningForeground')
        : icon('radio-tower'),
    description: parts.filter((part) => part !== '').join(' · '),
    open,
    context: 'live',
    tooltip: [
      `Production: ${pin.state === 'valid' ? pin.sha : pin.problem}`,
      commit.known ? commit.value.subject : '',
      pull === null ? '' : `By #${pull.number} ${pull.title}`,
      state === null ? 'No deployment of it is recorded' : `Deployment: ${state}`,
      instead === null ? '' : `The last deployment that succeeded is of ${instead.sha}`,
    ]
      .filter((line) => line !== '')
      .join('\n'),
  });
}

/** What GitHub enforces by itself; the one row below what is live. */
export function healthRow({ health: { summary, note, findings } }: HealthNode): TreeItem {
  const isBad = findings.some(({ state }) => state === 'fail');
  return row('Enforced by GitHub', {
    icon: isBad ? icon('warning', 'list.warningForeground') : icon('question', 'list.warningForeground'),
    description: summary,
    open: findings.length === 0 ? 'none' : 'expanded',
    context: 'health',
    tooltip: [`Enforced by GitHub: ${summary}`, note ?? ''].filter((line) => line !== '').join('\n'),
    spoken: `Enforced by GitHub: ${summary}`,
  });
}

const findingWords = { pass: 'Enforced', fail: 'Not enforced', unknown: 'Not known' } as const;

/** The check comes with the set-up; the rest is done in GitHub's own settings. */
export function findingRow({ finding, repository }: FindingNode): TreeItem {
  const { id, state, title, detail, next } = finding;
  return row(title, {
    icon: gateIcon(state),
    description: detail,
    context: `finding ${state}`,
    tooltip: [`${findingWords[state]}: ${title}`, detail, next ?? ''].filter((line) => line !== '').join('\n'),
    spoken: `${findingWords[state]}: ${title}. ${[detail, next ?? ''].join(' ').trim()}`,
    command:
      id === 'gate-check' && state === 'fail'
        ? commandOf('releaseReview.setUpRepository', 'Set Up This Repository', { repository })
        : undefined,
  });
}

export function noteRow(node: NoteNode): TreeItem {
  const icons = {
    info: icon('info'),
    warning: icon('warning', 'list.warningForeground'),
    error: icon('error', 'list.errorForeground'),
    loading: icon('loading~spin'),
  };
  return row(node.text, {
    icon: icons[node.tone],
    context: 'note',
    command:
      node.command === undefined ? undefined : commandOf(node.command, 'Next Step', { repository: node.repository }),
  });
}
