import { deliver } from './actDelivery';
import type { DeliveryActs } from './actDelivery';
import { addComment } from './comments';
import { writeMerge } from './gitMerge';
import { writeCommit, writeFiles } from './gitTrees';
import type { FileChanges } from './gitTrees';
import { addLabel, removeLabel } from './labelling';
import { closeAsMerged, moveBranch, recordEvent } from './pullHistory';
import { addReview, dismiss } from './reviews';
import { findPull, findRepository } from './state';
import type { Id, Pull, Repository, World } from './state';

/** A commit that somebody pushes. */
export interface PushedCommit {
  readonly message: string;
  /** Text or bytes per path; null removes a file. */
  readonly files: FileChanges;
  /** A login; the owner of the repository when left out. */
  readonly author?: string;
  /** ISO 8601; now when left out. */
  readonly date?: string;
}

/** What other people do, at any time, past the API's checks. Repositories are named "owner/name". */
export interface Act extends DeliveryActs {
  /** Commits on top of a branch (or, for a new branch, of `from`) and pushes; answers the new tip. */
  push(repository: string, branch: string, commits: readonly PushedCommit[], from?: string): Promise<string>;
  /** Points a branch at any commit, as a forced push does. */
  forcePush(repository: string, branch: string, sha: string, by?: string): Promise<void>;
  deleteBranch(repository: string, branch: string, by?: string): Promise<void>;
  editPull(repository: string, number: number, edit: PullEdit, by?: string): void;
  addLabel(repository: string, number: number, name: string, by?: string): void;
  removeLabel(repository: string, number: number, name: string, by?: string): void;
  /** Submits a review of the head (or of `sha`); answers its id. */
  review(repository: string, number: number, review: GivenReview): Id;
  dismissReview(repository: string, number: number, id: Id, by: string, message?: string): void;
  /** Comments on an issue or a pull request; answers the comment's id. */
  comment(repository: string, number: number, author: string, body: string): Id;
  close(repository: string, number: number, by?: string): void;
  reopen(repository: string, number: number, by?: string): void;
  /** Merges with a merge commit, whatever protection says; answers its id. */
  merge(repository: string, number: number, by: string): Promise<string>;
}

export interface PullEdit {
  readonly title?: string;
  readonly body?: string | null;
  readonly base?: string;
  readonly draft?: boolean;
}

export interface GivenReview {
  readonly author: string;
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED';
  readonly sha?: string;
  readonly body?: string;
}

/** Makes the actions on a world; `exclusive` keeps them apart from the writes of requests. */
export function actOn(world: World, exclusive: <Result>(change: () => Promise<Result>) => Promise<Result>): Act {
  const repositoryOf = (name: string): Repository => findRepository(world, name);
  const threadOf = (name: string, number: number): Pull => findPull(repositoryOf(name), number);
  const owner = (name: string): string => repositoryOf(name).owner;
  const setOpen = (pull: Pull, open: boolean, by: string): void => {
    pull.state = open ? 'open' : 'closed';
    pull.closedAt = open ? null : world.now();
    pull.closedBy = open ? null : by;
    recordEvent(world, pull, by, open ? 'reopened' : 'closed');
  };
  return {
    ...deliver(world),
    push: (name, branch, commits, from) => {
      return exclusive(() => push(world, repositoryOf(name), branch, commits, from));
    },
    forcePush: (name, branch, sha, by) => {
      return exclusive(() => moveBranch(world, repositoryOf(name), branch, sha, by ?? owner(name)));
    },
    deleteBranch: (name, branch, by) => {
      return exclusive(() => moveBranch(world, repositoryOf(name), branch, undefined, by ?? owner(name)));
    },
    editPull: (name, number, edit, by = owner(name)) => {
      const pull = threadOf(name, number);
      const { refs } = repositoryOf(name).git;
      if (edit.title !== undefined && edit.title !== pull.title) {
        recordEvent(world, pull, by, 'renamed', { rename: { from: pull.title, to: edit.title } });
        pull.title = edit.title;
      }
      if (edit.body !== undefined) pull.body = edit.body;
      if (edit.base !== undefined && edit.base !== pull.base) {
        pull.base = edit.base;
        pull.baseSha = refs.get(`refs/heads/${edit.base}`) ?? pull.baseSha;
        recordEvent(world, pull, by, 'base_ref_changed');
      }
      if (edit.draft !== undefined && edit.draft !== pull.draft) {
        pull.draft = edit.draft;
        recordEvent(world, pull, by, edit.draft ? 'converted_to_draft' : 'ready_for_review');
      }
      pull.updatedAt = world.now();
    },
    addLabel: (name, number, label, by = owner(name)) => {
      addLabel(world, repositoryOf(name), threadOf(name, number), label, by);
    },
    removeLabel: (name, number, label, by = owner(name)) => {
      removeLabel(world, threadOf(name, number), label, by);
    },
    review: (name, number, { author, state, sha, body = '' }) => {
      const pull = threadOf(name, number);
      return addReview(world, pull, { author, state, sha: sha ?? pull.headSha, body }).id;
    },
    dismissReview: (name, number, id, by, message = 'Dismissed') => {
      const pull = threadOf(name, number);
      const review = pull.reviews.find((each) => String(each.id) === String(id));
      if (review === undefined) throw new Error(`No review ${id} on pull request ${number}.`);
      dismiss(world, pull, review, by, message);
    },
    comment: (name, number, author, body) => {
      const issue = repositoryOf(name).issues.get(number);
      if (issue === undefined) throw new Error(`No issue ${number} in ${name}.`);
      return addComment(world, issue, author, body).id;
    },
    close: (name, number, by = owner(name)) => {
      setOpen(threadOf(name, number), false, by);
    },
    reopen: (name, number, by = owner(name)) => {
      setOpen(threadOf(name, number), true, by);
    },
    merge: (name, number, by) => exclusive(() => merge(world, repositoryOf(name), threadOf(name, number), by)),
  };
}

async function push(
  world: World,
  repository: Repository,
  branch: string,
  commits: readonly PushedCommit[],
  from: string | undefined,
): Promise<string> {
  const { git } = repository;
  let tip = git.refs.get(`refs/heads/${branch}`) ?? (await git.resolve(from ?? repository.defaultBranch));
  let pusher = repository.owner;
  for (const { message, files, author = repository.owner, date = world.now() } of commits) {
    const user = world.users.get(author.toLowerCase());
    const before = tip === undefined ? undefined : await git.commit(tip);
    const tree = await writeFiles(git, before?.tree, files);
    const signature = { name: user?.name ?? author, email: user?.email ?? '', date };
    tip = await writeCommit(git, { tree, parents: tip === undefined ? [] : [tip], message, author: signature });
    pusher = author;
  }
  if (tip === undefined) throw new Error(`Nothing to push to ${branch}.`);
  await moveBranch(world, repository, branch, tip, pusher);
  return tip;
}

async function merge(world: World, repository: Repository, pull: Pull, by: string): Promise<string> {
  const user = world.users.get(by.toLowerCase());
  const sha = await writeMerge(repository.git, repository.history, {
    method: 'merge',
    base: pull.baseSha,
    head: pull.headSha,
    message: `Merge pull request #${pull.number} from ${repository.owner}/${pull.head}\n\n${pull.title}`,
    author: { name: user?.name ?? by, email: user?.email ?? '', date: world.now() },
  });
  if (sha === undefined) throw new Error(`Pull request ${pull.number} has conflicts.`);
  closeAsMerged(world, pull, sha, by);
  await moveBranch(world, repository, pull.base, sha, by);
  return sha;
}
