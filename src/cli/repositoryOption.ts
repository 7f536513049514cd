import { environmentHost, type Environment } from '../core/environmentToken';
import { parseRepository, type RepositoryId } from '../core/repository';
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

/** The REST API of a host: the environment's for its own server, else the host's usual one. */
export function apiUrlOf(host: string, environment: Environment): string {
  const own = host === environmentHost(environment) ? environment['GITHUB_API_URL'] : '';
  return own || usualApiUrl(host);
}

/** https://docs.github.com/en/enterprise-server/rest/using-the-rest-api/getting-started-with-the-rest-api */
function usualApiUrl(host: string): string {
  return host === 'github.com' ? 'https://api.github.com' : `https://${host}/api/v3`;
}
