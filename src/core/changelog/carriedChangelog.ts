import { parseMarkdown } from '../markdown/parser';
import type { Person } from '../release';
import { repositoryKey, type RepositoryId } from '../repository';
import type { Sha } from '../sha';
import { entriesOf, type Entry } from './carriedEntries';
import { judge, looksLikeChangelog, namesAnything, needsTitles, type Judgement } from './carriedJudgement';
import { ShipRange } from './carriedRange';
import { findBlockIn, type BlockRange } from './descriptionBlock';
import type { Changelog, Commit } from './model';
import { Pace, runToEnd } from './pace';
import type { Shipped } from './shipped';

/** A description or comment in which a changelog may stand. */
export interface CarryingText {
  readonly place: 'description' | 'comment';
  readonly author: Person;
  readonly id: string;
  readonly url: string;
  readonly body: string;
}

/**
 * How a carried changelog relates to what ships.
 *
 * - `in-step`: it names every commit and nothing else.
 * - `stale`: it names what does not ship, or says that it is of another range.
 * - `incomplete`: it lacks commits.
 * - `unknown`: not all that ships could be read, so that neither can be told; or it is not known whether commits of a
 *   release that failed ship too, where it would be in step otherwise.
 */
export type CarriedState = 'in-step' | 'stale' | 'incomplete' | 'stale-and-incomplete' | 'unknown';

/** A changelog that a text carries, compared with what really ships. */
export interface CarriedChangelog {
  readonly text: CarryingText;
  /** Our marked block, or what people and other tools wrote. */
  readonly kind: 'block' | 'text';
  readonly state: CarriedState;
  /** The range that our block says it is of, when that is not the release's; `null` otherwise. */
  readonly otherRange: BlockRange | null;
  /** Commits of the range that it names, in the order of the changelog. */
  readonly listed: readonly Sha[];
  /** Commits, merges aside, that it lacks; empty while `unknown`. */
  readonly missing: readonly Sha[];
  /** What it names that does not ship, as written there, each once; empty while `unknown`. */
  readonly foreignCommits: readonly string[];
  readonly foreignPulls: readonly string[];
}

export interface CarriedComparison {
  /** How many commits a changelog has to name: all but merges, those of a release that failed among them. */
  readonly required: number;
  readonly merges: number;
  /** The range's, then those that ship with it from a release that failed. */
  readonly commits: readonly Commit[];
  /** In the order of the texts; our block of a text comes first. Empty when none carries a changelog. */
  readonly carried: readonly CarriedChangelog[];
}

/** Indexing 50,000 commits takes longer than reading a description, and a changelog never changes. */
const ranges = new WeakMap<Changelog, { readonly key: string; readonly range: ShipRange }>();

function* rangeOf(shipped: Shipped, repository: RepositoryId, pace: Pace): Generator<void, ShipRange> {
  const { changelog, alsoShips } = shipped;
  const key = repositoryKey(repository);
  const before = ranges.get(changelog);
  if (before?.key === key && before.range.shipped.alsoShips === alsoShips) return before.range;
  const range = yield* ShipRange.read(shipped, repository, pace);
  ranges.set(changelog, { key, range });
  return range;
}

function stateOf(missing: number, stale: boolean, maybeMore: boolean): CarriedState {
  if (missing === 0) return stale ? 'stale' : maybeMore ? 'unknown' : 'in-step';
  return stale ? 'stale-and-incomplete' : 'incomplete';
}

function result(
  text: CarryingText,
  kind: CarriedChangelog['kind'],
  otherRange: BlockRange | null,
  { commits, complete, shipped }: ShipRange,
  judgement: Judgement,
): CarriedChangelog {
  const listed: Sha[] = [];
  const missing: Sha[] = [];
  for (const [place, { sha, merge }] of commits.entries()) {
    if (judgement.listed[place] === 1) listed.push(sha);
    else if (!merge && complete) missing.push(sha);
  }
  if (!complete) {
    const state = otherRange === null ? 'unknown' : 'stale';
    return { text, kind, state, otherRange, listed, missing, foreignCommits: [], foreignPulls: [] };
  }
  const { foreignCommits, foreignPulls } = judgement;
  const stale = otherRange !== null || foreignCommits.length > 0 || foreignPulls.length > 0;
  const state = stateOf(missing.length, stale, shipped.alsoShips?.known === false);
  return { text, kind, state, otherRange, listed, missing, foreignCommits, foreignPulls };
}

