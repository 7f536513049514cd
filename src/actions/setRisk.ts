import { HumanError } from '../core/errors';
import type { RiskLevel } from '../core/release';
import { riskLabelChanges, riskLabelLook } from '../core/risk/labels';
import { whyNotEdit, whyNotLabel, type ReleaseSnapshot } from '../core/snapshot';
import { restoreMissing } from './checklist';
import { readUnmoved, refuse, type ActContext } from './context';

/**
 * Leaves exactly one risk label on the pull request. Labels are added and removed one at a time, so that labels which
 * others set meanwhile stay; the new one first, so that there is never a moment without any. What the
 * level adds to the checklist is put into the description.
 */
export async function setRisk(context: ActContext, level: RiskLevel): Promise<ReleaseSnapshot> {
  const before = await readUnmoved(context, 'subject');
  refuse(whyNotLabel(before));
  const { repository, pull, policy } = before;
  const { add, remove } = riskLabelChanges(pull.labels, level, policy);
  if (add !== null) {
    await ensureLabel(context, before, level);
    await context.forge.addLabel(repository, pull.number, add);
  }
  for (const name of remove) await context.forge.removeLabel(repository, pull.number, name);

  const after = add === null && remove.length === 0 ? before : await context.read();
  if (after.risk.level !== level) {
    throw new HumanError(
      'conflict',
      `Somebody changed the labels at the same time: now ${after.risk.labels.join(', ') || 'none'}. Choose again.`,
    );
  }
  const mayAdd =
    after.policy.checklist[level].length > 0 && after.checklist.missing.length > 0 && whyNotEdit(after) === null;
  return mayAdd ? restoreMissing(context, after) : after;
}

async function ensureLabel(context: ActContext, release: ReleaseSnapshot, level: RiskLevel): Promise<void> {
  const name = release.policy.riskLabels[level];
  if ((await context.forge.label(release.repository, name)) !== null) return;
  try {
    await context.forge.createLabel(release.repository, { name, ...riskLabelLook[level] });
  } catch (error) {
    // Somebody else may have made it in the meantime, which is as good.
    if ((await context.forge.label(release.repository, name)) === null) throw error;
  }
}
