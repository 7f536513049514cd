import { visibleRepository, writable } from './access';
import type { WriteRule } from './access';
import type { Call, Reply, RepositoryCall, WriteCall } from './http';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One operation that the double serves. */
export interface Route {
  readonly method: Method;
  /** Path as the API description writes it (`/repos/{owner}/{repo}/pulls`). */
  readonly template: string;
  /** The documentation page, also sent in error bodies. */
  readonly docs: string;
  readonly handle: (call: Call) => Reply | Promise<Reply>;
}

const documentation = 'https://docs.github.com/rest/';

/** A route outside repositories. `docs` is the page below https://docs.github.com/rest/. */
export function plain(template: string, docs: string, handle: (call: Call) => Reply | Promise<Reply>): Route {
  return { method: 'GET', template, docs: documentation + docs, handle };
}

/** A route that reads a repository; `template` is what follows `/repos/{owner}/{repo}`. */
export function reading(
  template: string,
  docs: string,
  handle: (call: RepositoryCall) => Reply | Promise<Reply>,
): Route {
  return {
    method: 'GET',
    template: `/repos/{owner}/{repo}${template}`,
    docs: documentation + docs,
    handle: (call) => handle(inRepository(call)),
  };
}

/** A route that changes a repository. */
export function writing(
  method: Exclude<Method, 'GET'>,
  template: string,
  docs: string,
  rule: WriteRule,
  handle: (call: WriteCall) => Reply | Promise<Reply>,
): Route {
  return {
    method,
    template: `/repos/{owner}/{repo}${template}`,
    docs: documentation + docs,
    handle: (call) => handle(writable(inRepository(call), rule)),
  };
}

function inRepository(call: Call): RepositoryCall {
  return visibleRepository(call, call.world, call.params['owner'] ?? '', call.params['repo'] ?? '');
}

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** Parameters that may hold slashes: refs, branches, paths, and the two ends of a comparison. */
const deep = new Set(['ref', 'branch', 'path', 'basehead']);

/** Makes a function that finds the route of a request, trying routes in the order given. */
export function router(routes: readonly Route[]): (method: string, path: string) => Match | undefined {
  const compiled = routes.map((route) => ({ route, pattern: patternOf(route.template) }));
  return (method, path) => {
    for (const { route, pattern } of compiled) {
      if (route.method !== method) continue;
      const found = pattern.exec(path);
      if (found === null) continue;
      const params: Record<string, string> = {};
      for (const [name, value] of Object.entries(found.groups ?? {})) params[name] = decoded(value);
      return { route, params };
    }
    return undefined;
  };
}

function patternOf(template: string): RegExp {
  const source = template.replace(/\/?\{(\w+)\}/g, (whole, name: string) => {
    // The root folder has no path at all.
    if (name === 'path') return '(?:/(?<path>.*))?';
    const slash = whole.startsWith('/') ? '/' : '';
    return `${slash}(?<${name}>${deep.has(name) ? '.+' : '[^/]+'})`;
  });
  return new RegExp(`^${source}$`);
}

function decoded(value: string | undefined): string {
  if (value === undefined) return '';
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
