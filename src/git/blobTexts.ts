import { HumanError } from '../core/errors';
import type { BlobText } from '../core/history';
import type { Sha } from '../core/sha';
import type { GitReader } from './gitReader';
import { objectFacts } from './objectFacts';

// git's own rule (buffer_is_binary in xdiff-interface.c): a NUL among the first 8,000 bytes.
const binaryProbe = 8000;
const lineFeed = 0x0a;

function textOf(content: Buffer): BlobText {
  if (content.subarray(0, binaryProbe).includes(0)) return { state: 'binary' };
  return { state: 'text', text: content.toString('utf8') };
}

/** Cuts `cat-file --batch` output ("<name> <type> <size>", the content, a line feed) into contents. */
async function* batchContents(output: AsyncIterable<Buffer>): AsyncGenerator<[string, Buffer], void, undefined> {
  const unreadable = new HumanError('git', 'git gave file contents that cannot be read.');
  let parts: Buffer[] = [];
  let held = 0;
  let wanted = 0;
  let header: string | null = null;
  for await (const chunk of output) {
    parts.push(chunk);
    held += chunk.length;
    // Joining only when a whole item may be there keeps a large content from being copied again with every chunk.
    if (held < wanted) continue;
    let rest = Buffer.concat(parts);
    for (;;) {
      if (header === null) {
        const end = rest.indexOf(lineFeed);
        if (end === -1) break;
        header = rest.subarray(0, end).toString('latin1');
        rest = rest.subarray(end + 1);
      }
      const [name = '', type = '', size = ''] = header.split(' ');
      if (type !== 'blob' || !/^\d+$/.test(size)) throw unreadable;
      wanted = Number(size) + 1;
      if (rest.length < wanted) break;
      yield [name, rest.subarray(0, wanted - 1)];
      rest = rest.subarray(wanted);
      header = null;
      wanted = 0;
    }
    parts = [rest];
    held = rest.length;
  }
  if (held > 0 || header !== null) throw unreadable;
}

/**
 * The texts of blobs, in the order asked for. One run of git for the sizes, one for the contents: a blob over `limit`
 * bytes, or one with which the contents would come to more than `totalLimit`, is not read. What is no blob is missing.
 */
export async function readBlobTexts(
  git: GitReader,
  blobs: readonly Sha[],
  limit: number,
  totalLimit: number,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, BlobText>> {
  const facts = await objectFacts(git, [...new Set(blobs)], signal);
  const texts = new Map<string, BlobText>();
  const wanted: string[] = [];
  let total = 0;
  for (const [sha, { type, size }] of facts) {
    if (type !== 'blob') continue;
    if (size > limit || total + size > totalLimit) {
      texts.set(sha, { state: 'too-large', bytes: size });
    } else {
      wanted.push(sha);
      total += size;
    }
  }
  if (wanted.length === 0) return texts;
  const output = git.stream(['cat-file', '--batch'], signal, `${wanted.join('\n')}\n`);
  for await (const [sha, content] of batchContents(output)) texts.set(sha, textOf(content));
  return texts;
}
