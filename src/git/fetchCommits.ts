import { homedir } from 'node:os';

import { HumanError, messageOf } from '../core/errors';
import { shortSha, type Sha } from '../core/sha';
import { visibleText } from '../core/visibleText';
import { cloneTips } from './cloneTips';
import { fetchFailure } from './fetchFailure';
import { configOfUser } from './gitConfig';
import { fetchingEnvironment } from './gitEnvironment';
import { streamGit } from './gitProcess';
import type { GitProgram } from './gitProgram';
import { gitReader, type GitLimits } from './gitReader';
import { IncomingRepository } from './incomingRepository';
import { objectFacts } from './objectFacts';
import { recordFetch, type ShadowRepository } from './shadowRepository';
import type { WorkingCopy } from './workingCopies';

/** Where a clone's commits can be fetched from. */
export interface FetchSource {
  /** `https://host/owner/name.git`; `http` only for this machine. Never from the clone's configuration. */
  readonly url: string;
  /** A token for that host; `null` asks as nobody. */
  readonly token: string | null;
}

/** One fetch. */
export interface FetchRequest {
  readonly program: GitProgram;
  readonly copy: WorkingCopy;
  readonly shadow: ShadowRepository;
  readonly source: FetchSource;
  readonly shas: readonly Sha[];
  /** Fetch as well what lies below the commits at which the history is cut off. */
  readonly deepen: boolean;
  readonly limits: GitLimits;
  readonly signal: AbortSignal | undefined;
}

// A server finds out quickly what both sides have; with more, saying it takes longer than it saves.
const mostTips = 1000;
const loopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;
// How the user's machine reaches the network: https://git-scm.com/docs/git-config#Documentation/git-config.txt-httpproxy.
// Nothing that sends more, follows redirects or trusts more servers.
const networkSetting =
  /^http\.(?:.+\.)?(?:proxy|proxyauthmethod|sslbackend|sslcainfo|sslcapath|sslcert|sslkey|schannel(?:checkrevoke|usesslcainfo))$/s;

function urlOf({ url }: FetchSource): URL {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const isPlain = parsed !== null && parsed.username + parsed.password + parsed.search + parsed.hash === '';
  if (isPlain && (parsed.protocol === 'https:' || (parsed.protocol === 'http:' && loopback.test(parsed.hostname)))) {
    return parsed;
  }
  throw new HumanError('refused', 'Commits are fetched over https only, so they cannot be fetched for this clone.');
}

async function settingsFor(
  program: GitProgram,
  url: URL,
  token: string | null,
  signal: AbortSignal | undefined,
): Promise<Map<string, string>> {
  const settings = new Map<string, string>();
  for (const { key, value } of await configOfUser(program, signal)) {
    // git would look for "~" in the home folder that it is given for the fetch.
    if (networkSetting.test(key)) settings.set(key, value.replace(/^~(?=\/)/, homedir()));
  }
  if (token !== null) {
    const credentials = Buffer.from(`x-access-token:${token}`).toString('base64');
    settings.set(`http.${url.href}.extraHeader`, `Authorization: Basic ${credentials}`);
  }
  return settings;
}

async function commitsAmong(
  request: FetchRequest,
  gitDir: string,
  shas: readonly Sha[],
): Promise<{ readonly there: readonly Sha[]; readonly missing: readonly Sha[] }> {
  const facts = await objectFacts(gitReader(request.program, gitDir, request.limits), shas, request.signal);
  const isThere = (sha: Sha): boolean => facts.get(sha)?.type === 'commit';
  return { there: shas.filter(isThere), missing: shas.filter((sha) => !isThere(sha)) };
}

async function runFetch(request: FetchRequest, url: URL, incoming: IncomingRepository): Promise<void> {
  const { program, copy, source, shas, signal, limits } = request;
  const options = [
    ...['--quiet', '--no-progress', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules'],
    ...['--no-auto-maintenance', '--no-prune'],
    ...(request.deepen ? ['--unshallow'] : []),
    // What a partial clone lacks cannot be built upon.
    ...(copy.partial ? ['--filter=blob:none'] : []),
  ];
  const environment = fetchingEnvironment(program, incoming.gitDir, {
    protocol: url.protocol === 'https:' ? 'https' : 'http',
    home: incoming.gitDir,
    config: await settingsFor(program, url, source.token, signal),
  });
  const args = ['fetch', ...options, '--', url.href, ...shas];
  try {
    const output = streamGit({ program, environment, args, signal, hasHelpers: true, ...limits });
    while ((await output.next()).done !== true);
  } catch (error) {
    throw fetchFailure(error, url, source.token, shas);
  }
}

/**
 * Fetches commits, with all that leads to them and is not in the clone, into the shadow's objects. The clone is not
 * touched: git runs in a repository of our own that has the clone's commits as starting points. The token is in git's
 * environment only, bound to this URL. Rejects with `HumanError`; then the shadow is as it was.
 */
export async function fetchCommits(request: FetchRequest): Promise<void> {
  const { copy, shadow, shas } = request;
  const url = urlOf(request.source);
  const before = await commitsAmong(request, shadow.gitDir, shas);
  const known = await commitsAmong(request, shadow.gitDir, await cloneTips(copy, mostTips));
  let incoming: IncomingRepository | null = null;
  try {
    incoming = await IncomingRepository.make(shadow, copy.objectFormat, [
      ...new Set([...before.there, ...known.there]),
    ]);
    await runFetch(request, url, incoming);
    const [missing] = (await commitsAmong(request, incoming.gitDir, shas)).missing;
    if (missing !== undefined) {
      throw new HumanError('not-found', `${shortSha(missing)} is no commit at ${url.host}.`);
    }
    const cutOff = await incoming.shallow();
    if ([...cutOff].some((sha) => !shadow.shallow.has(sha))) {
      throw new HumanError('refused', `${url.host} does not have the whole history either.`);
    }
    await incoming.takeOver();
    await recordFetch(shadow.gitDir, url.host, {
      fetched: before.missing,
      deepened: [...shadow.shallow].filter((sha) => !cutOff.has(sha)),
    });
  } catch (error) {
    if (error instanceof HumanError) throw error;
    const message = `What was fetched could not be stored: ${visibleText(messageOf(error))}.`;
    throw new HumanError('git', message, { cause: error });
  } finally {
    await incoming?.remove();
  }
}
