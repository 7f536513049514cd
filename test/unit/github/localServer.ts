import { createServer } from 'node:http';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import assert from 'node:assert/strict';
import { HumanError } from '../../../src/core/errors';
import { createClient } from '../../../src/github/client';
import type { ClientOptions, GitHubClient } from '../../../src/github/client';

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type Handler = (request: Received, response: ServerResponse, index: number) => void;

export interface LocalServer {
  readonly url: string;
  /** Every request so far, oldest first. */
  readonly received: readonly Received[];
  close(): Promise<void>;
}

/** A server on this machine that answers as the test says; for faults that a faithful double has no reason to have. */
export async function serve(handler: Handler): Promise<LocalServer> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const entry = { method, url, headers, body: Buffer.concat(chunks).toString() };
      handler(entry, response, received.push(entry) - 1);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    received,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Sends JSON. */
export function json(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

export const secret = 'ghp_secret0123456789';

/** A client that does not linger over retries; what it logs is collected. */
export function clientOf(url: string, options: Partial<ClientOptions> = {}, lines: string[] = []): GitHubClient {
  const note = (line: string): void => void lines.push(line);
  const log = { info: note, warn: note, error: note };
  return createClient({ apiUrl: url, token: secret, userAgent: 'test', log, pauses: [1, 1], ...options });
}

/** What a promise is rejected with: a sentence for people, without the token, without causes that hold more. */
export async function errorOf(promise: Promise<unknown>): Promise<HumanError> {
  const error: unknown = await promise.then(
    () => assert.fail('it should have been rejected'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof HumanError, String(error));
  assert.ok(!`${error.stack ?? ''}${JSON.stringify(error)}`.includes(secret));
  assert.equal(error.cause, undefined);
  return error;
}
