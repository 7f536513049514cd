import { may } from './access';
import { commitJson, fileJson, readCommits } from './commitJson';
import { changedFiles } from './gitDiff';
import { ApiError, bodyOf, created, invalid, notFound, ok, paged, param, requiredText, textField } from './http';
import type { RepositoryCall, WriteCall } from './http';
import { pullCommits, recordEvent } from './pullHistory';
import { fullPull, simplePull } from './pullJson';
import { reading, writing } from './router';
import type { Route } from './router';
import { isPull, pullsOf } from './state';
import type { Issue, Pull } from './state';

export const pullRoutes: readonly Route[] = [
  reading('/pulls', 'pulls/pulls#list-pull-requests', (call) => {
    return paged(call, selected(call), (pull) => simplePull(call, pull));
  }),
  reading('/pulls/{pull_number}', 'pulls/pulls#get-a-pull-request', async (call) => {
    return ok(await fullPull(call, pullAt(call)));
  }),
  // At most 3000 files: https://docs.github.com/rest/pulls/pulls#list-pull-requests-files
  reading('/pulls/{pull_number}/files', 'pulls/pulls#list-pull-requests-files', async (call) => {
    const pull = pullAt(call);
    const { git, history } = call.repository;
    const files = await changedFiles(git, await history.mergeBase(pull.baseSha, pull.headSha), pull.headSha);
    return paged(call, files.slice(0, 3000), (file) => fileJson(call, pull.headSha, file));
  }),
  // At most 250 commits, oldest first: https://docs.github.com/rest/pulls/pulls#list-commits-on-a-pull-request
  reading('/pulls/{pull_number}/commits', 'pulls/pulls#list-commits-on-a-pull-request', async (call) => {
    const shas = [...(await pullCommits(call.repository, pullAt(call)))].reverse().slice(0, 250);
    return paged(call, await readCommits(call, shas), (commit) => commitJson(call, commit));
  }),
  reading('/pulls/{pull_number}/merge', 'pulls/pulls#check-if-a-pull-request-has-been-merged', (call) => {
    if (pullAt(call).merged === undefined) throw notFound();
    return { status: 204 };
  }),
  // Needs write access to the head branch, which has to exist already:
  // https://docs.github.com/rest/pulls/pulls#create-a-pull-request
  writing('POST', '/pulls', 'pulls/pulls#create-a-pull-request', { permission: 'write', refusal: 404 }, create),
  writing(
    'PATCH',
    '/pulls/{pull_number}',
    'pulls/pulls#update-a-pull-request',
    { permission: 'read', refusal: 403, app: ['pull_requests'] },
    async (call) => {
      const pull = pullAt(call);
      const body = bodyOf(call);
      mustEdit(call, pull);
      const base = textField(body, 'base');
      if (base !== undefined && !call.repository.git.refs.has(`refs/heads/${base}`)) {
        throw invalid({ resource: 'PullRequest', field: 'base', code: 'invalid' });
      }
      if (base !== undefined && base !== pull.base) {
        if (pull.state === 'closed') throw new ApiError(422, 'Cannot change the base branch of a closed pull request.');
        pull.base = base;
        pull.baseSha = call.repository.git.refs.get(`refs/heads/${base}`) ?? pull.baseSha;
        recordEvent(call.world, pull, call.actor.login, 'base_ref_changed');
      }
      editThread(call, pull, body);
      return ok(await fullPull(call, pull));
    },
  ),
];

/** The pull request of a path; 404 when the number is free or belongs to a plain issue. */
export function pullAt(call: RepositoryCall): Pull {
  const issue = call.repository.issues.get(Number(param(call, 'pull_number')));
  if (!isPull(issue)) throw notFound();
  return issue;
}

/**
 * Title, body and state may be changed by the author and by whoever has write access.
 * https://docs.github.com/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/repository-roles-for-an-organization
 */
export function mustEdit(call: WriteCall, issue: Issue): void {
  const own = issue.author.toLowerCase() === call.actor.login.toLowerCase();
  if (own || may(call, 'write')) return;
  throw new ApiError(403, 'Must have admin rights to Repository.');
}

/** Longest body of an issue, a pull request or a comment, in characters. */
const bodyLimit = 65_536;

/** Refuses a body over the limit: `body is too long (maximum is 65536 characters)`. */
export function checkBody(resource: string, body: string | undefined): void {
  if (body === undefined || Array.from(body).length <= bodyLimit) return;
  const message = `body is too long (maximum is ${bodyLimit} characters)`;
  throw invalid({ resource, field: 'body', code: 'custom', message });
}

