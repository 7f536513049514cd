import { ApiError, bodyOf, created, invalid, notFound, ok, paged, param, requiredText } from './http';
import { may } from './access';
import { commentJson, issueAt } from './issues';
import { checkBody } from './pulls';
import { reading, writing } from './router';
import type { Route } from './router';
import type { Comment, Issue, World } from './state';

export const commentRoutes: readonly Route[] = [
  reading('/issues/{issue_number}/comments', 'issues/comments#list-issue-comments', (call) => {
    const issue = issueAt(call);
    const since = call.query.get('since');
    const found = issue.comments.filter((comment) => since === null || comment.updatedAt >= since);
    return paged(call, found, (comment) => commentJson(call, issue, comment));
  }),
  // Whoever may read may comment: https://docs.github.com/rest/issues/comments#create-an-issue-comment
  writing(
    'POST',
    '/issues/{issue_number}/comments',
    'issues/comments#create-an-issue-comment',
    { permission: 'read', refusal: 403, app: ['issues', 'pull_requests'] },
    (call) => {
      const issue = issueAt(call);
      const body = requiredText(bodyOf(call), 'body');
      if (body.trim() === '') throw invalid({ resource: 'IssueComment', field: 'body', code: 'missing_field' });
      checkBody('IssueComment', body);
      return created(commentJson(call, issue, addComment(call.world, issue, call.actor.login, body)));
    },
  ),
  // One's own, or anybody's with write access: https://docs.github.com/rest/issues/comments#update-an-issue-comment
  writing(
    'PATCH',
    '/issues/comments/{comment_id}',
    'issues/comments#update-an-issue-comment',
    { permission: 'read', refusal: 403, app: ['issues', 'pull_requests'] },
    (call) => {
      const id = param(call, 'comment_id');
      for (const issue of call.repository.issues.values()) {
        const comment = issue.comments.find((each) => String(each.id) === id);
        if (comment === undefined) continue;
        const own = comment.author.toLowerCase() === call.actor.login.toLowerCase();
        if (!own && !may(call, 'write')) {
          throw new ApiError(403, 'Must have admin rights to Repository.');
        }
        const body = requiredText(bodyOf(call), 'body');
        checkBody('IssueComment', body);
        comment.body = body;
        comment.updatedAt = call.world.now();
        return ok(commentJson(call, issue, comment));
      }
      throw notFound();
    },
  ),
];

/** Adds a comment to an issue or a pull request. */
export function addComment(world: World, issue: Issue, author: string, body: string): Comment {
  const now = world.now();
  const comment: Comment = { id: world.nextId(), author, body, at: now, updatedAt: now };
  issue.comments.push(comment);
  issue.updatedAt = now;
  return comment;
}
