import type { HumanError } from '../core/errors';
import type { AnswerHeaders } from './etagCache';
import { answerError, Unfinished } from './githubErrors';
import type { Attempt } from './githubErrors';

// GraphQL answers 200 to what REST answers with a status, so that the rest is known from the type of the error.
const statuses: Readonly<Record<string, number>> = {
  RATE_LIMITED: 429,
  RATE_LIMIT: 429,
  NOT_FOUND: 404,
  FORBIDDEN: 403,
  INSUFFICIENT_SCOPES: 403,
};
const tooMuch = new Set(['RESOURCE_LIMITS_EXCEEDED', 'MAX_NODE_LIMIT_EXCEEDED', 'SERVICE_UNAVAILABLE']);

/**
 * Why a GraphQL answer is none, although its status is 200; `null` when it has no errors. Data beside errors has holes
 * where the errors are, so it does not count.
 *
 * Limits: “the response status will still be 200, but you will receive an error message”; a query of more than ten seconds
 * is ended with a message about a timeout, and one that takes too many resources with partial data and errors.
 * https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
 *
 * @param now Epoch milliseconds, for rate limits.
 */
export function graphqlFailure(
  answer: unknown,
  headers: AnswerHeaders,
  attempt: Attempt,
  now: number,
): HumanError | null {
  if (typeof answer !== 'object' || answer === null || !('errors' in answer)) return null;
  const errors: readonly unknown[] = Array.isArray(answer.errors) ? answer.errors : [answer.errors];
  if (errors.length === 0) return null;
  const told = errors.map((error) => ({ type: textOf(error, 'type'), message: textOf(error, 'message') }));
  const status = Math.max(...told.map(({ type, message }) => statusOf(type, message)));
  if (status !== 429 && told.some(({ type, message }) => gaveUp(type, message))) {
    const { doing, host } = attempt;
    return new Unfinished('server', `Could not ${doing}: it was more than ${host} answers at once. Try again later.`);
  }
  return answerError({ status, headers, data: { errors: errors.slice(0, 3) } }, attempt, now);
}

function statusOf(type: string, message: string): number {
  const known = Object.hasOwn(statuses, type) ? statuses[type] : undefined;
  return known ?? (/rate limit|abuse detection/i.test(message) ? 429 : 400);
}

/** A timeout has no type of its own, only words. */
function gaveUp(type: string, message: string): boolean {
  return tooMuch.has(type) || (type === '' && /timeout|timed out|something went wrong/i.test(message));
}

function textOf(error: unknown, name: 'type' | 'message'): string {
  if (typeof error !== 'object' || error === null || !Object.hasOwn(error, name)) return '';
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : '';
}
