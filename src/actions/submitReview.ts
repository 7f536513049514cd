import { HumanError, UncertainWrite } from '../core/errors';
import type { Review } from '../core/release';
import { shortSha, type Sha } from '../core/sha';
import { rangeText } from '../core/shown';
import { whyNotApprove, type ReleaseSnapshot } from '../core/snapshot';
import { openGates } from '../core/policy/gate';
import { readUnmoved, refuse, type ActContext } from './context';

export interface ReviewOutcome {
  readonly review: Review;
  /** The head now, when it moved while the review was on its way: the review does not cover it. */
  readonly movedTo: Sha | null;
}

/**
 * Approves exactly what was shown; the review carries a short record of it.
 *
 * @param direction "Rollback: takes 12 commits out of production", where the range is not an ordinary one
 * @param note the reviewer's own words, in Markdown; empty: none
 */
export async function approveRelease(context: ActContext, direction: string | null, note = ''): Promise<ReviewOutcome> {
  const release = await readUnmoved(context, 'decision');
  refuse(whyNotApprove(release));
  const words = note.trim() === '' ? '' : `${note.trim()}\n\n`;
  return submit(context, release, 'approve', words + approvalRecord(release, direction));
}

/** Requests changes, with the reason that the person gave. */
export async function denyRelease(context: ActContext, reason: string): Promise<ReviewOutcome> {
  if (reason.trim() === '') throw new HumanError('invalid-input', 'A denial needs a reason.');
  const release = await readUnmoved(context, 'subject');
  refuse(whyNotApprove(release));
  return submit(context, release, 'request-changes', `${reason.trim()}\n\n${record(release, 'Denied')}`);
}

async function submit(
  context: ActContext,
  release: ReleaseSnapshot,
  event: 'approve' | 'request-changes',
  body: string,
): Promise<ReviewOutcome> {
  const standing = ownReview(release, event);
  if (event === 'approve' && standing !== undefined) {
    throw new HumanError('refused', `You already approved ${shortSha(release.pull.headSha)}. Nothing was sent.`);
  }
  const review = await send(context, release, event, body);
  const after = await context.read();
  return { review, movedTo: after.pull.headSha === release.pull.headSha ? null : after.pull.headSha };
}

async function send(
  context: ActContext,
  release: ReleaseSnapshot,
  event: 'approve' | 'request-changes',
  body: string,
): Promise<Review> {
  const { repository, pull } = release;
  try {
    return await context.forge.submitReview(repository, pull.number, { event, sha: pull.headSha, body });
  } catch (error) {
    if (!(error instanceof UncertainWrite)) throw error;
    // Whether it arrived is read back; it is not sent again.
    const known = new Set(release.facts.reviews.known ? release.facts.reviews.value.map((review) => review.id) : []);
    const found = ownReview(await context.read(), event);
    if (found !== undefined && !known.has(found.id)) return found;
    throw error;
  }
}

function ownReview(release: ReleaseSnapshot, event: 'approve' | 'request-changes'): Review | undefined {
  const state = event === 'approve' ? 'approved' : 'changes-requested';
  const { reviews } = release.facts;
  if (!reviews.known) return undefined;
  return reviews.value.findLast(
    (review) =>
      review.author.login.toLowerCase() === release.account.login.toLowerCase() &&
      review.state === state &&
      review.sha === release.pull.headSha,
  );
}

function approvalRecord(release: ReleaseSnapshot, direction: string | null): string {
  const ticked = release.checklist.items.filter((item) => item.required && item.checked);
  const open = openGates(release.gates).filter((gate) => gate.id !== 'approvals');
  return [
    record(release, 'Approved'),
    ...(direction === null ? [] : [`${direction}.`]),
    ...ticked.map((item) => `- [x] ${item.text.replace(/[\r\n]+/g, ' ')}`),
    ...(open.length === 0 ? [] : [`Open at that time: ${open.map((gate) => gate.title).join(', ')}.`]),
  ].join('\n');
}

function record(release: ReleaseSnapshot, word: string): string {
  const risk = release.risk.level ?? 'not set';
  return `${word} at ${shortSha(release.pull.headSha)}: ${rangeText(release)}, risk ${risk}.`;
}
