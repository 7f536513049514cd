import type { ReadingProgress } from './history';

/** "Reading the commits…", with how many there are as soon as that is known. */
export function readingWords(progress: ReadingProgress | 'fetching' | null): string {
  if (progress === 'fetching') return 'Fetching commits that the clone lacks…';
  if (progress === null || progress.read === 0) return 'Reading the commits…';
  const read = progress.read.toLocaleString('en-US');
  return progress.total === null
    ? `Reading the commits: ${read} so far…`
    : `Reading the commits: ${read} of ${progress.total.toLocaleString('en-US')}…`;
}
