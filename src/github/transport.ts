/** Why a request brought back nothing that could be used. */
export type FaultKind =
  /** No connection was made, so GitHub has not seen the request. */
  | 'unsent'
  /** The connection broke before the whole answer was there. */
  | 'broken'
  | 'timeout'
  | 'aborted'
  /** The API answered that the thing lives at another address of its own. */
  | 'moved'
  /** The answer, or the request, points outside the API's host. */
  | 'elsewhere'
  /** The path has a `.` or `..` part, so it would reach another resource than the one meant. */
  | 'unsound-path';

/** A request without a usable answer. Holds no header, token or body. */
export class Fault extends Error {
  override name = 'Fault';

  readonly kind: FaultKind;
  /** The system's own word (`ECONNREFUSED`), or the status of a redirect; for people. */
  readonly detail: string;

  constructor(kind: FaultKind, detail: string) {
    super(detail === '' ? kind : `${kind} (${detail})`);
    this.kind = kind;
    this.detail = detail;
  }
}

export interface TransportOptions {
  /** The API's base URL; only its origin is ever spoken to. */
  readonly apiUrl: URL;
  readonly token: string | null;
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds that one request may take, its answer's body included. */
  readonly timeout: number;
  /** Milliseconds before each further attempt; their number is the number of further attempts. */
  readonly pauses: readonly number[];
  /** What may be sent again, after a broken connection or one of these statuses; nothing else ever is. */
  readonly again: { readonly method: 'GET' | 'POST'; readonly statuses: readonly number[] };
}

// Errors that Node and undici raise before a connection stands: nothing can have arrived.
const unsentCodes = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/**
 * Makes the `fetch` that Octokit sends everything through.
 *
 * The rules stand here, below Octokit, because this is the last place before the wire: the token is added only after the
 * origin has been checked and is never in an Octokit object; a body cut short is an error (Octokit reads it as an empty
 * text); and redirects, which would carry a request to an address nobody checked, are refused.
 *
 * Only one method is sent again, only after the statuses named or a broken connection: GET, and in a transport of its
 * own the POST that asks a GraphQL query. The official retry plugin (@octokit/plugin-retry 8) decides by status alone and
 * repeats writes on 500 too, and its throttling companion repeats whatever its call-back says without a view of the body;
 * both bring a scheduler that is larger than this file.
 */
export function createTransport(options: TransportOptions): typeof globalThis.fetch {
  return async (input, init = {}) => {
    const asked = input instanceof Request ? input.url : String(input);
    checkAddress(asked, options.apiUrl);
    const headers = new Headers(init.headers);
    if (options.token !== null) headers.set('authorization', `Bearer ${options.token}`);
    const { method, statuses } = options.again;
    const pauses = (init.method ?? 'GET') === method ? options.pauses : [];
    for (const pause of pauses) {
      const response = await attempt(asked, { ...init, headers }, options).catch(nothingIfBroken);
      if (response !== undefined && !isPassing(response, statuses)) return response;
      await wait(pause, init.signal ?? undefined);
    }
    return attempt(asked, { ...init, headers }, options);
  };
}

function checkAddress(asked: string, apiUrl: URL): void {
  if (new URL(asked).origin !== apiUrl.origin) throw new Fault('elsewhere', '');
  // `new URL` has already folded the dots away, so the text itself is looked at.
  if (/\/(?:\.|%2e){1,2}(?:[/?#]|$)/i.test(asked)) throw new Fault('unsound-path', '');
}

function nothingIfBroken(error: unknown): undefined {
  if (error instanceof Fault && (error.kind === 'unsent' || error.kind === 'broken')) return undefined;
  throw error;
}

/** Whether a gateway in front of GitHub had a moment of weakness; with Retry-After it has said when to come back. */
function isPassing(response: Response, statuses: readonly number[]): boolean {
  return statuses.includes(response.status) && !response.headers.has('retry-after');
}

async function attempt(url: string, init: RequestInit, options: TransportOptions): Promise<Response> {
  const limit = AbortSignal.timeout(options.timeout);
  const caller = init.signal ?? undefined;
  const signal = caller === undefined ? limit : AbortSignal.any([caller, limit]);
  try {
    const response = await options.fetch(url, { ...init, redirect: 'manual', signal });
    refuseRedirect(response, url);
    return await whole(response, options.token);
  } catch (error) {
    if (error instanceof Fault) throw error;
    if (caller?.aborted === true) throw new Fault('aborted', '');
    if (limit.aborted) throw new Fault('timeout', `${Math.round(options.timeout / 1000)} seconds`);
    const code = codeOf(error);
    throw new Fault(unsentCodes.has(code) ? 'unsent' : 'broken', code);
  }
}

function refuseRedirect(response: Response, asked: string): void {
  const redirected = response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400);
  if (!redirected || response.status === 304) return;
  const location = response.headers.get('location') ?? '';
  const target = URL.canParse(location, asked) ? new URL(location, asked) : null;
  const inside = location !== '' && target?.origin === new URL(asked).origin;
  throw new Fault(inside ? 'moved' : 'elsewhere', String(response.status));
}

/** The same answer with its body read to the end. */
async function whole(response: Response, token: string | null): Promise<Response> {
  const headers = new Headers(response.headers);
  headers.delete('content-encoding');
  headers.delete('transfer-encoding');
  const { status, statusText } = response;
  if (status === 204 || status === 205 || status === 304) return new Response(null, { status, statusText, headers });
  const text = status < 400 ? await response.text() : await explanation(response, token);
  headers.set('content-length', String(text.length));
  return new Response(text, { status, statusText, headers });
}

/** What a failure says of itself. Its status is enough when that breaks off; a token repeated in it goes no further. */
async function explanation(response: Response, token: string | null): Promise<string> {
  const text = await response.text().catch(() => '');
  return token === null || token === '' ? text : text.replaceAll(token, '…');
}

/** The first system error code along the causes of what `fetch` threw. */
function codeOf(error: unknown): string {
  let current: unknown = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth++) {
    if ('code' in current && typeof current.code === 'string') return current.code;
    const inner: unknown = current instanceof AggregateError ? current.errors[0] : undefined;
    current = inner ?? current.cause;
  }
  return '';
}

async function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(new Fault('aborted', ''));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal?.aborted === true) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
