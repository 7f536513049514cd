import type { Sha } from '../core/sha';
import type { GitReader } from './gitReader';

/** What an object is; sizes in bytes. */
export interface ObjectFacts {
  readonly type: string;
  readonly size: number;
}

/**
 * Type and size of each of these objects that the clone has. git answers with the full name, so an abbreviation (forty
 * digits are one in a SHA-256 repository) finds nothing under the name asked for.
 */
export async function objectFacts(
  git: GitReader,
  shas: readonly Sha[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, ObjectFacts>> {
  const facts = new Map<string, ObjectFacts>();
  if (shas.length === 0) return facts;
  const answer = await git.ask(['cat-file', '--batch-check'], signal, `${shas.join('\n')}\n`);
  for (const line of answer.split('\n')) {
    const [sha = '', type = '', size = ''] = line.split(' ');
    if (/^\d+$/.test(size)) facts.set(sha, { type, size: Number(size) });
  }
  return facts;
}
