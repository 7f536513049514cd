import { HumanError } from '../core/errors';
import type { RepositoryId } from '../core/repository';
import { repositoryLabel } from '../core/repository';
import type { GitHubClient } from './client';
import { Refusal, refusalStatus } from './githubErrors';
import type { Presence } from './presence';
import type { Reader } from './reader';
import { MalformedAnswer } from './reader';

/**
 * Reads a file of at most 1 MB; `null` when there is no such file, or something else of that name (a folder, a
 * submodule, a symbolic link that leads nowhere). GitHub follows a symbolic link to a file.
 * https://docs.github.com/rest/repos/contents#get-repository-content
 */
export async function readFile(
  client: GitHubClient,
  presence: Presence,
  id: RepositoryId,
  path: string,
  ref: string,
): Promise<string | null> {
  const ask = {
    doing: `read ${path} at ${ref} of ${repositoryLabel(id)}`,
    route: 'GET /repos/{owner}/{repo}/contents/{path}',
    parameters: { owner: id.owner, repo: id.name, path, ref },
  };
  if (path.split('/').some((part) => part === '' || part === '.' || part === '..')) {
    throw new HumanError('invalid-input', `Could not ${ask.doing}: “${path}” is not a path inside a repository.`);
  }
  try {
    const text = await client.read(ask, fileTextIn);
    presence.mark(id);
    return text;
  } catch (error) {
    // A ref that does not exist says nothing about the file.
    const refIsMissing = error instanceof Refusal && /^No commit found/i.test(error.reason);
    if (refusalStatus(error) !== 404 || refIsMissing) throw error;
    await presence.confirm(id);
    return null;
  }
}

/** Maps the contents of a path: the file's text, or `null` for what is no file. */
export function fileTextIn(contents: Reader): string | null {
  if (contents.isList()) return null;
  const type = contents.at('type').text();
  if (type !== 'file') return null;
  const size = contents.at('size').count();
  const encoding = contents.at('encoding').text();
  if (encoding !== 'base64') throw new MalformedAnswer(`the file has ${size} bytes, more than GitHub gives this way`);
  return textOf(base64In(contents, size));
}

/** The bytes of a base64 `content` member, checked against the size that was announced. */
export function base64In(holder: Reader, size: number): Buffer {
  const bytes = Buffer.from(holder.at('content').text(), 'base64');
  if (bytes.length !== size) throw new MalformedAnswer(`the content has ${bytes.length} bytes instead of ${size}`);
  return bytes;
}

/** UTF-8; bytes that are none become U+FFFD, and a byte order mark stays. */
export function textOf(bytes: Buffer): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
