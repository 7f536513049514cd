import { bodyOf, created, notFound, ok, paged, param, requiredText, textField, textList } from './http';
import type { RepositoryCall, WriteCall } from './http';
import { may } from './access';
import { labelNamed } from './labelling';
import { labelJson } from './pullJson';
import { checkBody, editThread, mustEdit } from './pulls';
import { apiOf, webOf } from './repositoryJson';
import { reading, writing } from './router';
import type { Route } from './router';
import { isPull } from './state';
import type { Issue, IssueEvent } from './state';
import { association, nodeId, userJson } from './userJson';

export const issueRoutes: readonly Route[] = [
  // Every pull request is an issue too: https://docs.github.com/rest/issues/issues#list-repository-issues
  reading('/issues', 'issues/issues#list-repository-issues', (call) => {
    return paged(call, selected(call), (issue) => issueJson(call, issue));
  }),
  reading('/issues/{issue_number}', 'issues/issues#get-an-issue', (call) => ok(issueJson(call, issueAt(call)))),
  writing('POST', '/issues', 'issues/issues#create-an-issue', { permission: 'read', refusal: 403 }, (call) => {
    const { repository, world } = call;
    const body = bodyOf(call);
    const text = textField(body, 'body');
    checkBody('Issue', text);
    // Labels of somebody without triage access are silently dropped:
    // https://docs.github.com/rest/issues/issues#create-an-issue
    const names = may(call, 'triage') ? (textList(body, 'labels') ?? []) : [];
    const now = world.now();
    const issue: Issue = {
      id: world.nextId(),
      number: Math.max(0, ...repository.issues.keys()) + 1,
      title: requiredText(body, 'title'),
      body: text ?? null,
      author: call.actor.login,
      state: 'open',
      locked: false,
      createdAt: now,
      updatedAt: now,
      closedAt: null,
      closedBy: null,
      labels: names.map((name) => labelNamed(world, repository, name)),
      comments: [],
      events: [],
    };
    repository.issues.set(issue.number, issue);
    return created(issueJson(call, issue));
  }),
  writing(
    'PATCH',
    '/issues/{issue_number}',
    'issues/issues#update-an-issue',
    { permission: 'read', refusal: 403 },
    (call) => {
      const issue = issueAt(call);
      const body = bodyOf(call);
      mustEdit(call, issue);
      editThread(call, issue, body);
      const labels = textList(body, 'labels');
      if (labels !== undefined && may(call, 'triage')) replaceLabels(call, issue, labels);
      return ok(issueJson(call, issue));
    },
  ),
  reading('/issues/{issue_number}/events', 'issues/events#list-issue-events', (call) => {
    return paged(call, issueAt(call).events, (event) => eventJson(call, event));
  }),
  reading('/issues/{issue_number}/timeline', 'issues/timeline#list-timeline-events-for-an-issue', (call) => {
    return paged(call, timelineOf(call, issueAt(call)), (entry) => entry.json);
  }),
];

/** The issue or pull request of a path. */
export function issueAt(call: RepositoryCall): Issue {
  const issue = call.repository.issues.get(Number(param(call, 'issue_number')));
  if (issue === undefined) throw notFound();
  return issue;
}

/** An issue or a pull request as an issue (`issue` of the API description). */
export function issueJson(call: RepositoryCall, issue: Issue): Readonly<Record<string, unknown>> {
  const api = `${apiOf(call)}/issues/${issue.number}`;
  const pull = isPull(issue) ? issue : undefined;
  const web = `${webOf(call)}/${pull === undefined ? 'issues' : 'pull'}/${issue.number}`;
  return {
    id: issue.id,
    node_id: nodeId(pull === undefined ? 'I' : 'PR', issue.id),
    url: api,
    repository_url: apiOf(call),
    labels_url: `${api}/labels{/name}`,
    comments_url: `${api}/comments`,
    events_url: `${api}/events`,
    timeline_url: `${api}/timeline`,
    html_url: web,
    number: issue.number,
    title: issue.title,
    body: issue.body,
    user: userJson(call, issue.author),
    labels: issue.labels.map((label) => labelJson(call, label)),
    state: issue.state,
    state_reason: issue.state === 'closed' && pull === undefined ? 'completed' : null,
    locked: issue.locked,
    active_lock_reason: null,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: issue.comments.length,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    closed_by: userJson(call, issue.closedBy),
    author_association: association(call.repository, issue.author),
    performed_via_github_app: null,
    ...(pull !== undefined && {
      draft: pull.draft,
      pull_request: {
        url: `${apiOf(call)}/pulls/${issue.number}`,
        html_url: web,
        diff_url: `${web}.diff`,
        patch_url: `${web}.patch`,
        merged_at: pull.merged?.at ?? null,
      },
    }),
  };
}

