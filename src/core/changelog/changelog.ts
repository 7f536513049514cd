import { count } from '../ages';
import type { RangeHistory, RawCommit } from '../history';
import type { Sha } from '../sha';
import { groupByArea } from './areas';
import { attribute, type Attributed } from './attribution';
import { Authorships } from './authorship';
import { groupBots } from './bots';
import { noFacts, type ChangelogFacts } from './facts';
import type { Author, Changelog, Commit, IssueReference } from './model';
import { findNewcomers } from './newcomers';
import { Pace, runToEnd } from './pace';
import { countPeople } from './people';
import { personKey } from './personKey';
import { groupByPull, titleOf } from './pullGroups';
import { mergesAdvisoryFork } from './pullSubject';
import { pairReverts, type RevertPairs } from './revertPairs';
import { groupBySection } from './sections';

const nobody: readonly Author[] = [];
const nothing: readonly Sha[] = [];

function coAuthorsOf({ raw, message }: Attributed): readonly Author[] {
  if (message.coAuthors.length === 0) return nobody;
  const author = personKey({ name: raw.authorName, email: raw.authorEmail });
  return message.coAuthors
    .filter((person) => personKey(person) !== author)
    .map(({ name, email }) => ({ name, email, login: null }));
}

/** Without the commit's own pull request and the one that it takes back. */
function issuesOf({ message, pull }: Attributed): readonly IssueReference[] {
  if (message.issues.length === 0) return message.issues;
  const merged = message.pull?.kind === 'merge' ? message.pull.number : null;
  const pulls = [pull, merged, message.revert?.pull ?? null];
  return message.issues.filter(
    ({ number, repository }) => repository !== null || number === null || !pulls.includes(number),
  );
}

interface Read {
  readonly commits: readonly Commit[];
  /** How many merges of private security-advisory forks have no pull request. */
  readonly advisoryForks: number;
}

function* readCommits(
  attributed: readonly Attributed[],
  pairs: RevertPairs,
  facts: ChangelogFacts,
  pace: Pace,
): Generator<void, Read> {
  const authorships = new Authorships();
  const commits: Commit[] = [];
  let advisoryForks = 0;
  for (const entry of attributed) {
    if (pace.spend()) yield;
    const place = commits.length;
    const { raw, message, pull } = entry;
    const merge = raw.parents.length > 1;
    const title = titleOf(entry, facts);
    const withoutPull = entry.onMainLine && pull === null;
    const advisoryFork = withoutPull && mergesAdvisoryFork(message.subject);
    if (advisoryFork) advisoryForks += 1;
    const confirmed = withoutPull && !advisoryFork && facts.pullOf.get(raw.sha) === null;
    const { authors, bot } = authorships.of(raw);
    commits.push({
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
      authors,
      coAuthors: coAuthorsOf(entry),
      authoredAt: raw.authoredAt,
      reverts: pairs.reverts[place] ?? nothing,
      revertedBy: pairs.revertedBy[place] ?? null,
      issues: issuesOf(entry),
      bot,
      direct: confirmed || (withoutPull && !merge && !advisoryFork),
      directConfirmed: confirmed,
      removed: raw.removed,
      merge,
    });
  }
  return { commits, advisoryForks };
}

function advisoryNotes(forks: number): string[] {
  if (forks === 0) return [];
  return [
    forks === 1
      ? '1 merge of a private security-advisory fork has no pull request.'
      : `${String(forks)} merges of private security-advisory forks have no pull request.`,
  ];
}

function areaNotes({ files }: ChangelogFacts): string[] {
  if (!files.known || files.value.complete) return [];
  const { length } = files.value.files;
  return [`The areas count only the ${count(length, 'changed file')} that could be listed.`, ...files.value.notes];
}

function countNotes(range: RangeHistory, read: number): string[] {
  if (!range.complete || range.total === null || range.total === read) return [];
  return [`The range has ${String(range.total)} commits, but ${String(read)} were read.`];
}

/** Drops repetitions, as pages of an interface can overlap; fills `placeOf`. */
function* distinct(
  commits: readonly RawCommit[],
  placeOf: Map<Sha, number>,
  pace: Pace,
): Generator<void, readonly RawCommit[]> {
  const first: RawCommit[] = [];
  for (const raw of commits) {
    if (pace.spend()) yield;
    if (placeOf.has(raw.sha)) continue;
    placeOf.set(raw.sha, first.length);
    first.push(raw);
  }
  return first;
}

/**
 * The changelog of a ship range, from its commits and from what else is known about them, in slices: it yields after
 * at most about 1,000 commits of work, so that a driver can pause there. The result does not depend on the pauses.
 *
 * - Pull requests as {@link attribute} says: by the parent graph, the messages and the forge.
 * - `direct` is a commit of the main line for which neither its message nor the forge names a pull request. A merge is
 *   so only when the forge was asked; until then it may be how a branch with a pull request came in. GitHub's merges of
 *   private security-advisory forks, squashed or not, do not count as direct; a note says how many there are.
 * - Reverts are paired as {@link pairReverts} says; both go to the section `reverted`, breaking or not.
 * - The merge of a pull request is read by the pull request's title: type, scope, prefix, description and `!`.
 * - Issues are those that the message names, but for its own pull request and the one that it takes back.
 *
 * Linear in commits, parents, message lengths, files and people; never throws, whatever the messages are.
 */
export function* changelogSteps(range: RangeHistory, facts: ChangelogFacts = noFacts): Generator<void, Changelog> {
  const pace = new Pace();
  const placeOf = new Map<Sha, number>();
  const raws = yield* distinct(range.commits, placeOf, pace);
  const { commits: attributed, order } = yield* attribute(raws, range, placeOf, facts, pace);
  const pairs = yield* pairReverts(attributed, placeOf, pace);
  const { commits, advisoryForks } = yield* readCommits(attributed, pairs, facts, pace);
  const { settled } = pairs;
  const sections = yield* groupBySection(
    commits,
    { settled, order, broughtBy: (place) => attributed[place]?.broughtBy ?? -1 },
    pace,
  );
  const pulls = yield* groupByPull(attributed, facts, pace);
  const people = yield* countPeople(commits, pace);
  const areas = yield* groupByArea(facts.files, pace);
  const newcomers = yield* findNewcomers(commits, facts.authorsBefore, pace);
  const bots = yield* groupBots(commits, pace);
  const counted = range.total === null || range.total === commits.length;
  return {
    range: { from: range.from, to: range.to, direction: range.direction },
    source: range.source,
    complete: range.complete && counted,
    total: range.total,
    commits,
    sections,
    pulls,
    people,
    areas,
    newcomers,
    bots,
    notes: [
      ...new Set([
        ...range.notes,
        ...countNotes(range, commits.length),
        ...advisoryNotes(advisoryForks),
        ...areaNotes(facts),
      ]),
    ],
  };
}

/** {@link changelogSteps}, run to its end without a pause. */
export function buildChangelog(range: RangeHistory, facts: ChangelogFacts = noFacts): Changelog {
  return runToEnd(changelogSteps(range, facts));
}
