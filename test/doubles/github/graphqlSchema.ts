import { sees } from './access';
import { pullsOfCommit } from './commits';
import type { Call } from './http';
import type { Pull, Repository } from './state';

/** An object of the answer on its way: what kind it is, and what it is. */
export type Node =
  | { readonly type: 'Query'; readonly call: Call }
  | { readonly type: 'Repository'; readonly repository: Repository }
  | { readonly type: 'Ref'; readonly name: string }
  | { readonly type: 'Commit'; readonly repository: Repository; readonly sha: string }
  | { readonly type: 'PullRequestConnection'; readonly repository: Repository; readonly pulls: readonly Pull[] }
  | { readonly type: 'PullRequest'; readonly repository: Repository; readonly pull: Pull };

export type Arguments = Readonly<Record<string, unknown>>;

/** A refusal of one field; everything else of the answer stays. */
export class FieldError extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

export interface FieldDefinition {
  /** The type of its value; undefined for texts, numbers and the like, which have no fields. */
  readonly type?: string;
  /** Types of its arguments as GitHub's schema writes them. */
  readonly args?: Readonly<Record<string, string>>;
}

/** Types that stand for several others. */
export const interfaces: Readonly<Record<string, readonly string[]>> = { GitObject: ['Commit'] };

/** The part of GitHub's schema that is served. https://docs.github.com/graphql/reference */
export const schema: Readonly<Record<string, Readonly<Record<string, FieldDefinition>>>> = {
  Query: { repository: { type: 'Repository', args: { owner: 'String!', name: 'String!' } } },
  Repository: {
    nameWithOwner: {},
    defaultBranchRef: { type: 'Ref' },
    object: { type: 'GitObject', args: { oid: 'GitObjectID' } },
  },
  Ref: { name: {} },
  GitObject: { oid: {} },
  Commit: { oid: {}, associatedPullRequests: { type: 'PullRequestConnection', args: { first: 'Int' } } },
  PullRequestConnection: { nodes: { type: 'PullRequest' }, totalCount: {} },
  PullRequest: {
    number: {},
    title: {},
    merged: {},
    mergedAt: {},
    state: {},
    baseRefName: {},
    mergeCommit: { type: 'Commit' },
    repository: { type: 'Repository' },
  },
};

/** The value of one field: a node, a list of nodes, or a plain value. */
export async function resolveField(node: Node, field: string, args: Arguments): Promise<unknown> {
  switch (node.type) {
    case 'Query':
      return { type: 'Repository', repository: repositoryOf(node.call, args) } satisfies Node;
    case 'Repository':
      return repositoryField(node.repository, field, args);
    case 'Ref':
      return node.name;
    case 'Commit':
      return field === 'oid' ? node.sha : connection(node.repository, node.sha, args);
    case 'PullRequestConnection':
      if (field === 'totalCount') return node.pulls.length;
      return node.pulls.map((pull): Node => ({ type: 'PullRequest', repository: node.repository, pull }));
    case 'PullRequest':
      return pullField(node.repository, node.pull, field);
  }
}

/** A renamed repository is found by its old name too; one that may not be seen does not exist. */
function repositoryOf(call: Call, { owner, name }: Arguments): Repository {
  const key = `${String(owner)}/${String(name)}`.toLowerCase();
  const repository = call.world.repositories.get(key) ?? call.world.moved.get(key);
  if (repository === undefined || !sees(call, repository)) {
    const wanted = `${String(owner)}/${String(name)}`;
    throw new FieldError('NOT_FOUND', `Could not resolve to a Repository with the name '${wanted}'.`);
  }
  return repository;
}

async function repositoryField(repository: Repository, field: string, { oid }: Arguments): Promise<unknown> {
  switch (field) {
    case 'nameWithOwner':
      return `${repository.owner}/${repository.name}`;
    case 'defaultBranchRef': {
      const exists = repository.git.refs.has(`refs/heads/${repository.defaultBranch}`);
      return exists ? ({ type: 'Ref', name: repository.defaultBranch } satisfies Node) : null;
    }
    default: {
      const commit = await repository.git.commit(String(oid));
      return commit === undefined ? null : ({ type: 'Commit', repository, sha: commit.sha } satisfies Node);
    }
  }
}

async function connection(repository: Repository, sha: string, { first }: Arguments): Promise<Node> {
  if (typeof first !== 'number' || first < 1) {
    const message =
      'You must provide a `first` or `last` value to properly paginate the `associatedPullRequests` connection.';
    throw new FieldError('MISSING_PAGINATION_BOUNDARIES', message);
  }
  if (first > 100) {
    const message = `Requesting ${first} records on the \`associatedPullRequests\` connection exceeds the \`first\` limit of 100 records.`;
    throw new FieldError('EXCESSIVE_PAGINATION', message);
  }
  const pulls = await pullsOfCommit(repository, sha);
  // “The default is {field: CREATED_AT, direction: ASC}”.
  pulls.sort((a, b) => (a.createdAt === b.createdAt ? a.number - b.number : a.createdAt < b.createdAt ? -1 : 1));
  return { type: 'PullRequestConnection', repository, pulls: pulls.slice(0, first) };
}

function pullField(repository: Repository, pull: Pull, field: string): unknown {
  const { merged } = pull;
  switch (field) {
    case 'number':
      return pull.number;
    case 'title':
      return pull.title;
    case 'merged':
      return merged !== undefined;
    case 'mergedAt':
      return merged?.at ?? null;
    case 'state':
      return merged === undefined ? pull.state.toUpperCase() : 'MERGED';
    case 'baseRefName':
      return pull.base;
    case 'mergeCommit':
      return merged === undefined ? null : ({ type: 'Commit', repository, sha: merged.sha } satisfies Node);
    default:
      return { type: 'Repository', repository } satisfies Node;
  }
}
