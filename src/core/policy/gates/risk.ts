import type { RiskChoice } from '../../risk/labels';
import type { Gate } from '../gate';
import type { Policy } from '../policy';

/** "A risk: low, risk: medium, or risk: high label is applied" (process description); exactly one. */
export function riskGate(risk: RiskChoice, policy: Policy): Gate {
  const gate = {
    id: 'risk',
    title: 'Risk label',
    evidence: [],
    actors: ['a reviewer'],
    enforced: false,
    advisory: false,
  } as const;
  if (risk.level !== null) {
    return { ...gate, state: 'pass', detail: policy.riskLabels[risk.level], action: null };
  }
  const detail = risk.labels.length === 0 ? 'None applied.' : `Several applied: ${risk.labels.join(', ')}. Choose one.`;
  return { ...gate, state: 'fail', detail, action: { kind: 'set-risk' } };
}
