import { HumanError, UncertainWrite } from '../core/errors';
import type { Comment } from '../core/release';
import type { ReleaseSnapshot } from '../core/snapshot';
import { readUnmoved, refuse, type ActContext } from './context';

/** Comments on the release as it was shown. A lost answer is read back, never sent again. */
export async function commentOnRelease(context: ActContext, body: string): Promise<Comment> {
  const release = await readUnmoved(context, 'subject');
  refuse(whyNotComment(release));
  const { repository, pull } = release;
  try {
    return await context.forge.addComment(repository, pull.number, body);
  } catch (error) {
    if (!(error instanceof UncertainWrite)) throw error;
    const found = newComment(release, await context.read(), body);
    if (found !== undefined) return found;
    throw error;
  }
}

/** Why this account cannot comment now, as a sentence; `null` when it can. */
export function whyNotComment({ pull, permission }: ReleaseSnapshot): string | null {
  const mayWrite = permission === 'write' || permission === 'maintain' || permission === 'admin';
  if (pull.locked && !mayWrite) return 'The conversation is locked; a comment needs write access.';
  return permission === 'none' ? 'Your account may not comment here.' : null;
}

function newComment(before: ReleaseSnapshot, after: ReleaseSnapshot, body: string): Comment | undefined {
  if (!before.facts.comments.known) throw new HumanError('conflict', 'The comments could not be read.');
  if (!after.facts.comments.known) return undefined;
  const known = new Set(before.facts.comments.value.map(({ id }) => id));
  const me = after.account.login.toLowerCase();
  return after.facts.comments.value.find(
    (comment) =>
      !known.has(comment.id) && comment.author.login.toLowerCase() === me && comment.body.trim() === body.trim(),
  );
}
