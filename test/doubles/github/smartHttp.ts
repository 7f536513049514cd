import type { IncomingMessage, ServerResponse } from 'node:http';
import { allows, permissionOf } from './access';
import { tokenOf } from './incoming';
import type { Records } from './record';
import type { Repository, Token, World } from './state';

const shape = /^\/([^/]+)\/([^/]+?)\.git\/(info\/refs|git-upload-pack|git-receive-pack|HEAD|objects\/.*)$/;

/**
 * Serves clones and fetches through `git http-backend`, any commit by its id included, as GitHub does
 * (https://git-scm.com/docs/http-protocol). Pushing is refused. Answers false when the request is none of git's.
 *
 * git signs in with Basic alone, the token as the password:
 * https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/authenticating-as-a-github-app-installation
 * Without it, or with a token that is none, what may not be seen is 401; with a good one it does not exist.
 */
export function serveGit(world: World, records: Records, request: IncomingMessage, response: ServerResponse): boolean {
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const match = shape.exec(path);
  if (match === null) return false;
  const [, owner = '', name = '', service = ''] = match;
  const key = `${decodeURIComponent(owner)}/${decodeURIComponent(name)}`.toLowerCase();
  const repository = world.repositories.get(key) ?? world.moved.get(key);
  const token = /^basic /i.test(request.headers.authorization ?? 'basic ') ? tokenOf(world, request.headers) : 'bad';
  const known = typeof token === 'string' ? undefined : token;
  response.on('close', () => {
    const status = response.headersSent ? response.statusCode : 0;
    const { method = 'GET' } = request;
    records.requests.push({ method, path, query, actor: known?.login, status, conditional: false, cost: 0 });
  });
  const visible = repository !== undefined && mayFetch(repository, known);
  if (token === 'bad' || (!visible && token === 'none')) {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="GitHub"' }).end();
    return true;
  }
  if (!visible) {
    response.writeHead(404).end('Repository not found.');
    return true;
  }
  if (service === 'git-receive-pack' || query.includes('git-receive-pack')) {
    response.writeHead(403).end('Pushing is not served here.');
    return true;
  }
  const { git } = repository;
  const child = git.start(['http-backend'], {
    GIT_PROJECT_ROOT: git.gitDir,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: `/${service}`,
    QUERY_STRING: query,
    REQUEST_METHOD: request.method ?? 'GET',
    CONTENT_TYPE: request.headers['content-type'] ?? '',
    HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
    GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'uploadpack.allowAnySHA1InWant',
    GIT_CONFIG_VALUE_0: 'true',
  });
  child.stdin.on('error', () => undefined);
  request.pipe(child.stdin);
  let head: Buffer | undefined = Buffer.alloc(0);
  child.stdout.on('data', (chunk: Buffer) => {
    if (head === undefined) {
      response.write(chunk);
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    const body = head.subarray(end + 4);
    writeHead(response, head.toString('latin1', 0, end));
    head = undefined;
    if (body.length > 0) response.write(body);
  });
  child.on('close', () => {
    if (head !== undefined) response.writeHead(500);
    response.end();
  });
  return true;
}

/** A private repository takes the `repo` scope as well. */
function mayFetch(repository: Repository, token: Token | undefined): boolean {
  if (repository.private && token?.scopes.includes('repo') !== true) return false;
  return allows(permissionOf(repository, token?.login), 'read');
}

function writeHead(response: ServerResponse, text: string): void {
  const headers: Record<string, string> = {};
  let status = 200;
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    const value = line.slice(colon + 1).trim();
    if (/^status$/i.test(line.slice(0, colon))) status = Number.parseInt(value, 10);
    else headers[line.slice(0, colon)] = value;
  }
  response.writeHead(status, headers);
}
