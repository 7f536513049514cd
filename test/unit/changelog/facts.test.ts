import assert from 'node:assert/strict';
import { buildChangelog } from '../../../src/core/changelog/changelog';
import { commitsToAsk } from '../../../src/core/changelog/commitsToAsk';
import { noFacts, type ChangelogFacts } from '../../../src/core/changelog/facts';
import type { Area, Changelog } from '../../../src/core/changelog/model';
import type { ChangedFile, Person } from '../../../src/core/history';
import { known, unknown } from '../../../src/core/known';
import { commit, only, range, sectionOf, shaOf } from './historyBuilder';

/** A forge that answered for these commits: with a pull request, or with none. */
function answered(
  ...answers: readonly (readonly [name: string, number: number | null, title?: string])[]
): ChangelogFacts {
  const pullOf = new Map(
    answers.map(([name, number, title]) => [
      shaOf(name),
      number === null ? null : { number, title: title ?? `Title ${String(number)}` },
    ]),
  );
  return { ...noFacts, pullOf };
}

describe('buildChangelog: pull requests that the forge tells', () => {
  const rebased = [
    commit('b', 'feat: two', ['a']),
    commit('a', 'fix: one', ['s']),
    commit('s', 'fix: s (#1)', ['base']),
  ];

  it('gives a commit that no message assigns its pull request', () => {
    const changelog = buildChangelog(range(rebased), answered(['a', 5, 'Both'], ['b', 5, 'Both'], ['s', 9]));
    assert.deepEqual(
      changelog.commits.map(({ pull, direct, directConfirmed }) => [pull, direct, directConfirmed]),
      [
        [5, false, false],
        [5, false, false],
        [1, false, false],
      ],
    );
    assert.deepEqual(changelog.pulls[0], { number: 5, title: 'Both', commits: [shaOf('b'), shaOf('a')] });
    assert.equal(only(changelog, 'b').description, 'two', 'it is no merge: its own subject tells');
  });
  it('confirms that there is none, and says so of nothing that was not asked for', () => {
    const changelog = buildChangelog(range(rebased), answered(['a', null], ['s', null]));
    assert.deepEqual(
      changelog.commits.map(({ pull, direct, directConfirmed }) => [pull, direct, directConfirmed]),
      [
        [null, true, false],
        [null, true, true],
        [1, false, false],
      ],
    );
  });
  it('prefers the title of pullTitles', () => {
    const facts = { ...answered(['a', 5, 'Old']), pullTitles: new Map([[5, 'New']]) };
    assert.equal(buildChangelog(range(rebased), facts).pulls.find(({ number }) => number === 5)?.title, 'New');
  });

  const local = [
    commit('m', "Merge branch 'topic'", ['main', 't2']),
    commit('t2', 'fix: t2 (#3)', ['t1']),
    commit('t1', 'Work', ['inner']),
    commit('inner', 'Merge pull request #4 from a/b\n\nfix: inner', ['base', 'i']),
    commit('i', 'Inner work', ['base']),
    commit('main', 'chore: main', ['base']),
  ];

  it('gives the pull request of a merge to what it brought, but for what names its own', () => {
    const changelog = buildChangelog(range(local), answered(['m', 7, 'feat!: topic']));
    assert.deepEqual(
      changelog.commits.map(({ pull }) => pull),
      [7, 3, 7, 4, 4, null],
    );
    assert.equal(only(changelog, 'm').description, 'topic', 'the merge is read by the title of its pull request');
    assert.equal(sectionOf(changelog, 'm'), 'breaking');
    assert.equal(changelog.pulls.find(({ number }) => number === 7)?.title, 'feat!: topic');
  });
  it('makes a merge direct only when the forge knows no pull request', () => {
    assert.equal(only(buildChangelog(range(local)), 'm').direct, false);
    const merge = only(buildChangelog(range(local), answered(['m', null])), 'm');
    assert.deepEqual([merge.direct, merge.directConfirmed, merge.description], [true, true, "Merge branch 'topic'"]);
  });
  it('does not make a private advisory fork direct', () => {
    const fork = commit('a', 'Merge commit from fork', ['base']);
    const changelog = buildChangelog(range([fork]), answered(['a', null]));
    assert.deepEqual([only(changelog, 'a').direct, changelog.notes.length], [false, 1]);
    assert.deepEqual(commitsToAsk(changelog), []);
  });
  it('gives it also where the range was not read to its end, where nothing is direct', () => {
    const part = { ...range(rebased), complete: false, total: 9 };
    const changelog = buildChangelog(part, answered(['a', 5], ['b', null]));
    assert.equal(only(changelog, 'a').pull, 5);
    assert.deepEqual([only(changelog, 'b').direct, only(changelog, 'b').directConfirmed], [false, false]);
  });
  it('lists what is worth asking for, newest first, on both sides, and nothing twice', () => {
    assert.deepEqual(commitsToAsk(buildChangelog(range(local))), [shaOf('m'), shaOf('main')]);
    assert.deepEqual(commitsToAsk(buildChangelog(range(local), answered(['m', 7], ['main', null]))), []);
    const diverged = buildChangelog({
      ...range([commit('new', 'New', ['base']), commit('old', 'Old', ['base'], { removed: true })]),
      from: shaOf('old'),
      direction: 'diverged',
    });
    assert.deepEqual(commitsToAsk(diverged), [shaOf('new'), shaOf('old')]);
  });
});

