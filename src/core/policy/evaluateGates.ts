import { readRisk } from '../risk';
import type { Gate, GateFacts } from './gate';
import { approvalsGate } from './gates/approvals';
import { checklistGate } from './gates/checklist';
import { checksGate } from './gates/checks';
import { currentGate } from './gates/current';
import { notesGate } from './gates/notes';
import { riskGate } from './gates/risk';
import { scopeGate } from './gates/scope';
import { shaGate } from './gates/sha';
import type { Policy } from './policy';

/**
 * Judges a release by its facts. The one function behind tree, page and status; the order is the reader's: what the
 * reviewer does first, then what others and machines do.
 */
export function evaluateGates(facts: GateFacts, policy: Policy): readonly Gate[] {
  const risk = readRisk(facts.pull.labels, policy);
  return [
    shaGate(facts, policy),
    riskGate(risk, policy),
    checklistGate(facts, policy, risk),
    notesGate(facts, policy, risk),
    checksGate(facts),
    approvalsGate(facts, policy, risk),
    currentGate(facts, policy),
    scopeGate(facts, policy),
  ];
}
