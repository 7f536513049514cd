import { may } from './access';
import { writeMerge } from './gitMerge';
import type { Signature } from './gitObjects';
import { ApiError, bodyOf, ok, textField } from './http';
import type { Reply, WriteCall } from './http';
import { mergeability, rulesetsOf } from './mergeability';
import { closeAsMerged, moveBranch } from './pullHistory';
import { apiOf, webOf } from './repositoryJson';
import { writing } from './router';
import type { Route } from './router';
import { pullAt } from './pulls';
import type { Pull } from './state';

export const mergeRoutes: readonly Route[] = [
  writing(
    'PUT',
    '/pulls/{pull_number}/merge',
    'pulls/pulls#merge-a-pull-request',
    { permission: 'write', refusal: 403 },
    merge,
  ),
  writing(
    'PUT',
    '/pulls/{pull_number}/update-branch',
    'pulls/pulls#update-a-pull-request-branch',
    { permission: 'write', refusal: 403 },
    updateBranch,
  ),
];

/**
 * 409 when `sha` is not the head, 405 for everything that keeps it from being merged.
 * https://docs.github.com/rest/pulls/pulls#merge-a-pull-request
 */
async function merge(call: WriteCall): Promise<Reply> {
  const { repository, world, actor } = call;
  const pull = pullAt(call);
  const body = bodyOf(call);
  const method = textField(body, 'merge_method') ?? 'merge';
  const sha = textField(body, 'sha');
  if (method !== 'merge' && method !== 'squash' && method !== 'rebase') {
    throw new ApiError(422, `Invalid request.\n\nFor 'properties/merge_method', ${method} is not a possible value.`);
  }
  if (pull.state === 'closed') throw new ApiError(405, 'Pull Request is not mergeable');
  if (sha !== undefined && sha !== pull.headSha) {
    throw new ApiError(409, 'Head branch was modified. Review and try the merge again.');
  }
  if (pull.draft) throw new ApiError(405, 'Pull Request is still a draft');
  checkMethod(call, pull, method);
  const state = await mergeability(world, repository, pull);
  if (state.mergeable !== true) throw new ApiError(405, 'Pull Request is not mergeable');
  // Administrators pass protection that does not include them:
  // https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches#do-not-allow-bypassing-the-above-settings
  const blockers = may(call, 'admin') ? state.binding : state.blockers;
  if (blockers.length > 0) throw new ApiError(405, blockers.join(' '));
  const author: Signature = { name: actor.name, email: actor.email, date: world.now() };
  const [base, head] = [pull.baseSha, pull.headSha];
  const message = messageOf(call, pull, method, body);
  const merged = await writeMerge(repository.git, repository.history, { method, base, head, message, author });
  if (merged === undefined) throw new ApiError(405, 'Pull Request is not mergeable');
  closeAsMerged(world, pull, merged, actor.login);
  await moveBranch(world, repository, pull.base, merged, actor.login);
  if (repository.deleteBranchOnMerge) await moveBranch(world, repository, pull.head, undefined, actor.login);
  return ok({ sha: merged, merged: true, message: 'Pull Request successfully merged' });
}

function checkMethod(call: WriteCall, pull: Pull, method: 'merge' | 'squash' | 'rebase'): void {
  const lists = rulesetsOf(call.repository, pull.base).map((rules) => rules.allowedMergeMethods);
  const allowed = [call.repository.mergeMethods, ...lists].every((list) => list?.includes(method) ?? true);
  const name = { merge: 'Merge', squash: 'Squash', rebase: 'Rebase' }[method];
  if (!allowed)
    throw new ApiError(405, `${name} ${method === 'merge' ? 'commits' : 'merges'} are not allowed on this repository.`);
}

function messageOf(call: WriteCall, pull: Pull, method: string, body: Readonly<Record<string, unknown>>): string {
  const merging = method === 'merge';
  const usual = `Merge pull request #${pull.number} from ${call.repository.owner}/${pull.head}`;
  const title = textField(body, 'commit_title') ?? (merging ? usual : `${pull.title} (#${pull.number})`);
  const text = textField(body, 'commit_message') ?? (merging ? pull.title : '');
  return text === '' ? title : `${title}\n\n${text}`;
}

/** Merges the base into the head. https://docs.github.com/rest/pulls/pulls#update-a-pull-request-branch */
async function updateBranch(call: WriteCall): Promise<Reply> {
  const { repository, world, actor } = call;
  const pull = pullAt(call);
  const expected = textField(bodyOf(call), 'expected_head_sha');
  if (expected !== undefined && expected !== pull.headSha) {
    throw new ApiError(422, `expected head sha didn't match current head ref.`);
  }
  if (pull.state === 'closed') throw new ApiError(422, 'Cannot update a closed pull request branch.');
  if (await repository.history.isAncestor(pull.baseSha, pull.headSha)) {
    throw new ApiError(422, 'There are no new commits on the base branch.');
  }
  const author: Signature = { name: actor.name, email: actor.email, date: world.now() };
  const message = `Merge branch '${pull.base}' into ${pull.head}`;
  const request = { method: 'merge' as const, base: pull.headSha, head: pull.baseSha, message, author };
  const updated = await writeMerge(repository.git, repository.history, request);
  if (updated === undefined) throw new ApiError(422, `merge conflict between base and head`);
  await moveBranch(world, repository, pull.head, updated, actor.login);
  const url = `${apiOf(call)}/pulls/${pull.number}`;
  const answer = { message: 'Updating pull request branch.', url: `${webOf(call)}/pull/${pull.number}` };
  return { status: 202, body: answer, headers: { location: url } };
}
