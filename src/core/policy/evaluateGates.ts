import { readRisk } from '../risk/labels';
import { gateCheckName } from '../setup/gateCheck';
import { hasFreeze } from './freeze';
import type { Gate, GateFacts } from './gate';
import { approvalsGate } from './gates/approvals';
import { checklistGate } from './gates/checklist';
import { checksGate } from './gates/checks';
import { currentGate } from './gates/current';
import { freezeGate } from './gates/freeze';
import { monitoringGate } from './gates/monitoring';
import { notesGate } from './gates/notes';
import { provenanceGate } from './gates/provenance';
import { riskGate } from './gates/risk';
import { scopeGate } from './gates/scope';
import { hasSecurityReview, securityGate } from './gates/security';
import { shaGate } from './gates/sha';
import type { Policy } from './policy';

/**
 * Judges a release by its facts. The one function behind tree, page and status; the order is the reader's: what it is, what
 * the reviewer does, then what others and machines do. Security reviews and freezes are left out until the policy has any.
 */
export function evaluateGates(facts: GateFacts, policy: Policy): readonly Gate[] {
  const risk = readRisk(facts.pull.labels, policy);
  const gates = [
    shaGate(facts),
    provenanceGate(facts, policy),
    riskGate(risk, policy),
    checklistGate(facts, policy, risk),
    notesGate(facts, policy, risk),
    monitoringGate(facts, policy, risk),
    checksGate(facts, policy),
    approvalsGate(facts, policy, risk),
    ...(hasSecurityReview(policy) ? [securityGate(facts, policy)] : []),
    ...(hasFreeze(policy.freeze) ? [freezeGate(facts, policy)] : []),
    currentGate(facts, policy),
    scopeGate(facts, policy),
  ];
  return gates.map((gate) => ({ ...gate, enforced: isEnforced(gate, facts) }));
}

/** Where the check that reports the gates is required, GitHub holds a merge back for each of them. */
function isEnforced({ enforced, advisory }: Gate, { rules }: GateFacts): boolean | null {
  if (advisory || enforced === true) return enforced;
  if (!rules.known) return null;
  return rules.value.requiredChecks.some(({ name }) => name === gateCheckName) || enforced;
}
