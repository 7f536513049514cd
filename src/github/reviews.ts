import { HumanError } from '../core/errors';
import type { Review, ReviewState } from '../core/release';
import type { RepositoryId } from '../core/repository';
import type { Sha } from '../core/sha';
import type { GitHubClient } from './client';
import { personIn } from './people';
import { pullLabel } from './pulls';
import type { Reader } from './reader';

/** https://docs.github.com/rest/pulls/reviews#list-reviews-for-a-pull-request */
export function readReviews(client: GitHubClient, id: RepositoryId, number: number): Promise<readonly Review[]> {
  const ask = {
    doing: `read the reviews of pull request ${pullLabel(id, number)}`,
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
    parameters: { owner: id.owner, repo: id.name, pull_number: number },
  };
  return client.readAll(ask, reviewIn);
}

/** https://docs.github.com/rest/pulls/reviews#create-a-review-for-a-pull-request */
export function submitReview(
  client: GitHubClient,
  id: RepositoryId,
  number: number,
  review: { readonly event: 'approve' | 'request-changes'; readonly sha: Sha; readonly body: string },
): Promise<Review> {
  const approves = review.event === 'approve';
  const ask = {
    doing: `${approves ? 'approve' : 'request changes of'} pull request ${pullLabel(id, number)}`,
    route: 'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
    parameters: {
      owner: id.owner,
      repo: id.name,
      pull_number: number,
      commit_id: review.sha,
      event: approves ? 'APPROVE' : 'REQUEST_CHANGES',
      body: review.body,
    },
  };
  return client.write(ask, reviewIn);
}

/** https://docs.github.com/rest/pulls/reviews#dismiss-a-review-for-a-pull-request */
export async function dismissReview(
  client: GitHubClient,
  id: RepositoryId,
  number: number,
  reviewId: string,
  message: string,
): Promise<void> {
  const doing = `dismiss a review of pull request ${pullLabel(id, number)}`;
  if (!/^\d{1,40}$/.test(reviewId)) {
    throw new HumanError('invalid-input', `Could not ${doing}: “${reviewId}” is not the id of a review.`);
  }
  const ask = {
    doing,
    route: 'PUT /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/dismissals',
    // The id stays text: it may be larger than a number can hold.
    parameters: { owner: id.owner, repo: id.name, pull_number: number, review_id: reviewId, message, event: 'DISMISS' },
  };
  await client.write(ask, reviewIn);
}

const states: Readonly<Record<string, ReviewState>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes-requested',
  COMMENTED: 'commented',
  DISMISSED: 'dismissed',
  PENDING: 'pending',
};

/** Maps a review; a state that is not known yet counts as a comment, which opens nothing. */
export function reviewIn(review: Reader): Review {
  return {
    id: review.at('id').id(),
    author: personIn(review.at('user')),
    state: review.at('state').word<ReviewState>(states, 'commented'),
    sha: review.at('commit_id').maybe((sha) => sha.sha()),
    body: review.at('body').maybe((text) => text.text()) ?? '',
    submittedAt: review.at('submitted_at').maybe((time) => time.instant()),
    url: review.at('html_url').address(),
  };
}
