import { count } from '../../ages';
import type { Check, RequiredCheck } from '../../release';
import { gateCheckName } from '../../setup/gateCheck';
import { wouldMerge } from '../approvers';
import {
  headSince,
  isCalled,
  judgeEach,
  judgeResults,
  leftWords,
  matchesCheck,
  newestRuns,
  stateOf,
  type CheckVerdict,
} from '../checkResults';
import type { Gate, GateEvidence, GateFacts } from '../gate';
import type { CheckKind, Policy } from '../policy';

/**
 * "All required CI checks pass" (process description), at the pull request's head. Required is what branch protection
 * and rulesets demand; where they demand nothing or cannot be read, every check and status there is. Of each kind that the
 * policy names at least one check has run and all are good. The check by which these gates are reported is left out.
 */
export function checksGate(facts: GateFacts, policy: Policy): Gate {
  const { rules } = facts;
  const required = (rules.known ? rules.value.requiredChecks : []).filter(({ name }) => name !== gateCheckName);
  const gate = {
    id: 'checks',
    title: required.length > 0 ? 'Required checks' : 'Checks',
    actors: ['CI'],
    enforced: rules.known ? required.length > 0 && policy.checks.kinds.length === 0 : null,
    advisory: false,
  } as const;
  const unsure = (detail: string, evidence: readonly GateEvidence[]): Gate => {
    return { ...gate, state: 'unknown', detail, evidence, action: { kind: 'refresh' } };
  };
  if (!facts.checks.known) return unsure(`The checks could not be read: ${facts.checks.reason}`, []);
  const checks = facts.checks.value.filter(({ name }) => name !== gateCheckName);
  const judged = [
    ...required.map((each) => judgeRequired(each, checks, facts)),
    ...(required.length > 0 ? [] : judgeEach(checks)).map(possible),
    ...policy.checks.kinds.map((kind) => judgeKind(kind, checks)),
  ];
  const verdicts = judged.map(({ verdict }) => verdict);
  if (verdicts.length === 0) {
    if (!rules.known) return unsure(`None ran, and what is required could not be read: ${rules.reason}`, []);
    return { ...gate, state: 'not-applicable', detail: 'None is required and none ran.', evidence: [], action: null };
  }
  const hopeless = judged.flatMap(({ impossible }) => impossible ?? [])[0];
  if (hopeless !== undefined) {
    const detail = `Nobody can satisfy this: ${hopeless}`;
    return { ...gate, state: 'fail', detail, evidence: verdicts, action: { kind: 'open-pull' } };
  }
  const state = (['fail', 'pending'] as const).find((word) => verdicts.some((each) => each.state === word)) ?? 'pass';
  const passed = verdicts.filter((verdict) => verdict.state === 'pass').length;
  const queue = rules.known && rules.value.mergeQueue === true ? ' The merge queue runs them again.' : '';
  const detail = `${passed} of ${verdicts.length} passed${leftWords(verdicts)}.${queue}`;
  if (state === 'pass' && !rules.known && !wouldMerge(facts.pull)) {
    return unsure(`${detail} Whether others are required could not be read: ${rules.reason}`, verdicts);
  }
  const url = verdicts.find((verdict) => verdict.state === state && verdict.url !== undefined)?.url;
  // Reading again changes nothing about what failed.
  const without = { kind: state === 'fail' ? 'open-pull' : 'refresh' } as const;
  const action = url === undefined ? without : ({ kind: 'open-url', url } as const);
  return { ...gate, state, detail, evidence: verdicts, action: state === 'pass' ? null : action };
}

interface Judged {
  readonly verdict: CheckVerdict;
  /** Why it can never pass, as a sentence. */
  readonly impossible: string | null;
}

function possible(verdict: CheckVerdict): Judged {
  return { verdict, impossible: null };
}

/** A required check that nothing reported in that time is taken for one that nothing reports. */
const patience = 24 * 3_600_000;

function judgeRequired(required: RequiredCheck, checks: readonly Check[], facts: GateFacts): Judged {
  const named = checks.filter((check) => isCalled(check, required.name));
  const right = named.filter((check) => required.appId === null || check.appId === required.appId);
  if (right.length > 0) return possible(judgeResults(required.name, right));
  if (named.length > 0) {
    const sources = [...new Set(named.map((check) => check.source))].join(', ');
    return possible({ text: `${required.name}: reported by ${sources}, not by the app that must`, state: 'fail' });
  }
  const seen = [
    ...checks.map(({ startedAt }) => startedAt),
    ...(facts.reviews.known ? facts.reviews.value : [])
      .filter(({ sha }) => sha === facts.pull.headSha)
      .map(({ submittedAt }) => submittedAt),
  ];
  const waited = facts.at - headSince(facts.pull.updatedAt, seen);
  if (waited <= patience || facts.pull.state !== 'open') {
    return possible({ text: `${required.name}: expected, not reported yet`, state: 'pending' });
  }
  const silent = required.appId !== null && !checks.some(({ appId }) => appId === required.appId);
  const hours = count(Math.floor(waited / 3_600_000), 'hour');
  const who = silent
    ? `the app that must report "${required.name}" has reported nothing`
    : `nothing has reported "${required.name}"`;
  return {
    verdict: { text: `${required.name}: required, never reported`, state: 'fail' },
    impossible: `${who} in the ${hours} or more that this head has been there.`,
  };
}

/** A check that was skipped did not run; a neutral one did. */
function judgeKind({ name, patterns }: CheckKind, checks: readonly Check[]): Judged {
  if (patterns.length === 0) {
    const impossible = `the policy asks for "${name}" checks and names none.`;
    return { verdict: { text: `${name}: the policy names no checks`, state: 'fail' }, impossible };
  }
  const found = newestRuns(checks.filter((check) => patterns.some((pattern) => matchesCheck(pattern, check.name))));
  const ran = found.filter(({ state }) => state !== 'skipped');
  const [first] = ran;
  if (first === undefined) {
    const why = found.length > 0 ? 'skipped, so it never ran' : `never ran (${patterns.join(', ')})`;
    return possible({ text: `${name}: ${why}`, state: 'fail' });
  }
  const bad = ran.find((each) => stateOf(each) === 'fail') ?? ran.find((each) => stateOf(each) === 'pending');
  const shown = judgeResults((bad ?? first).name, [bad ?? first]);
  return possible({ ...shown, text: `${name}: ${shown.text}` });
}
