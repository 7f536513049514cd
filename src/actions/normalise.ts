import { normaliseDescription, type Normalised } from '../core/description/normalise';
import { HumanError } from '../core/errors';
import { whyNotEdit, type ReleaseSnapshot } from '../core/snapshot';
import { readUnmoved, refuse, type ActContext } from './context';
import { editDescription } from './editDescription';

/** What a description was completed by. */
export interface CompletedDescription {
  readonly release: ReleaseSnapshot;
  readonly result: Normalised;
}

/** Puts into the description what the expected format has and it lacks; nothing is taken out or moved. */
export async function normalise(context: ActContext): Promise<CompletedDescription> {
  const before = await readUnmoved(context, 'subject');
  refuse(whyNotEdit(before));
  return completeDescription(context, before);
}

/** The same, from a reading just made, for whoever GitHub tells by its answer whether it may be done. */
export async function completeDescription(
  context: Omit<ActContext, 'shown'>,
  before: ReleaseSnapshot,
): Promise<CompletedDescription> {
  const { policy, risk } = before;
  let result = normaliseDescription(before.pull.body, policy, risk.level);
  if (result.added.length === 0 && result.problem !== null) throw new HumanError('refused', result.problem);
  const release = await editDescription(context, before, (body) => {
    const next = normaliseDescription(body, policy, risk.level);
    if (next.added.length > 0) result = next;
    return next.body;
  });
  return { release, result };
}