describe('buildChangelog: first contributions', () => {
  const ada: Person = { name: 'Ada', email: 'ada@example.org' };

  /** The names of the newcomers among the authors of one commit each, oldest first. */
  function newcomersOf(
    before: readonly Person[],
    ...authors: readonly (Person & { readonly login?: string })[]
  ): unknown {
    const raws = authors.map(({ name, email, login }, place) =>
      commit(String(place), 'x', [place === 0 ? 'base' : String(place - 1)], {
        authorName: name,
        authorEmail: email,
        authorLogin: login ?? null,
      }),
    );
    const { newcomers } = buildChangelog(range(raws.reverse()), { ...noFacts, authorsBefore: known(before) });
    return newcomers.known ? newcomers.value.map(({ name }) => name) : newcomers.reason;
  }

  it('are those of people without a commit before, the newest first, with all their commits', () => {
    const raws = [
      commit('c', 'x', ['b'], { authorName: 'Bo', authorEmail: 'bo@example.org', authorLogin: 'bo' }),
      commit('b', 'x', ['a'], { authorName: 'Cy', authorEmail: 'cy@example.org' }),
      commit('a', 'x', ['z'], { authorName: 'Bo B.', authorEmail: 'BO@example.org' }),
      commit('z', 'x', ['base']),
    ];
    const { newcomers } = buildChangelog(range(raws), { ...noFacts, authorsBefore: known([ada]) });
    assert.deepEqual(
      newcomers,
      known([
        { name: 'Bo', login: 'bo', commits: [shaOf('c'), shaOf('a')] },
        { name: 'Cy', login: null, commits: [shaOf('b')] },
      ]),
    );
  });
  it('know a person again by address, noreply address, login and name', () => {
    assert.deepEqual(newcomersOf([ada], { name: 'A. L.', email: 'ADA@example.org' }), []);
    assert.deepEqual(newcomersOf([ada], { name: 'Ada', email: 'ada@work.example' }), ['Ada'], 'a name alone is nobody');
    assert.deepEqual(newcomersOf([ada], { name: 'ada', email: '1+ada@users.noreply.github.com' }), []);
    const hidden: Person = { name: 'x', email: '1+ada@users.noreply.github.com' };
    assert.deepEqual(newcomersOf([hidden], { name: 'y', email: 'ada@users.noreply.github.com' }), []);
    assert.deepEqual(newcomersOf([hidden], { name: 'y', email: 'y@example.org', login: 'Ada' }), []);
  });
  it('are nobody’s whose full name was there before, whatever the address', () => {
    const jane: Person = { name: 'Jane van Doe', email: 'jane@example.org' };
    assert.deepEqual(newcomersOf([jane], { name: ' jane  VAN doe ', email: 'jd@work.example' }), []);
    const middle: Person = { name: 'jd', email: 'jd@work.example' };
    assert.deepEqual(newcomersOf([jane], { name: 'Jane van Doe', email: 'jd@work.example' }, middle), []);
    assert.deepEqual(newcomersOf([jane], { name: 'Jane Doe', email: 'jd@work.example' }), ['Jane Doe']);
  });
  it('are nobody’s whose name is a login that was there before, or the other way round', () => {
    const login: Person = { name: 'X', email: '1+dhh@users.noreply.github.com' };
    assert.deepEqual(newcomersOf([login], { name: 'dhh', email: 'dhh@work.example' }), []);
    const name: Person = { name: 'DHH', email: 'dhh@home.example' };
    assert.deepEqual(newcomersOf([name], { name: 'David', email: 'dhh@work.example', login: 'dhh' }), []);
  });
  it('count one name once', () => {
    const two = [
      { name: 'Jane Doe', email: 'jane@example.org' },
      { name: 'jane doe', email: 'jd@work.example' },
    ];
    assert.deepEqual(newcomersOf([], ...two), ['jane doe']);
  });
  it('are nobody’s who is automation, and nobody’s whose commits are taken out', () => {
    assert.deepEqual(newcomersOf([], { name: 'renovate[bot]', email: 'bot@renovateapp.com' }), []);
    const removed = commit('a', 'x', ['base'], { removed: true });
    const { newcomers } = buildChangelog(range([removed]), { ...noFacts, authorsBefore: known([]) });
    assert.deepEqual(newcomers, known([]));
  });
  it('are not known when the history before is not', () => {
    const facts = { ...noFacts, authorsBefore: unknown('shallow') };
    assert.deepEqual(buildChangelog(range([]), facts).newcomers, unknown('shallow'));
  });
});

