import { buildChangelog } from '../core/changelog/changelog';
import { planMigrations, readMigrations } from '../core/highlights/migrations';
import type { Highlights } from '../core/highlights/model';
import type { BlobText } from '../core/history';
import type { History } from '../core/ports';
import type { Sha } from '../core/sha';
import type { ReleaseContents } from '../core/snapshot';
import { attempt } from './attempt';

/** Larger migrations are data loads; they are reported as not read. */
const blobLimit = 1_000_000;

/** Reads what ships between two commits: history first, then what in it can hurt. */
export async function loadContents(
  history: History,
  from: Sha,
  to: Sha,
  signal?: AbortSignal,
): Promise<ReleaseContents> {
  const [range, highlights] = await Promise.all([
    history.range(from, to, signal),
    attempt(loadHighlights(history, from, to, signal)),
  ]);
  return { range, changelog: buildChangelog(range), highlights };
}

async function loadHighlights(history: History, from: Sha, to: Sha, signal?: AbortSignal): Promise<Highlights> {
  const changed = await history.changedFiles(from, to, signal);
  const plan = planMigrations(changed);
  const texts = await history.readBlobs(plan.reads, blobLimit, signal);
  const bySha = new Map<Sha, BlobText>();
  plan.reads.forEach((sha, index) => bySha.set(sha, texts[index] ?? { state: 'missing' }));
  return readMigrations(plan, bySha);
}
