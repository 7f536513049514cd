import { HumanError } from '../core/errors';
import type { ReleaseSnapshot } from '../core/snapshot';
import type { ActContext } from './context';

/** GitHub refuses longer descriptions ("body is too long (maximum is 65536 characters)"). */
const bodyLimit = 65_536;

/** Somebody else may write between our reading and our writing; so often is it tried again. */
const attempts = 3;

/**
 * Changes the description by `edit` so that nothing anybody else wrote is lost: read, edit, write, read back, and do it
 * over when the edit is not there after all. GitHub offers no compare-and-swap for it
 * (https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api: conditional requests are
 * for reading).
 *
 * @param before the fresh reading that the first edit starts from
 * @param edit pure; returns the body unchanged when it already is as wanted
 */
export async function editDescription(
  context: ActContext,
  before: ReleaseSnapshot,
  edit: (body: string) => string,
): Promise<ReleaseSnapshot> {
  let current = before;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const wanted = edit(current.pull.body);
    if (wanted === current.pull.body) return current;
    if (wanted.length > bodyLimit) {
      throw new HumanError(
        'refused',
        `The description would have ${wanted.length} characters; GitHub takes ${bodyLimit}. Shorten it first.`,
      );
    }
    await context.forge.updateBody(current.repository, current.pull.number, wanted);
    current = await context.read();
  }
  if (edit(current.pull.body) === current.pull.body) return current;
  throw new HumanError('conflict', 'Somebody keeps editing the description at the same time. Refresh and try again.');
}
