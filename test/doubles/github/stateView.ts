import type { SeedPermission, SeedReview } from './seed';
import { findPull, findRepository } from './state';
import type { CheckRun, Deployment, Id, Issue, Repository, Status, World } from './state';

/** A pull request as tests look at it: a copy, taken when asked for. */
export interface PullView {
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly author: string;
  readonly state: 'open' | 'closed';
  readonly draft: boolean;
  readonly base: string;
  readonly head: string;
  readonly baseSha: string;
  readonly headSha: string;
  readonly merged: { readonly sha: string; readonly by: string; readonly at: string } | undefined;
  readonly labels: readonly string[];
  readonly requestedReviewers: readonly string[];
  readonly reviews: readonly {
    readonly id: Id;
    readonly author: string;
    readonly state: SeedReview['state'] | 'PENDING';
    readonly sha: string;
    readonly body: string;
    readonly at: string;
  }[];
  readonly comments: readonly {
    readonly id: Id;
    readonly author: string;
    readonly body: string;
    readonly at: string;
  }[];
}

export interface IssueView {
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly author: string;
  readonly state: 'open' | 'closed';
  readonly labels: readonly string[];
  readonly comments: readonly {
    readonly id: Id;
    readonly author: string;
    readonly body: string;
    readonly at: string;
  }[];
}

/** Read access for assertions. Repositories are named "owner/name". */
export interface StateView {
  pull(repository: string, number: number): PullView;
  /** Every pull request, in order of their numbers. */
  pulls(repository: string): readonly PullView[];
  /** An issue or a pull request as an issue. */
  issue(repository: string, number: number): IssueView;
  /** The commit id of a branch; undefined when there is none. */
  branch(repository: string, name: string): string | undefined;
  /** Branch names to commit ids. */
  branches(repository: string): ReadonlyMap<string, string>;
  /** The text of a file on a branch or at a commit; undefined when there is none. */
  file(repository: string, ref: string, path: string): Promise<string | undefined>;
  permission(repository: string, login: string): SeedPermission | undefined;
  checkRuns(repository: string): readonly CheckRun[];
  statuses(repository: string): readonly Status[];
  deployments(repository: string): readonly Deployment[];
  /** The bare repository that the double serves; it is gone after `close()`. */
  gitDir(repository: string): string;
}

/** Makes the view of a world. */
export function viewOf(world: World): StateView {
  const repositoryOf = (name: string): Repository => findRepository(world, name);
  const branches = (name: string): Map<string, string> => {
    const refs = [...repositoryOf(name).git.refs].filter(([ref]) => ref.startsWith('refs/heads/'));
    return new Map(refs.map(([ref, sha]) => [ref.slice('refs/heads/'.length), sha]));
  };
  return {
    pull: (name, number) => pullView(repositoryOf(name), number),
    pulls: (name) => {
      const repository = repositoryOf(name);
      const numbers = [...repository.issues.values()].filter((each) => 'headSha' in each).map((each) => each.number);
      return numbers.sort((a, b) => a - b).map((number) => pullView(repository, number));
    },
    issue: (name, number) => {
      const issue = repositoryOf(name).issues.get(number);
      if (issue === undefined) throw new Error(`No issue ${number} in ${name}.`);
      return issueView(issue);
    },
    branch: (name, branch) => branches(name).get(branch),
    branches,
    file: async (name, ref, path) => {
      const { git } = repositoryOf(name);
      const sha = await git.resolve(ref);
      const entry = sha === undefined ? undefined : await git.entryAt(sha, path);
      if (entry?.type !== 'blob') return undefined;
      return (await git.object(entry.sha))?.data.toString('utf8');
    },
    permission: (name, login) => repositoryOf(name).collaborators.get(login.toLowerCase()),
    checkRuns: (name) => [...repositoryOf(name).checkRuns],
    statuses: (name) => [...repositoryOf(name).statuses],
    deployments: (name) => [...repositoryOf(name).deployments],
    gitDir: (name) => repositoryOf(name).git.gitDir,
  };
}

function issueView(issue: Issue): IssueView {
  const { number, title, body, author, state } = issue;
  const labels = issue.labels.map((label) => label.name);
  const comments = issue.comments.map(({ id, author: by, body: text, at }) => ({ id, author: by, body: text, at }));
  return { number, title, body, author, state, labels, comments };
}

function pullView(repository: Repository, number: number): PullView {
  const pull = findPull(repository, number);
  const { draft, base, head, baseSha, headSha, merged } = pull;
  return {
    ...issueView(pull),
    draft,
    base,
    head,
    baseSha,
    headSha,
    merged,
    requestedReviewers: [...pull.requestedReviewers],
    reviews: pull.reviews.map((review) => ({ ...review })),
  };
}
