import type { MigrationGroup } from '../core/highlights/grammarReading';
import { chainFindings } from '../core/highlights/order/chainFindings';
import { journalFindings } from '../core/highlights/order/drizzleJournal';
import { duplicateFindings, namesakesIn } from '../core/highlights/order/duplicates';
import { hasChain } from '../core/highlights/order/revisionChain';
import type { Finding } from '../core/highlights/model';
import { withFindings, withRunningOrder } from '../core/highlights/runningOrder';
import type { ToldMigration } from '../core/highlights/told';
import type { Sha } from '../core/sha';
import type { RangeFiles } from './rangeFiles';

/** Larger migrations are data loads. */
const migrationLimit = 1_000_000;
/** More migrations than this are not read only to know which comes after which. */
const mostLinks = 3000;

/** The two ends of a range, and what may be read of them. */
export interface RangeEnds {
  readonly from: Sha;
  readonly to: Sha;
  readonly files: RangeFiles;
  /** Whole sentences on what was not read. */
  readonly notes: string[];
}

/** Adds to migrations what is wrong with their place among the others: too late, twice, after nothing, beside another. */
export async function withOrder(
  group: MigrationGroup,
  migrations: readonly ToldMigration[],
  ends: RangeEnds,
): Promise<readonly ToldMigration[]> {
  const { from, to, files } = ends;
  const id = group.migrations[0]?.framework;
  if (id === undefined) return migrations;
  const shipped = await files.list(from, [group.folder]);
  const ordered = withRunningOrder(group, migrations, shipped);
  const namesakes = namesakesIn(await files.list(to, [group.folder]));
  const chained = hasChain(id) ? await inChain(group, ends) : null;
  const dated = id === 'drizzle' ? await inJournal(group, ends) : null;
  return ordered.map((each) => {
    const { path, effect, status } = each.migration;
    const isNew = effect === 'run' && status !== 'modified';
    const stem = path.slice(path.lastIndexOf('/') + 1).replace(/\.sql$/, '');
    return withFindings(each, [
      ...(isNew ? duplicateFindings(each.framework, path, namesakes) : []),
      ...(chained?.get(path) ?? []),
      ...(isNew ? (dated?.get(stem) ?? []) : []),
    ]);
  });
}

type ByPath = ReadonlyMap<string, readonly Finding[]>;

/** Alembic takes the folders below `versions` for one chain. */
function chainFolder(folder: string): string {
  return /^(?:.*\/)?versions(?=\/|$)/.exec(folder)?.[0] ?? folder;
}

async function inChain(group: MigrationGroup, { from, to, files, notes }: RangeEnds): Promise<ByPath | null> {
  const id = group.migrations[0]?.framework;
  if (id === undefined) return null;
  const folder = id === 'alembic' ? chainFolder(group.folder) : group.folder;
  const listed = async (commit: Sha): Promise<Awaited<ReturnType<RangeFiles['list']>>> =>
    (await files.list(commit, [folder])).filter(({ path }) => path.endsWith('.py'));
  const [before, after] = [await listed(from), await listed(to)];
  if (before.length > mostLinks || after.length > mostLinks || !files.affords([...before, ...after])) {
    const note = `Whether the migrations of ${folder} fork was not looked at: there are ${after.length} of them.`;
    if (!notes.includes(note)) notes.push(note);
    return null;
  }
  const [old, now] = [await files.texts(before, migrationLimit), await files.texts(after, migrationLimit)];
  // With a hole in the chain every answer would be wrong.
  if (old.size < before.length || now.size < after.length) return null;
  return chainFindings(id, { before: old, after: now });
}

async function inJournal(group: MigrationGroup, { from, to, files }: RangeEnds): Promise<ByPath> {
  const path = `${group.folder}/meta/_journal.json`;
  const [before, after] = [await files.list(from, [path]), await files.list(to, [path])];
  const [old, now] = [await files.texts(before, migrationLimit), await files.texts(after, migrationLimit)];
  return journalFindings(old.get(path), now.get(path));
}
