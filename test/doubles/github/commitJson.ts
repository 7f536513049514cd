import type { FileChange } from './gitDiff';
import type { GitCommit } from './gitObjects';
import { notFound } from './http';
import type { RepositoryCall } from './http';
import { apiOf, webOf } from './repositoryJson';
import { nodeId, simpleUser, userByEmail } from './userJson';

const unsigned = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };

/** A commit in lists and comparisons (`commit` of the API description, without stats and files). */
export function commitJson(call: RepositoryCall, commit: GitCommit): Readonly<Record<string, unknown>> {
  const api = apiOf(call);
  const web = webOf(call);
  const author = userByEmail(call.world, commit.author.email);
  const committer = userByEmail(call.world, commit.committer.email);
  return {
    sha: commit.sha,
    node_id: nodeId('C', BigInt(`0x${commit.sha}`)),
    commit: {
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      url: `${api}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: unsigned,
    },
    url: `${api}/commits/${commit.sha}`,
    html_url: `${web}/commit/${commit.sha}`,
    comments_url: `${api}/commits/${commit.sha}/comments`,
    author: author === undefined ? null : simpleUser(call, author),
    committer: committer === undefined ? null : simpleUser(call, committer),
    parents: parentsJson(call, commit),
  };
}

/** A commit of the git database API (`git-commit`). */
export function gitCommitJson(call: RepositoryCall, commit: GitCommit): Readonly<Record<string, unknown>> {
  const api = apiOf(call);
  return {
    sha: commit.sha,
    node_id: nodeId('C', BigInt(`0x${commit.sha}`)),
    url: `${api}/git/commits/${commit.sha}`,
    html_url: `${webOf(call)}/commit/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
    message: commit.message,
    parents: parentsJson(call, commit),
    verification: unsigned,
  };
}

/** A commit inside check suites and workflow runs (`simple-commit`). */
export function simpleCommit(commit: GitCommit): unknown {
  return {
    id: commit.sha,
    tree_id: commit.tree,
    message: commit.message,
    timestamp: commit.committer.date,
    author: { name: commit.author.name, email: commit.author.email },
    committer: { name: commit.committer.name, email: commit.committer.email },
  };
}

/** A changed file (`diff-entry`). `ref` is the commit that shows the file after the change. */
export function fileJson(call: RepositoryCall, ref: string, file: FileChange): unknown {
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  const web = webOf(call);
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${web}/blob/${ref}/${path}`,
    raw_url: `${web}/raw/${ref}/${path}`,
    contents_url: `${apiOf(call)}/contents/${path}?ref=${ref}`,
    ...(file.previousPath !== undefined && { previous_filename: file.previousPath }),
    ...(file.patch !== undefined && { patch: file.patch }),
  };
}

/** Reads commits in the order given. */
export async function readCommits(call: RepositoryCall, shas: readonly string[]): Promise<GitCommit[]> {
  const { git } = call.repository;
  const commits = await Promise.all(shas.map((sha) => git.commit(sha)));
  return commits.filter((commit) => commit !== undefined);
}

/** The commit that a ref or id of the path stands for; 404 when there is none. */
export async function resolveCommit(call: RepositoryCall, ref: string): Promise<GitCommit> {
  const { git } = call.repository;
  const sha = await git.resolve(ref);
  const commit = sha === undefined ? undefined : await git.commit(sha);
  if (commit === undefined) throw notFound();
  return commit;
}

function parentsJson(call: RepositoryCall, commit: GitCommit): unknown {
  return commit.parents.map((sha) => ({
    sha,
    url: `${apiOf(call)}/commits/${sha}`,
    html_url: `${webOf(call)}/commit/${sha}`,
  }));
}
