import { HumanError, messageOf } from '../core/errors';
import type { Changes } from '../core/highlights/changes/model';
import { readersFor, type DatabaseServers } from '../core/highlights/servers';
import { rejudged } from '../core/judge';
import { known, unknown, type Known } from '../core/known';
import { neededFacts } from '../core/policy/neededFacts';
import type { Shipped } from '../core/policy/shipped';
import type { Forge, History } from '../core/ports';
import type { Account } from '../core/release';
import { repositoryLabel, type RepositoryId } from '../core/repository';
import { shippedOf, type RangeContents } from '../core/shippedOf';
import { whyNoRelease, type ReleaseSnapshot, type ShipEnds } from '../core/snapshot';
import { createMigrationReaders, grammarFilesBeside } from '../grammars/migrationReaders';
import { loadChanges } from '../store/loadChanges';
import { readRange, type RangeReading } from '../store/loadContents';
import { productionBranch } from '../store/loadPolicy';
import { loadRelease } from '../store/loadRelease';
import { loadProductionSide } from '../store/productionSide';
import { judgedRange } from '../store/shippedNow';
import { processClock } from './processClock';
import { showReading } from './rangeSource';
import type { Terminal } from './terminal';

/**
 * The gates are the same for whoever asks, so that nobody needs to be read: the token of a workflow has no account
 * (https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps).
 */
const nobody: Account = { id: '', login: '', scopes: null };

/**
 * Reads a release and judges it by the policy of its repository, as the editor does. What ships is read only where the
 * policy asks for it.
 *
 * @param open where what ships is read from; asked only then
 * @throws {HumanError} also when the pull request is no release
 */
export async function judgeRelease(
  forge: Forge,
  id: RepositoryId,
  number: number,
  open: () => Promise<History>,
  terminal: Terminal,
): Promise<ReleaseSnapshot> {
  const release = await requireRelease(forge, id, number, terminal);
  if (!neededFacts(release.policy).shipped) return release;
  return rejudged(release, await readShipped(release, open, terminal));
}

/** What a command says of how far it is, and when it has to stop. */
export type Progress = Pick<Terminal, 'signal' | 'progress'>;

/** Reads a release without what ships. @throws {HumanError} also when the pull request is no release */
export async function requireRelease(
  forge: Forge,
  id: RepositoryId,
  number: number,
  terminal: Progress,
): Promise<ReleaseSnapshot> {
  const release = await readPullAsRelease(forge, id, number, terminal);
  const why = whyNoRelease(release);
  if (why === null) return release;
  throw new HumanError('invalid-input', `Pull request #${number} of ${repositoryLabel(id)} is no release: ${why}.`);
}

/** Reads a pull request as if it were a release, which `whyNoRelease` tells; without what ships. */
export async function readPullAsRelease(
  forge: Forge,
  id: RepositoryId,
  number: number,
  terminal: Progress,
): Promise<ReleaseSnapshot> {
  const label = repositoryLabel(id);
  terminal.progress(`Reading #${number} of ${label}…`);
  const reader = { account: nobody, facts: await forge.repository(id), before: null };
  const side = await loadProductionSide(forge, id, reader);
  if (side === null) throw new HumanError('not-found', `${label} has no branch ${productionBranch}.`);
  return loadRelease(forge, side, number, processClock);
}

/** Like any other fact: what cannot be read is unknown, and its gates with it. */
async function readShipped(
  { facts, repository, policy }: ReleaseSnapshot,
  open: () => Promise<History>,
  terminal: Progress,
): Promise<Known<Shipped>> {
  const range = judgedRange(facts);
  if (!range.known) return range;
  const history = await open();
  try {
    return known(
      shippedOf(
        await readShipping(history, range.value, { owner: repository.owner, servers: policy.migrations }, terminal),
      ),
    );
  } catch (error) {
    terminal.signal.throwIfAborted();
    return unknown(messageOf(error));
  }
}

/** Reads what ships between two commits; packages of the repository's owner are told apart. */
export async function readShipping(
  history: History,
  { from, to }: ShipEnds,
  { owner, servers }: { readonly owner: string; readonly servers: DatabaseServers },
  terminal: Progress,
): Promise<RangeContents> {
  terminal.progress('Reading what ships…');
  const { signal } = terminal;
  const readers = readersFor(createMigrationReaders(grammarFilesBeside(import.meta.url)), servers);
  try {
    const pause = (): Promise<void> => processClock.pause();
    const reading = await readRange(history, from, to, { signal, readers, pause, onProgress: showReading(terminal) });
    return { ...reading, changes: await readChanges(history, reading, owner, signal) };
  } finally {
    await readers.dispose();
  }
}

async function readChanges(
  history: History,
  { files }: RangeReading,
  owner: string,
  signal: AbortSignal,
): Promise<Known<Changes>> {
  if (!files.known) return files;
  try {
    return known(await loadChanges(history, files.value, { owner, signal, pause: () => processClock.pause() }));
  } catch (error) {
    signal.throwIfAborted();
    return unknown(messageOf(error));
  }
}
