import assert from 'node:assert/strict';

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  /** The body as JSON; the text itself when it is none. */
  readonly json: unknown;
}

export interface Asked {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Ask = (request: string, asked?: Asked) => Promise<Answered>;

/** Makes a function that sends `METHOD /path` to a server. */
export function asker(url: () => string): Ask {
  return async (request, { token, body, headers = {} } = {}) => {
    const [method = 'GET', path = '/'] = request.split(' ');
    const response = await fetch(url() + path, {
      method,
      redirect: 'manual',
      headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, json: parsed(text) };
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Follows keys and indexes into an answer. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let found = value;
  for (const key of path) {
    assert.ok(typeof found === 'object' && found !== null, `nothing at ${String(key)} of ${JSON.stringify(value)}`);
    found = Reflect.get(found, key);
  }
  return found;
}

/** One field of every item of a list. */
export function each(list: unknown, key: string): unknown[] {
  assert.ok(Array.isArray(list), `not a list: ${JSON.stringify(list)}`);
  return list.map((item: unknown) => at(item, key));
}
