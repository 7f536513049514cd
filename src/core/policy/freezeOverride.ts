import type { Comment, Instant, PullRequest } from '../release';
import { parseSha, type Sha } from '../sha';
import type { GateFacts } from './gate';
import { isAmong, loginKey } from './people';
import type { FreezePolicy } from './policy';
import { writtenText } from './writtenLines';

/**
 * An override of a freeze is a comment of the pull request with exactly this line in it:
 *
 *     /release-review override-freeze at SHA until 2026-11-22T10:00Z: the reason
 *
 * and a later comment by a second person:
 *
 *     /release-review confirm-freeze-override at SHA until 2026-11-22T10:00Z
 *
 * SHA is the full SHA of the pull request's head: a short one can be forged, and a new head needs a new override. The
 * time has a `Z` or an offset (`+02:00`), seconds are optional; until then it holds, and then the freeze holds again.
 * The second person repeats both, so that nobody confirms another override than the one that was read.
 *
 * A comment counts when its author is one of the repository's people and no bot, it was never edited (whoever may write
 * can edit the words of others), and holds one such line: a paragraph's line of its own at the top level, outside of
 * quotes, lists, code and struck-out text, with no HTML anywhere in the comment. The second person is neither who asked,
 * nor the author of the pull request, nor who made a bot open it; and one of the policy's approvers, when it names any.
 */
export interface FreezeOverride {
  readonly by: string;
  readonly reason: string;
  readonly until: Instant;
  readonly comment: Comment;
  /**
   * - `confirmed`: `second` says by which comment;
   * - `waiting`: for a second person;
   * - `unknown`: whether somebody who confirmed it may do so is not known; `doubt` says why, as the end of a sentence.
   */
  readonly state: 'confirmed' | 'waiting' | 'unknown';
  readonly second: Comment | null;
  readonly doubt: string | null;
}

/** What the comments of a pull request say about its freeze. */
export interface FreezeOverrides {
  /** Those for this head that still hold: confirmed ones first, then doubtful ones, then the newest. */
  readonly standing: readonly FreezeOverride[];
  /** Those for this head whose time has passed, newest first. */
  readonly expired: readonly FreezeOverride[];
  /** Why other comments that look like one do not count; each a whole sentence. */
  readonly refused: readonly { readonly comment: Comment; readonly text: string }[];
}

/** The machine that reads may be behind the one that dates the comments, by this many milliseconds. */
const clockDifference = 300_000;

const command = '/release-review';
const time = String.raw`(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2}))`;
const asks = new RegExp(
  String.raw`^/release-review override-freeze at ([\da-f]{40}|[\da-f]{64}) until ${time} ?: ?(.*)$`,
);
const seconds = new RegExp(
  String.raw`^/release-review confirm-freeze-override at ([\da-f]{40}|[\da-f]{64}) until ${time}$`,
);
const attempt = /^\s*\/release-review[ \t]+(?:override-freeze|confirm-freeze-override)/m;

/** The line that asks for an override; white space in the reason becomes single spaces. */
export function overrideLine(head: Sha, until: Instant, reason: string): string {
  return `${command} override-freeze at ${head} until ${minuteOf(until)}: ${reason.replace(/\s+/g, ' ').trim()}`;
}

/** The line that seconds the override of that head until that time. */
export function confirmLine(head: Sha, until: Instant): string {
  return `${command} confirm-freeze-override at ${head} until ${minuteOf(until)}`;
}