describe('buildChangelog: bots', () => {
  const by = (place: number, authorName: string, authorEmail: string): Parameters<typeof commit> => [
    String(place),
    'chore: x',
    [String(place + 1)],
    { authorName, authorEmail },
  ];

  it('are told by their author and grouped by name and address, largest first', () => {
    const spellings = [
      ['Ada', 'ada@example.org'],
      ['dependabot[bot]', '1+dependabot[bot]@users.noreply.github.com'],
      ['renovate-bot', 'bot@renovateapp.com'],
      ['renovate[bot]', '2+renovate[bot]@users.noreply.github.com'],
      ['Renovate Bot', 'renovate@example.org'],
      ['renovate[bot]', 'bot@renovateapp.com'],
      ['Claude', 'noreply@anthropic.com'],
      ['Claude Opus 4.6', 'noreply@anthropic.com'],
      ['dependabot', 'support@dependabot.com'],
      ['Roller [bot]', 'roller@example.org'],
    ] as const;
    const changelog = buildChangelog(range(spellings.map(([name, email], place) => commit(...by(place, name, email)))));
    assert.deepEqual(
      changelog.commits.map(({ bot }) => bot),
      [false, true, true, true, true, true, true, true, true, true],
    );
    assert.deepEqual(changelog.bots, [
      { name: 'renovate[bot]', commits: ['2', '3', '4', '5'].map(shaOf) },
      { name: 'dependabot[bot]', commits: ['1', '8'].map(shaOf) },
      { name: 'Claude', commits: ['6', '7'].map(shaOf) },
      { name: 'Roller [bot]', commits: [shaOf('9')] },
    ]);
  });
});

describe('buildChangelog: areas', () => {
  const changed = (...paths: readonly string[]): readonly ChangedFile[] =>
    paths.map((path) => ({ path, status: 'modified', oldBlob: null, newBlob: null, isFile: true }));
  const read = (paths: readonly string[], complete = true, notes: readonly string[] = []): Changelog =>
    buildChangelog(range([]), { ...noFacts, files: known({ files: changed(...paths), complete, notes }) });
  const areasOf = (...paths: readonly string[]): Record<string, number> => {
    const { areas } = read(paths);
    assert.ok(areas.known);
    return Object.fromEntries(areas.value.map(({ path, files }: Area) => [path, files]));
  };

  it('are the folders at the top, largest first, and files beside them', () => {
    const { areas } = read(['docs/a.md', 'api/b/c.ts', 'api/d.ts', 'README.md', 'api/e/f/g.ts']);
    assert.deepEqual(
      areas,
      known([
        { path: 'api/', files: 3 },
        { path: '', files: 1 },
        { path: 'docs/', files: 1 },
      ]),
    );
  });
  it('are one level deeper in folders that hold the parts of a monorepo', () => {
    assert.deepEqual(areasOf('services/cart/src/a.ts', 'services/cart/b.ts', 'services/mail/c.ts', 'services/d.yml'), {
      'services/cart/': 2,
      'services/': 1,
      'services/mail/': 1,
    });
  });
  it('are one level deeper in a source root that has nearly everything', () => {
    assert.deepEqual(areasOf('src/a/1', 'src/a/2', 'src/b/1', 'docs/1'), { 'src/a/': 2, 'src/b/': 1, 'docs/': 1 });
    assert.deepEqual(areasOf('src/a/1', 'src/b/1', 'docs/1'), { 'src/': 2, 'docs/': 1 });
    assert.deepEqual(areasOf('src/plugins/x/1', 'src/c'), { 'src/plugins/x/': 1, 'src/': 1 });
    assert.deepEqual(areasOf('api/a/1', 'api/b/1'), { 'api/': 2 }, 'any other folder is a part itself');
  });
  it('leave none out', () => {
    const paths = Array.from({ length: 500 }, (_, place) => `packages/p${String(place)}/a`);
    assert.equal(Object.keys(areasOf(...paths)).length, 500);
  });
  it('say when the list of files is not complete, and are not known without one', () => {
    assert.deepEqual(read(['a/b'], false, ['Too many.']).notes, [
      'The areas count only the 1 changed file that could be listed.',
      'Too many.',
    ]);
    assert.match(read(['a/b', 'c'], false).notes[0] ?? '', /the 2 changed files that/);
    assert.deepEqual(read(['a/b']).notes, []);
    assert.equal(buildChangelog(range([])).areas.known, false);
  });
});
