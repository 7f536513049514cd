import type { Check, RequiredCheck } from '../../release';
import type { Gate, GateEvidence, GateFacts, GateState } from '../gate';

/**
 * "All required CI checks pass" (process description), at the pull request's head. Required is what branch protection
 * and rulesets demand; where they demand nothing or cannot be read, every check and status there is.
 *
 * A required check passes with `success`, `neutral` or `skipped`
 * (https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/about-status-checks).
 */
export function checksGate(facts: GateFacts): Gate {
  const { checks, rules } = facts;
  const required = rules.known ? rules.value.requiredChecks : [];
  const gate = {
    id: 'checks',
    title: required.length > 0 ? 'Required checks' : 'Checks',
    actors: ['CI'],
    enforced: rules.known ? required.length > 0 : null,
    advisory: false,
  } as const;
  if (!checks.known) {
    const detail = `The checks could not be read: ${checks.reason}`;
    return { ...gate, state: 'unknown', detail, evidence: [], action: { kind: 'refresh' } };
  }
  const verdicts =
    required.length > 0
      ? required.map((each) => judgeRequired(each, checks.value))
      : checks.value.map((check) => judge(check.name, [check]));
  if (verdicts.length === 0) {
    return rules.known
      ? { ...gate, state: 'not-applicable', detail: 'None is required and none ran.', evidence: [], action: null }
      : {
          ...gate,
          state: 'unknown',
          detail: `None ran, and what is required could not be read: ${rules.reason}`,
          evidence: [],
          action: { kind: 'refresh' },
        };
  }
  const state = worst(verdicts.map((verdict) => verdict.state));
  const passed = verdicts.filter((verdict) => verdict.state === 'pass').length;
  const url = verdicts.find((verdict) => verdict.state === state && verdict.url !== undefined)?.url;
  return {
    ...gate,
    state,
    detail: `${passed} of ${verdicts.length} passed${summaryOf(verdicts)}.`,
    evidence: verdicts,
    action: state === 'pass' ? null : url === undefined ? { kind: 'refresh' } : { kind: 'open-url', url },
  };
}

type CheckVerdict = GateEvidence & { readonly state: 'pass' | 'fail' | 'pending' };

function judgeRequired(required: RequiredCheck, checks: readonly Check[]): CheckVerdict {
  const named = checks.filter((check) => check.name === required.name);
  const right = named.filter((check) => required.appId === null || check.appId === required.appId);
  if (right.length === 0 && named.length > 0) {
    const sources = [...new Set(named.map((check) => check.source))].join(', ');
    return { text: `${required.name}: reported by ${sources}, not by the app that must`, state: 'fail' };
  }
  return judge(required.name, right);
}

/** Several results of one name all have to be good: a green run does not outweigh a red status. */
function judge(name: string, results: readonly Check[]): CheckVerdict {
  if (results.length === 0) return { text: `${name}: required, never reported`, state: 'pending' };
  const bad =
    results.find((check) => stateOf(check) === 'fail') ?? results.find((check) => stateOf(check) === 'pending');
  const shown = bad ?? results[0];
  const state = bad === undefined ? 'pass' : stateOf(bad);
  const text = `${name}: ${shown?.state.replace('-', ' ') ?? state}`;
  return shown?.url == null ? { text, state } : { text, state, url: shown.url };
}

function stateOf(check: Check): 'pass' | 'fail' | 'pending' {
  switch (check.state) {
    case 'success':
    case 'neutral':
    case 'skipped':
      return 'pass';
    case 'pending':
      return 'pending';
    case 'failure':
    case 'cancelled':
    case 'timed-out':
    case 'action-required':
    case 'stale':
      return 'fail';
  }
}

function worst(states: readonly CheckVerdict['state'][]): GateState {
  return states.includes('fail') ? 'fail' : states.includes('pending') ? 'pending' : 'pass';
}

function summaryOf(verdicts: readonly CheckVerdict[]): string {
  const failed = verdicts.filter((verdict) => verdict.state === 'fail').length;
  const pending = verdicts.filter((verdict) => verdict.state === 'pending').length;
  const parts = [...(failed > 0 ? [`${failed} failed`] : []), ...(pending > 0 ? [`${pending} not there yet`] : [])];
  return parts.length === 0 ? '' : `, ${parts.join(', ')}`;
}
