import { Octokit } from '@octokit/rest';
import { HumanError } from '../core/errors';
import { Emitter } from '../core/event';
import type { Event } from '../core/event';
import type { Log } from '../core/ports';
import { visibleText } from '../core/visibleText';
import { EtagCache } from './etagCache';
import type { AnswerHeaders } from './etagCache';
import { foreignBody, humanError, malformed } from './githubErrors';
import type { Attempt } from './githubErrors';
import { graphqlFailure } from './graphqlErrors';
import { quotaOf } from './rateLimit';
import type { Quota } from './rateLimit';
import { MalformedAnswer, Reader } from './reader';
import { createTransport, Fault } from './transport';
import type { TransportOptions } from './transport';

export interface ClientOptions {
  /** `https://api.github.com`, or `https://HOST/api/v3`; http only for this machine itself. */
  readonly apiUrl: string;
  /** The web host as people know it, for messages; the API's own host unless told. */
  readonly host?: string;
  /** `null`: ask as nobody. */
  readonly token: string | null;
  readonly userAgent: string;
  readonly log: Log;
  /** May be shared: entries are kept apart by token. */
  readonly cache?: EtagCache;
  readonly fetch?: typeof globalThis.fetch;
  /** Milliseconds that one request may take; 30,000 unless told. */
  readonly timeout?: number;
  /** Milliseconds before the second and third attempt of a reading; 300 and 1,200 unless told. */
  readonly pauses?: readonly number[];
}

/** One request. */
export interface Ask {
  /** What it is for, as an infinitive with its object; part of every error's sentence. */
  readonly doing: string;
  /** As GitHub's API description writes it: `GET /repos/{owner}/{repo}`. */
  readonly route: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal | undefined;
}

/** One GraphQL query; the document has to be a `query`, never a `mutation`. */
export interface Query {
  /** As in {@link Ask}. */
  readonly doing: string;
  readonly document: string;
  readonly variables: Readonly<Record<string, string | number>>;
  readonly signal?: AbortSignal | undefined;
}

export interface ListOptions {
  /** The member that holds the list, where the answer is an object. */
  readonly under?: string;
  /** How many items are wanted at most. */
  readonly limit?: number;
}

/** One host, one token. Every method rejects with `HumanError` and nothing else. */
export interface GitHubClient {
  /** The host as people know it, for messages: `github.com`. */
  readonly host: string;
  /** The last known quota; `null` before the first answer, and where the host sets none. */
  readonly quota: Quota | null;
  readonly onQuota: Event<Quota>;
  /** Asks once (again only after a gateway's failure) and reads the answer with `map`. */
  read<T>(ask: Ask, map: (answer: Reader, headers: AnswerHeaders) => T): Promise<T>;
  /** Asks for every page of a list. */
  readAll<T>(ask: Ask, map: (item: Reader) => T, options?: ListOptions): Promise<readonly T[]>;
  /**
   * Like `read` without the cache, for answers that are large, never change (they are named by SHAs) and of which no id
   * is read: integers beyond 2^53 lose digits, which makes parsing ten times as quick.
   */
  readLarge<T>(ask: Ask, map: (answer: Reader) => T): Promise<T>;
  /**
   * Asks a GraphQL query and reads its `data` with `map`. Any error in the answer rejects, whatever data stands beside it;
   * `Unfinished` when GitHub gave up and a smaller query may pass.
   */
  query<T>(query: Query, map: (data: Reader) => T): Promise<T>;
  /** Sends once. Rejects with `UncertainWrite` when the outcome is not known. */
  write<T>(ask: Ask, map: (answer: Reader) => T): Promise<T>;
}

interface Answer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly data: unknown;
}

// Far beyond any list this product reads; a server that always has one more page ends here.
const maxPages = 2_000;
const queryRoute = 'POST /graphql';

