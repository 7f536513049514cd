import type { Repository, Token, User, World } from './state';

/** The answer of a handler, before conditional requests and headers. */
export interface Reply {
  readonly status: number;
  /** Serialised as JSON; undefined for an empty body. */
  readonly body?: unknown;
  /** Sent as it is, in place of JSON. */
  readonly raw?: { readonly type: string; readonly data: Buffer };
  readonly headers?: Readonly<Record<string, string>>;
}

export interface FieldError {
  readonly resource?: string;
  readonly field?: string;
  readonly code: string;
  readonly message?: string;
}

/** A refusal, with GitHub's error body. https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api */
export class ApiError extends Error {
  readonly status: number;
  readonly errors: readonly (FieldError | string)[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    errors?: readonly (FieldError | string)[],
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.errors = errors;
    this.headers = headers;
  }
}

/** A rate limit window. `reset` is in seconds since 1970. */
export interface Rate {
  readonly limit: number;
  readonly remaining: number;
  readonly used: number;
  readonly reset: number;
}

/** A request on its way to a handler. */
export interface Call {
  readonly world: World;
  readonly method: string;
  /** Path without the `/api/v3` prefix, still percent-encoded. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly accept: string;
  readonly body: unknown;
  readonly token: Token | undefined;
  readonly actor: User | undefined;
  /** Where API URLs in answers start, without a slash at the end. */
  readonly api: string;
  /** Where web page URLs in answers start, without a slash at the end. */
  readonly web: string;
  readonly rate: Rate;
  /** A fault asked for `mergeable` to be unknown in this answer. */
  readonly hideMergeable: boolean;
}

/** A call on a repository that the actor may see. */
export interface RepositoryCall extends Call {
  readonly repository: Repository;
}

/** A call that changes a repository: somebody is signed in. */
export interface WriteCall extends RepositoryCall {
  readonly actor: User;
  readonly token: Token;
}

export function ok(body: unknown): Reply {
  return { status: 200, body };
}

export function created(body: unknown): Reply {
  return { status: 201, body };
}

export const noContent: Reply = { status: 204 };

export function notFound(): ApiError {
  return new ApiError(404, 'Not Found');
}

/** 422 with field errors. */
export function invalid(...errors: readonly (FieldError | string)[]): ApiError {
  return new ApiError(422, 'Validation Failed', errors);
}

/** A path parameter of the matched route. */
export function param(call: Call, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`The route has no parameter ${name}`);
  return value;
}

/** The request's body as an object; 400 for anything else, as GitHub answers to unreadable JSON. */
export function bodyOf(call: Call): Readonly<Record<string, unknown>> {
  const { body } = call;
  if (body === undefined || body === null) return {};
  if (!isRecord(body)) throw new ApiError(400, 'Body should be a JSON object');
  return body;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text of the body; undefined when it is absent or null; 422 when it is something else. */
export function textField(body: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') {
    throw new ApiError(422, `Invalid request.\n\nFor 'properties/${name}', ${JSON.stringify(value)} is not a string.`);
  }
  return value;
}

/** A text that has to be there. */
export function requiredText(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = textField(body, name);
  if (value === undefined) throw new ApiError(422, `Invalid request.\n\n"${name}" wasn't supplied.`);
  return value;
}

/** A list of texts of the body; undefined when absent; 422 when it is something else. */
export function textList(body: Readonly<Record<string, unknown>>, name: string): string[] | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw new ApiError(422, `Invalid request.\n\nFor 'properties/${name}', not an array.`);
  return value.map((each: unknown) => {
    if (typeof each !== 'string')
      throw new ApiError(422, `Invalid request.\n\nFor 'properties/${name}', not a string.`);
    return each;
  });
}

export interface Page {
  readonly page: number;
  readonly perPage: number;
}

/** `page` and `per_page` (30 by default, at most 100). https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api */
export function pageOf(call: Call, defaultSize = 30): Page {
  const number = (name: string, fallback: number): number => {
    const value = Number.parseInt(call.query.get(name) ?? '', 10);
    return Number.isFinite(value) && value > 0 ? value : fallback;
  };
  return { page: number('page', 1), perPage: Math.min(number('per_page', defaultSize), 100) };
}

/** The part of a list that the request asks for. */
export function sliceOf<Item>(items: readonly Item[], { page, perPage }: Page): readonly Item[] {
  return items.slice((page - 1) * perPage, page * perPage);
}

/** The Link header of a paged answer: first, prev, next and last where they exist. */
export function linkHeader(call: Call, total: number, page: Page): Readonly<Record<string, string>> {
  const last = Math.max(1, Math.ceil(total / page.perPage));
  const at = (number: number): string => {
    const query = new URLSearchParams(call.query);
    query.set('page', String(number));
    return `${call.api}${call.path}?${query.toString()}`;
  };
  const links: string[] = [];
  if (page.page > 1) links.push(`<${at(page.page - 1)}>; rel="prev"`);
  if (page.page < last) links.push(`<${at(page.page + 1)}>; rel="next"`, `<${at(last)}>; rel="last"`);
  if (page.page > 1) links.push(`<${at(1)}>; rel="first"`);
  return links.length === 0 ? {} : { link: links.join(', ') };
}

/** One page of a list, rendered item by item. */
export function paged<Item>(call: Call, items: readonly Item[], render: (item: Item) => unknown): Reply {
  const page = pageOf(call);
  return { status: 200, body: sliceOf(items, page).map(render), headers: linkHeader(call, items.length, page) };
}

/** One page of a list inside an object with `total_count`. */
export function pagedIn<Item>(
  call: Call,
  name: string,
  items: readonly Item[],
  render: (item: Item) => unknown,
): Reply {
  const page = pageOf(call);
  const body = { total_count: items.length, [name]: sliceOf(items, page).map(render) };
  return { status: 200, body, headers: linkHeader(call, items.length, page) };
}
