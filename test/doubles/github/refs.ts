import { ApiError, bodyOf, created, noContent, ok, param, requiredText } from './http';
import type { RepositoryCall, WriteCall } from './http';
import { refuseDirectUpdate } from './protectedUpdate';
import { moveBranch } from './pullHistory';
import { apiOf } from './repositoryJson';
import { reading, writing } from './router';
import type { Route } from './router';
import { nodeId } from './userJson';

const page = 'git/refs#';
const push = { permission: 'write', refusal: 404 } as const;
const branchPrefix = 'refs/heads/';

export const refRoutes: readonly Route[] = [
  reading('/git/ref/{ref}', `${page}get-a-reference`, async (call) => {
    const name = `refs/${param(call, 'ref')}`;
    if (!call.repository.git.refs.has(name)) throw new ApiError(404, 'Not Found');
    return ok(await refJson(call, name));
  }),
  reading('/git/matching-refs/{ref}', `${page}list-matching-references`, async (call) => {
    const prefix = `refs/${param(call, 'ref')}`;
    const names = [...call.repository.git.refs.keys()].filter((name) => name.startsWith(prefix)).sort();
    return ok(await Promise.all(names.map((name) => refJson(call, name))));
  }),
  // "Reference already exists", "Object does not exist": https://docs.github.com/rest/git/refs#create-a-reference
  writing('POST', '/git/refs', `${page}create-a-reference`, push, async (call) => {
    const { git } = call.repository;
    const body = bodyOf(call);
    const name = requiredText(body, 'ref');
    const sha = requiredText(body, 'sha');
    if (!/^refs\/[^/]+\/./.test(name))
      throw new ApiError(422, `Reference name must start with 'refs/' and contain two '/'`);
    if (!(await isValidName(call, name))) throw new ApiError(422, `${name} is not a valid ref name.`);
    if (git.refs.has(name)) throw new ApiError(422, 'Reference already exists');
    if (!/^[0-9a-f]{40}$/.test(sha))
      throw new ApiError(422, 'The sha parameter must be exactly 40 characters and contain only [0-9a-f].');
    if ((await git.object(sha)) === undefined) throw new ApiError(422, 'Object does not exist');
    await point(call, name, sha);
    return created(await refJson(call, name));
  }),
  // Only fast-forward unless forced: https://docs.github.com/rest/git/refs#update-a-reference
  writing('PATCH', '/git/refs/{ref}', `${page}update-a-reference`, push, async (call) => {
    const { git, history } = call.repository;
    const name = `refs/${param(call, 'ref')}`;
    const body = bodyOf(call);
    const sha = requiredText(body, 'sha');
    const before = git.refs.get(name);
    if (before === undefined) throw new ApiError(422, 'Reference does not exist');
    if ((await git.object(sha)) === undefined) throw new ApiError(422, 'Object does not exist');
    guard(call, name);
    const forward = await history.isAncestor(before, sha);
    if (!forward && body['force'] !== true) throw new ApiError(422, 'Update is not a fast forward');
    await point(call, name, sha);
    return ok(await refJson(call, name));
  }),
  writing('DELETE', '/git/refs/{ref}', `${page}delete-a-reference`, push, async (call) => {
    const name = `refs/${param(call, 'ref')}`;
    if (!call.repository.git.refs.has(name)) throw new ApiError(422, 'Reference does not exist');
    if (name === branchPrefix + call.repository.defaultBranch)
      throw new ApiError(422, 'Cannot delete the default branch');
    guard(call, name);
    await point(call, name, undefined);
    return noContent;
  }),
];

function guard(call: WriteCall, name: string): void {
  if (!name.startsWith(branchPrefix)) return;
  refuseDirectUpdate(call.repository, name.slice(branchPrefix.length), call.actor.login, 422);
}

async function point(call: WriteCall, name: string, sha: string | undefined): Promise<void> {
  const { repository, world, actor } = call;
  if (!name.startsWith(branchPrefix)) return repository.git.setRef(name, sha);
  return moveBranch(world, repository, name.slice(branchPrefix.length), sha, actor.login);
}

async function isValidName(call: WriteCall, name: string): Promise<boolean> {
  if (name.includes('\0') || name.startsWith('-')) return false;
  return (await call.repository.git.run(['check-ref-format', name])).code === 0;
}

async function refJson(call: RepositoryCall, name: string): Promise<unknown> {
  const sha = call.repository.git.refs.get(name) ?? '';
  const type = (await call.repository.git.object(sha))?.type ?? 'commit';
  return {
    ref: name,
    node_id: nodeId('REF', 0),
    url: `${apiOf(call)}/git/${name}`,
    object: { sha, type, url: `${apiOf(call)}/git/${type}s/${sha}` },
  };
}
