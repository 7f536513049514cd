import type { HealthFinding } from '../../core/policy/health';
import { policyPath, policySourceWords, problemWords, type PolicySource } from '../../core/policy/policySource';
import { shortSha } from '../../core/sha';
import type { ReleaseSnapshot } from '../../core/snapshot';
import { healthOf } from '../health';
import type { BannerView, FindingView, HealthView, PolicyView } from './protocol';

/** Where the rules come from, in one line below the gates. */
export function policyView({ policySource }: ReleaseSnapshot): PolicyView {
  const text = policySourceWords(policySource);
  switch (policySource.kind) {
    case 'default':
      return {
        source: { text, title: `There is no ${policyPath} on the production branch.` },
        action: open('Create…'),
      };
    case 'file':
      return { source: { text, title: policySource.tip, intent: { kind: 'openPolicy' } }, action: null };
    case 'broken':
      return { source: { text, tone: 'error', title: policySource.tip }, action: open('Open') };
    case 'unreadable':
      return { source: { text, tone: 'warn' }, action: { label: 'Try again', intent: { kind: 'refresh' } } };
  }
}

function open(label: string): NonNullable<PolicyView['action']> {
  return { label, intent: { kind: 'openPolicy' } };
}

/** What must be read before anything is decided: nobody knows the rules. */
export function policyBanner({ policy, policySource }: ReleaseSnapshot): readonly BannerView[] {
  switch (policySource.kind) {
    case 'default':
    case 'file':
      return [];
    case 'broken':
      return [brokenBanner(policySource, policy.productionBranch)];
    case 'unreadable':
      return [
        {
          id: 'policy',
          tone: 'warn',
          text: `The policy could not be read, so no gate can be judged: ${withStop(policySource.reason)}`,
          details: [],
          more: null,
          actions: [{ label: 'Try again', intent: { kind: 'refresh' } }],
        },
      ];
  }
}

function brokenBanner({ tip, problems }: Extract<PolicySource, { kind: 'broken' }>, branch: string): BannerView {
  const [first, ...others] = problems.map(problemWords);
  const what = first ?? 'It cannot be understood.';
  return {
    id: 'policy',
    tone: 'error',
    text: `No gate can be judged: the policy file on ${branch} at ${shortSha(tip)} is broken, ${withStop(what)}`,
    details: others.map(capital),
    more: others.length === 0 ? null : `Show ${others.length} more ${others.length === 1 ? 'problem' : 'problems'}`,
    actions: [{ label: 'Open policy file', intent: { kind: 'openPolicy' } }],
  };
}

/** What GitHub enforces of the process by itself. */
export function healthView(release: ReleaseSnapshot): HealthView {
  const { summary, note, findings } = healthOf(release);
  return { summary, note, findings: findings.map((each) => findingView(each, release)) };
}

function findingView({ id, state, title, detail, next }: HealthFinding, release: ReleaseSnapshot): FindingView {
  return { id, state, title, detail, next, action: state === 'fail' ? actionOf(id, release) : null };
}

/** The check comes with the set-up; the rest is for administrators in GitHub's own settings. */
function actionOf(id: HealthFinding['id'], { pull, permission }: ReleaseSnapshot): FindingView['action'] {
  const mayWrite = permission !== 'none' && permission !== 'read' && permission !== 'triage';
  if (id === 'gate-check') return mayWrite ? { label: 'Set up…', intent: { kind: 'setUpRepository' } } : null;
  const repository = /^(https:\/\/[^/]+\/[^/]+\/[^/]+)\/pull\/\d+$/.exec(pull.url)?.[1];
  return permission === 'admin' && repository !== undefined
    ? { label: 'Settings', intent: { kind: 'openLink', url: `${repository}/settings/branches` } }
    : null;
}

function withStop(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
