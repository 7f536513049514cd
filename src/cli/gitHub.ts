import { environmentHost, environmentToken, type Environment } from '../core/environmentToken';
import { HumanError } from '../core/errors';
import type { Forge, Log } from '../core/ports';
import { parseRepository, type RepositoryId } from '../core/repository';
import { createClient } from '../github/client';
import { createGitHubForge } from '../github/githubForge';
import { quoted } from './options';
import { WrongUse } from './usage';

/** Reads `[HOST/]OWNER/NAME`; without a host it is on the environment's server. @throws {WrongUse} */
export function readRepositoryOption(text: string, environment: Environment): RepositoryId {
  const host = text.split('/').length === 2 ? environmentHost(environment) : '';
  if (host === null) {
    throw new WrongUse(`GITHUB_SERVER_URL is not a URL: ${quoted(environment['GITHUB_SERVER_URL'] ?? '')}.`);
  }
  const id = parseRepository(host === '' ? text : `${host}/${text}`);
  if (id === undefined) throw new WrongUse(`--repository has to be [HOST/]OWNER/NAME, found ${quoted(text)}.`);
  return id;
}

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
    apiUrl: apiUrl ?? (environment['GITHUB_API_URL'] || usualApiUrl(host)),
    host,
    token,
    userAgent: 'release-review-cli',
    log: silent,
    fetch: (input, init) => globalThis.fetch(input, { ...init, signal: either(signal, init?.signal) }),
  });
  return createGitHubForge(client, host);
}

/** https://docs.github.com/en/enterprise-server/rest/using-the-rest-api/getting-started-with-the-rest-api */
function usualApiUrl(host: string): string {
  return host === 'github.com' ? 'https://api.github.com' : `https://${host}/api/v3`;
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
