import { buildChangelog } from '../../../src/core/changelog/changelog';
import { compareCarried, type CarriedChangelog, type CarryingText } from '../../../src/core/changelog/carriedChangelog';
import type { Changelog } from '../../../src/core/changelog/model';
import type { Shipped } from '../../../src/core/changelog/shipped';
import { known } from '../../../src/core/known';
import { shortSha } from '../../../src/core/sha';
import { repository } from '../../builders';
import { commit, range, shaOf } from './historyBuilder';

/** A pull request of two commits, a squash, and a direct push: four commits to name, and one merge. */
export const story: Changelog = buildChangelog(
  range([
    commit('direct', 'Bump the base image', ['merge']),
    commit('merge', 'Merge pull request #7 from acme/limits\n\nfeat: checkout limits', ['squash', 'two']),
    commit('two', 'feat(cart): *limits* per customer', ['one']),
    commit('one', 'feat: limits', ['base']),
    commit('squash', 'fix: round totals (#8)', ['base']),
  ]),
);

/** A release that ships this and nothing else. */
export function alone(changelog: Changelog): Shipped {
  return { changelog, alsoShips: null };
}

/** A release before which another one failed. */
export function withFailed(changelog: Changelog, failed: Changelog): Shipped {
  return { changelog, alsoShips: known({ changelog: failed }) };
}

export function short(name: string): string {
  return shortSha(shaOf(name));
}

export function carrying(body: string, change: Partial<CarryingText> = {}): CarryingText {
  return {
    place: 'description',
    author: { login: 'iduarte', isBot: false },
    id: 'description',
    url: 'https://github.com/acme/shop/pull/412',
    body,
    ...change,
  };
}

export const bot: Partial<CarryingText> = {
  place: 'comment',
  author: { login: 'release-bot[bot]', isBot: true },
  id: '1',
};

export function carriedIn(
  body: string,
  change: Partial<CarryingText> = {},
  changelog: Changelog = story,
): readonly CarriedChangelog[] {
  return compareCarried(alone(changelog), repository, [carrying(body, change)]).carried;
}

/** What is said of the only changelog of a text: its state, the names of commits that it lacks, what is foreign. */
export function judged(body: string, change: Partial<CarryingText> = {}, changelog: Changelog = story): unknown {
  const names = new Map(['direct', 'merge', 'two', 'one', 'squash'].map((name) => [shaOf(name), name]));
  const found = carriedIn(body, change, changelog).map(({ state, missing, foreignCommits, foreignPulls }) => ({
    state,
    missing: missing.map((sha) => names.get(sha) ?? sha),
    foreign: [...foreignCommits, ...foreignPulls],
  }));
  return found.length === 1 ? found[0] : found;
}
