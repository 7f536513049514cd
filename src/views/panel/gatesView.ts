import { openGates, type Gate, type GateAction } from '../../core/policy/gate';
import { whyNotApprove, whyNotEdit, whyNotLabel, type ReleaseSnapshot } from '../../core/snapshot';
import { gatesSummary, verdictWord } from '../words';
import type { GateView, Intent, Phrase, Tone, VerdictView } from './protocol';

export function gateView(gate: Gate, release: ReleaseSnapshot): GateView {
  const offered = offeredAction(gate, release);
  return {
    id: gate.id,
    state: gate.state,
    title: gate.advisory ? `${gate.title} (advisory)` : gate.title,
    detail: gate.detail,
    evidence: gate.evidence.map((each) => ({
      text: each.text,
      ...(each.state === undefined ? {} : { tone: toneOfState(each.state) }),
      ...(each.url === undefined ? {} : { intent: { kind: 'openLink' as const, url: each.url } }),
    })),
    actors: gate.actors.join(', '),
    enforcement: enforcementWords(gate),
    action: offered === null ? null : { label: actionLabel(offered), intent: intentOf(offered) },
  };
}

/** The next step, unless this account cannot take it now; who can is said beside it. */
function offeredAction({ action }: Gate, release: ReleaseSnapshot): GateAction | null {
  return action !== null && mayDo(action, release) ? action : null;
}

function mayDo(action: GateAction, release: ReleaseSnapshot): boolean {
  switch (action.kind) {
    case 'set-risk':
      return whyNotLabel(release) === null;
    case 'tick-checklist':
    case 'restore-checklist':
    case 'schedule-monitoring':
    case 'write-notes':
      return whyNotEdit(release) === null;
    case 'approve':
      return whyNotApprove(release) === null;
    case 'override-freeze':
    case 'confirm-freeze-override':
      return release.permission !== 'none' && release.permission !== 'read';
    case 'refresh':
    case 'open-pull':
    case 'open-policy':
    case 'open-url':
      return true;
  }
}

function enforcementWords(gate: Gate): string | null {
  if (gate.advisory) return 'Advisory: shown, and does not hold the release back.';
  if (gate.enforced === null) return null;
  return gate.enforced ? 'GitHub enforces it.' : 'Advisory: GitHub would merge without it.';
}

function toneOfState(state: 'pass' | 'fail' | 'pending' | 'unknown'): Tone {
  return ({ pass: 'ok', fail: 'error', pending: 'warn', unknown: 'warn' } as const)[state];
}

function actionLabel(action: GateAction): string {
  switch (action.kind) {
    case 'set-risk':
      return 'Set risk';
    case 'tick-checklist':
      return 'Tick';
    case 'restore-checklist':
      return 'Put back';
    case 'approve':
      return 'Approve';
    case 'refresh':
      return 'Refresh';
    case 'schedule-monitoring':
      return 'Schedule';
    case 'write-notes':
      return 'Write';
    case 'override-freeze':
      return 'Override';
    case 'confirm-freeze-override':
      return 'Confirm';
    case 'open-policy':
    case 'open-pull':
    case 'open-url':
      return 'Open';
  }
}

function intentOf(action: GateAction): Intent {
  switch (action.kind) {
    case 'set-risk':
      return { kind: 'focus', target: 'risk' };
    case 'tick-checklist':
      return { kind: 'focus', target: 'checklist' };
    case 'restore-checklist':
      return { kind: 'restoreChecklist' };
    case 'approve':
      return { kind: 'approve' };
    case 'refresh':
      return { kind: 'refresh' };
    case 'schedule-monitoring':
      return { kind: 'scheduleMonitoring' };
    case 'write-notes':
      return { kind: 'writeNotes' };
    case 'override-freeze':
    case 'confirm-freeze-override':
      return { kind: 'overrideFreeze' };
    case 'open-policy':
      return { kind: 'openPolicy' };
    case 'open-pull':
      return { kind: 'openPull' };
    case 'open-url':
      return { kind: 'openLink', url: action.url };
  }
}

/** One line that decides: the word, how many gates are open, and each of them as a link to its next step. */
export function verdictView(release: ReleaseSnapshot, pills: readonly Phrase[]): VerdictView {
  const open = openGates(release.gates);
  const done = release.pull.state !== 'open';
  return {
    tone: done ? 'dim' : verdictTone(release),
    word: verdictWord(release),
    summary: gatesSummary(release.gates) + (open.length > 0 ? ':' : ''),
    links: open.map((gate) => {
      const offered = offeredAction(gate, release);
      return {
        text: shortName(gate),
        title: gate.detail,
        tone: gate.state === 'fail' ? 'error' : 'warn',
        intent: offered === null ? { kind: 'focus', target: 'gates' } : intentOf(offered),
      };
    }),
    pills,
  };
}

function verdictTone(release: ReleaseSnapshot): Tone {
  return ({ ready: 'ok', open: 'warn', unknown: 'warn' } as const)[release.verdict];
}

function shortName(gate: Gate): string {
  switch (gate.id) {
    case 'risk':
      return 'set the risk';
    case 'checklist':
      return `checklist: ${gate.detail.replace(/\.$/, '')}`;
    case 'approvals':
      return `approvals: ${gate.detail.split(' at ')[0] ?? ''}`;
    case 'sha':
      return 'proposed SHA';
    case 'checks':
      return `checks: ${gate.detail.replace(/\.$/, '')}`;
    case 'provenance':
    case 'monitoring':
    case 'security':
    case 'freeze':
    case 'notes':
    case 'scope':
    case 'current':
      return gate.title.toLowerCase();
  }
}
