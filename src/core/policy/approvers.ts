import { count } from '../ages';
import { known, unknown, type Known } from '../known';
import type { PullCommit } from '../release';
import { shortSha, type Sha } from '../sha';
import type { GateEvidence, GateFacts } from './gate';
import { loginKey } from './people';
import { standingReviews, type StandingReview } from './standingReviews';

/** How one person's standing review counts. */
export interface JudgedReview {
  readonly login: string;
  /**
   * `counts`: an approval of the head by somebody who may give it; `blocks`: a request for changes; `stale`: an approval
   * of an earlier head; `void`: an approval by somebody who may not give it.
   */
  readonly as: 'counts' | 'blocks' | 'stale' | 'void';
  readonly evidence: GateEvidence;
}

/** Whose approvals do not count, by login in lower case, with the reason as the end of a sentence. */
export type Excluded = ReadonlyMap<string, string>;

/**
 * Who had a part in the pull request: its author, authors and committers of its commits, and, where a bot opened it, the
 * person who asked for it ("The author and the approving reviewer are different people", process description).
 */
export function excludedPeople({
  pull,
  commits,
  requester,
}: Pick<GateFacts, 'pull' | 'commits' | 'requester'>): Known<Excluded> {
  if (!commits.known) return unknown(`Who committed could not be read: ${commits.reason}`);
  const excluded = new Map<string, string>();
  const exclude = (login: string | null, why: string): void => {
    if (login !== null && !excluded.has(loginKey(login))) excluded.set(loginKey(login), why);
  };
  exclude(pull.author.login, 'opened this pull request');
  for (const { author, committer } of commits.value) {
    exclude(author, 'wrote part of this pull request');
    exclude(committer, 'committed part of this pull request');
  }
  if (pull.author.isBot) {
    if (!requester.known) {
      return unknown(`Who asked @${pull.author.login} for this pull request is not known: ${requester.reason}`);
    }
    exclude(requester.value, 'asked for this pull request');
  }
  return known(excluded);
}

/** Each person's latest word on the pull request, with what came since an approval as far as its commits tell. */
export function judgeReviews(
  { pull, commits }: Pick<GateFacts, 'pull' | 'commits'>,
  reviews: Parameters<typeof standingReviews>[0],
  excluded: Excluded,
): readonly JudgedReview[] {
  return standingReviews(reviews).map((review) =>
    judge(review, pull.headSha, commits.known ? commits.value : [], excluded),
  );
}

function judge(review: StandingReview, head: Sha, commits: readonly PullCommit[], excluded: Excluded): JudgedReview {
  const { login, isBot } = review.author;
  const judged = (as: JudgedReview['as'], text: string, state: 'pass' | 'fail' | 'pending'): JudgedReview => ({
    login,
    as,
    evidence: {
      text: `@${login} ${text}`,
      state,
      url: review.url,
      who: login,
      ...(review.sha === null ? {} : { sha: review.sha }),
      ...(review.submittedAt === null ? {} : { at: review.submittedAt }),
    },
  });
  const at = review.sha === null ? 'an unknown commit' : shortSha(review.sha);
  if (review.state === 'changes-requested') return judged('blocks', `asked for changes at ${at}`, 'fail');
  if (isBot) return judged('void', `approved at ${at}: a bot's approval does not count`, 'fail');
  const why = excluded.get(loginKey(login));
  if (why !== undefined) return judged('void', `approved at ${at}: does not count, ${why}`, 'fail');
  if (review.sha === head) return judged('counts', `approved at ${at}`, 'pass');
  return judged('stale', `approved at ${at}, ${sinceWords(review.sha, head, commits)}`, 'pending');
}

/** What came after the approved commit. */
function sinceWords(approved: Sha | null, head: Sha, commits: readonly PullCommit[]): string {
  const now = `the head is ${shortSha(head)} now`;
  const at = approved === null ? -1 : commits.findIndex(({ sha }) => sha === approved);
  if (at >= 0) return `${count(commits.length - 1 - at, 'commit')} since: ${now}`;
  return commits.length === 0 || approved === null ? now : `which is not part of it any more: ${now}`;
}

/**
 * Whether GitHub itself finds all that it demands fulfilled, its reviews and checks included
 * (https://docs.github.com/en/graphql/reference/enums#mergestatestatus): what it demands need not be read then.
 */
export function wouldMerge({ mergeableState }: { readonly mergeableState: string }): boolean {
  return ['clean', 'has_hooks', 'unstable'].includes(mergeableState);
}