/** Makes the client. Throws `HumanError` (`invalid-input`) when the API's address is not safe to send a token to. */
export function createClient(options: ClientOptions): GitHubClient {
  const apiUrl = soundApiUrl(options.apiUrl);
  const cache = options.cache ?? new EtagCache();
  const host = options.host ?? (apiUrl.host === 'api.github.com' ? 'github.com' : apiUrl.host);
  const quotaChanged = new Emitter<Quota>();
  const account = fingerprint(options.token);
  let quota: Quota | null = null;
  const wire = {
    apiUrl,
    token: options.token,
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    timeout: options.timeout ?? 30_000,
    pauses: options.pauses ?? [300, 1_200],
  } satisfies Partial<TransportOptions>;
  // 502 and 504 are how GitHub ends a query after ten seconds; asked again as it is, it would take as long again.
  const queryFetch = createTransport({ ...wire, again: { method: 'POST', statuses: [503] } });
  const octokit = new Octokit({
    baseUrl: apiUrl.href.replace(/\/$/, ''),
    userAgent: options.userAgent,
    // Octokit's own log prints requests with their bodies.
    log: { debug: silent, info: silent, warn: silent, error: silent },
    request: { fetch: createTransport({ ...wire, again: { method: 'GET', statuses: [502, 503, 504] } }) },
  });

  function attemptOf(ask: Ask): Attempt {
    const write = !ask.route.startsWith('GET ') && ask.route !== queryRoute;
    // Names of branches and labels are other people's words.
    return { doing: visibleText(ask.doing), write, host, signedIn: options.token !== null };
  }

  function observe(headers: AnswerHeaders): void {
    const seen = quotaOf(headers, Date.now());
    if (seen === null) return;
    quota = seen;
    quotaChanged.fire(seen);
  }

  async function send(ask: Ask, headers: Record<string, string>, request: Record<string, unknown>): Promise<Answer> {
    const started = performance.now();
    const report = (outcome: string): void => {
      const left = quota === null ? '' : `, quota ${quota.remaining}`;
      options.log.info(`${ask.doing} (${ask.route}): ${outcome}, ${Math.round(performance.now() - started)} ms${left}`);
    };
    try {
      const answer: Answer = await octokit.request(ask.route, {
        ...ask.parameters,
        headers: { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28', ...headers },
        request: ask.signal === undefined ? request : { ...request, signal: ask.signal },
      });
      observe(answer.headers);
      report(String(answer.status));
      return answer;
    } catch (error) {
      const failed = responseOf(error);
      if (failed !== null) observe(failed.headers);
      report(failed === null ? outcomeOf(error) : String(failed.status));
      if (failed?.status === 304) return failed;
      throw error;
    }
  }

  async function get(ask: Ask): Promise<Answer> {
    const { url } = octokit.request.endpoint(ask.route, ask.parameters);
    // Accept belongs to the key as well; it is the same for all of our requests.
    const key = `${await account} ${url}`;
    const cached = cache.get(key);
    const answer = await send(ask, cached === undefined ? {} : { 'if-none-match': cached.etag }, {});
    if (cached !== undefined && answer.status === 304) {
      return { status: 200, data: cached.data, headers: { ...cached.headers, ...answer.headers } };
    }
    checkBody(answer, attemptOf(ask));
    const etag = answer.headers['etag'];
    if (typeof etag === 'string' && answer.status === 200) {
      const size = Number(answer.headers['content-length'] ?? 0);
      cache.set(key, { etag, data: answer.data, headers: answer.headers, size });
    }
    return answer;
  }

  /** Runs a request and its reading; whatever goes wrong becomes a sentence about this attempt. */
  async function guarded<T>(ask: Ask, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      const attempt = attemptOf(ask);
      if (error instanceof MalformedAnswer) throw malformed(error.message, attempt);
      if (error instanceof HumanError) throw error;
      throw humanError(error, attempt, Date.now());
    }
  }

  async function readPages<T>(
    ask: Ask,
    map: (item: Reader) => T,
    { under, limit }: ListOptions,
  ): Promise<readonly T[]> {
    const items: T[] = [];
    const wanted = limit ?? Number.POSITIVE_INFINITY;
    const size = Math.min(100, Math.max(1, wanted));
    for (let page = 1; page <= maxPages && items.length < wanted; page++) {
      const parameters = { ...ask.parameters, per_page: size, ...(page === 1 ? {} : { page }) };
      const answer = await get({ ...ask, parameters });
      const root = new Reader(answer.data);
      const found = (under === undefined ? root : root.at(under)).list();
      for (const item of found) items.push(map(item));
      if (!hasNextPage(answer.headers, found.length, size, apiUrl)) return items.slice(0, wanted);
    }
    if (items.length < wanted) throw new MalformedAnswer('the list has no end');
    return items.slice(0, wanted);
  }

  return {
    host,
    get quota() {
      return quota;
    },
    onQuota: quotaChanged.event,
    read: (ask, map) =>
      guarded(ask, async () => {
        const answer = await get(ask);
        return map(new Reader(answer.data), answer.headers);
      }),
    readAll: (ask, map, list = {}) => guarded(ask, () => readPages(ask, map, list)),
    readLarge: (ask, map) =>
      guarded(ask, async () => {
        const answer = await send(ask, {}, { parseSuccessResponseBody: false });
        const data = parsed(await new Response(bodyOf(answer.data)).text());
        checkBody({ ...answer, data }, attemptOf(ask));
        return map(new Reader(data));
      }),
    query: ({ doing, document, variables, signal }, map) => {
      if (!/^query\b/.test(document))
        throw new TypeError('Only queries may be asked this way: they may be sent again.');
      const parameters = { baseUrl: graphqlBase(apiUrl), query: document, variables };
      const ask: Ask = { doing, route: queryRoute, parameters, signal };
      return guarded(ask, async () => {
        const answer = await send(ask, {}, { fetch: queryFetch });
        checkBody(answer, attemptOf(ask));
        const failure = graphqlFailure(answer.data, answer.headers, attemptOf(ask), Date.now());
        if (failure !== null) throw failure;
        return map(new Reader(answer.data).at('data'));
      });
    },
    write: (ask, map) =>
      guarded(ask, async () => {
        const answer = await send(ask, {}, {});
        checkBody(answer, attemptOf(ask));
        return map(new Reader(answer.data));
      }),
  };
}

