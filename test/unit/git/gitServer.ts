import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** A request as it arrived. */
export interface GitRequest {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
}

/** A smart HTTP server for one repository at `<url>`, on this machine. */
export interface GitServer {
  readonly url: string;
  readonly requests: readonly GitRequest[];
  /** Bytes of packs and other answers sent so far. */
  sent(): number;
  close(): Promise<void>;
}

export interface GitServerOptions {
  /** Without it, or with another one, the answer is 401. */
  readonly token?: string;
  /** Answers in place of git when it returns `true`. */
  readonly instead?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

const open: GitServer[] = [];

export async function closeGitServers(): Promise<void> {
  await Promise.all(open.splice(0).map(async (server) => server.close()));
}

/** Serves a repository through `git http-backend`, any commit by its name included, as GitHub does. */
export async function startGitServer(root: string, options: GitServerOptions = {}): Promise<GitServer> {
  const requests: GitRequest[] = [];
  let bytes = 0;
  const server = createServer((request, response) => {
    const { authorization } = request.headers;
    requests.push({ method: request.method ?? '', url: request.url ?? '', authorization });
    if (options.instead?.(request, response) === true) return;
    const wanted = Buffer.from(`x-access-token:${options.token ?? ''}`).toString('base64');
    if (options.token !== undefined && authorization !== `Basic ${wanted}`) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
      return;
    }
    serve(root, request, response, (count) => {
      bytes += count;
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const started: GitServer = {
    url: `http://127.0.0.1:${port}/acme/shop.git`,
    requests,
    sent: () => bytes,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  open.push(started);
  return started;
}

function serve(root: string, request: IncomingMessage, response: ServerResponse, sent: (count: number) => void): void {
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const settings = ['uploadpack.allowAnySHA1InWant', 'uploadpack.allowFilter'];
  const child = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env['PATH'],
      GIT_PROJECT_ROOT: join(root, '.git'),
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      PATH_INFO: path.replace('/acme/shop.git', ''),
      QUERY_STRING: query,
      REQUEST_METHOD: request.method ?? 'GET',
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      GIT_CONFIG_COUNT: String(settings.length),
      ...Object.fromEntries(
        settings.flatMap((key, index) => [
          [`GIT_CONFIG_KEY_${index}`, key],
          [`GIT_CONFIG_VALUE_${index}`, 'true'],
        ]),
      ),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.on('error', () => undefined);
  request.pipe(child.stdin);
  let head: Buffer | null = Buffer.alloc(0);
  child.stdout.on('data', (chunk: Buffer) => {
    sent(chunk.length);
    if (head === null) {
      response.write(chunk);
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end === -1) return;
    const fields = head
      .toString('latin1', 0, end)
      .split('\r\n')
      .map((line) => line.split(': ') as [string, string]);
    const status = Number.parseInt(fields.find(([name]) => name === 'Status')?.[1] ?? '200', 10);
    response.writeHead(status, Object.fromEntries(fields));
    response.write(head.subarray(end + 4));
    head = null;
  });
  child.on('close', () => response.end());
}
