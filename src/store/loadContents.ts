import { changelogSteps } from '../core/changelog/changelog';
import { commitsToAsk } from '../core/changelog/commitsToAsk';
import { noFacts, type ChangelogFacts } from '../core/changelog/facts';
import type { Changelog } from '../core/changelog/model';
import type { Highlights } from '../core/highlights/model';
import type { MigrationReaders } from '../core/highlights/readers';
import type { ChangedFiles, Person, RangeHistory, ReadingProgress } from '../core/history';
import { known, unknown, type Known } from '../core/known';
import type { ForgeReads, History } from '../core/ports';
import type { RepositoryId } from '../core/repository';
import type { Sha } from '../core/sha';
import type { ReleaseContents } from '../core/snapshot';
import { attempt } from './attempt';
import type { Pauses } from './runSteps';

/** So many commits are asked for; each request answers for some fifty. */
const mostAsked = 500;

/** How a range is read. */
export interface ReadingOptions {
  readonly signal?: AbortSignal;
  /** The grammars at hand; without them migrations are read by their words. */
  readonly readers?: MigrationReaders | undefined;
  readonly onProgress?: (progress: ReadingProgress) => void;
  /** Lets everything else that waits have its turn; long work calls it again and again. */
  readonly pause?: () => Promise<void>;
}

/** What was read of a range, from which a changelog can be built again when more becomes known. */
export interface RangeReading {
  readonly range: RangeHistory;
  readonly files: Known<ChangedFiles>;
  readonly highlights: Known<Highlights>;
}

/** Reads history, changed files and what in them can hurt, side by side. */
export async function readRange(
  history: History,
  from: Sha,
  to: Sha,
  { signal, readers, onProgress, pause }: ReadingOptions = {},
): Promise<RangeReading> {
  const [range, [files, highlights]] = await Promise.all([
    history.range(from, to, signal, onProgress),
    readFiles(history, from, to, { readers, signal, pause }),
  ]);
  return { range, files, highlights };
}

async function readFiles(
  history: History,
  from: Sha,
  to: Sha,
  { readers, signal, pause }: Pauses & { readonly readers: MigrationReaders | undefined },
): Promise<readonly [Known<ChangedFiles>, Known<Highlights>]> {
  const files = await attempt(history.changedFiles(from, to, signal));
  if (!files.known) return [files, files];
  const subject = { history, from, to, changed: files.value, readers, signal, pause };
  // The readers of migrations are the largest part of the program, and nothing needs them before a range is read.
  const { loadHighlights } = await import('./loadHighlights');
  return [files, await attempt(loadHighlights(subject))];
}

/** Everybody who wrote a commit before the range; unknown where that cannot be told. */
export async function readAuthorsBefore(
  history: History,
  from: Sha,
  signal?: AbortSignal,
): Promise<Known<readonly Person[]>> {
  const authors = await attempt(history.authorsBefore(from, signal));
  if (!authors.known) return authors;
  const why = 'without a whole clone nobody can tell who wrote a commit before';
  return authors.value === null ? unknown(why) : known(authors.value);
}

/** Asks the forge for the pull requests of commits whose messages name none; the newest first. */
export async function askForPulls(
  forge: ForgeReads,
  id: RepositoryId,
  changelog: Changelog,
  signal?: AbortSignal,
): Promise<ChangelogFacts['pullOf']> {
  const asked = commitsToAsk(changelog).slice(0, mostAsked);
  if (asked.length === 0) return noFacts.pullOf;
  const found = await forge.pullsOfCommits(id, asked, signal);
  return new Map(asked.map((sha) => [sha, found.get(sha) ?? null]));
}

/** Builds the contents from what was read, a slice at a time. */
export async function assemble(
  { range, files, highlights }: RangeReading,
  facts: Pick<ChangelogFacts, 'authorsBefore' | 'pullOf'>,
  { signal, pause }: ReadingOptions = {},
): Promise<ReleaseContents> {
  const steps = changelogSteps(range, { ...noFacts, ...facts, files });
  for (;;) {
    const step = steps.next();
    if (step.done === true)
      return { range, files, changelog: step.value, highlights, changes: null, alsoShips: null, revision: '' };
    await pause?.();
    signal?.throwIfAborted();
  }
}
