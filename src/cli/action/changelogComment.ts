import { compactSteps, descriptionLimit, repositoryLinks } from '../../core/changelog/compactMarkdown';
import { Pace, runToEnd } from '../../core/changelog/pace';
import type { Shipped } from '../../core/changelog/shipped';
import { writtenSteps } from '../../core/changelog/writtenParts';
import { HumanError } from '../../core/errors';
import { recoveryWords } from '../../core/highlights/review/words';
import type { Forge } from '../../core/ports';
import type { Recovery } from '../../core/recovery';
import type { Comment } from '../../core/release';
import type { RepositoryId } from '../../core/repository';
import type { ReleaseSnapshot } from '../../core/snapshot';
import { attempt } from '../../store/attempt';

const marker = '<!-- release-review:changelog-comment -->';

/**
 * The comment that tells what ships. GitHub's limit for a comment is that of a description; what does not fit is counted.
 *
 * @param recovery `null` while it is not known
 */
export function changelogComment(shipped: Shipped, repository: RepositoryId, recovery: Recovery | null): string {
  const head = [
    marker,
    '## What ships',
    '',
    ...(recovery === null ? [] : [`**Recovery:** ${recoveryWords[recovery.verdict]}`, '']),
  ].join('\n');
  const written = runToEnd(writtenSteps(shipped, new Pace()));
  const text = runToEnd(compactSteps(written, repositoryLinks(repository), descriptionLimit - head.length - 2, '\n'));
  return `${head}\n${(text ?? 'The changelog is too long for a comment.').trim()}\n`;
}

/**
 * The comment of an earlier run. Anybody can write the marker, so that only a bot's counts, and that of the account whose
 * token this is.
 *
 * @param login whose token this is; `null` for one of a workflow, which is nobody's. Asked only where it matters
 */
export async function earlierComment(
  comments: readonly Comment[],
  login: () => Promise<string | null>,
): Promise<Comment | undefined> {
  const marked = comments.filter(({ body }) => body.startsWith(marker));
  const byBot = marked.find(({ author }) => author.isBot);
  if (byBot !== undefined || marked.length === 0) return byBot;
  const own = (await login())?.toLowerCase();
  return marked.find(({ author }) => author.login.toLowerCase() === own);
}

/**
 * Puts the comment onto a release: the one comment is changed in place, and not at all when it says the same already.
 *
 * @param before a fresh reading
 * @returns whether it was written
 * @throws {HumanError} also when the comments are not known: nothing is sent then, as there may be one already
 */
export async function saveChangelogComment(forge: Forge, before: ReleaseSnapshot, body: string): Promise<boolean> {
  const { repository, pull, facts } = before;
  if (!facts.comments.known) {
    throw new HumanError('conflict', `Nothing was commented, as the comments are not known: ${facts.comments.reason}`);
  }
  const login = async (): Promise<string | null> => {
    const account = await attempt(forge.account());
    return account.known ? account.value.login : null;
  };
  const earlier = await earlierComment(facts.comments.value, login);
  if (earlier === undefined) await forge.addComment(repository, pull.number, body);
  else if (earlier.body.replaceAll('\r\n', '\n').trim() === body.trim()) return false;
  else await forge.updateComment(repository, earlier.id, body);
  return true;
}
