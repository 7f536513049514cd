import type { ChangelogView, CommitView, Phrase } from '../../src/views/panel/protocol';
import { hostile } from './releaseParts';

const day = 24 * 3_600_000;
const now = Date.now();

const people = [
  'Ines Duarte',
  'Omar Haddad',
  'Tomasz Wrona',
  'Mei Tan',
  'Inês Conceição',
  'Noa בן־דוד',
  'Søren Ødegård',
];
const types = ['feat', 'fix', 'perf', 'docs', 'chore', 'refactor', 'test', ''];
const scopes = ['checkout', 'search', 'api', '', 'payments', 'web/search'];
const subjects = [
  'limit checkout attempts per card',
  'search suggestions in two languages',
  'round prices half to even, as the ledger does, so that totals and their parts agree to the cent',
  'cache tax rates',
  'drop the legacy reference',
];

const titles = [
  'Limit checkout attempts',
  'Faster search',
  'Price rounding as in the ledger',
  'Tax rate cache',
  'Legacy reference',
];

const pick = <Value>(values: readonly [Value, ...Value[]] | readonly Value[], index: number): Value => {
  const value = values[index % values.length];
  if (value === undefined) throw new Error('nothing to pick from');
  return value;
};

/** What a commit without a pull request is marked with. */
export const directMark: Phrase = { text: 'without a pull request', tone: 'warn' };

/** A changelog of `count` commits, in pull requests of one to five, a few of them breaking or without a pull request. */
export function changelogOf(count: number, key = '412'): ChangelogView {
  const commits = Array.from({ length: count }, (_, index): CommitView => {
    const pull = index % 29 === 28 ? null : 2000 + Math.floor(index / 5) + (index % 5 === 4 ? 100_000 : 0);
    const type = pick(types, Math.floor(index / 5));
    const breaking = index % 97 === 0;
    const sha = (index + 1).toString(16).padStart(7, '0').padEnd(40, '0');
    return {
      sha,
      short: sha.slice(0, 7),
      type,
      scope: pick(scopes, Math.floor(index / 3)),
      text: `${pick(subjects, index)} ${String(index)}`,
      author: pick(people, Math.floor(index / 2)),
      coAuthors: index % 6 === 0 ? [pick(people, index + 3)] : [],
      at: now - day - index * 9 * 60_000,
      pull,
      breaking,
      breakingText: breaking ? 'Clients that leave out the quantity get 422.' : null,
      marks: pull === null ? [directMark] : [],
    };
  });
  const numbers = [...new Set(commits.flatMap(({ pull }) => (pull === null ? [] : [pull])))];
  const rowsOf = new Map<number, number[]>(numbers.map((number) => [number, []]));
  commits.forEach(({ pull }, row) => {
    if (pull !== null) rowsOf.get(pull)?.push(row);
  });
  const section = (
    id: string,
    title: string,
    tone: ChangelogView['sections'][number]['tone'],
    has: (commit: CommitView) => boolean,
  ) => ({
    id,
    title,
    tone,
    rows: commits.flatMap((commit, row) => (has(commit) ? [row] : [])),
  });
  const known = ['feat', 'fix', 'perf'];
  return {
    key,
    title: 'What ships',
    summary: `${count.toLocaleString('en')} of ${count.toLocaleString('en')} commits, from your clone`,
    notes: [],
    sections: [
      section('breaking', 'Breaking', 'error', (commit) => commit.breaking),
      section('feat', 'Features', 'dim', (commit) => !commit.breaking && commit.type === 'feat'),
      section('fix', 'Fixes', 'dim', (commit) => !commit.breaking && commit.type === 'fix'),
      section('perf', 'Performance', 'dim', (commit) => !commit.breaking && commit.type === 'perf'),
      section('other', 'Other', 'dim', (commit) => !commit.breaking && !known.includes(commit.type)),
    ],
    pulls: numbers.map((number) => ({
      number,
      title: `${pick(titles, number)} (${String(number)})`,
      rows: rowsOf.get(number) ?? [],
    })),
    commits,
  };
}

/** A changelog whose every text is hostile. */
export function hostileChangelog(): ChangelogView {
  const changelog = changelogOf(12);
  return {
    ...changelog,
    pulls: changelog.pulls.map((pull) => ({ ...pull, title: `${hostile} ${'v'.repeat(200)}` })),
    commits: changelog.commits.map((commit) => ({
      ...commit,
      text: hostile,
      author: 'אבגד\u202Eה',
      scope: 's'.repeat(120),
    })),
  };
}
