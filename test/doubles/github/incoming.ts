import type { IncomingMessage } from 'node:http';
import type { Token, World } from './state';

/** A request, read whole. */
export interface Incoming {
  readonly method: string;
  /** Path without the prefix, still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** `/api/v3`, `/api` for GraphQL, or nothing. */
  readonly prefix: string;
  readonly headers: IncomingMessage['headers'];
  readonly bytes: Buffer;
}

/**
 * Reads a request. GitHub Enterprise Server serves REST below `/api/v3` and GraphQL at `/api/graphql`, github.com both at
 * the root of its own host.
 */
export async function readRequest(request: IncomingMessage): Promise<Incoming> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  const target = request.url ?? '/';
  const mark = target.indexOf('?');
  const whole = mark < 0 ? target : target.slice(0, mark);
  const prefix = whole === '/api/graphql' ? '/api' : /^\/api\/v3(\/|$)/.test(whole) ? '/api/v3' : '';
  return {
    method: request.method ?? 'GET',
    path: whole.slice(prefix.length) || '/',
    query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)),
    prefix,
    headers: request.headers,
    bytes: Buffer.concat(chunks),
  };
}

/**
 * The token of a request, from `Authorization: token …`, `Bearer …` or `Basic …`.
 * 'none' without the header, 'bad' for a token that is unknown or revoked.
 * https://docs.github.com/rest/authentication/authenticating-to-the-rest-api
 */
export function tokenOf(world: World, headers: IncomingMessage['headers']): Token | 'none' | 'bad' {
  const { authorization } = headers;
  if (authorization === undefined) return 'none';
  const [scheme = '', value = ''] = authorization.split(' ');
  const basic = scheme.toLowerCase() === 'basic' ? Buffer.from(value, 'base64').toString('utf8') : undefined;
  const secret = basic === undefined ? value : basic.slice(basic.indexOf(':') + 1);
  const token = world.tokens.get(secret);
  return token === undefined || token.revoked ? 'bad' : token;
}
