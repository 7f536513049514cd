import type { AnswerHeaders } from './etagCache';

/** What is left of the hourly quota of the REST API; `resetAt` in epoch milliseconds of this machine's clock. */
export interface Quota {
  readonly limit: number;
  readonly remaining: number;
  readonly resetAt: number;
}

function numberIn(headers: AnswerHeaders, name: string): number | null {
  const text = String(headers[name] ?? '');
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** How far this machine's clock is ahead of GitHub's, by the Date header; 0 when that is missing. */
function clockLead(headers: AnswerHeaders, now: number): number {
  const sent = Date.parse(String(headers['date'] ?? ''));
  return Number.isNaN(sent) ? 0 : now - sent;
}

/** The quota that an answer tells of; `null` when it tells of none, or of another one than the REST API's (search). */
export function quotaOf(headers: AnswerHeaders, now: number): Quota | null {
  const limit = numberIn(headers, 'x-ratelimit-limit');
  const remaining = numberIn(headers, 'x-ratelimit-remaining');
  const reset = numberIn(headers, 'x-ratelimit-reset');
  const resource = headers['x-ratelimit-resource'] ?? 'core';
  if (limit === null || remaining === null || reset === null || resource !== 'core') return null;
  return { limit, remaining, resetAt: reset * 1000 + clockLead(headers, now) };
}

/**
 * Whether a 403 or 429 is a rate limit rather than a refusal.
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 */
export function isRateLimit(status: number, headers: AnswerHeaders, reason: string): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  return (
    headers['retry-after'] !== undefined ||
    numberIn(headers, 'x-ratelimit-remaining') === 0 ||
    /rate limit|abuse detection/i.test(reason)
  );
}

/**
 * When GitHub will answer again, in epoch milliseconds of this machine's clock: Retry-After (seconds, or a date as
 * RFC 9110 section 10.2.3 allows), else the reset of a used-up quota, else a minute, which is what GitHub's
 * documentation (see {@link isRateLimit}) asks for.
 */
export function resetTime(headers: AnswerHeaders, now: number): number {
  const seconds = numberIn(headers, 'retry-after');
  if (seconds !== null) return now + seconds * 1000;
  const date = Date.parse(String(headers['retry-after'] ?? ''));
  if (!Number.isNaN(date)) return date + clockLead(headers, now);
  const reset = numberIn(headers, 'x-ratelimit-reset');
  if (reset !== null && numberIn(headers, 'x-ratelimit-remaining') === 0) return reset * 1000 + clockLead(headers, now);
  return now + 60_000;
}
