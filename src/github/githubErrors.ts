import { HumanError, RateLimited, UncertainWrite } from '../core/errors';
import type { ProblemKind } from '../core/errors';
import { visibleText } from '../core/visibleText';
import type { AnswerHeaders } from './etagCache';
import { isRateLimit, resetTime } from './rateLimit';
import { Fault } from './transport';
import type { FaultKind } from './transport';

/** What was tried, for the sentence that says how it failed. */
export interface Attempt {
  /** An infinitive with its object: `read pull request #42 of acme/shop`. */
  readonly doing: string;
  readonly write: boolean;
  /** The host as people know it: `github.com`. */
  readonly host: string;
  readonly signedIn: boolean;
}

/** GitHub answered, and said no. `status` and `reason` are for code that knows what a certain refusal means. */
export class Refusal extends HumanError {
  readonly status: number;
  /** GitHub's own words in one line; empty when it gave none. */
  readonly reason: string;

  constructor(kind: ProblemKind, message: string, status: number, reason: string) {
    super(kind, message);
    this.status = status;
    this.reason = reason;
  }
}

/** GitHub or a gateway before it gave up on a reading in the middle: one that asks for less may pass. */
export class Unfinished extends HumanError {}

/** The status of a {@link Refusal}, or 0 for every other error. */
export function refusalStatus(error: unknown): number {
  return error instanceof Refusal ? error.status : 0;
}

/** A failed answer as Octokit throws it, reduced to what is looked at here. */
export interface FailedAnswer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly data: unknown;
}

/**
 * Turns whatever a request threw into a sentence. The result carries no `cause`: Octokit's errors hold the request with
 * its body, and logs print causes.
 *
 * @param now Epoch milliseconds, for rate limits.
 */
export function humanError(error: unknown, attempt: Attempt, now: number): HumanError {
  const fault = faultOf(error);
  if (fault !== null) return faultError(fault, attempt);
  const failed = failedAnswer(error);
  if (failed !== null) return answerError(failed, attempt, now);
  return malformed('an unexpected error came up while the answer was read', attempt);
}

/** For an answer that arrived and is not what it should be; `found` is a clause without a full stop. */
export function malformed(found: string, attempt: Attempt): HumanError {
  if (attempt.write) return uncertain(`the answer could not be understood: ${found}`, attempt);
  return new HumanError(
    'unreadable-answer',
    `Could not ${attempt.doing}: the answer of ${attempt.host} could not be understood (${found}). Try again later.`,
  );
}

/** For a body that is not JSON although the status says success. */
export function foreignBody(attempt: Attempt): HumanError {
  const found = `what answered in the place of ${attempt.host} did not send JSON`;
  if (attempt.write) return uncertain(found, attempt);
  return new HumanError(
    'unreadable-answer',
    `Could not ${attempt.doing}: ${found}. A sign-in page of the network or a proxy may be in the way: ` +
      'open a web page in the browser, then try again.',
  );
}

function uncertain(found: string, attempt: Attempt): UncertainWrite {
  return new UncertainWrite(
    `It is not known whether ${attempt.host} did this: ${attempt.doing}. The request went out, but ${found}. ` +
      'It is not sent again: refresh and look before you repeat it.',
  );
}

function faultOf(error: unknown): Fault | null {
  if (error instanceof Fault) return error;
  return error instanceof Error && error.cause instanceof Fault ? error.cause : null;
}

function faultError(fault: Fault, attempt: Attempt): HumanError {
  const { doing, host, write } = attempt;
  const detail = fault.detail === '' ? '' : ` (${fault.detail})`;
  const nothingSent = write ? ' Nothing was changed.' : '';
  const sentences: Readonly<Record<FaultKind, () => HumanError>> = {
    unsent: () =>
      new HumanError(
        'offline',
        `Could not ${doing}: no connection to ${host}${detail}. Check the network and any proxy, then try again.` +
          nothingSent,
      ),
    broken: () =>
      write
        ? uncertain(`the connection broke before an answer came${detail}`, attempt)
        : new HumanError('offline', `Could not ${doing}: the connection to ${host} broke${detail}. Try again.`),
    timeout: () =>
      write
        ? uncertain(`no answer came within ${fault.detail}`, attempt)
        : new Unfinished('offline', `Could not ${doing}: ${host} did not answer within ${fault.detail}. Try again.`),
    aborted: () => new HumanError('cancelled', `Stopped before it was done: ${doing}.`),
    moved: () =>
      new Refusal(
        'not-found',
        `Could not ${doing}: the repository or branch was renamed or moved${detail}. ` +
          `Put its present name into the settings or the git remote.${nothingSent}`,
        Number(fault.detail),
        'Moved',
      ),
    elsewhere: () =>
      new HumanError(
        'unreadable-answer',
        `Could not ${doing}: the answer points away from the API of ${host}${detail}, and that is not followed. ` +
          `A sign-in page of the network or a proxy may be in the way.${nothingSent}`,
      ),
    'unsound-path': () =>
      new HumanError('invalid-input', `Could not ${doing}: a name of only dots cannot be asked for.${nothingSent}`),
  };
  return sentences[fault.kind]();
}

function failedAnswer(error: unknown): FailedAnswer | null {
  if (!(error instanceof Error) || !('status' in error) || !('response' in error)) return null;
  const { status, response } = error;
  if (typeof status !== 'number' || typeof response !== 'object' || response === null) return null;
  const headers = 'headers' in response && isHeaders(response.headers) ? response.headers : {};
  return { status, headers, data: 'data' in response ? response.data : undefined };
}

