import { HumanError } from '../core/errors';
import type { Comment } from '../core/release';
import { repositoryLabel, type RepositoryId } from '../core/repository';
import type { GitHubClient } from './client';
import { personIn } from './people';
import { pullLabel } from './pulls';
import type { Reader } from './reader';

/** The conversation of a pull request. https://docs.github.com/rest/issues/comments#list-issue-comments */
export function readComments(client: GitHubClient, id: RepositoryId, number: number): Promise<readonly Comment[]> {
  const ask = {
    doing: `read the comments of pull request ${pullLabel(id, number)}`,
    route: 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
    parameters: { owner: id.owner, repo: id.name, issue_number: number },
  };
  return client.readAll(ask, commentIn);
}

/** https://docs.github.com/rest/issues/comments#create-an-issue-comment */
export function addComment(client: GitHubClient, id: RepositoryId, number: number, body: string): Promise<Comment> {
  const ask = {
    doing: `comment on pull request ${pullLabel(id, number)}`,
    route: 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
    parameters: { owner: id.owner, repo: id.name, issue_number: number, body },
  };
  return client.write(ask, commentIn);
}

/** https://docs.github.com/rest/issues/comments#update-an-issue-comment */
export function updateComment(
  client: GitHubClient,
  id: RepositoryId,
  commentId: string,
  body: string,
): Promise<Comment> {
  const doing = `change a comment in ${repositoryLabel(id)}`;
  if (!/^\d{1,40}$/.test(commentId)) {
    throw new HumanError('invalid-input', `Could not ${doing}: “${commentId}” is not the id of a comment.`);
  }
  const ask = {
    doing,
    route: 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}',
    // The id stays text: it may be larger than a number can hold.
    parameters: { owner: id.owner, repo: id.name, comment_id: commentId, body },
  };
  return client.write(ask, commentIn);
}

/** https://docs.github.com/en/graphql/reference/enums#commentauthorassociation */
const insiders: ReadonlySet<string> = new Set(['OWNER', 'MEMBER', 'COLLABORATOR']);

/** Maps a comment. */
export function commentIn(comment: Reader): Comment {
  return {
    id: comment.at('id').id(),
    author: personIn(comment.at('user')),
    insider: insiders.has(comment.at('author_association').maybe((word) => word.text()) ?? ''),
    body: comment.at('body').maybe((text) => text.text()) ?? '',
    createdAt: comment.at('created_at').instant(),
    updatedAt: comment.at('updated_at').instant(),
    url: comment.at('html_url').address(),
  };
}
