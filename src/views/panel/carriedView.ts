import { count } from '../../core/ages';
import {
  compareCarriedSteps,
  type CarriedChangelog,
  type CarriedComparison,
} from '../../core/changelog/carriedChangelog';
import { describeSteps } from '../../core/changelog/carriedInsertion';
import { findBlock, type BlockRange } from '../../core/changelog/descriptionBlock';
import type { Changelog, Commit } from '../../core/changelog/model';
import { runToEnd } from '../../core/changelog/pace';
import { alsoShipsWords, whyMoreMayShip, whyNothingShips, type Shipped } from '../../core/changelog/shipped';
import type { Direction } from '../../core/history';
import type { GateFacts } from '../../core/policy/gate';
import type { Comment } from '../../core/release';
import { shortSha } from '../../core/sha';
import { whyNotEdit, type ReleaseSnapshot } from '../../core/snapshot';
import { visibleText } from '../../core/visibleText';
import type { CarriedView } from './changelogViews';
import type { Tone } from './protocol';

/**
 * The changelogs that the description and the comments carry beside the real one, in slices of some milliseconds. Of
 * several comments of one author the newest counts: a bot that writes a new one has taken the old one back.
 */
export function* carriedSteps(shipped: Shipped, release: ReleaseSnapshot): Generator<void, CarriedView> {
  const { pull, facts, repository } = release;
  const comments = facts.comments.known ? facts.comments.value : [];
  const all = yield* compareCarriedSteps(shipped, repository, [
    { place: 'description', author: pull.author, id: 'description', url: pull.url, body: pull.body },
    ...comments.map((comment) => ({ place: 'comment' as const, ...comment })),
  ]);
  const compared = { ...all, carried: newestOfEach(all.carried, comments) };
  const { carried } = compared;
  const own = carried.find(({ text, kind }) => kind === 'block' && text.place === 'description');
  const cut = own !== undefined && (yield* isCut(own, shipped, release));
  const lines: CarriedView['lines'] = carried.map((each) => ({
    text: sentence(each, compared, shipped, each === own && cut),
    tone: toneOf(each, each === own && cut),
    missing: missingRows(each, compared.commits),
    foreign: [...each.foreignCommits, ...each.foreignPulls],
  }));
  const absent = absence(carried, facts.comments);
  // Nothing to do about a changelog that names all that is known, until more is.
  const maybeMore = shipped.changelog.complete && whyMoreMayShip(shipped) !== null;
  return {
    lines: absent === null ? lines : [...lines, { text: absent, tone: 'dim', missing: [], foreign: [] }],
    action: whyNothingShips(shipped) === null ? actionOf(carried, own, cut, maybeMore, release) : null,
  };
}

/** {@link carriedSteps}, run to its end without a pause. */
export function carriedView(shipped: Shipped, release: ReleaseSnapshot): CarriedView {
  return runToEnd(carriedSteps(shipped, release));
}

function missingRows(
  { missing }: CarriedChangelog,
  commits: readonly Commit[],
): CarriedView['lines'][number]['missing'] {
  if (missing.length === 0) return [];
  const wanted = new Set(missing);
  return commits
    .filter(({ sha }) => wanted.has(sha))
    .map(({ sha, description, subject }) => {
      return { sha, short: shortSha(sha), text: description || subject || '(no subject)' };
    });
}

function newestOfEach(carried: readonly CarriedChangelog[], comments: readonly Comment[]): readonly CarriedChangelog[] {
  const at = new Map(comments.map(({ id, updatedAt }) => [id, updatedAt]));
  const newest = new Map<string, CarriedChangelog>();
  for (const each of carried) {
    if (each.text.place === 'description') continue;
    const author = each.text.author.login.toLowerCase();
    const before = newest.get(author);
    if (before === undefined || (at.get(each.text.id) ?? 0) >= (at.get(before.text.id) ?? 0)) newest.set(author, each);
  }
  return carried.filter(
    ({ text }) => text.place === 'description' || newest.get(text.author.login.toLowerCase())?.text === text,
  );
}

/** Words for what ships and what does not, by the way that the release goes. */
const shipping: Readonly<Record<Direction, { readonly one: Words; readonly many: Words }>> = {
  forward: { one: ['does not ship', 'does'], many: ['do not ship', 'do'] },
  same: { one: ['does not ship', 'does'], many: ['do not ship', 'do'] },
  rollback: { one: ['is not taken out', 'is'], many: ['are not taken out', 'are'] },
  diverged: { one: ['is not part of this release', 'is'], many: ['are not part of this release', 'are'] },
  unrelated: { one: ['is not part of this release', 'is'], many: ['are not part of this release', 'are'] },
};

type Words = readonly [not: string, does: string];

function toneOf({ state }: CarriedChangelog, cut: boolean): Tone {
  switch (state) {
    case 'in-step':
      return 'ok';
    case 'unknown':
      return 'dim';
    case 'incomplete':
      return cut ? 'info' : 'warn';
    case 'stale':
    case 'stale-and-incomplete':
      return 'warn';
  }
}

