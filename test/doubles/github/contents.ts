import { gitCommitJson } from './commitJson';
import type { TreeEntry } from './gitObjects';
import { listTree, writeCommit, writeFiles } from './gitTrees';
import { ApiError, bodyOf, notFound, ok, param, requiredText, textField } from './http';
import type { Reply, RepositoryCall, WriteCall } from './http';
import { refuseDirectUpdate } from './protectedUpdate';
import { moveBranch } from './pullHistory';
import { apiOf, webOf } from './repositoryJson';
import { reading, writing } from './router';
import type { Route } from './router';

const page = 'repos/contents#';
const megabyte = 1024 * 1024;

export const contentRoutes: readonly Route[] = [
  reading('/contents/{path}', `${page}get-repository-content`, get),
  // Needs push access; without it 404: https://docs.github.com/rest/repos/contents#create-or-update-file-contents
  writing(
    'PUT',
    '/contents/{path}',
    `${page}create-or-update-file-contents`,
    { permission: 'write', refusal: 404 },
    put,
  ),
];

/**
 * Up to 1 MB with its content; up to 100 MB without it (`encoding` "none"), or raw; larger is 403.
 * https://docs.github.com/rest/repos/contents#get-repository-content
 */
async function get(call: RepositoryCall): Promise<Reply> {
  const { git, defaultBranch } = call.repository;
  const ref = call.query.get('ref') ?? defaultBranch;
  const path = cleanPath(param(call, 'path'));
  const sha = await git.resolve(ref);
  if (sha === undefined) throw new ApiError(404, `No commit found for the ref ${ref}`);
  const entry = await git.entryAt(sha, path);
  if (entry === undefined) throw notFound();
  if (entry.type === 'tree') {
    const listed = await listTree(git, entry.sha, false);
    const join = (name: string): string => (path === '' ? name : `${path}/${name}`);
    const items = listed.slice(0, 1000).map((each) => entryJson(call, ref, join(each.name), each, each.size ?? 0));
    if (call.accept.includes('.object')) {
      const { download_url: download, ...rest } = entryJson(call, ref, path, entry, 0);
      return ok({ ...rest, download_url: download, entries: items });
    }
    return ok(items);
  }
  return file(call, ref, path, entry);
}

async function file(call: RepositoryCall, ref: string, path: string, entry: TreeEntry): Promise<Reply> {
  const { git } = call.repository;
  if (entry.type === 'commit') {
    return ok({ ...entryJson(call, ref, path, entry, 0), type: 'submodule', submodule_git_url: webOf(call) });
  }
  const data = (await git.object(entry.sha))?.data ?? Buffer.alloc(0);
  if (data.length > 100 * megabyte) throw tooLarge(100);
  if (call.accept.includes('.raw')) {
    return { status: 200, raw: { type: 'application/vnd.github.raw+json; charset=utf-8', data } };
  }
  const common = entryJson(call, ref, path, entry, data.length);
  if (entry.mode === '120000') return ok({ ...common, type: 'symlink', target: data.toString('utf8') });
  const large = data.length > megabyte;
  return ok({ ...common, content: large ? '' : wrapped(data), encoding: large ? 'none' : 'base64' });
}

function tooLarge(megabytes: number): ApiError {
  const message = `This API returns blobs up to ${megabytes} MB in size.`;
  return new ApiError(403, message, [{ resource: 'Blob', field: 'data', code: 'too_large' }]);
}

/** Base64 in lines of 60 characters, as GitHub writes it. */
export function wrapped(data: Buffer): string {
  return data.toString('base64').replace(/.{1,60}/g, '$&\n');
}

/** 409 when the file is not the one of `sha`, 422 when it exists and `sha` is missing. */
async function put(call: WriteCall): Promise<Reply> {
  const { repository, world, actor } = call;
  const { git } = repository;
  const body = bodyOf(call);
  const branch = textField(body, 'branch') ?? repository.defaultBranch;
  const path = cleanPath(param(call, 'path'));
  const message = requiredText(body, 'message');
  const content = requiredText(body, 'content').replace(/\s/g, '');
  const sha = textField(body, 'sha');
  const tip = git.refs.get(`refs/heads/${branch}`);
  if (tip === undefined) throw new ApiError(404, `Branch ${branch} not found`);
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(content)) throw new ApiError(422, 'content is not valid Base64');
  if (path === '' || /(^|\/)(\.|\.\.|\.git)(\/|$)/i.test(path))
    throw new ApiError(422, 'path contains a malformed path component');
  refuseDirectUpdate(repository, branch, actor.login, 409);
  const existing = await git.entryAt(tip, path);
  if (existing !== undefined && sha === undefined)
    throw new ApiError(422, `Invalid request.\n\n"sha" wasn't supplied.`);
  if (sha !== undefined && existing?.sha !== sha) throw new ApiError(409, `${path} does not match ${sha}`);
  const commit = await git.commit(tip);
  const author = { name: actor.name, email: actor.email, date: world.now() };
  const tree = await writeFiles(git, commit?.tree, { [path]: Buffer.from(content, 'base64') });
  const fresh = await writeCommit(git, { tree, parents: [tip], message, author });
  await moveBranch(world, repository, branch, fresh, actor.login);
  const [entry, written] = [await git.entryAt(fresh, path), await git.commit(fresh)];
  if (entry === undefined || written === undefined) throw notFound();
  const size = Buffer.from(content, 'base64').length;
  return {
    status: existing === undefined ? 201 : 200,
    body: { content: entryJson(call, branch, path, entry, size), commit: gitCommitJson(call, written) },
  };
}

function cleanPath(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '')
    .join('/');
}

function entryJson(
  call: RepositoryCall,
  ref: string,
  path: string,
  entry: TreeEntry,
  size: number,
): Readonly<Record<string, unknown>> {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  const self = `${apiOf(call)}/contents/${encoded}?ref=${encodeURIComponent(ref)}`;
  const html = `${webOf(call)}/${entry.type === 'tree' ? 'tree' : 'blob'}/${encodeURIComponent(ref)}/${encoded}`;
  const git = `${apiOf(call)}/git/${entry.type === 'tree' ? 'trees' : 'blobs'}/${entry.sha}`;
  const raw = `${webOf(call)}/raw/${encodeURIComponent(ref)}/${encoded}`;
  return {
    name: path.split('/').pop() ?? '',
    path,
    sha: entry.sha,
    size,
    url: self,
    html_url: html,
    git_url: git,
    download_url: entry.type === 'blob' ? raw : null,
    type: entry.type === 'tree' ? 'dir' : entry.mode === '120000' ? 'symlink' : 'file',
    _links: { self, git, html },
  };
}
