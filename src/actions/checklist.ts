import { readChecklist, restoreItems, tickItem } from '../core/checklist/checklist';
import { whyNotEdit, type ReleaseSnapshot } from '../core/snapshot';
import { whyNoPolicy } from '../core/policy/policySource';
import { readUnmoved, refuse, type ActContext } from './context';
import { editDescription } from './editDescription';

/** Ticks or unticks one item of the description: one character changes. */
export async function setChecklistItem(context: ActContext, item: string, checked: boolean): Promise<ReleaseSnapshot> {
  const before = await readUnmoved(context, 'subject');
  refuse(whyNotEdit(before));
  return editDescription(context, before, (body) => tickItem(body, item, checked));
}

/** Puts the required items that the description lacks back into it. */
export async function restoreChecklist(context: ActContext): Promise<ReleaseSnapshot> {
  const before = await readUnmoved(context, 'subject');
  refuse(whyNotEdit(before));
  refuse(unknownRules(before));
  return restoreMissing(context, before);
}

/** Under a policy that nobody knows nobody knows what the checklist has to hold either. */
function unknownRules({ policySource }: ReleaseSnapshot): string | null {
  const why = whyNoPolicy(policySource);
  return why === null ? null : `Which items are required is not known: ${why}.`;
}

/** The same, from a reading just made. */
export function restoreMissing(context: ActContext, before: ReleaseSnapshot): Promise<ReleaseSnapshot> {
  const { policy, risk } = before;
  return editDescription(context, before, (body) =>
    restoreItems(body, readChecklist(body, policy.checklist, risk.level).missing),
  );
}
