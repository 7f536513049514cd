import { HumanError } from '../core/errors';
import type { Person } from '../core/history';
import type { Sha } from '../core/sha';
import { OutputTooLarge } from './gitProcess';
import type { GitReader } from './gitReader';
import { nulRecords } from './nulRecords';

const fieldsPerCommit = 2;
// As the commits of a range are read: author as written (no mailmap), in UTF-8. git cuts a commit's text at NUL.
const args = ['log', '-z', '--no-show-signature', '--no-color', '--no-notes', '--encoding=UTF-8'];
const format = '--format=%an%x00%ae';

/**
 * The authors of all commits that `sha` can reach, each spelling of name and address once, the newest first. Only the
 * distinct ones are held. `null` when the list is longer than the limit.
 */
export async function readAuthors(
  git: GitReader,
  sha: Sha,
  signal: AbortSignal | undefined,
): Promise<readonly Person[] | null> {
  const people = new Map<string, Person>();
  try {
    for await (const fields of nulRecords(git.stream([...args, format, sha, '--'], signal), fieldsPerCommit)) {
      for (let next = 0; next < fields.length; next += fieldsPerCommit) {
        const [name = '', email = ''] = [fields[next], fields[next + 1]];
        const key = `${name}\0${email}`;
        if (!people.has(key)) people.set(key, { name, email });
      }
    }
  } catch (error) {
    if (error instanceof OutputTooLarge) return null;
    if (!(error instanceof TypeError)) throw error;
    throw new HumanError('git', 'git gave a list of authors that cannot be read: it ends inside one.', {
      cause: error,
    });
  }
  return [...people.values()];
}
