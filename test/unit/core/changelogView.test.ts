import assert from 'node:assert/strict';
import type { Author, Changelog, Commit } from '../../../src/core/changelog/model';
import type { Direction } from '../../../src/core/history';
import { known, unknown } from '../../../src/core/known';
import type { Sha } from '../../../src/core/sha';
import type { ReleaseContents } from '../../../src/core/snapshot';
import { changelogKey, ChangelogParts } from '../../../src/views/panel/changelogView';
import type { ChangelogView } from '../../../src/views/panel/changelogViews';
import { sha } from '../../builders';

const shaOf = (index: number): Sha => index.toString(16).padStart(40, 'c') as Sha;
const author: Author = { name: 'Ines Duarte', email: 'ines@acme.example', login: null };

function commitOf(index: number, change: Partial<Commit> = {}): Commit {
  return {
    sha: shaOf(index),
    subject: `feat: ${String(index)}`,
    body: '',
    type: 'feat',
    scope: null,
    prefix: 'feat: ',
    description: `change ${String(index)}`,
    breaking: false,
    breakingText: null,
    pull: null,
    authors: [author],
    coAuthors: [],
    authoredAt: 1_000,
    reverts: [],
    revertedBy: null,
    issues: [],
    bot: false,
    direct: false,
    directConfirmed: false,
    removed: false,
    merge: false,
    ...change,
  };
}

function changelogOf(commits: readonly Commit[], change: Partial<Changelog> = {}): Changelog {
  const numbers = [...new Set(commits.flatMap(({ pull }) => (pull === null ? [] : [pull])))];
  const shasOf = (has: (commit: Commit) => boolean): readonly Sha[] => commits.filter(has).map((commit) => commit.sha);
  const byPull = new Map(numbers.map((number) => [number, [] as Sha[]]));
  for (const commit of commits) if (commit.pull !== null) byPull.get(commit.pull)?.push(commit.sha);
  return {
    range: { from: sha('1'), to: sha('2'), direction: 'forward' },
    source: 'clone',
    complete: true,
    total: commits.length,
    commits,
    sections: [
      { id: 'breaking' as const, title: 'Breaking changes', commits: shasOf((commit) => commit.breaking) },
      { id: 'features' as const, title: 'Features', commits: shasOf((c) => !c.breaking && c.type === 'feat') },
      { id: 'fixes' as const, title: 'Fixes', commits: shasOf((c) => !c.breaking && c.type === 'fix') },
      {
        id: 'other' as const,
        title: 'Other',
        commits: shasOf((c) => !c.breaking && !/^(feat|fix)$/.test(c.type ?? '')),
      },
    ].filter((section) => section.commits.length > 0),
    pulls: numbers.map((number) => ({ number, title: `Pull ${String(number)}`, commits: byPull.get(number) ?? [] })),
    people: 1,
    areas: unknown('not read'),
    newcomers: unknown('not read'),
    bots: [],
    notes: [],
    ...change,
  };
}

function contentsOf(changelog: Changelog, change: Partial<ReleaseContents> = {}): ReleaseContents {
  const { range, source, complete, total } = changelog;
  return {
    range: { ...range, source, complete, total, commits: [], notes: [] },
    changelog,
    files: unknown('not read'),
    highlights: unknown('not read'),
    changes: null,
    alsoShips: null,
    revision: '',
    ...change,
  };
}

const going = (direction: Direction): Partial<Changelog> => ({ range: { from: sha('1'), to: sha('2'), direction } });

/** What a page has when all messages have come. */
function whole(contents: ReleaseContents, first?: number, part?: number): ChangelogView {
  let view = null as ChangelogView | null;
  for (const message of new ChangelogParts(contents).messages(first, part)) {
    if (message?.type === 'changelog') view = message.changelog;
    else if (message?.type === 'changelogPart' && view !== null) {
      assert.equal(message.key, view.key);
      assert.equal(message.start, view.commits.length);
      view = { ...view, commits: [...view.commits, ...message.commits] };
    }
  }
  assert.ok(view !== null);
  return view;
}

const texts = (view: ChangelogView): readonly (readonly [string, readonly (string | undefined)[]])[] =>
  view.sections.map((section) => [section.id, section.rows.map((row) => view.commits[row]?.text)]);
const marksOf = (view: ChangelogView): readonly (readonly string[])[] =>
  view.commits.map((commit) => commit.marks.map((mark) => mark.text));

