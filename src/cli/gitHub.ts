import { environmentHost, environmentToken, type Environment } from '../core/environmentToken';
import { HumanError } from '../core/errors';
import type { Forge, Log } from '../core/ports';
import { createClient } from '../github/client';
import { createGitHubForge } from '../github/githubForge';
import { apiUrlOf } from './repositoryOption';

/**
 * The forge of a host, with the environment's token.
 * @param apiUrl what the person named; else the environment's, which goes with its token, else the host's usual one
 * @throws {HumanError} `signed-out` without a token for the host, `invalid-input` for an unsound address
 */
export function connectTo(
  host: string,
  apiUrl: string | undefined,
  environment: Environment,
  signal: AbortSignal,
): Forge {
  const token = environmentToken(host, environment);
  if (token === null) throw new HumanError('signed-out', whyNoToken(host, environment));
  const client = createClient({
    apiUrl: apiUrl ?? apiUrlOf(host, environment),
    host,
    token,
    userAgent: 'release-review-cli',
    log: silent,
    fetch: (input, init) => globalThis.fetch(input, { ...init, signal: either(signal, init?.signal) }),
  });
  return createGitHubForge(client, host);
}

function whyNoToken(host: string, environment: Environment): string {
  if ((environment['GITHUB_TOKEN'] ?? '') === '') return `GITHUB_TOKEN is not set: put a token of ${host} in it.`;
  const server = environmentHost(environment) ?? 'no server';
  return `GITHUB_TOKEN belongs to ${server} and is not sent to ${host}: set GITHUB_SERVER_URL to https://${host}.`;
}

function either(a: AbortSignal, b: AbortSignal | null | undefined): AbortSignal {
  return b == null ? a : AbortSignal.any([a, b]);
}

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
