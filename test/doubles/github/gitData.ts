import { gitCommitJson } from './commitJson';
import { wrapped } from './contents';
import { typeOfMode } from './gitObjects';
import type { GitCommit, Signature, TreeEntry } from './gitObjects';
import { listTree, writeCommit, writeTree } from './gitTrees';
import type { TreeChange } from './gitTrees';
import { ApiError, bodyOf, created, isRecord, notFound, ok, param, requiredText, textField, textList } from './http';
import type { Reply, RepositoryCall, WriteCall } from './http';
import { apiOf } from './repositoryJson';
import { reading, writing } from './router';
import type { Route } from './router';
import { nodeId } from './userJson';

const push = { permission: 'write', refusal: 404 } as const;

export const gitDataRoutes: readonly Route[] = [
  reading('/git/blobs/{file_sha}', 'git/blobs#get-a-blob', async (call) => {
    const sha = param(call, 'file_sha');
    const found = await call.repository.git.object(sha);
    if (found?.type !== 'blob') throw notFound();
    if (call.accept.includes('.raw')) {
      return { status: 200, raw: { type: 'application/vnd.github.raw+json; charset=utf-8', data: found.data } };
    }
    return ok({
      sha,
      node_id: nodeId('B', BigInt(`0x${sha}`)),
      size: found.data.length,
      url: `${apiOf(call)}/git/blobs/${sha}`,
      content: wrapped(found.data),
      encoding: 'base64',
    });
  }),
  writing('POST', '/git/blobs', 'git/blobs#create-a-blob', push, async (call) => {
    const body = bodyOf(call);
    const encoding = textField(body, 'encoding') ?? 'utf-8';
    if (encoding !== 'utf-8' && encoding !== 'base64') throw new ApiError(422, 'encoding must be utf-8 or base64');
    const content = requiredText(body, 'content');
    const sha = await call.repository.git.write(
      'blob',
      Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8'),
    );
    return created({ url: `${apiOf(call)}/git/blobs/${sha}`, sha });
  }),
  reading('/git/trees/{tree_sha}', 'git/trees#get-a-tree', getTree),
  writing('POST', '/git/trees', 'git/trees#create-a-tree', push, createTree),
  reading('/git/commits/{commit_sha}', 'git/commits#get-a-commit-object', async (call) => {
    const commit = await call.repository.git.commit(param(call, 'commit_sha'));
    if (commit === undefined) throw notFound();
    return ok(gitCommitJson(call, commit));
  }),
  writing('POST', '/git/commits', 'git/commits#create-a-commit', push, createCommit),
];

/** Most entries of a recursive listing, and its largest size: https://docs.github.com/rest/git/trees#get-a-tree */
const entryLimit = 100_000;
const byteLimit = 7 * 1024 * 1024;

async function getTree(call: RepositoryCall): Promise<Reply> {
  const { git } = call.repository;
  const name = param(call, 'tree_sha');
  const sha = (await git.tree(name)) === undefined ? await rootOf(call, name) : name;
  // Any value at all, even "0" or "false", asks for recursion.
  const recursive = call.query.has('recursive');
  const listed = await listTree(git, sha, recursive);
  const entries = listed.slice(0, entryLimit).map((entry) => entryJson(call, entry, entry.size));
  let bytes = 0;
  const fitting = recursive ? entries.filter((entry) => (bytes += JSON.stringify(entry).length) <= byteLimit) : entries;
  return ok({ sha, url: `${apiOf(call)}/git/trees/${sha}`, tree: fitting, truncated: fitting.length < listed.length });
}

async function rootOf(call: RepositoryCall, name: string): Promise<string> {
  const { git } = call.repository;
  const commit = await git.resolve(name);
  const tree = commit === undefined ? undefined : (await git.commit(commit))?.tree;
  if (tree === undefined) throw notFound();
  return tree;
}

function entryJson(call: RepositoryCall, entry: TreeEntry, size: number | undefined): unknown {
  const url = `${apiOf(call)}/git/${entry.type}s/${entry.sha}`;
  return {
    path: entry.name,
    mode: entry.mode,
    type: entry.type,
    sha: entry.sha,
    ...(size !== undefined && { size }),
    ...(entry.type !== 'commit' && { url }),
  };
}

/** `sha: null` removes a path; `content` writes a blob on the way. https://docs.github.com/rest/git/trees#create-a-tree */
async function createTree(call: WriteCall): Promise<Reply> {
  const { git } = call.repository;
  const body = bodyOf(call);
  const { tree: list } = body;
  if (!Array.isArray(list)) throw new ApiError(422, `Invalid request.\n\n"tree" wasn't supplied.`);
  const base = textField(body, 'base_tree');
  const baseTree = base === undefined ? undefined : await rootTree(call, base);
  const changes = new Map<string, TreeChange>();
  for (const item of list as readonly unknown[]) {
    if (!isRecord(item)) throw new ApiError(422, 'Invalid tree info');
    changes.set(requiredText(item, 'path'), await changeOf(call, item));
  }
  const sha = await writeTree(git, baseTree, changes);
  const listed = await listTree(git, sha, false);
  const tree = listed.map((entry) => entryJson(call, entry, entry.size));
  return created({ sha, url: `${apiOf(call)}/git/trees/${sha}`, tree, truncated: false });
}

async function rootTree(call: WriteCall, sha: string): Promise<string> {
  if ((await call.repository.git.tree(sha)) !== undefined) return sha;
  return rootOf(call, sha);
}

async function changeOf(call: WriteCall, item: Readonly<Record<string, unknown>>): Promise<TreeChange> {
  const { git } = call.repository;
  if (item['sha'] === null) return null;
  const mode = textField(item, 'mode') ?? '100644';
  if (!['100644', '100755', '040000', '160000', '120000'].includes(mode)) throw new ApiError(422, 'Invalid tree info');
  const content = textField(item, 'content');
  const sha = content === undefined ? requiredText(item, 'sha') : await git.write('blob', Buffer.from(content));
  if (mode !== '160000' && (await git.object(sha)) === undefined) {
    throw new ApiError(422, `tree.sha ${sha} is not a valid blob`);
  }
  return { mode, sha, type: typeOfMode(mode) };
}

async function createCommit(call: WriteCall): Promise<Reply> {
  const { git } = call.repository;
  const body = bodyOf(call);
  const tree = requiredText(body, 'tree');
  const parents = textList(body, 'parents') ?? [];
  const message = requiredText(body, 'message');
  if ((await git.tree(tree)) === undefined) throw new ApiError(422, 'Tree SHA does not exist');
  for (const parent of parents) {
    if ((await git.commit(parent)) === undefined)
      throw new ApiError(422, 'Parent SHA does not exist or is not a commit object');
  }
  const author = signature(call, body['author']);
  const committer = isRecord(body['committer']) ? signature(call, body['committer']) : author;
  const sha = await writeCommit(git, { tree, parents, message, author, committer });
  const written: GitCommit | undefined = await git.commit(sha);
  if (written === undefined) throw notFound();
  return created(gitCommitJson(call, written));
}

function signature(call: WriteCall, value: unknown): Signature {
  const { actor, world } = call;
  if (!isRecord(value)) return { name: actor.name, email: actor.email, date: world.now() };
  const date = textField(value, 'date') ?? world.now();
  if (Number.isNaN(Date.parse(date))) throw new ApiError(422, 'Invalid date');
  return { name: requiredText(value, 'name'), email: requiredText(value, 'email'), date };
}