/** Applies title, body and state of a PATCH to an issue or a pull request. */
export function editThread(call: WriteCall, issue: Issue, body: Readonly<Record<string, unknown>>): void {
  const resource = isPull(issue) ? 'PullRequest' : 'Issue';
  const title = textField(body, 'title');
  const text = textField(body, 'body');
  const state = textField(body, 'state');
  if (title?.trim() === '') throw invalid({ resource, field: 'title', code: 'missing_field' });
  checkBody(resource, text);
  if (state !== undefined && state !== 'open' && state !== 'closed') {
    throw invalid({ resource, field: 'state', code: 'invalid' });
  }
  if (state === 'open' && issue.state === 'closed') checkReopen(call, issue);
  if (title !== undefined && title !== issue.title) {
    recordEvent(call.world, issue, call.actor.login, 'renamed', { rename: { from: issue.title, to: title } });
    issue.title = title;
  }
  if ('body' in body) issue.body = text ?? null;
  if (state !== undefined && state !== issue.state) setState(call, issue, state);
  issue.updatedAt = call.world.now();
}

function checkReopen(call: WriteCall, issue: Issue): void {
  if (!isPull(issue)) return;
  const gone = !call.repository.git.refs.has(`refs/heads/${issue.head}`);
  if (issue.merged === undefined && !gone) return;
  const message = gone ? `The ${issue.head} branch has been deleted.` : 'Pull request has already been merged.';
  throw invalid({ resource: 'PullRequest', field: 'state', code: 'invalid', message });
}

function setState(call: WriteCall, issue: Issue, state: 'open' | 'closed'): void {
  const closing = state === 'closed';
  issue.state = state;
  issue.closedAt = closing ? call.world.now() : null;
  issue.closedBy = closing ? call.actor.login : null;
  if (!closing && isPull(issue)) {
    const { refs } = call.repository.git;
    issue.headSha = refs.get(`refs/heads/${issue.head}`) ?? issue.headSha;
    issue.baseSha = refs.get(`refs/heads/${issue.base}`) ?? issue.baseSha;
  }
  recordEvent(call.world, issue, call.actor.login, closing ? 'closed' : 'reopened');
}

function selected(call: RepositoryCall): Pull[] {
  const { query, repository } = call;
  const state = query.get('state') ?? 'open';
  const base = query.get('base');
  const head = query.get('head');
  // `head` needs the owner before the branch; without one GitHub leaves the filter out.
  const branch = head?.includes(':') === true ? head.slice(head.indexOf(':') + 1) : undefined;
  const sameOwner = head?.toLowerCase().startsWith(`${repository.owner.toLowerCase()}:`) === true;
  const found = pullsOf(repository).filter((pull) => {
    if (state !== 'all' && pull.state !== state) return false;
    if (base !== null && pull.base !== base) return false;
    return branch === undefined || (sameOwner && pull.head === branch);
  });
  const sort = query.get('sort') ?? 'created';
  const key = (pull: Pull): string => (sort === 'updated' ? pull.updatedAt : pull.createdAt);
  found.sort((a, b) => (key(a) === key(b) ? a.number - b.number : key(a) < key(b) ? -1 : 1));
  // Newest first unless another order of `sort` is asked for.
  const direction = query.get('direction') ?? (query.get('sort') === null || sort === 'created' ? 'desc' : 'asc');
  return direction === 'desc' ? found.reverse() : found;
}

async function create(call: WriteCall): Promise<ReturnType<typeof created>> {
  const { repository, world, actor } = call;
  const body = bodyOf(call);
  const [base, head] = [requiredText(body, 'base'), branchOf(call, requiredText(body, 'head'))];
  const text = textField(body, 'body');
  const title = requiredText(body, 'title');
  const baseSha = repository.git.refs.get(`refs/heads/${base}`);
  const headSha = repository.git.refs.get(`refs/heads/${head}`);
  const wrong = (field: string): ApiError => invalid({ resource: 'PullRequest', field, code: 'invalid' });
  if (headSha === undefined) throw wrong('head');
  if (baseSha === undefined) throw wrong('base');
  if (title.trim() === '') throw invalid({ resource: 'PullRequest', field: 'title', code: 'missing_field' });
  checkBody('PullRequest', text);
  const custom = (message: string): ApiError => invalid({ resource: 'PullRequest', code: 'custom', message });
  const twin = pullsOf(repository).find((pull) => pull.state === 'open' && pull.base === base && pull.head === head);
  if (twin !== undefined) throw custom(`A pull request already exists for ${repository.owner}:${head}.`);
  if ((await repository.history.mergeBase(baseSha, headSha)) === undefined) {
    throw custom(`The ${head} branch has no history in common with ${base}`);
  }
  if ((await repository.history.between(baseSha, headSha)).length === 0) {
    throw custom(`No commits between ${base} and ${head}`);
  }
  const now = world.now();
  const pull: Pull = {
    id: world.nextId(),
    number: Math.max(0, ...repository.issues.keys()) + 1,
    title,
    body: text ?? null,
    author: actor.login,
    state: 'open',
    locked: false,
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    closedBy: null,
    labels: [],
    comments: [],
    events: [],
    base,
    head,
    draft: body['draft'] === true,
    headSha,
    baseSha,
    merged: undefined,
    requestedReviewers: [],
    reviews: [],
  };
  repository.issues.set(pull.number, pull);
  return created(await fullPull(call, pull));
}

function branchOf(call: WriteCall, head: string): string {
  const prefix = `${call.repository.owner}:`;
  return head.toLowerCase().startsWith(prefix.toLowerCase()) ? head.slice(prefix.length) : head;
}