function failedRelease(commits: readonly Commit[]): NonNullable<ReleaseContents['alsoShips']> {
  return known({
    changelog: changelogOf(commits, { range: { from: sha('8'), to: sha('1'), direction: 'forward' } }),
    deployed: {
      id: '1',
      sha: sha('8'),
      environment: 'production',
      createdAt: 1_000,
      creator: null,
      state: 'success',
      stateAt: 2_000,
      url: null,
    },
  });
}

describe('the changelog that the page is sent', () => {
  it('comes whole, in parts without gaps, whatever their size', () => {
    const contents = contentsOf(changelogOf(Array.from({ length: 100 }, (_, index) => commitOf(index))));
    const all = whole(contents);
    assert.equal(all.commits.length, 100);
    assert.equal(all.count, 100);
    for (const [first, part] of [
      [10, 7],
      [1, 99],
      [100, 5],
    ] as const) {
      assert.deepEqual(whole(contents, first, part), all);
    }
  });

  it('is in reading order: section by section, with the commits of a pull request together', () => {
    const view = whole(
      contentsOf(
        changelogOf([
          commitOf(0, { type: 'docs', pull: 7 }),
          commitOf(1, { type: 'fix' }),
          commitOf(2, { pull: 7 }),
          commitOf(3, { breaking: true }),
        ]),
      ),
    );
    assert.deepEqual(
      view.commits.map((commit) => commit.text),
      ['change 3', 'change 0', 'change 2', 'change 1'],
    );
    assert.deepEqual(texts(view), [
      ['breaking', ['change 3']],
      ['features', ['change 2']],
      ['fixes', ['change 1']],
      ['other', ['change 0']],
    ]);
    assert.deepEqual(view.pulls, [{ number: 7, title: 'Pull 7', rows: [1, 2] }]);
  });

  it('is another one when more became known of the same commits', () => {
    const changelog = changelogOf([commitOf(0)]);
    const [one, other] = ['', 'with pull requests'].map((revision) =>
      changelogKey(contentsOf(changelog, { revision })),
    );
    assert.notEqual(one, other);
    assert.equal(one?.split(' ')[0], other?.split(' ')[0]);
  });

  it('says that a commit has no pull request only where GitHub was asked', () => {
    const commits = [
      commitOf(0, { direct: true, directConfirmed: true }),
      commitOf(1, { direct: true }),
      ...Array.from({ length: 9 }, (_, index) => commitOf(index + 2)),
    ];
    const view = whole(contentsOf(changelogOf(commits)));
    assert.deepEqual(marksOf(view).slice(0, 3), [['without a pull request'], ['names no pull request'], []]);
    assert.deepEqual(
      view.commits.slice(0, 3).map((commit) => commit.direct),
      [true, true, false],
    );
  });

  it('says once what most commits would be marked with', () => {
    const commits = [0, 1, 2].map((index) => commitOf(index, { direct: index < 2, directConfirmed: true }));
    const view = whole(contentsOf(changelogOf(commits)));
    assert.equal(view.summary, '3 of 3 commits, from your clone, 2 without a pull request');
    assert.deepEqual(marksOf(view).flat(), []);
    const single = whole(contentsOf(changelogOf(commits.slice(0, 1))));
    assert.deepEqual(marksOf(single), [['without a pull request']], 'a single row is where it is read');
  });

  it('has unknown types as they were written', () => {
    const view = whole(
      contentsOf(
        changelogOf([
          commitOf(0, { type: 'hotfix', prefix: 'HotFix(cart)!: ' }),
          commitOf(1, { prefix: 'Feat: ' }),
          commitOf(2, { type: 'revert', prefix: 'Revert: ' }),
        ]),
      ),
    );
    assert.deepEqual(new Set(view.commits.map((commit) => commit.type)), new Set(['HotFix', 'feat', 'Revert']));
  });

  it('leads from issues to the forge, and not from tickets of other trackers', () => {
    const issues = [
      { text: '#12', number: 12, repository: null, closes: true },
      { text: 'acme/api#3', number: 3, repository: 'acme/api', closes: false },
      { text: 'SHOP-12', number: null, repository: null, closes: false },
    ];
    const [commit] = whole(contentsOf(changelogOf([commitOf(0, { issues })]))).commits;
    assert.deepEqual(commit?.issues, [
      { text: '#12', closes: true, intent: { kind: 'openIssue', number: 12, repository: null } },
      { text: 'acme/api#3', closes: false, intent: { kind: 'openIssue', number: 3, repository: 'acme/api' } },
      { text: 'SHOP-12', closes: false, intent: null },
    ]);
  });

  it('tells automation and first contributions', () => {
    const commits = [0, 1, 2].map((index) => commitOf(index));
    const view = whole(
      contentsOf(
        changelogOf(commits, {
          bots: [{ name: 'renovate[bot]', commits: [shaOf(0)] }],
          newcomers: known([{ name: 'Mei Tan', login: null, commits: [shaOf(1), shaOf(2)] }]),
          areas: known([{ path: 'services/cart/', files: 12 }]),
        }),
      ),
    );
    assert.deepEqual(view.bots, [{ name: 'renovate[bot]', rows: [0] }]);
    assert.deepEqual(view.newcomers, [{ name: 'Mei Tan', rows: [1, 2] }]);
    assert.deepEqual(view.areas, [{ path: 'services/cart/', files: 12 }]);
    assert.deepEqual(
      view.commits.map((commit) => commit.bot),
      ['renovate[bot]', null, null],
    );
    assert.deepEqual(
      view.commits.map((commit) => commit.firstTime),
      [false, false, true],
    );
  });

  it('finds the rows of commits', () => {
    const parts = new ChangelogParts(contentsOf(changelogOf([commitOf(0, { type: 'fix' }), commitOf(1)])));
    assert.deepEqual(parts.rows(new Set([shaOf(0)])), []);
    assert.equal([...parts.messages()].length, 1);
    assert.deepEqual(parts.rows(new Set([shaOf(0), shaOf(1), shaOf(99)])), [0, 1]);
    assert.deepEqual(parts.rows(new Set([shaOf(0)])), [1]);
  });
});

