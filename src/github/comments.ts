import type { Comment } from '../core/release';
import type { RepositoryId } from '../core/repository';
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

/** Maps a comment. */
export function commentIn(comment: Reader): Comment {
  return {
    id: comment.at('id').id(),
    author: personIn(comment.at('user')),
    body: comment.at('body').maybe((text) => text.text()) ?? '',
    createdAt: comment.at('created_at').instant(),
    updatedAt: comment.at('updated_at').instant(),
    url: comment.at('html_url').address(),
  };
}
