import { HumanError } from '../core/errors';
import type { Forge, NewFile } from '../core/ports';
import type { PullRequest } from '../core/release';
import { repositoryLabel, type RepositoryId } from '../core/repository';

/** Files that go into one branch through a pull request. */
export interface SetUp {
  readonly base: string;
  readonly branch: string;
  readonly title: string;
  readonly body: string;
  readonly files: readonly NewFile[];
}

/**
 * Opens a pull request that adds files, through the API alone. The commit is made first and the branch last, so that
 * nothing is half-written when it fails on the way; a branch of that name that is there already is never moved.
 *
 * @throws {HumanError} `not-found` when there is no such base branch, `conflict` when the branch is there already
 */
export async function openSetUpPull(
  forge: Pick<Forge, 'branch' | 'createCommit' | 'createBranch' | 'openPull'>,
  id: RepositoryId,
  setUp: SetUp,
): Promise<PullRequest> {
  const { base, branch, title, body, files } = setUp;
  const tip = await forge.branch(id, base);
  if (tip === null) throw new HumanError('not-found', `${repositoryLabel(id)} has no branch ${base}.`);
  if ((await forge.branch(id, branch)) !== null) {
    throw new HumanError(
      'conflict',
      `${repositoryLabel(id)} has a branch ${branch} already. Merge or delete it first, then try again.`,
    );
  }
  const commit = await forge.createCommit(id, tip.sha, title, files);
  await forge.createBranch(id, branch, commit);
  return forge.openPull(id, { title, body, head: branch, base });
}

/** Makes the labels that a repository lacks; tells which ones. */
export async function createLabels(
  forge: Pick<Forge, 'label' | 'createLabel'>,
  id: RepositoryId,
  labels: readonly { readonly name: string; readonly color: string; readonly description: string }[],
): Promise<readonly string[]> {
  const made: string[] = [];
  for (const label of labels) {
    if ((await forge.label(id, label.name)) !== null) continue;
    await forge.createLabel(id, label);
    made.push(label.name);
  }
  return made;
}
