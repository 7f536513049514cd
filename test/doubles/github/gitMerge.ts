import type { GitCommit, Signature } from './gitObjects';
import type { GitStore } from './gitStore';
import { writeCommit } from './gitTrees';
import type { History } from './history';

const trees = new WeakMap<GitStore, Map<string, Promise<string | undefined>>>();

/** The tree that merging two commits gives (`git merge-tree --write-tree`); undefined when they conflict. */
export function mergedTree(git: GitStore, ours: string, theirs: string): Promise<string | undefined> {
  const known = trees.get(git) ?? new Map<string, Promise<string | undefined>>();
  trees.set(git, known);
  const key = `${ours} ${theirs}`;
  let tree = known.get(key);
  if (tree === undefined) {
    tree = git.run(['merge-tree', '--write-tree', '--no-messages', ours, theirs]).then((answer) => {
      return answer.code === 0 ? answer.stdout.toString('latin1').trim() : undefined;
    });
    known.set(key, tree);
  }
  return tree;
}

/** A merge to carry out. */
export interface MergeRequest {
  readonly method: 'merge' | 'squash' | 'rebase';
  readonly base: string;
  readonly head: string;
  readonly message: string;
  readonly author: Signature;
}

/**
 * Writes the commits that merging makes and answers the new tip of the base branch; undefined when they conflict.
 * https://docs.github.com/articles/about-merge-methods-on-github
 */
export async function writeMerge(git: GitStore, history: History, request: MergeRequest): Promise<string | undefined> {
  const { base, head, message, author } = request;
  if (request.method === 'rebase') return writeRebase(git, history, request);
  const tree = await mergedTree(git, base, head);
  if (tree === undefined) return undefined;
  const parents = request.method === 'merge' ? [base, head] : [base];
  return writeCommit(git, { tree, parents, message, author });
}

async function writeRebase(git: GitStore, history: History, request: MergeRequest): Promise<string | undefined> {
  let onto = request.base;
  for (const sha of [...(await history.between(request.base, request.head))].reverse()) {
    const commit = await git.commit(sha);
    // Rebasing leaves merge commits out.
    if (commit?.parents.length !== 1) continue;
    const picked = await pick(git, onto, commit, request.author);
    if (picked === undefined) return undefined;
    onto = picked;
  }
  return onto;
}

async function pick(git: GitStore, onto: string, commit: GitCommit, committer: Signature): Promise<string | undefined> {
  const target = await git.commit(onto);
  if (target === undefined) return undefined;
  // A stand-in with the target's tree and the picked commit's parent makes that parent the merge base.
  const { parents } = commit;
  const standIn = await writeCommit(git, { tree: target.tree, parents, message: '', author: committer });
  const tree = await mergedTree(git, standIn, commit.sha);
  if (tree === undefined) return undefined;
  return writeCommit(git, { tree, parents: [onto], message: commit.message, author: commit.author, committer });
}