function isHeaders(value: unknown): value is AnswerHeaders {
  return typeof value === 'object' && value !== null;
}

/** For an answer that says no. @param now Epoch milliseconds, for rate limits. */
export function answerError(failed: FailedAnswer, attempt: Attempt, now: number): HumanError {
  const { status, headers } = failed;
  const { doing, host, write } = attempt;
  const reason = reasonOf(failed.data);
  const said = reason === '' ? '' : ` ${host} says: ${sentence(reason)}`;
  const refusal = (kind: ProblemKind, found: string, next: string): Refusal =>
    new Refusal(kind, `Could not ${doing}: ${found}.${said}${next === '' ? '' : ` ${next}`}`, status, reason);

  if (isRateLimit(status, headers, reason)) return rateLimited(headers, attempt, now);
  // 408 comes from a gateway that gave up on the connection; the request may have passed.
  if (write && (status >= 500 || status === 408)) return uncertain(`the server failed (${status})`, attempt);
  switch (status) {
    case 401:
      return refusal(
        'signed-out',
        attempt.signedIn ? `${host} no longer accepts the sign-in` : `${host} wants to know who is asking`,
        'Sign in again.',
      );
    case 403:
    case 451:
      return refusal('forbidden', 'it is not allowed', permissionAdvice(headers, reason));
    case 404:
    case 410:
      return refusal('not-found', 'not found, or this account may not see it', scopeAdvice(headers));
    case 405:
    case 400:
    case 422:
      return refusal('refused', `${host} refused it`, '');
    case 409:
      return refusal('conflict', 'it conflicts with the present state', 'Refresh and look again.');
    case 502:
    case 504:
      return new Unfinished('server', `Could not ${doing}: ${host} has a problem (${status}). Try again later.`);
    default:
      return status >= 500
        ? new HumanError('server', `Could not ${doing}: ${host} has a problem (${status}). Try again later.`)
        : refusal('refused', `${host} refused it (${status})`, '');
  }
}

function rateLimited(headers: AnswerHeaders, attempt: Attempt, now: number): RateLimited {
  const resetAt = resetTime(headers, now);
  const minutes = Math.max(1, Math.ceil((resetAt - now) / 60_000));
  const wait = minutes === 1 ? 'a minute' : `${minutes} minutes`;
  const next = attempt.signedIn ? '' : ' Signing in raises the limit.';
  return new RateLimited(
    `Could not ${attempt.doing}: ${attempt.host} limits how much is asked of it and will answer again in about ` +
      `${wait}.${attempt.write ? ' Nothing was changed.' : ''}${next}`,
    resetAt,
  );
}

/** https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api */
function permissionAdvice(headers: AnswerHeaders, reason: string): string {
  const sso = String(headers['x-github-sso'] ?? '');
  if (sso.startsWith('required')) {
    // The address in the header holds a one-time code, so only the organization's name is taken from it.
    const organization = /\/orgs\/([A-Za-z0-9_-]{1,100})\//.exec(sso)?.[1];
    const whose = organization === undefined ? 'the organization' : `the organization ${organization}`;
    return `Authorise the token for ${whose}: it uses single sign-on.`;
  }
  if (/resource not accessible/i.test(reason)) {
    const permissions = String(headers['x-accepted-github-permissions'] ?? '');
    const named = /^[a-z_=,; ]{1,200}$/.test(permissions) ? ` It takes ${permissions}.` : '';
    return `The token was not given this permission for the repository.${named}`;
  }
  return scopeAdvice(headers);
}

/** Names the OAuth scopes that would do, when the token says that it has none of them. */
function scopeAdvice(headers: AnswerHeaders): string {
  const granted = headers['x-oauth-scopes'];
  const accepted = scopesIn(headers['x-accepted-oauth-scopes']);
  if (granted === undefined || accepted.length === 0) return '';
  const has = scopesIn(granted);
  if (accepted.some((scope) => has.includes(scope))) return '';
  return `The token lacks the scope ${accepted.map((scope) => `“${scope}”`).join(' or ')}: sign in again with it.`;
}

/** The words of a scopes header (`repo, read:org`). */
export function scopesIn(header: string | number | undefined): readonly string[] {
  return String(header ?? '')
    .split(',')
    .map((scope) => scope.trim())
    .filter((scope) => /^[\w:.-]{1,60}$/.test(scope));
}

/** GitHub's own words: the message, and the errors' messages or codes, in one line of bounded length. */
function reasonOf(data: unknown): string {
  if (typeof data !== 'object' || data === null) return '';
  const message = 'message' in data && typeof data.message === 'string' ? data.message : '';
  const errors: readonly unknown[] = 'errors' in data && Array.isArray(data.errors) ? data.errors : [];
  const details = errors
    .slice(0, 10)
    .map(detailOf)
    .filter((detail) => detail !== '');
  const empty = details.length > 0 && /^(?:Validation Failed|Unprocessable Entity)$/i.test(message);
  const text = [...(empty || message === '' ? [] : [message]), ...details].join('; ');
  return visibleText(text.replace(/\s+/g, ' ').trim()).slice(0, 400);
}

function detailOf(error: unknown): string {
  if (typeof error === 'string') return error;
  if (typeof error !== 'object' || error === null) return '';
  if ('message' in error && typeof error.message === 'string') return error.message;
  const part = (name: 'resource' | 'field' | 'code'): string => {
    const value: unknown = name in error ? Reflect.get(error, name) : undefined;
    return typeof value === 'string' ? value : '';
  };
  return [part('resource'), part('field'), part('code').replaceAll('_', ' ')].filter((word) => word !== '').join(' ');
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
