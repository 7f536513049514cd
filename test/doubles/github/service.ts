import { etagOf, faultAnswer, htmlAnswer, jsonAnswer, matchesEtag, rateHeaders } from './answer';
import type { Answer } from './answer';
import type { Faults, Strike } from './faults';
import { ApiError } from './http';
import type { Call, Reply } from './http';
import { tokenOf } from './incoming';
import type { Incoming } from './incoming';
import { graphqlRoute, isGraphql } from './graphql';
import { pageAt } from './pages';
import type { Rates } from './rates';
import type { Records } from './record';
import { router } from './router';
import type { Match } from './router';
import { routes } from './routes';
import type { Token, User, World } from './state';
import { validateRequest, validateResponse } from '../openapi/validate';

/** What a service needs. */
export interface ServiceOptions {
  readonly world: World;
  readonly clock: () => Date;
  readonly rates: Rates;
  readonly faults: Faults;
  readonly records: Records;
  readonly validate: boolean;
  /** Runs one change at a time. */
  readonly exclusive: <Result>(change: () => Promise<Result>) => Promise<Result>;
}

/** How a request ends. */
export interface Outcome {
  /** Undefined when the connection is to be cut. */
  readonly answer: Answer | undefined;
  readonly truncate: boolean;
}

const find = router(routes);

interface Visitor {
  readonly token: Token | undefined;
  readonly actor: User | undefined;
}

/** Answers one request; `origin` is the double's own address. */
export async function serve(service: ServiceOptions, incoming: Incoming, origin: string): Promise<Outcome> {
  const { world, faults, records } = service;
  const claimed = tokenOf(world, incoming.headers);
  const token = typeof claimed === 'string' ? undefined : claimed;
  const actor = token === undefined ? undefined : world.users.get(token.login.toLowerCase());
  const search = incoming.query.size === 0 ? '' : `?${incoming.query.toString()}`;
  const strike = faults.take(incoming.method, incoming.path + search);
  const writes = !['GET', 'HEAD'].includes(incoming.method) && !isGraphql(incoming);
  const visitor = { token, actor };
  const note = (status: number, applied: boolean): void => {
    if (!writes) return;
    const body = parsed(incoming.bytes);
    const { method, path } = incoming;
    records.journal.push({ method, path, actor: actor?.login, body, status, applied, at: world.now() });
  };
  if (strike?.when === 'before') {
    if (strike.fault.kind === 'delay') await delayed(strike, strike.fault.ms);
    const replaced = strike.fault.kind === 'drop' || faultAnswer(strike.fault, service.clock()) !== undefined;
    // A truncated or dropped request "before" never reaches the operation.
    if (replaced || strike.fault.kind === 'truncate') {
      note(0, false);
      return finish(service, incoming, visitor, spoilt(service, strike, jsonAnswer(200, {})), 0);
    }
  }
  const hideMergeable = strike?.fault.kind === 'mergeable-unknown';
  const answered = await answerTo(service, incoming, origin, visitor, claimed === 'bad', hideMergeable);
  note(answered.answer.status, answered.answer.status < 400);
  if (strike?.when !== 'after') return finish(service, incoming, visitor, answered, answered.cost);
  if (strike.fault.kind === 'delay') await delayed(strike, strike.fault.ms);
  return finish(service, incoming, visitor, spoilt(service, strike, answered.answer), answered.cost);
}

interface Ending {
  readonly answer: Answer | undefined;
  readonly truncate?: boolean;
}

function finish(service: ServiceOptions, incoming: Incoming, visitor: Visitor, end: Ending, cost: number): Outcome {
  const { method, path, query, headers } = incoming;
  service.records.requests.push({
    method,
    path,
    query: query.toString(),
    actor: visitor.actor?.login,
    status: end.answer?.status ?? 0,
    conditional: headers['if-none-match'] !== undefined,
    cost,
  });
  const date = service.clock().toUTCString();
  const answer = end.answer === undefined ? undefined : { ...end.answer, headers: { date, ...end.answer.headers } };
  return { answer, truncate: end.truncate ?? false };
}

function spoilt(service: ServiceOptions, strike: Strike, answer: Answer): Ending {
  if (strike.fault.kind === 'drop') return { answer: undefined };
  if (strike.fault.kind === 'truncate') return { answer, truncate: true };
  return { answer: faultAnswer(strike.fault, service.clock()) ?? answer };
}

function delayed(strike: Strike, ms: number | undefined): Promise<void> {
  if (ms === undefined) return strike.released;
  return Promise.race([strike.released, new Promise<void>((resolve) => setTimeout(resolve, ms))]);
}

