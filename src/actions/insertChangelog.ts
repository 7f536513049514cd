import { describeChangelog, describeSteps } from '../core/changelog/carriedInsertion';
import { runWithPauses } from '../core/changelog/pace';
import { whyNothingShips, type Shipped } from '../core/changelog/shipped';
import { HumanError } from '../core/errors';
import type { Known } from '../core/known';
import { rangeOf, whyNotEdit, type ReleaseSnapshot } from '../core/snapshot';
import { readUnmoved, refuse, type ActContext } from './context';
import { editDescription } from './editDescription';

/** What became of putting a changelog into a description. */
export interface InsertedChangelog {
  readonly release: ReleaseSnapshot;
  /** `false`: it was there already, and nothing was sent. */
  readonly written: boolean;
}

/**
 * Puts the changelog into the description, or brings the one that it put there before up to date; nothing else in the
 * description changes, whoever edits it meanwhile. Writes nothing when it already is as wanted.
 *
 * @param shipped of the release that was shown
 * @param pause lets everything else that waits have its turn
 * @throws {HumanError} `refused` when the account may not edit, the changelog is not known, empty or of another range,
 * the block in the description is broken, or the description would be too long; nothing has been sent then.
 */
export async function insertChangelog(
  context: ActContext,
  shipped: Known<Shipped>,
  pause: () => Promise<void> = () => Promise.resolve(),
): Promise<InsertedChangelog> {
  const before = await readUnmoved(context, 'subject');
  refuse(whyNotEdit(before));
  if (!shipped.known) {
    throw new HumanError(
      'refused',
      `What ships is not known (${shipped.reason.replace(/\.$/, '')}). Nothing was sent.`,
    );
  }
  const { value } = shipped;
  const { from, to } = value.changelog.range;
  const range = rangeOf(before);
  if (range?.from !== from || range.to !== to) {
    refuse('The changelog is not that of the range that ships now. Refresh and try again.');
  }
  refuse(whyNothingShips(value));
  // Most often nobody writes meanwhile, and the slow work is done before the moment between reading and writing.
  const expected = before.pull.body;
  const prepared = await runWithPauses(describeSteps(expected, value, before.repository), pause);
  let written = false;
  const release = await editDescription(context, before, (body) => {
    const isWanted = prepared.ok && body === prepared.body;
    if (isWanted) return body;
    const put = body === expected ? prepared : describeChangelog(body, value, before.repository);
    if (!put.ok) throw new HumanError('refused', put.reason);
    written ||= put.body !== body;
    return put.body;
  });
  return { release, written };
}
