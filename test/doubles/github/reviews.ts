import { permissionOf, allows } from './access';
import {
  ApiError,
  bodyOf,
  created,
  invalid,
  notFound,
  ok,
  paged,
  param,
  requiredText,
  textField,
  textList,
} from './http';
import type { Reply, RepositoryCall, WriteCall } from './http';
import { pullCommits, recordEvent } from './pullHistory';
import { reviewJson, simplePull } from './pullJson';
import { checkBody, pullAt } from './pulls';
import { reading, writing } from './router';
import type { Route } from './router';
import type { Pull, Review } from './state';
import { userJson } from './userJson';

const page = 'pulls/reviews#';
const requestPage = 'pulls/review-requests#';

export const reviewRoutes: readonly Route[] = [
  reading('/pulls/{pull_number}/reviews', `${page}list-reviews-for-a-pull-request`, (call) => {
    const pull = pullAt(call);
    // A pending review is seen by nobody but its author.
    const seen = pull.reviews.filter((review) => {
      return review.state !== 'PENDING' || review.author.toLowerCase() === call.actor?.login.toLowerCase();
    });
    return paged(call, seen, (review) => reviewJson(call, pull, review));
  }),
  reading('/pulls/{pull_number}/reviews/{review_id}', `${page}get-a-review-for-a-pull-request`, (call) => {
    const pull = pullAt(call);
    return ok(reviewJson(call, pull, reviewAt(call, pull)));
  }),
  writing(
    'POST',
    '/pulls/{pull_number}/reviews',
    `${page}create-a-review-for-a-pull-request`,
    { permission: 'read', refusal: 403 },
    create,
  ),
  // Dismissing needs write access and a message: https://docs.github.com/rest/pulls/reviews#dismiss-a-review-for-a-pull-request
  writing(
    'PUT',
    '/pulls/{pull_number}/reviews/{review_id}/dismissals',
    `${page}dismiss-a-review-for-a-pull-request`,
    { permission: 'write', refusal: 403 },
    (call) => {
      const pull = pullAt(call);
      const review = reviewAt(call, pull);
      const message = requiredText(bodyOf(call), 'message');
      if (message.trim() === '') throw new ApiError(422, 'Message cannot be blank');
      if (review.state !== 'APPROVED' && review.state !== 'CHANGES_REQUESTED') {
        throw new ApiError(422, `Can not dismiss a ${review.state.toLowerCase()} pull request review`);
      }
      dismiss(call.world, pull, review, call.actor.login, message);
      return ok(reviewJson(call, pull, review));
    },
  ),
  reading(
    '/pulls/{pull_number}/requested_reviewers',
    `${requestPage}get-all-requested-reviewers-for-a-pull-request`,
    (call) => ok({ users: pullAt(call).requestedReviewers.map((login) => userJson(call, login)), teams: [] }),
  ),
  writing(
    'POST',
    '/pulls/{pull_number}/requested_reviewers',
    `${requestPage}request-reviewers-for-a-pull-request`,
    { permission: 'write', refusal: 403 },
    (call) => {
      const pull = pullAt(call);
      const logins = textList(bodyOf(call), 'reviewers') ?? [];
      for (const login of logins) checkReviewer(call, pull, login);
      const known = new Set(pull.requestedReviewers.map((login) => login.toLowerCase()));
      pull.requestedReviewers.push(...logins.filter((login) => !known.has(login.toLowerCase())));
      pull.updatedAt = call.world.now();
      return created(simplePull(call, pull));
    },
  ),
  writing(
    'DELETE',
    '/pulls/{pull_number}/requested_reviewers',
    `${requestPage}remove-requested-reviewers-from-a-pull-request`,
    { permission: 'write', refusal: 403 },
    (call) => {
      const pull = pullAt(call);
      const gone = new Set((textList(bodyOf(call), 'reviewers') ?? []).map((login) => login.toLowerCase()));
      pull.requestedReviewers = pull.requestedReviewers.filter((login) => !gone.has(login.toLowerCase()));
      pull.updatedAt = call.world.now();
      return ok(simplePull(call, pull));
    },
  ),
];

