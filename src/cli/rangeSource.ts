import type { ReadingProgress } from '../core/history';
import type { ForgeReads, History } from '../core/ports';
import type { RepositoryId } from '../core/repository';
import type { Sha } from '../core/sha';
import { fullSha, oneOf, readOptions, type Options } from './options';
import { readRepositoryOption } from './repositoryOption';
import type { Terminal } from './terminal';
import { WrongUse } from './usage';
import { webUrl } from './webUrl';

/** What a command was asked about the commits between two commits, and where they can be read. */
export interface RangeSource {
  readonly history: History;
  readonly from: Sha;
  readonly to: Sha;
  readonly format: 'markdown' | 'json';
  /** The repository's web address; `null` when it is not known. */
  readonly web: string | null;
  /** Who can be asked about pull requests; `null` when a clone is read, which needs no network. */
  readonly asked: { readonly forge: ForgeReads; readonly id: RepositoryId } | null;
  /** Whether first-time contributors are wanted. */
  readonly newcomers: boolean;
}

type Flag = 'fetch' | 'newcomers';
type RangeOptions = Options<'repo' | 'repository' | 'api-url' | 'from' | 'to' | 'format' | Flag>;

/** Reads the options of a command on a range, and opens the clone or the API. @throws {WrongUse} or `HumanError` */
export async function openRange(
  args: readonly string[],
  terminal: Terminal,
  flags: readonly Flag[] = ['fetch'],
): Promise<RangeSource> {
  const options: RangeOptions = readOptions(args, ['repo', 'repository', 'api-url', 'from', 'to', 'format'], flags);
  const place = placeOf(options);
  const from = fullSha(options, 'from');
  const to = fullSha(options, 'to');
  const format = oneOf('format', options.format, ['markdown', 'json']);
  const source = await (place.kind === 'clone'
    ? openFolder(place.folder, place.fetch, [from, to], terminal)
    : openApi(place.repository, options['api-url'], terminal));
  return { ...source, from, to, format, newcomers: options.newcomers !== undefined };
}

type Place =
  | { readonly kind: 'clone'; readonly folder: string; readonly fetch: boolean }
  | { readonly kind: 'api'; readonly repository: string };

function placeOf({ repo, repository, fetch, newcomers, 'api-url': apiUrl }: RangeOptions): Place {
  if (repo !== undefined && repository !== undefined) {
    throw new WrongUse('--repo and --repository exclude each other.');
  }
  if (repo !== undefined) {
    if (apiUrl !== undefined) throw new WrongUse('--api-url goes with --repository only.');
    return { kind: 'clone', folder: repo, fetch: fetch !== undefined };
  }
  if (repository === undefined) throw new WrongUse('--repo or --repository is missing.');
  if (fetch !== undefined) throw new WrongUse('--fetch goes with --repo only.');
  if (newcomers !== undefined) {
    throw new WrongUse('--newcomers goes with --repo only: the API cannot tell who wrote a commit before.');
  }
  return { kind: 'api', repository };
}

type Opened = Pick<RangeSource, 'history' | 'web' | 'asked'>;

async function openFolder(folder: string, fetch: boolean, shas: readonly Sha[], terminal: Terminal): Promise<Opened> {
  const { environment, signal } = terminal;
  terminal.progress('Opening the clone…');
  const { openClone, requireCommits } = await import('./clone');
  const { history, remotes } = await openClone(folder, environment, signal);
  if (!fetch) {
    await requireCommits(history, shas, folder);
  } else if (!(await history.has(shas))) {
    terminal.progress('Fetching what the clone lacks…');
    await history.fetch(shas, signal);
  }
  return { history, web: webUrl(remotes, environment), asked: null };
}

async function openApi(
  repository: string,
  apiUrl: string | undefined,
  { environment, signal }: Terminal,
): Promise<Opened> {
  const id = readRepositoryOption(repository, environment);
  const { connectTo } = await import('./gitHub');
  const forge = connectTo(id.host, apiUrl, environment, signal);
  const web = `https://${id.host}/${id.owner}/${id.name}`;
  return { history: forge.history(id), web, asked: { forge, id } };
}

/** Shows how far the reading has come, some times a second. */
export function showReading(terminal: Pick<Terminal, 'progress'>): (reading: ReadingProgress) => void {
  let last = 0;
  return ({ read, total }) => {
    const now = performance.now();
    if (now - last < 100) return;
    last = now;
    terminal.progress(total === null ? `Reading the commits: ${read}…` : `Reading the commits: ${read} of ${total}…`);
  };
}
