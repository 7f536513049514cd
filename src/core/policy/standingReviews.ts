import type { Review } from '../release';

/** A review that still says yes or no. */
export type StandingReview = Review & { readonly state: 'approved' | 'changes-requested' };

/**
 * Each person's latest word. Comments do not take back an approval or a request for changes; a dismissal does
 * (https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/reviewing-changes-in-pull-requests/about-pull-request-reviews).
 */
export function standingReviews(reviews: readonly Review[]): readonly StandingReview[] {
  const latest = new Map<string, Review>();
  const inOrder = reviews.toSorted((a, b) => (a.submittedAt ?? 0) - (b.submittedAt ?? 0));
  for (const review of inOrder) {
    if (review.state === 'commented' || review.state === 'pending') continue;
    latest.set(review.author.login.toLowerCase(), review);
  }
  return [...latest.values()].filter((review): review is StandingReview => review.state !== 'dismissed');
}