async function answerTo(
  service: ServiceOptions,
  incoming: Incoming,
  origin: string,
  visitor: Visitor,
  badToken: boolean,
  hideMergeable: boolean,
): Promise<{ readonly answer: Answer; readonly cost: number }> {
  const { world, rates, records } = service;
  const { method, headers } = incoming;
  // Requests without a User-Agent are refused: https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api#user-agent-required
  if (headers['user-agent'] === undefined)
    return { answer: htmlAnswer(403, 'Request forbidden by administrative rules.'), cost: 0 };
  const moved = /^\/repositories\/(\d+)(\/.*)?$/.exec(incoming.path);
  const byId = [...world.repositories.values()].find((each) => String(each.id) === moved?.[1]);
  const path = byId === undefined ? incoming.path : `/repos/${byId.owner}/${byId.name}${moved?.[2] ?? ''}`;
  const query = isGraphql(incoming);
  const match = query ? { route: graphqlRoute, params: {} } : find(method, path);
  if (match === undefined && method === 'GET' && incoming.prefix === '') {
    const page = pageAt(world, path);
    if (page !== undefined) return { answer: page, cost: 0 };
  }
  const { token, actor } = visitor;
  const resource = query ? 'graphql' : path.startsWith('/search/') ? 'search' : 'core';
  const rate = rates.read(token, resource);
  const free = path === '/rate_limit';
  if (rate.remaining === 0 && !free) {
    const who = actor === undefined ? '127.0.0.1' : `user ID ${actor.id}`;
    const message = `API rate limit exceeded for ${who}.`;
    const body = query ? { errors: [{ type: 'RATE_LIMITED', message }] } : { message };
    return { answer: jsonAnswer(query ? 200 : 403, body, rateHeaders(rate, resource)), cost: 0 };
  }
  const call: Call = {
    world,
    method,
    path,
    params: match?.params ?? {},
    query: incoming.query,
    accept: headers.accept ?? '*/*',
    body: parsed(incoming.bytes),
    token,
    actor,
    api: origin + incoming.prefix,
    web: origin,
    rate,
    hideMergeable,
  };
  const reply = badToken
    ? refusal(new ApiError(401, 'Bad credentials'), undefined)
    : await carriedOut(service, call, incoming, match);
  const raw = reply.raw;
  const sent = raw === undefined ? jsonAnswer(reply.status, reply.body) : undefined;
  const bytes = sent?.bytes ?? raw?.data ?? Buffer.alloc(0);
  // The description is of REST alone; GraphQL checks its documents itself.
  if (service.validate && match !== undefined && !query) {
    const { template } = match.route;
    if (raw === undefined) {
      records.violations.push(...validateResponse(method, template, reply.status, parsed(bytes)));
    }
    records.violations.push(...validateRequest(method, template, call.query, call.body));
  }
  const etag = etagOf(token?.token ?? '', call.accept, bytes);
  const unchanged = method === 'GET' && reply.status === 200 && matchesEtag(headers['if-none-match'], etag);
  // A 304 costs nothing: https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate
  const cost = free || (unchanged && token !== undefined) ? 0 : 1;
  if (cost > 0) rates.spend(token, resource);
  const common: Record<string, string> = {
    ...rateHeaders(rates.read(token, resource), resource),
    'x-github-media-type': 'github.v3; format=json',
    'x-github-request-id': String(records.requests.length + 1),
    'cache-control': token === undefined ? 'public, max-age=60, s-maxage=60' : 'private, max-age=60, s-maxage=60',
    vary: 'Accept, Authorization, Cookie, X-GitHub-OTP',
    // The scopes that a classic token has: https://docs.github.com/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps
    ...(token !== undefined &&
      token.installation === undefined && { 'x-oauth-scopes': token.scopes.join(', '), 'x-accepted-oauth-scopes': '' }),
    ...(method === 'GET' && reply.status === 200 && { etag }),
    ...(raw !== undefined && { 'content-type': raw.type }),
    ...sent?.headers,
    ...reply.headers,
  };
  if (unchanged) return { answer: { status: 304, headers: common, bytes: Buffer.alloc(0) }, cost };
  return { answer: { status: reply.status, headers: common, bytes }, cost };
}

async function carriedOut(
  service: ServiceOptions,
  call: Call,
  incoming: Incoming,
  match: Match | undefined,
): Promise<Reply> {
  try {
    if (match === undefined) throw new ApiError(404, 'Not Found');
    const unsafe = call.method !== 'GET' && match.route !== graphqlRoute;
    // "Conditional request headers are not allowed in unsafe requests unless supported by the endpoint".
    if (
      unsafe &&
      ['if-match', 'if-none-match', 'if-unmodified-since'].some((name) => incoming.headers[name] !== undefined)
    ) {
      throw new ApiError(
        400,
        'Conditional request headers are not allowed in unsafe requests unless supported by the endpoint',
      );
    }
    if (incoming.bytes.length > 0 && call.body === undefined) throw new ApiError(400, 'Problems parsing JSON');
    const run = async (): Promise<Reply> => match.route.handle(call);
    return unsafe ? await service.exclusive(run) : await run();
  } catch (error) {
    if (error instanceof ApiError) return refusal(error, match);
    service.records.violations.push(`${call.method} ${call.path}: the double failed: ${String(error)}`);
    return refusal(new ApiError(500, 'Server Error'), match);
  }
}

function refusal(error: ApiError, match: Match | undefined): Reply {
  const body = {
    message: error.message,
    ...(error.errors !== undefined && { errors: error.errors }),
    documentation_url: match?.route.docs ?? 'https://docs.github.com/rest',
    status: String(error.status),
  };
  return { status: error.status, body, headers: error.headers };
}

function parsed(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
