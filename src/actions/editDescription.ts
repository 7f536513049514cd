import { descriptionLimit } from '../core/changelog/compactMarkdown';
import { HumanError } from '../core/errors';
import type { ReleaseSnapshot } from '../core/snapshot';
import type { ActContext } from './context';

/** Somebody else may write between our reading and our writing; so often is it tried again. */
const attempts = 3;

/**
 * Changes the description by `edit`: read it, edit, write at once, read back, and do it over when the edit is not there
 * after all. What others write before the reading or after the writing is kept; GitHub offers no compare-and-swap
 * (https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api: conditional requests are
 * for reading), so an edit that reaches it within the one round trip between the two is overwritten.
 *
 * @param before the fresh reading that the act was checked against
 * @param edit pure; returns the body unchanged when it already is as wanted
 */
export async function editDescription(
  context: Omit<ActContext, 'shown'>,
  before: ReleaseSnapshot,
  edit: (body: string) => string,
): Promise<ReleaseSnapshot> {
  let current = before;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const body = await context.readBody();
    const wanted = edit(body);
    if (wanted === body) return body === current.pull.body ? current : context.read();
    if (wanted.length > descriptionLimit) {
      throw new HumanError(
        'refused',
        `The description would have ${wanted.length} characters; GitHub takes ${descriptionLimit}. Shorten it first.`,
      );
    }
    await context.forge.updateBody(current.repository, current.pull.number, wanted);
    current = await context.read();
  }
  if (edit(current.pull.body) === current.pull.body) return current;
  throw new HumanError('conflict', 'Somebody keeps editing the description at the same time. Refresh and try again.');
}
