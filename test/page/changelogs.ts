import type { ChangelogView, CommitView } from '../../src/views/panel/changelogViews';
import type { Phrase, ToPage } from '../../src/views/panel/protocol';
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
      issues: [],
      direct: pull === null,
      bot: null,
      firstTime: false,
      merge: false,
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
    note: null,
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
    bots: [],
    areas: [],
    newcomers: [],
    count,
    commits,
  };
}

/** A changelog as the host sends it: in reading order, the first commits and then parts with the others. */
export function messagesOf(changelog: ChangelogView, first = 300, part = 1500): readonly ToPage[] {
  const { key, commits, ...ordered } = inReadingOrder(changelog);
  const messages: ToPage[] = [{ type: 'changelog', changelog: { ...ordered, key, commits: commits.slice(0, first) } }];
  for (let start = first; start < commits.length; start += part) {
    messages.push({ type: 'changelogPart', key, start, commits: commits.slice(start, start + part) });
  }
  return messages;
}

/** Section by section, with the commits of a pull request together. */
function inReadingOrder(changelog: ChangelogView): ChangelogView {
  const rowsOfPull = new Map(changelog.pulls.map((pull) => [pull.number, pull.rows]));
  const order = new Set<number>();
  for (const row of changelog.sections.flatMap((section) => section.rows)) {
    const pull = changelog.commits[row]?.pull ?? null;
    for (const each of (pull === null ? undefined : rowsOfPull.get(pull)) ?? [row]) order.add(each);
  }
  const places = new Map([...order].map((row, place) => [row, place]));
  const moved = <Group extends { readonly rows: readonly number[] }>(group: Group): Group => ({
    ...group,
    rows: group.rows.map((row) => places.get(row) ?? row),
  });
  return {
    ...changelog,
    sections: changelog.sections.map(moved),
    pulls: changelog.pulls.map(moved),
    bots: changelog.bots.map(moved),
    newcomers: changelog.newcomers.map(moved),
    commits: [...order].flatMap((row) => changelog.commits[row] ?? []),
  };
}

/** A changelog with everything that a row, a chip or a heading can show. */
export function fullChangelog(count = 120, key = '412'): ChangelogView {
  const changelog = changelogOf(count, key);
  const isBot = (row: number): boolean => changelog.commits[row]?.pull !== null && Math.floor(row / 5) % 3 === 1;
  const bot = (row: number): string => (Math.floor(row / 5) % 12 === 1 ? 'dependabot[bot]' : 'renovate[bot]');
  const commits = changelog.commits.map((commit, row): CommitView => ({
    ...commit,
    ...(isBot(row) ? { bot: bot(row), author: bot(row), coAuthors: [] } : {}),
    type: row % 23 === 4 ? 'HotFix' : commit.type,
    firstTime: row === 13,
    issues:
      row % 7 === 3
        ? [
            { text: '#12', closes: true, intent: { kind: 'openIssue', number: 12, repository: null } },
            { text: 'SHOP-99', closes: false, intent: null },
          ]
        : [],
  }));
  const also = [count - 1, count - 2, count - 3];
  const marked = commits.map((commit, row) =>
    also.includes(row)
      ? { ...commit, pull: null, marks: [{ text: 'from a failed release', tone: 'warn' as const }] }
      : commit,
  );
  const [breaking, ...others] = changelog.sections.map((section) => ({
    ...section,
    rows: section.rows.filter((row) => !also.includes(row)),
  }));
  return {
    ...changelog,
    sections: [
      ...(breaking === undefined ? [] : [breaking]),
      {
        id: 'also-ships',
        title: 'Also ships: 3 commits of a release that failed',
        tone: 'warn',
        note: 'Deployed is 7ab01c2; the production branch says 8c1f0aa, whose deployment did not succeed.',
        rows: also,
      },
      ...others,
    ],
    pulls: changelog.pulls
      .map((pull) => ({ ...pull, rows: pull.rows.filter((row) => !also.includes(row)) }))
      .filter((pull) => pull.rows.length > 0),
    bots: ['renovate[bot]', 'dependabot[bot]'].map((name) => ({
      name,
      rows: commits.flatMap((commit, row) => (commit.bot === name ? [row] : [])),
    })),
    areas: [
      { path: 'services/cart/', files: 12 },
      { path: 'services/search/', files: 9 },
      { path: 'web/', files: 7 },
      { path: 'db/migrate/', files: 4 },
      { path: 'infrastructure/production/', files: 1 },
      { path: '', files: 1 },
    ],
    newcomers: [{ name: commits[13]?.author ?? '', rows: [13] }],
    commits: marked,
  };
}

/** Pull requests whose commits came with a merge by somebody else: of three commits, and of one, which breaks something. */
export function mergedChangelog(): ChangelogView {
  const changelog = changelogOf(6);
  const written = changelog.commits.map((commit, row): CommitView => {
    const merge = row === 0 || row === 4;
    return {
      ...commit,
      type: 'feat',
      pull: row < 4 ? 2304 : 2310,
      author: merge ? 'Mei Tan' : row === 1 ? 'Omar Haddad' : 'Ines Duarte',
      coAuthors: [],
      merge,
      breaking: row >= 4,
      breakingText: row >= 4 ? 'Clients get 422.' : null,
      issues: [],
    };
  });
  const [breaking, features] = changelog.sections;
  return {
    ...changelog,
    sections: [
      ...(breaking === undefined ? [] : [{ ...breaking, rows: [4, 5] }]),
      ...(features === undefined ? [] : [{ ...features, rows: [0, 1, 2, 3] }]),
    ],
    pulls: [
      { number: 2304, title: 'Faster search', rows: [0, 1, 2, 3] },
      { number: 2310, title: 'Limit checkout attempts', rows: [4, 5] },
    ],
    commits: written,
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