/** `2026-11-22T10:00Z`, rounded down to the minute. */
function minuteOf(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(0, 16)}Z`;
}

interface Said {
  readonly comment: Comment;
  readonly kind: 'asks' | 'seconds';
  readonly head: Sha;
  readonly until: Instant;
  readonly reason: string;
}

/** Reads the overrides of a pull request's head at an instant. */
export function freezeOverrides(
  comments: readonly Comment[],
  { pull, at, teams, requester }: Pick<GateFacts, 'pull' | 'at' | 'teams' | 'requester'>,
  policy: FreezePolicy,
): FreezeOverrides {
  const refused: { comment: Comment; text: string }[] = [];
  const said: Said[] = [];
  const inOrder = comments
    .filter(({ createdAt }) => createdAt <= at + clockDifference)
    .toSorted((a, b) => a.createdAt - b.createdAt);
  for (const comment of inOrder) {
    const read = readComment(comment, pull);
    if (read === null) continue;
    if (typeof read === 'string') refused.push({ comment, text: read });
    else said.push(read);
  }
  const second = secondPerson({ pull, teams, requester }, policy);
  const overrides = said
    .filter(({ kind }) => kind === 'asks')
    .map((ask): FreezeOverride => {
      const answers = said.filter(
        (each) => each.kind === 'seconds' && each.until === ask.until && isAfter(each.comment, ask.comment),
      );
      const by = ask.comment.author.login;
      const base = { by, reason: ask.reason, until: ask.until, comment: ask.comment };
      let doubt: { comment: Comment; text: string } | null = null;
      for (const { comment } of answers) {
        const answer = second(comment.author.login, by);
        if (answer === 'may') return { ...base, state: 'confirmed', second: comment, doubt: null };
        if ('doubt' in answer) doubt ??= { comment, text: answer.doubt };
        else refused.push({ comment, text: answer.refusal });
      }
      if (doubt !== null) return { ...base, state: 'unknown', second: doubt.comment, doubt: doubt.text };
      return { ...base, state: 'waiting', second: null, doubt: null };
    });
  const rank = { confirmed: 0, unknown: 1, waiting: 2 } as const;
  const newest = (a: FreezeOverride, b: FreezeOverride): number => b.comment.createdAt - a.comment.createdAt;
  return {
    standing: overrides
      .filter(({ until }) => at < until)
      .sort((a, b) => rank[a.state] - rank[b.state] || b.until - a.until || newest(a, b)),
    expired: overrides.filter(({ until }) => until <= at).sort(newest),
    refused,
  };
}

/** Whether this person's confirmation of the override would count; where that cannot be told, it may. */
export function mayConfirm(
  login: string,
  override: Pick<FreezeOverride, 'by'>,
  facts: Pick<GateFacts, 'pull' | 'teams' | 'requester'>,
  policy: FreezePolicy,
): boolean {
  const answer = secondPerson(facts, policy)(login, override.by);
  return answer === 'may' || 'doubt' in answer;
}

/** Comments of one second are told apart by their ids, which grow. */
function isAfter(later: Comment, earlier: Comment): boolean {
  if (later.createdAt !== earlier.createdAt) return later.createdAt > earlier.createdAt;
  const [a, b] = [later.id, earlier.id];
  return a.length === b.length ? a > b : a.length > b.length;
}

/** What a comment says, why it does not count, or `null` when it is about something else. */
function readComment(comment: Comment, pull: PullRequest): Said | string | null {
  if (!attempt.test(comment.body)) return null;
  const { paragraphs, hasHtml } = writtenText(comment.body);
  const lines = paragraphs
    .filter(({ inList }) => !inList)
    .flatMap((paragraph) => paragraph.lines)
    .filter((line) => attempt.test(line));
  const [line] = lines;
  if (line === undefined) return null;
  const who = `@${comment.author.login}`;
  if (comment.author.isBot) return `${who} is a bot and cannot override a freeze.`;
  if (!comment.insider) return `${who} does not belong to the repository's people and cannot override a freeze.`;
  if (comment.updatedAt !== comment.createdAt)
    return `${who}'s comment was edited and does not count. Write a new one.`;
  if (hasHtml) return `${who}'s comment holds HTML and does not count. Write a new one without.`;
  if (lines.length > 1) return `${who}'s comment holds ${lines.length} commands, which is no answer.`;
  const [asked, seconded] = [asks.exec(line), seconds.exec(line)];
  const [, name = '', moment = '', reason = ''] = asked ?? seconded ?? [];
  const [head, until] = [parseSha(name), instantOf(moment)];
  if (head === undefined || until === null) return `${who}'s comment cannot be read: it does not name ${wanted}.`;
  if (asked !== null && !/[\p{L}\p{N}]/u.test(reason)) return `${who}'s override gives no reason.`;
  if (head !== pull.headSha) return `${who}'s comment is about another head (${head.slice(0, 7)}).`;
  return { comment, kind: asked === null ? 'seconds' : 'asks', head, until, reason: reason.trim() };
}

const wanted = 'the full SHA of the head and a time like 2026-11-22T10:00Z';

/** A time with its offset; `null` for a date or an hour that does not exist. */
function instantOf(text: string): Instant | null {
  const local = text.replace(/(?:Z|[+-]\d{2}:\d{2})$/, '');
  const wall = Date.parse(`${local}Z`);
  // `Date.parse` takes the 30th of February for the 1st or 2nd of March.
  if (Number.isNaN(wall) || !new Date(wall).toISOString().startsWith(local)) return null;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? null : instant;
}

type SecondAnswer = 'may' | { readonly doubt: string } | { readonly refusal: string };

function secondPerson(
  { pull, teams, requester }: Pick<GateFacts, 'pull' | 'teams' | 'requester'>,
  { approvers }: FreezePolicy,
): (login: string, asker: string) => SecondAnswer {
  return (login, asker) => {
    const who = loginKey(login);
    const refusal = (why: string): SecondAnswer => ({ refusal: `@${login} cannot confirm the override: ${why}.` });
    if (who === loginKey(asker)) return refusal('a second person must');
    if (who === loginKey(pull.author.login)) return refusal('the author of the pull request does not count');
    if (pull.author.isBot && requester.known && requester.value !== null && who === loginKey(requester.value)) {
      return refusal('who asked the bot for this pull request does not count');
    }
    const named = approvers.length === 0 ? null : isAmong(login, approvers, teams);
    if (named?.known === true && !named.value) return refusal('the policy names others for it');
    if (named?.known === false) return { doubt: named.reason };
    if (pull.author.isBot && !requester.known) {
      return { doubt: `who asked @${pull.author.login} for this pull request is not known: ${requester.reason}` };
    }
    return 'may';
  };
}
