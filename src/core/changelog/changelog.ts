import type { RangeHistory, RawCommit } from '../history';
import type { Sha } from '../sha';
import { parseCommitMessage, parsePullTitle, type CommitMessage, type Title } from './commitMessage';
import type { Author, Changelog, Commit, PullGroup } from './model';
import { countPeople, personKey } from './people';
import { placeCommits, type Membership } from './pullMembership';
import { mergesAdvisoryFork } from './pullSubject';
import { pairReverts } from './revertPairs';
import { groupBySection } from './sections';

interface Parsed {
  readonly raw: RawCommit;
  readonly message: CommitMessage;
  readonly pull: number | null;
  readonly broughtBy: number;
  /** On the first-parent chain of a range that was read to its end. */
  readonly onMainLine: boolean;
}

const unplaced: Membership = { broughtBy: new Int32Array(0), onMainLine: new Uint8Array(0), order: [] };

function parse(
  commits: readonly RawCommit[],
  range: RangeHistory,
  placeOf: ReadonlyMap<Sha, number>,
): {
  readonly parsed: readonly Parsed[];
  readonly order: readonly number[];
} {
  const messages = commits.map((raw) => parseCommitMessage(raw.message));
  // Without every commit and its parents, "newly reachable" would claim too much: then only subjects speak.
  const placed = range.complete && commits.some((raw) => raw.parents.length > 0);
  const membership = placed
    ? placeCommits(
        commits,
        placeOf,
        [range.to, range.from],
        (place) => typeof messages[place]?.pull?.number === 'number',
      )
    : unplaced;
  const parsed: Parsed[] = [];
  commits.forEach((raw, place) => {
    const message = messages[place];
    if (message === undefined) return;
    const broughtBy = membership.broughtBy[place] ?? -1;
    const pull = messages[broughtBy]?.pull?.number ?? message.pull?.number ?? null;
    parsed.push({ raw, message, pull, broughtBy, onMainLine: membership.onMainLine[place] === 1 });
  });
  return { parsed, order: membership.order };
}

/** A merge is read by its pull request's title, which the forge may know better than the message. */
function titleOf({ raw, message, pull }: Parsed, pullTitles: ReadonlyMap<number, string>): Title {
  if (message.pull === null) return message;
  const { number, kind } = message.pull;
  const told = kind === 'merge' || raw.parents.length > 1 ? pullTitles.get(number) : undefined;
  if (told !== undefined) return parsePullTitle(told, number);
  // A squash subject's number that is not the pull request's stays readable.
  const isOther = kind === 'squash' && number !== pull;
  return isOther ? { ...message, description: `${message.description} (#${String(number)})` } : message;
}

function coAuthorsOf({ raw, message }: Parsed): Author[] {
  const author = personKey({ name: raw.authorName, email: raw.authorEmail });
  return message.coAuthors
    .filter((person) => personKey(person) !== author)
    .map(({ name, email }) => ({ name, email, login: null }));
}

function groupByPull(
  commits: readonly Commit[],
  parsed: readonly Parsed[],
  pullTitles: ReadonlyMap<number, string>,
): PullGroup[] {
  const groups = new Map<number, { told: string | null; fallback: string; shas: Sha[] }>();
  commits.forEach((commit, place) => {
    if (commit.pull === null) return;
    const own = parsed[place]?.message.pull;
    // Merges know the title best; of several squash commits with one number the newest speaks.
    const told = own?.number === commit.pull ? own.title : null;
    const group = groups.get(commit.pull);
    if (group === undefined) {
      groups.set(commit.pull, { told, fallback: commit.subject, shas: [commit.sha] });
      return;
    }
    group.told ??= told;
    group.shas.push(commit.sha);
  });
  return [...groups].map(([number, { told, fallback, shas }]) => ({
    number,
    title: pullTitles.get(number) ?? told ?? fallback,
    commits: shas,
  }));
}

function advisoryNotes(forks: number): string[] {
  if (forks === 0) return [];
  return [
    forks === 1
      ? '1 merge of a private security-advisory fork has no pull request.'
      : `${String(forks)} merges of private security-advisory forks have no pull request.`,
  ];
}

/** Drops repetitions, as pages of an interface can overlap; fills `placeOf`. */
function distinct(commits: readonly RawCommit[], placeOf: Map<Sha, number>): readonly RawCommit[] {
  return commits.filter(({ sha }) => {
    const first = !placeOf.has(sha);
    if (first) placeOf.set(sha, placeOf.size);
    return first;
  });
}

/**
 * The changelog of a ship range, from its commits alone.
 *
 * - Pull requests by the parent graph (see {@link placeCommits}); a commit that came with no merge of a pull request
 *   belongs to the one that its own subject names. A range that was not read to its end, or that came without
 *   parents, is told by subjects only, and then no commit counts as direct.
 * - `direct` is a commit of the main line that is no merge and names no pull request. GitHub's merges of private
 *   security-advisory forks, squashed or not, do not count as direct; a note says how many there are.
 * - Reverts are paired as {@link pairReverts} says; both go to the section `reverted`, breaking or not.
 * - The merge of a pull request is read by the pull request's title: type, scope, prefix, description and `!`.
 *
 * Linear in commits, parents and message lengths; never throws, whatever the messages are.
 * @param pullTitles titles that the forge knows, by number; they win over those in the messages
 */
export function buildChangelog(
  range: RangeHistory,
  pullTitles: ReadonlyMap<number, string> = new Map<number, string>(),
): Changelog {
  const placeOf = new Map<Sha, number>();
  const raws = distinct(range.commits, placeOf);
  const { parsed, order } = parse(raws, range, placeOf);
  const pairs = pairReverts(parsed, placeOf);

  let advisoryForks = 0;
  const commits = parsed.map((entry, place): Commit => {
    const { raw, message, pull } = entry;
    const merge = raw.parents.length > 1;
    const title = titleOf(entry, pullTitles);
    const withoutPull = entry.onMainLine && pull === null;
    const advisoryFork = withoutPull && mergesAdvisoryFork(message.subject);
    if (advisoryFork) advisoryForks += 1;
    return {
      sha: raw.sha,
      subject: message.subject,
      body: message.body,
      type: title.type,
      scope: title.scope,
      prefix: title.prefix,
      description: title.description,
      breaking: message.breaking || title.breaking,
      breakingText: message.breakingText,
      pull,
      authors: [{ name: raw.authorName, email: raw.authorEmail, login: raw.authorLogin }],
      coAuthors: message.coAuthors.length === 0 ? [] : coAuthorsOf(entry),
      authoredAt: raw.authoredAt,
      reverts: pairs.reverts[place] ?? [],
      revertedBy: pairs.revertedBy[place] ?? null,
      direct: withoutPull && !merge && !advisoryFork,
      removed: raw.removed,
      merge,
    };
  });

  const total = range.total;
  const counted = total === null || total === commits.length;
  const miscount = `The range has ${String(total)} commits, but ${String(commits.length)} were read.`;
  return {
    range: { from: range.from, to: range.to, direction: range.direction },
    source: range.source,
    complete: range.complete && counted,
    total,
    commits,
    sections: groupBySection(commits, {
      settled: pairs.settled,
      order,
      broughtBy: parsed.map((entry) => entry.broughtBy),
    }),
    pulls: groupByPull(commits, parsed, pullTitles),
    people: countPeople(commits),
    notes: [...range.notes, ...(range.complete && !counted ? [miscount] : []), ...advisoryNotes(advisoryForks)],
  };
}