/** Lists that no heading speaks for: any of a bot; of people only what `git log` printed, in a description. */
function looseEntries({ author, place }: CarryingText, entries: readonly Entry[]): readonly Entry[] {
  const isListed = ({ dumped }: Entry): boolean => author.isBot || (dumped && place === 'description');
  return entries.filter((entry) => entry.under === 'nothing' && isListed(entry));
}

function entriesUnderHeading(entries: readonly Entry[]): readonly Entry[] {
  return entries.filter(({ under }) => under === 'changelog' || under === 'perhaps');
}

/** What of a text, besides our block, is a changelog; empty when nothing is. */
function changelogEntries(text: CarryingText, entries: readonly Entry[], range: ShipRange): readonly Entry[] {
  const headed = entriesUnderHeading(entries);
  const sure = headed.some(({ under }) => under === 'changelog');
  if (headed.length > 0 && (sure || namesAnything(headed, range))) return headed;
  const loose = looseEntries(text, entries);
  return looksLikeChangelog(loose, range) ? loose : [];
}

function* carriedIn(
  text: CarryingText,
  range: ShipRange,
  repository: RepositoryId,
  pace: Pace,
): Generator<void, CarriedChangelog[]> {
  const tokens = parseMarkdown(text.body);
  const block = findBlockIn(text.body, tokens);
  const entries = entriesOf(tokens, repository, block.state === 'one' ? block.lines : null);
  yield;
  const carried: CarriedChangelog[] = [];
  if (block.state === 'one') {
    const { from, to } = range.shipped.changelog.range;
    const same = block.range === null || (block.range.from === from && block.range.to === to);
    carried.push(result(text, 'block', same ? null : block.range, range, judge(entries.block, range, 'links')));
    yield;
  }
  const candidates = [...entriesUnderHeading(entries.rest), ...looseEntries(text, entries.rest)];
  if (needsTitles(candidates, range)) yield* range.readTitles(pace);
  const rest = changelogEntries(text, entries.rest, range);
  if (rest.length > 0) carried.push(result(text, 'text', null, range, judge(rest, range, 'words')));
  return carried;
}

/**
 * Finds the changelogs that a description and comments carry, and compares each with what ships, commit by commit.
 *
 * A changelog is our marked block (see `findBlock`); the entries under a heading such as "Changelog", "What's changed"
 * or "Commits"; in a text of a bot that has none of these, a list of which most entries are commits or pull requests;
 * and in a description a code block with the output of `git log`. Entries are list items, table rows, log lines, and
 * lines that begin with a commit or a pull request.
 *
 * A commit is listed when an entry names its SHA (at least seven digits, of one commit of the range only) or its pull
 * request, or when the entry's words are its title. Where fewer entries have a title than commits do, as many commits
 * count as there are entries. The merge of a pull request stands for all that it brought, and need not be named itself.
 *
 * What an entry names does not ship when nothing of the range is named in the entry, and then its SHAs, or, without
 * any, its pull requests are foreign. Other mentions beside a shipped commit are mentions ("reverts #9"). The ends of
 * the range, comparisons, issues, other repositories and quotes are never foreign. In our block only links and the
 * numbers of pull requests count, as the words there are people's.
 *
 * What a release that failed left to be deployed has to be named like the rest.
 *
 * In slices, the longest of which reads one text. Never throws; time grows with the commits plus the length of the texts.
 *
 * @param repository the repository of the release, whose links and numbers count
 */
export function* compareCarriedSteps(
  shipped: Shipped,
  repository: RepositoryId,
  texts: readonly CarryingText[],
): Generator<void, CarriedComparison> {
  const pace = new Pace();
  const range = yield* rangeOf(shipped, repository, pace);
  const { required, commits } = range;
  const carried: CarriedChangelog[] = [];
  for (const text of texts) carried.push(...(yield* carriedIn(text, range, repository, pace)));
  return { required, merges: commits.length - required, commits, carried };
}

/** {@link compareCarriedSteps}, run to its end without a pause. */
export function compareCarried(
  shipped: Shipped,
  repository: RepositoryId,
  texts: readonly CarryingText[],
): CarriedComparison {
  return runToEnd(compareCarriedSteps(shipped, repository, texts));
}
