import { HumanError, type ProblemKind } from '../core/errors';
import { shortSha, type Sha } from '../core/sha';
import { visibleText } from '../core/visibleText';
import { GitFailed } from './gitProcess';

interface Meaning {
  readonly pattern: RegExp;
  readonly kind: ProblemKind;
  sentence(host: string, shas: string): string;
}

// git's and libcurl's own words (LC_ALL=C), and GitHub's for a commit that it does not have.
const meanings: readonly Meaning[] = [
  {
    pattern: /not our ref|unadvertised object|couldn't find remote ref|did not send all necessary objects/,
    kind: 'not-found',
    sentence: (host, shas) => `${host} has no commit ${shas}, or does not give it out.`,
  },
  {
    pattern: /unresolved delta|lazy fetching disabled/,
    kind: 'refused',
    sentence: () =>
      'This clone is partial, and what it lacks is needed to fetch more commits. Fetch them in the clone.',
  },
  {
    pattern: /could not read (?:Username|Password)|Authentication failed|returned error: 40[13]/,
    kind: 'forbidden',
    sentence: (host) =>
      `${host} did not let git fetch with this sign-in. Sign in again, or fetch the commits yourself.`,
  },
  {
    pattern: /repository '.*' not found|returned error: 404/,
    kind: 'not-found',
    sentence: (host) => `${host} has no such repository, or this sign-in may not read it.`,
  },
  {
    pattern: /returned error: 3\d\d|[Rr]edirect/,
    kind: 'refused',
    sentence: (host) => `${host} sent git elsewhere, which is not followed. The repository may have been renamed.`,
  },
  {
    pattern: /returned error: 429/,
    kind: 'rate-limited',
    sentence: (host) => `${host} asks to wait before the next fetch.`,
  },
  {
    pattern: /returned error: 5\d\d/,
    kind: 'server',
    sentence: (host) => `${host} could not answer git. Try again later.`,
  },
  {
    pattern:
      /Could not resolve|Failed to connect|Couldn't connect|Connection (?:refused|reset|timed out)|Recv failure|Empty reply|SSL|certificate|[Tt]imed out|too slow|early EOF|hung up|RPC failed/,
    kind: 'offline',
    sentence: (host) => `${host} could not be reached, or the connection broke off. Check the network and try again.`,
  },
];

/** What git said, without the token in any of its forms: a server could send it back. */
function withoutToken(said: string, token: string | null): string {
  if (token === null || token === '') return said;
  const forms = [token, Buffer.from(`x-access-token:${token}`).toString('base64')];
  return forms.reduce((text, form) => text.replaceAll(form, '***'), said);
}

/** The error of a fetch for people. It holds neither the token nor the error that git's words came in. */
export function fetchFailure(error: unknown, url: URL, token: string | null, shas: readonly Sha[]): unknown {
  if (!(error instanceof HumanError)) return error;
  if (error.kind === 'cancelled') return new HumanError('cancelled', 'Fetching the commits was cancelled.');
  if (!(error instanceof GitFailed)) return error;
  const said = withoutToken(error.complaint, token);
  const meaning = meanings.find(({ pattern }) => pattern.test(said));
  if (meaning !== undefined) {
    return new HumanError(meaning.kind, meaning.sentence(url.host, shas.map(shortSha).join(' or ')));
  }
  const lines = said.trim().split('\n');
  const line = lines.find((text) => /^(?:fatal|error): /.test(text)) ?? lines[0] ?? '';
  return new HumanError('git', `git could not fetch from ${url.host}: ${visibleText(line.slice(0, 300))}`);
}