/** A comment (`issue-comment`). */
export function commentJson(call: RepositoryCall, issue: Issue, comment: Issue['comments'][number]): unknown {
  const page = `${webOf(call)}/${isPull(issue) ? 'pull' : 'issues'}/${issue.number}`;
  return {
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    url: `${apiOf(call)}/issues/comments/${comment.id}`,
    html_url: `${page}#issuecomment-${comment.id}`,
    issue_url: `${apiOf(call)}/issues/${issue.number}`,
    user: userJson(call, comment.author),
    created_at: comment.at,
    updated_at: comment.updatedAt,
    body: comment.body,
    author_association: association(call.repository, comment.author),
    performed_via_github_app: null,
  };
}

function replaceLabels(call: WriteCall, issue: Issue, names: readonly string[]): void {
  issue.labels = [...new Set(names.map((name) => labelNamed(call.world, call.repository, name)))];
}

function selected(call: RepositoryCall): Issue[] {
  const { query } = call;
  const state = query.get('state') ?? 'open';
  const labels = (query.get('labels') ?? '').split(',').filter((name) => name !== '');
  const creator = query.get('creator')?.toLowerCase();
  const since = query.get('since');
  const found = [...call.repository.issues.values()].filter((issue) => {
    if (state !== 'all' && issue.state !== state) return false;
    if (creator !== undefined && issue.author.toLowerCase() !== creator) return false;
    if (since !== null && issue.updatedAt < since) return false;
    const own = new Set(issue.labels.map((label) => label.name.toLowerCase()));
    return labels.every((name) => own.has(name.toLowerCase()));
  });
  const key = (issue: Issue): string => (query.get('sort') === 'updated' ? issue.updatedAt : issue.createdAt);
  found.sort((a, b) => (key(a) === key(b) ? a.number - b.number : key(a) < key(b) ? -1 : 1));
  return query.get('direction') === 'asc' ? found : found.reverse();
}

function eventJson(call: RepositoryCall, event: IssueEvent): unknown {
  return {
    id: event.id,
    node_id: nodeId('EV', event.id),
    url: `${apiOf(call)}/issues/events/${event.id}`,
    actor: userJson(call, event.actor),
    event: event.event,
    commit_id: event.sha,
    commit_url: event.sha === null ? null : `${apiOf(call)}/commits/${event.sha}`,
    created_at: event.at,
    performed_via_github_app: null,
    ...event.detail,
  };
}

function timelineOf(call: RepositoryCall, issue: Issue): { readonly at: string; readonly json: unknown }[] {
  const entries = issue.events.map((event) => ({ at: event.at, json: eventJson(call, event) }));
  for (const comment of issue.comments) {
    const base = commentJson(call, issue, comment);
    const actor = userJson(call, comment.author);
    entries.push({ at: comment.at, json: { ...Object(base), event: 'commented', actor } });
  }
  for (const review of isPull(issue) ? issue.reviews : []) {
    if (review.state === 'PENDING') continue;
    const api = `${apiOf(call)}/pulls/${issue.number}`;
    const web = `${webOf(call)}/pull/${issue.number}#pullrequestreview-${review.id}`;
    const json = {
      id: review.id,
      node_id: nodeId('PRR', review.id),
      user: userJson(call, review.author),
      body: review.body,
      state: review.state.toLowerCase(),
      html_url: web,
      pull_request_url: api,
      _links: { html: { href: web }, pull_request: { href: api } },
      submitted_at: review.at,
      commit_id: review.sha,
      author_association: association(call.repository, review.author),
      event: 'reviewed',
    };
    entries.push({ at: review.at, json });
  }
  return entries.sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1));
}
