import { createHash, randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Fault } from './faults';
import type { Rate } from './http';

/** An answer, ready to be sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

const nonce = randomUUID();

/** JSON with bigints written as plain digits. */
function serialised(body: unknown): string {
  try {
    return JSON.stringify(body);
  } catch {
    const text = JSON.stringify(body, (_key, value: unknown) =>
      typeof value === 'bigint' ? `${nonce}${value}` : value,
    );
    return text.replaceAll(new RegExp(`"${nonce}(\\d+)"`, 'g'), '$1');
  }
}

/**
 * A weak ETag that differs by account, media type and content.
 * https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate
 */
export function etagOf(token: string, accept: string, bytes: Buffer): string {
  return `W/"${createHash('sha256').update(`${token}\n${accept}\n`).update(bytes).digest('hex')}"`;
}

/** Whether an If-None-Match header names this ETag. */
export function matchesEtag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const bare = etag.replace(/^W\//, '');
  return header.split(',').some((each) => each.trim() === '*' || each.trim().replace(/^W\//, '') === bare);
}

/** The x-ratelimit headers. https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#checking-the-status-of-your-rate-limit */
export function rateHeaders(rate: Rate, resource: string): Record<string, string> {
  return {
    'x-ratelimit-limit': String(rate.limit),
    'x-ratelimit-remaining': String(rate.remaining),
    'x-ratelimit-used': String(rate.used),
    'x-ratelimit-reset': String(rate.reset),
    'x-ratelimit-resource': resource,
  };
}

export function jsonAnswer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  const bytes = body === undefined ? Buffer.alloc(0) : Buffer.from(serialised(body));
  const type = body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' };
  return { status, headers: { ...type, ...headers }, bytes };
}

export function htmlAnswer(status: number, html: string): Answer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, bytes: Buffer.from(html) };
}

/** The answer that a fault puts in place of the real one; undefined for faults that answer nothing of their own. */
export function faultAnswer(fault: Fault, now: Date): Answer | undefined {
  const docs = 'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api';
  switch (fault.kind) {
    case 'wrong-json':
      return jsonAnswer(200, fault.body ?? { unexpected: true });
    case 'captive-portal':
      return htmlAnswer(200, '<!doctype html><title>Sign in to the network</title><p>Accept the terms to go on.</p>');
    case 'redirect':
      return { status: fault.status ?? 302, headers: { location: fault.to }, bytes: Buffer.alloc(0) };
    case 'unauthorized':
      return jsonAnswer(401, { message: 'Bad credentials', documentation_url: 'https://docs.github.com/rest' });
    case 'secondary-limit': {
      const wait = fault.retryAfter;
      const message = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
      const headers = { 'retry-after': typeof wait === 'number' ? String(wait) : wait.toUTCString() };
      return jsonAnswer(
        fault.status ?? 403,
        { message, documentation_url: `${docs}#about-secondary-rate-limits` },
        headers,
      );
    }
    case 'primary-limit': {
      const reset = fault.reset ?? Math.floor(now.getTime() / 1000) + 3600;
      const headers = rateHeaders({ limit: 5000, remaining: 0, used: 5000, reset }, 'core');
      const body = { message: 'API rate limit exceeded for user.', documentation_url: docs };
      return jsonAnswer(fault.status ?? 403, body, headers);
    }
    case 'status':
      return jsonAnswer(fault.status, { message: fault.message ?? 'Server Error' });
    default:
      return undefined;
  }
}

/** Sends an answer. A truncated one promises all its bytes and ends in the middle. */
export function send(response: ServerResponse, answer: Answer, truncate = false): void {
  const length =
    answer.status === 204 || answer.status === 304 ? {} : { 'content-length': String(answer.bytes.length) };
  response.writeHead(answer.status, { ...answer.headers, ...length });
  if (!truncate) {
    response.end(answer.bytes);
    return;
  }
  response.write(answer.bytes.subarray(0, Math.floor(answer.bytes.length / 2)), () => {
    response.destroy();
  });
}
