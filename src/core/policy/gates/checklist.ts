import { readChecklist } from '../../checklist/checklist';
import type { RiskChoice } from '../../risk/labels';
import type { Gate, GateFacts } from '../gate';
import type { Policy } from '../policy';

/** Every required item for this risk is in the description and ticked. */
export function checklistGate(facts: GateFacts, policy: Policy, risk: RiskChoice): Gate {
  const checklist = readChecklist(facts.pull.body, policy.checklist, risk.level);
  const left = checklist.required - checklist.done;
  const gate = {
    id: 'checklist',
    title: 'Checklist',
    actors: ['a reviewer'],
    enforced: false,
    advisory: false,
    evidence: [
      ...checklist.items
        .filter((item) => item.required)
        .map((item) => ({ text: item.text, state: item.checked ? ('pass' as const) : ('fail' as const) })),
      ...checklist.missing.map((text) => ({ text: `Not in the description: ${text}`, state: 'fail' as const })),
    ],
  } as const;
  if (checklist.required === 0) {
    return { ...gate, state: 'not-applicable', detail: 'The policy asks for none.', action: null };
  }
  if (left === 0) {
    return { ...gate, state: 'pass', detail: `${checklist.done} of ${checklist.required} ticked.`, action: null };
  }
  if (checklist.missing.length > 0) {
    const count = checklist.missing.length;
    const detail = `${count} required ${count === 1 ? 'item is' : 'items are'} not in the description.`;
    return { ...gate, state: 'fail', detail, action: { kind: 'restore-checklist' } };
  }
  const detail = `${left} of ${checklist.required} required items left.`;
  return { ...gate, state: 'fail', detail, action: { kind: 'tick-checklist' } };
}