function subjectOf({ text, kind }: CarriedChangelog, all: readonly CarriedChangelog[]): string {
  const both = all.filter((each) => each.text === text).length > 1;
  const where = text.place === 'comment' ? `in @${visibleText(text.author.login)}'s comment` : 'in the description';
  if (!both) return `The changelog ${where}`;
  return kind === 'block' ? `The marked changelog ${where}` : `The other changelog ${where}`;
}

function rangeText({ from, to }: BlockRange): string {
  return `${shortSha(from)}..${shortSha(to)}`;
}

/** "was written for 1111111..2222222, names 2 commits that do not ship, and lacks 3 that do". */
function problems(each: CarriedChangelog, required: number, { range }: Changelog): string {
  const words = shipping[range.direction];
  const { foreignCommits, foreignPulls, missing, listed, otherRange } = each;
  const foreign = foreignCommits.length + foreignPulls.length;
  const parts: string[] = [];
  if (otherRange !== null) parts.push(`was written for ${rangeText(otherRange)}, not for ${rangeText(range)}`);
  if (foreign > 0) {
    const kinds = [
      ...(foreignCommits.length === 0 ? [] : [count(foreignCommits.length, 'commit')]),
      ...(foreignPulls.length === 0 ? [] : [count(foreignPulls.length, 'pull request')]),
    ];
    parts.push(`names ${kinds.join(' and ')} that ${words[foreign === 1 ? 'one' : 'many'][0]}`);
  }
  if (missing.length > 0) {
    const those = `lacks ${missing.length.toLocaleString('en-US')} that ${words[missing.length === 1 ? 'one' : 'many'][1]}`;
    const none = required === 1 ? 'does not name the one commit' : `names none of the ${count(required, 'commit')}`;
    const some = `lacks ${missing.length.toLocaleString('en-US')} of ${count(required, 'commit')}`;
    parts.push(foreign > 0 ? those : listed.length === 0 ? none : some);
  }
  const last = parts.pop() ?? '';
  return parts.length === 0 ? last : `${parts.join(', ')}, and ${last}`;
}

function sentence(each: CarriedChangelog, compared: CarriedComparison, shipped: Shipped, cut: boolean): string {
  const { required, merges } = compared;
  const { changelog } = shipped;
  const what = subjectOf(each, compared.carried);
  switch (each.state) {
    case 'in-step': {
      if (required === 0) return `${what} is in step: there is no commit to name.`;
      const all = required === 1 ? 'the one commit is' : `all ${count(required, 'commit')} are`;
      const also = alsoShipsWords(compared.commits.slice(changelog.commits.length).filter(isShipped).length);
      const aside = merges === 0 ? '' : `, ${count(merges, 'merge')} aside`;
      return `${what} is in step: ${all} named${aside}${also === null ? '' : `; ${also}`}.`;
    }
    case 'unknown':
      return `Whether ${lowered(what)} is in step cannot be told: ${whyUnknown(shipped)}`;
    case 'incomplete':
      if (cut) return `${what} is as long as fits: it names ${named(each, required)}.`;
      return `${what} is incomplete: it ${problems(each, required, changelog)}.`;
    case 'stale':
    case 'stale-and-incomplete':
      return `${what} is stale: it ${problems(each, required, changelog)}.`;
  }
}

function isShipped({ removed }: Commit): boolean {
  return !removed;
}

function whyUnknown(shipped: Shipped): string {
  const { changelog } = shipped;
  const more = changelog.complete ? whyMoreMayShip(shipped) : null;
  return more === null ? 'not all commits of the release could be read.' : `${lowered(more).replace(/\.$/, '')}.`;
}

function named({ missing }: CarriedChangelog, required: number): string {
  return `${(required - missing.length).toLocaleString('en-US')} of ${count(required, 'commit')}`;
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** The line that says where no changelog is. */
function absence(carried: readonly CarriedChangelog[], comments: GateFacts['comments']): string | null {
  if (!comments.known) {
    return carried.length === 0
      ? 'The description carries no changelog; the comments could not be read.'
      : 'Whether a comment carries a changelog cannot be told: the comments could not be read.';
  }
  return carried.length === 0 ? 'Neither the description nor a comment carries a changelog.' : null;
}

/** Whether our block is all that the description has room for, so that there is nothing to bring up to date. */
function* isCut(own: CarriedChangelog, shipped: Shipped, release: ReleaseSnapshot): Generator<void, boolean> {
  if (own.otherRange !== null || (own.state !== 'incomplete' && own.state !== 'unknown')) return false;
  const put = yield* describeSteps(release.pull.body, shipped, release.repository);
  return put.ok && put.body === release.pull.body;
}

function actionOf(
  carried: readonly CarriedChangelog[],
  own: CarriedChangelog | undefined,
  cut: boolean,
  maybeMore: boolean,
  release: ReleaseSnapshot,
): CarriedView['action'] {
  const isFine = ({ state }: CarriedChangelog): boolean => state === 'in-step' || (state === 'unknown' && maybeMore);
  if (own === undefined ? carried.some(isFine) : isFine(own) || cut) return null;
  const block = findBlock(release.pull.body);
  return {
    label: own === undefined ? 'Put it into the description' : 'Bring it up to date',
    intent: { kind: 'insertChangelog' },
    disabled: whyNotEdit(release) ?? (block.state === 'unclear' ? block.reason : null),
  };
}
