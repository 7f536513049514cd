import { openGates, type Gate, type GateAction, type GateEvidence, type GateId } from '../../core/policy/gate';
import { overridesToConfirm } from '../../core/policy/overridesToConfirm';
import { isAmong } from '../../core/policy/people';
import { policyPath, whyNoPolicy } from '../../core/policy/policySource';
import { waitsForMe, whyNotEdit, whyNotLabel, type ReleaseSnapshot } from '../../core/snapshot';
import { gatesSummary, verdictWord } from '../words';
import type { EvidenceView, GateView, Intent, Phrase, Tone, VerdictView } from './protocol';

export function gateView(gate: Gate, release: ReleaseSnapshot): GateView {
  const offered = offeredAction(gate, release);
  return {
    id: gate.id,
    state: gate.state,
    title: gate.advisory ? `${gate.title} (advisory)` : gate.title,
    // Without a policy the reason is the same for all of them; the page says it once.
    detail: whyNoPolicy(release.policySource) === null ? gate.detail : 'Not judged: the policy is not known.',
    evidence: gate.evidence.filter((each) => !isSaid(each, gate.detail)).map(evidenceView),
    actors: gate.actors.join(', '),
    enforcement: enforcementWords(gate),
    action: offered === null ? null : { label: actionLabel(offered), intent: intentOf(offered) },
  };
}

/** Whether this account's approval may be the security review; where that cannot be told, it may. */
function maySecure({ account, policy, facts }: ReleaseSnapshot): boolean {
  const among = isAmong(account.login, policy.security.reviewers, facts.teams);
  return !among.known || among.value;
}

function mayComment({ permission }: ReleaseSnapshot): boolean {
  return permission !== 'none' && permission !== 'read';
}

/** Whether the gate's own sentence says it already, and it leads nowhere. */
function isSaid({ text, url, sha, who, at }: GateEvidence, detail: string): boolean {
  const hasMore = url !== undefined || sha !== undefined || who !== undefined || at !== undefined;
  return !hasMore && detail.includes(text.replace(/\.$/, ''));
}

function evidenceView({ text, state, url, sha, who, at }: GateEvidence): EvidenceView {
  const isNamed = who === undefined || text.toLowerCase().includes(who.toLowerCase());
  return {
    text,
    ...(state === undefined ? {} : { tone: toneOfState(state) }),
    ...(url === undefined
      ? sha === undefined
        ? {}
        : { intent: { kind: 'openCommitOnGitHub' as const, sha } }
      : { intent: { kind: 'openLink' as const, url } }),
    by: isNamed ? null : who,
    at: at ?? null,
  };
}

/** The next step, unless this account cannot take it now; who can is said beside it. */
function offeredAction({ id, action }: Gate, release: ReleaseSnapshot): GateAction | null {
  // What is wrong with the policy is said above all gates, with what to do about it.
  if (action === null || whyNoPolicy(release.policySource) !== null) return null;
  return mayDo(action, id, release) ? action : null;
}

function mayDo(action: GateAction, gate: GateId, release: ReleaseSnapshot): boolean {
  switch (action.kind) {
    case 'set-risk':
      return whyNotLabel(release) === null;
    case 'tick-checklist':
    case 'restore-checklist':
    case 'schedule-monitoring':
    case 'write-notes':
      return whyNotEdit(release) === null;
    case 'approve':
      // Who has approved this head cannot move it again: others must.
      return waitsForMe(release) && (gate !== 'security' || maySecure(release));
    case 'override-freeze':
      return mayComment(release);
    case 'confirm-freeze-override':
      return mayComment(release) && overridesToConfirm(release).length > 0;
    case 'refresh':
    case 'open-pull':
    case 'open-policy':
    case 'open-url':
      return true;
  }
}

function enforcementWords(gate: Gate): string {
  if (gate.advisory) return 'Advisory: it does not hold the release back.';
  if (gate.enforced === null) return 'Whether GitHub enforces it is not known.';
  return gate.enforced ? 'GitHub enforces it.' : 'Not enforced by GitHub.';
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
      return 'Open policy';
    case 'open-pull':
      return 'Open PR';
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
    ...(whyNoPolicy(release.policySource) === null
      ? {
          summary: gatesSummary(release.gates) + (open.length > 0 ? ':' : ''),
          links: open.map((gate) => verdictLink(gate, release)),
        }
      : withoutPolicy(release)),
    pills,
  };
}

function verdictLink(gate: Gate, release: ReleaseSnapshot): Phrase {
  const offered = offeredAction(gate, release);
  return {
    text: shortName(gate, release),
    title: gate.detail,
    tone: gate.state === 'fail' ? 'error' : 'warn',
    intent: offered === null ? { kind: 'focus', target: 'gates' } : intentOf(offered),
  };
}

/** One thing stands in the way of every gate. */
function withoutPolicy({ policySource }: ReleaseSnapshot): Pick<VerdictView, 'summary' | 'links'> {
  return policySource.kind === 'broken'
    ? {
        summary: 'No gate is judged:',
        links: [{ text: 'mend the policy file', title: policyPath, tone: 'error', intent: { kind: 'openPolicy' } }],
      }
    : {
        summary: 'No gate is judged:',
        links: [{ text: 'read the policy again', title: policyPath, tone: 'warn', intent: { kind: 'refresh' } }],
      };
}

function verdictTone(release: ReleaseSnapshot): Tone {
  return ({ ready: 'ok', open: 'warn', unknown: 'warn' } as const)[release.verdict];
}

/** What is to be done or what is in the way, in a few words. */
function shortName(gate: Gate, { pull }: ReleaseSnapshot): string {
  const { id, state, detail } = gate;
  const unsure = state === 'unknown';
  switch (id) {
    case 'risk':
      return 'set the risk';
    case 'checklist':
      return unsure ? 'checklist: not known' : `checklist: ${detail.replace(/\.$/, '')}`;
    case 'approvals':
    case 'checks': {
      const [count] = /^\d+ of \d+(?: passed(?:, [^.]*)?)?/.exec(detail) ?? [];
      if (unsure || count === undefined) return unsure ? `${id}: not known` : plainName(gate);
      return `${id}: ${count}`;
    }
    case 'current':
      return state === 'pending' || unsure
        ? 'whether it merges'
        : pull.mergeable === false
          ? 'conflict with production'
          : 'production moved';
    case 'sha':
    case 'provenance':
    case 'monitoring':
    case 'security':
    case 'freeze':
    case 'notes':
    case 'scope':
      return unsure ? `${plainName(gate)}: not known` : plainName(gate);
  }
}

/** "Proposed SHA" keeps its capitals. */
function plainName({ id, action, title }: Gate): string {
  if (id === 'approvals' && action?.kind === 'open-pull') return 'changes requested';
  return title.charAt(0).toLowerCase() + title.slice(1);
}