function silent(): void {
  // Nothing is printed.
}

function soundApiUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const local = url !== null && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  const secure = url?.protocol === 'https:' || (url?.protocol === 'http:' && local);
  if (url === null || !secure || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new HumanError('invalid-input', 'The address of a GitHub API has to be a plain https URL.');
  }
  return url;
}

/**
 * What `/graphql` comes after: the REST API's own base, and `https://HOST/api` on a server of one's own, whose REST API
 * is at `/api/v3`.
 * https://docs.github.com/enterprise-server/graphql/guides/forming-calls-with-graphql#the-graphql-endpoint
 */
function graphqlBase(apiUrl: URL): string {
  return apiUrl.href.replace(/\/$/, '').replace(/\/api\/v3$/, '/api');
}

/** Keeps one account's cached answers from another's without keeping the token. */
async function fingerprint(token: string | null): Promise<string> {
  if (token === null) return 'nobody';
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token));
  return Buffer.from(digest).toString('base64');
}

function checkBody(answer: Answer, attempt: Attempt): void {
  const empty = answer.status === 204 || answer.status === 205;
  const json = typeof answer.data === 'object' && answer.data !== null && !(answer.data instanceof ArrayBuffer);
  if (!empty && !json) throw foreignBody(attempt);
}

function bodyOf(data: unknown): ReadableStream | null {
  return data instanceof ReadableStream ? data : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What Octokit attached to an error that came from an answer. */
function responseOf(error: unknown): Answer | null {
  if (!(error instanceof Error) || !('response' in error)) return null;
  const { response } = error;
  if (typeof response !== 'object' || response === null || !('headers' in response) || !('status' in response)) {
    return null;
  }
  const { headers, status } = response;
  if (typeof headers !== 'object' || headers === null || typeof status !== 'number') return null;
  return { status, headers: Object.fromEntries(Object.entries(headers)), data: null };
}

function outcomeOf(error: unknown): string {
  if (error instanceof Error && error.cause instanceof Fault) return error.cause.message;
  return 'failed';
}

/**
 * Whether a list goes on. Only the presence of a next link is taken from the server; the address of the next page is our
 * own (the same route, one page on), so a Link header cannot lead anywhere. One that tries is refused all the same.
 *
 * Octokit's paginate is not used: it takes 409 for the end of a list, and turns a comparison into a list of pages.
 */
function hasNextPage(headers: AnswerHeaders, found: number, size: number, apiUrl: URL): boolean {
  const link = headers['link'];
  // A proxy may have dropped the header; a full page then says that there may be more.
  if (typeof link !== 'string') return found >= size;
  const next = /<([^<>]*)>\s*;[^,<]*\brel="?next"?/.exec(link)?.[1];
  if (next === undefined) return false;
  if (!URL.canParse(next, apiUrl.href) || new URL(next, apiUrl).origin !== apiUrl.origin)
    throw new Fault('elsewhere', '');
  return true;
}