/** Takes an approval or a request for changes back. */
export function dismiss(
  world: WriteCall['world'],
  pull: Pull,
  review: Review,
  actor: string,
  message: string | null,
): void {
  const state = review.state === 'APPROVED' ? 'approved' : 'changes_requested';
  review.state = 'DISMISSED';
  const dismissed = { state, review_id: review.id, dismissal_message: message };
  recordEvent(world, pull, actor, 'review_dismissed', { dismissed_review: dismissed });
}

/** Adds a review and takes its author off the list of requested reviewers. */
export function addReview(world: WriteCall['world'], pull: Pull, review: Omit<Review, 'id' | 'at'>): Review {
  const added: Review = { id: world.nextId(), at: world.now(), ...review };
  pull.reviews.push(added);
  pull.updatedAt = world.now();
  const author = review.author.toLowerCase();
  pull.requestedReviewers = pull.requestedReviewers.filter((login) => login.toLowerCase() !== author);
  return added;
}

const states = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED', COMMENT: 'COMMENTED' } as const;

/**
 * Nobody approves or refuses their own pull request; asking for changes and commenting need a body.
 * https://docs.github.com/rest/pulls/reviews#create-a-review-for-a-pull-request
 * https://docs.github.com/pull-requests/collaborating-with-pull-requests/reviewing-changes-in-pull-requests/about-pull-request-reviews
 */
async function create(call: WriteCall): Promise<Reply> {
  const pull = pullAt(call);
  const body = bodyOf(call);
  const event = textField(body, 'event');
  const text = textField(body, 'body') ?? '';
  const sha = textField(body, 'commit_id') ?? pull.headSha;
  if (event !== undefined && event !== 'APPROVE' && event !== 'REQUEST_CHANGES' && event !== 'COMMENT') {
    throw new ApiError(422, `Invalid request.\n\nFor 'properties/event', ${event} is not a possible value.`);
  }
  checkBody('PullRequestReview', text);
  const own = pull.author.toLowerCase() === call.actor.login.toLowerCase();
  if (own && event === 'APPROVE') throw unprocessable('Can not approve your own pull request');
  if (own && event === 'REQUEST_CHANGES') throw unprocessable('Can not request changes on your own pull request');
  // A closed pull request takes comments, but no verdict.
  if (pull.state === 'closed' && event !== undefined && event !== 'COMMENT') {
    throw unprocessable('Can not approve or request changes on a closed pull request');
  }
  if (text.trim() === '' && (event === 'REQUEST_CHANGES' || event === 'COMMENT')) {
    throw unprocessable(`Review Body can't be blank`);
  }
  if (sha !== pull.headSha && !(await pullCommits(call.repository, pull)).includes(sha)) {
    throw unprocessable('The commit_id is not part of the pull request');
  }
  const state = event === undefined ? 'PENDING' : states[event];
  const { login } = call.actor;
  const pending = pull.reviews.some((each) => each.state === 'PENDING' && each.author === login);
  if (pending) throw unprocessable('User can only have one pending review per pull request');
  return ok(reviewJson(call, pull, addReview(call.world, pull, { author: login, state, sha, body: text })));
}

function unprocessable(message: string): ApiError {
  return new ApiError(422, 'Unprocessable Entity', [message]);
}

function reviewAt(call: RepositoryCall, pull: Pull): Review {
  const review = pull.reviews.find((each) => String(each.id) === param(call, 'review_id'));
  if (review === undefined) throw notFound();
  return review;
}

function checkReviewer(call: WriteCall, pull: Pull, login: string): void {
  if (login.toLowerCase() === pull.author.toLowerCase()) {
    throw new ApiError(422, 'Review cannot be requested from pull request author.');
  }
  const known = call.world.users.has(login.toLowerCase());
  const collaborator = call.repository.collaborators.has(login.toLowerCase());
  if (known && (collaborator || allows(permissionOf(call.repository, login), 'triage'))) return;
  throw invalid(
    `Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a ` +
      `collaborator of the ${call.repository.owner}/${call.repository.name} repository.`,
  );
}