describe('a changelog that goes back', () => {
  const commits = [commitOf(0, { pull: 7 }), commitOf(1, { pull: 7, removed: true })];

  it('keeps apart what ships and what is taken out, without saying it on each row', () => {
    const view = whole(contentsOf(changelogOf(commits, going('diverged'))));
    assert.equal(view.title, 'What ships, and what is taken out');
    assert.deepEqual(texts(view), [
      ['features', ['change 0']],
      ['removed', ['change 1']],
    ]);
    assert.deepEqual(marksOf(view), [[], []]);
  });

  it('says of a rollback what it takes out', () => {
    const view = whole(contentsOf(changelogOf(commits.slice(1), going('rollback'))));
    assert.equal(view.title, 'What is taken out');
    assert.deepEqual(texts(view), [['features', ['change 1']]]);
  });
});

describe('what a failed release left to be deployed', () => {
  const alsoShips = failedRelease([commitOf(10), commitOf(11, { pull: 7, breaking: true })]);

  it('stands in a section of its own after what breaks something, and is not counted in the range', () => {
    const own = [commitOf(0, { breaking: true }), commitOf(1, { pull: 7 })];
    const view = whole(contentsOf(changelogOf(own), { alsoShips }));
    assert.deepEqual(texts(view), [
      ['breaking', ['change 0']],
      ['also-ships', ['change 11', 'change 10']],
      ['features', ['change 1']],
    ]);
    assert.equal(view.sections.at(1)?.title, 'Also ships: 2 commits of a release that failed');
    const [, section] = view.sections;
    assert.match(section?.note ?? '', /^Deployed is 8888888; the production branch says 1111111, /);
    assert.match(view.summary, /^2 of 2 commits/);
    assert.equal(view.count, 4);
    assert.deepEqual(marksOf(view), [[], ['from a failed release'], ['from a failed release'], []]);
  });

  it('is not said to ship when this release takes it out again', () => {
    const own = changelogOf([commitOf(10, { removed: true })], going('rollback'));
    const view = whole(contentsOf(own, { alsoShips }));
    assert.deepEqual(texts(view), [
      ['also-ships', ['change 11']],
      ['features', ['change 10']],
    ]);
  });

  it('is said to run already when a rollback failed and this release brings the commits back', () => {
    const failed = failedRelease([commitOf(0, { removed: true }), commitOf(12, { removed: true })]);
    const view = whole(contentsOf(changelogOf([commitOf(0)]), { alsoShips: failed }));
    assert.deepEqual(texts(view), [
      ['features', ['change 0']],
      ['also-removed', ['change 12']],
    ]);
    assert.match(view.notes.join(' '), /^1 of these commits run in production already/);
  });

  it('is said to be unknown when it is', () => {
    const view = whole(contentsOf(changelogOf([commitOf(0)]), { alsoShips: unknown('GitHub did not answer.') }));
    assert.match(view.notes.join(' '), /is not known: GitHub did not answer\./);
  });
});
