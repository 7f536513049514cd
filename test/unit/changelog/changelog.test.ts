import assert from 'node:assert/strict';
import { buildChangelog } from '../../../src/core/changelog/changelog';
import type { ChangelogFacts } from '../../../src/core/changelog/facts';
import type { RawCommit } from '../../../src/core/history';
import { commit, line, only, range, sectionOf, shaOf, titled } from './historyBuilder';

describe('buildChangelog: sections', () => {
  it('puts the commits into sections in reading order, none of them empty', () => {
    const changelog = line(
      ['a', 'chore: a'],
      ['b', 'Just do it'],
      ['c', 'wip: unknown type'],
      ['d', 'perf: d'],
      ['e', 'fix: e'],
      ['f', 'feat: f'],
      ['g', 'docs!: g'],
      ['h', 'feat: h'],
      ['i', 'Revert "feat: h"'],
    );
    assert.deepEqual(
      changelog.sections.map(({ id, commits }) => [id, commits]),
      [
        ['breaking', [shaOf('g')]],
        ['features', [shaOf('f')]],
        ['fixes', [shaOf('e')]],
        ['performance', [shaOf('d')]],
        ['other', [shaOf('c'), shaOf('b')]],
        ['maintenance', [shaOf('a')]],
        ['reverted', [shaOf('i'), shaOf('h')]],
      ],
    );
  });
  it('keeps maintenance types apart from unknown ones', () => {
    for (const type of ['chore', 'ci', 'build', 'test', 'docs', 'style', 'refactor']) {
      assert.equal(sectionOf(line(['a', `${type}: a`]), 'a'), 'maintenance');
    }
    assert.equal(sectionOf(line(['a', 'feet: a']), 'a'), 'other');
    assert.equal(sectionOf(line(['a', '']), 'a'), 'other');
  });
});

describe('buildChangelog: pull requests', () => {
  const merged = [
    commit('m', 'Merge pull request #7 from a/b\n\nfeat: title', ['main1', 'b2']),
    commit('b2', 'fix: second (#3)', ['b1']),
    commit('main1', 'fix: straight to main', ['base']),
    commit('b1', 'feat: first', ['base']),
  ];

  it('gives a merge and what became reachable with it the number of its pull request', () => {
    const changelog = buildChangelog(range(merged));
    assert.deepEqual(changelog.pulls, [
      { number: 7, title: 'feat: title', commits: [shaOf('m'), shaOf('b2'), shaOf('b1')] },
    ]);
    assert.equal(only(changelog, 'm').merge, true);
    assert.equal(only(changelog, 'm').description, 'title');
    assert.equal(sectionOf(changelog, 'm'), 'features');
    assert.equal(only(changelog, 'b2').description, 'second (#3)', 'a number that is not the pull request stays');
  });
  it('flags what reached the main line without a pull request, and only that', () => {
    const changelog = buildChangelog(range(merged));
    assert.deepEqual(
      changelog.commits.filter(({ direct }) => direct).map(({ sha }) => sha),
      [shaOf('main1')],
    );
  });
  it('claims neither when parents or commits are missing', () => {
    const orphans = merged.map((raw): RawCommit => ({ ...raw, parents: [] }));
    for (const changelog of [
      buildChangelog(range(orphans)),
      buildChangelog({ ...range(merged), complete: false, total: 9 }),
    ]) {
      assert.equal(
        changelog.commits.some(({ direct }) => direct),
        false,
      );
      assert.equal(only(changelog, 'b1').pull, null);
      assert.equal(only(changelog, 'b2').pull, 3);
      assert.equal(only(changelog, 'm').pull, 7);
    }
  });
  it('leaves the main line out when a branch has merged it in between', () => {
    const changelog = buildChangelog(
      range([
        commit('m', 'Merge pull request #7 from a/b', ['main2', 'sync']),
        commit('sync', "Merge branch 'main' into b", ['b1', 'main2']),
        commit('main2', 'fix: main (#6)', ['base']),
        commit('b1', 'feat: first', ['base']),
      ]),
    );
    assert.equal(only(changelog, 'main2').pull, 6);
    assert.equal(only(changelog, 'sync').pull, 7);
    assert.equal(only(changelog, 'b1').pull, 7);
    assert.equal(
      sectionOf(changelog, 'm'),
      'features',
      'a merge without a typed title goes where its foremost commit is',
    );
  });
  it('gives a pull request merged inside another one to the outer, which brought it onto the branch', () => {
    const changelog = buildChangelog(
      range([
        commit('outer', 'Merge pull request #9 from a/next\n\nNext', ['base', 'inner']),
        commit('inner', 'Merge pull request #7 from a/b\n\nfeat: title', ['n1', 'b1']),
        commit('b1', 'feat: first', ['n1']),
        commit('n1', 'feat: squashed (#5)', ['base']),
      ]),
    );
    assert.deepEqual(
      changelog.commits.map(({ pull }) => pull),
      [9, 9, 9, 9],
    );
  });
  it('finds the pull requests on the other side of a merge that a pull has turned round', () => {
    const changelog = buildChangelog(
      range([
        commit('swap', "Merge branch 'main' of example.org:o/r", ['local', 'm']),
        commit('m', 'Merge pull request #7 from a/b', ['base', 'b1']),
        commit('b1', 'feat: first', ['base']),
        commit('local', 'fix: local', ['base']),
      ]),
    );
    assert.equal(only(changelog, 'b1').pull, 7);
    assert.equal(only(changelog, 'local').direct, true);
    assert.equal(only(changelog, 'swap').direct, false);
  });
  it('takes titles that the forge knows, also for the type and the `!` of a merge', () => {
    const changelog = buildChangelog(range(merged), titled([7, 'perf!: told']));
    assert.equal(changelog.pulls[0]?.title, 'perf!: told');
    assert.equal(only(changelog, 'm').breaking, true);
    assert.equal(sectionOf(changelog, 'm'), 'breaking');
    const titles = titled([7, 'perf: told']);
    const renamed = buildChangelog(
      range([commit('m', 'Title (#7)', ['base', 'b']), commit('b', 'b', ['base'])]),
      titles,
    );
    assert.equal(only(renamed, 'm').description, 'told', 'a merge that has the title of its pull request as subject');
    assert.equal(only(buildChangelog(range([commit('s', 'Title (#7)', ['base'])]), titles), 's').description, 'Title');
  });
  it('reads a merge of a pull request by its title, however many parents it has', () => {
    const subject = 'Merge pull request #7 from a/b';
    const read = (message: string, parents: readonly string[], facts?: ChangelogFacts): unknown[] => {
      const changelog = buildChangelog(
        range([
          commit('m', message, parents),
          commit('b1', 'Some work', ['base']),
          commit('main1', 'chore: main (#6)', ['base']),
        ]),
        facts,
      );
      const { type, scope, prefix, description, breaking, pull } = only(changelog, 'm');
      return [type, scope, prefix, description, breaking, pull, sectionOf(changelog, 'm')];
    };
    for (const parents of [['main1', 'b1'], ['main1'], []]) {
      const feat = ['feat', null, 'feat: ', 'cover the page', false, 7, 'features'];
      assert.deepEqual(read(`${subject}\n\nfeat: cover the page\n\nMore.`, parents), feat);
      assert.deepEqual(read(`${subject}\r\n\r\nfeat: cover the page\r\n`, parents), feat);
      assert.deepEqual(read(`${subject}\n\nfeat: cover the page (#7)`, parents), feat);
      assert.deepEqual(read(`${subject}\n\nfix(ui)!: cover the p…\n\n…age`, parents), [
        ...['fix', 'ui', 'fix(ui)!: ', 'cover the page', true, 7, 'breaking'],
      ]);
      assert.deepEqual(read(`${subject}\n\nCover (#6)`, parents), [
        ...[null, null, '', 'Cover (#6)', false, 7, 'other'],
      ]);
      assert.deepEqual(read(`${subject}\n\n(#7)`, parents), [null, null, '', '(#7)', false, 7, 'other']);
      for (const empty of [subject, `${subject}\r\n\r\n`]) {
        assert.deepEqual(read(empty, parents), [null, null, '', subject, false, 7, 'other']);
        assert.deepEqual(read(empty, parents, titled([7, 'feat: cover the page'])), feat);
      }
      assert.deepEqual(read(`${subject}\n\nfeat: x`, parents, titled([7, 'Retitled'])), [
        ...[null, null, '', 'Retitled', false, 7, 'other'],
      ]);
    }
  });
  it('does not take the title of a merge for a revert of its own', () => {
    const message = 'Merge pull request #7 from a/b\n\nrevert: fix: main (#6)';
    const changelog = line(['main1', 'fix: main (#6)'], ['m', message]);
    assert.equal(only(changelog, 'm').type, 'revert');
    assert.equal(only(changelog, 'main1').revertedBy, null);
  });
  it('says of merges of private security-advisory forks that they have no pull request', () => {
    const subject = 'Merge commit from fork';
    const noteOf = (...raws: readonly RawCommit[]): readonly string[] => buildChangelog(range(raws)).notes;
    const merge = commit('m', `${subject}\n\nfix: leak`, ['s', 'b']);
    const squash = commit('s', `${subject}\r\n`, ['p']);
    const branch = commit('b', 'fix: leak', ['base']);
    const direct = commit('p', `${subject} and more`, ['base']);
    const changelog = buildChangelog(range([merge, squash, branch, direct]));
    assert.deepEqual(changelog.notes, ['2 merges of private security-advisory forks have no pull request.']);
    assert.deepEqual(
      changelog.commits.map(({ direct: isDirect }) => isDirect),
      [false, false, false, true],
    );
    assert.deepEqual(noteOf(squash, direct), ['1 merge of a private security-advisory fork has no pull request.']);
    assert.deepEqual(noteOf(direct), []);
    const outer = commit('o', 'Merge pull request #7 from a/b', ['base', 's']);
    assert.deepEqual(noteOf(outer, squash, direct), [], 'it came with a pull request');
    assert.deepEqual(buildChangelog({ ...range([squash, direct]), complete: false, total: 9 }).notes, []);
  });
  it('titles a squash by its subject', () => {
    assert.deepEqual(line(['a', 'feat: a (#4)']).pulls, [{ number: 4, title: 'feat: a', commits: [shaOf('a')] }]);
  });
  it('walks a rollback and both sides of a diverged range', () => {
    const removed = commit('old', 'fix: old', ['base'], { removed: true });
    const back = buildChangelog({ ...range([removed]), from: shaOf('old'), to: shaOf('base'), direction: 'rollback' });
    assert.equal(only(back, 'old').direct, true);
    assert.equal(only(back, 'old').removed, true);
    const both = buildChangelog({
      ...range([commit('new', 'fix: new', ['base']), removed]),
      from: shaOf('old'),
      direction: 'diverged',
    });
    assert.deepEqual(
      both.commits.map(({ direct }) => direct),
      [true, true],
    );
  });
});

describe('buildChangelog: people, counts and notes', () => {
  it('counts authors and co-authors once, by address without regard to case', () => {
    const changelog = buildChangelog(
      range([
        commit('a', 'a\n\nCo-authored-by: Bo <bo@example.org>\nCo-authored-by: Al <AL@example.org>', ['b'], {
          authorName: 'Al',
          authorEmail: 'al@example.org',
        }),
        commit('b', 'b', ['base'], { authorName: 'Nameless', authorEmail: '' }),
      ]),
    );
    assert.equal(changelog.people, 3);
    assert.deepEqual(only(changelog, 'a').coAuthors, [{ name: 'Bo', email: 'bo@example.org', login: null }]);
  });
  it('copies range, source and notes, and drops a commit that comes twice', () => {
    const raw = commit('a', 'a', ['base']);
    const given = { ...range([commit('b', 'Revert "a"', ['a']), raw, raw]), total: 2, notes: ['A note.'] };
    const changelog = buildChangelog(given);
    assert.deepEqual(
      changelog.commits.map(({ sha }) => sha),
      [shaOf('b'), shaOf('a')],
    );
    const named = commit('b', `Revert it\n\nThis reverts commit ${shaOf('a')}.`, ['a']);
    assert.equal(only(buildChangelog(range([named, raw, raw])), 'a').revertedBy, shaOf('b'));
    assert.equal(changelog.complete, true);
    assert.deepEqual(changelog.notes, ['A note.']);
    assert.deepEqual(changelog.range, { from: given.from, to: given.to, direction: 'forward' });
  });
  it('is not complete when the count contradicts', () => {
    const changelog = buildChangelog({ ...range([commit('a', 'a', ['base'])]), total: 3 });
    assert.equal(changelog.complete, false);
    assert.deepEqual(changelog.notes, ['The range has 3 commits, but 1 were read.']);
  });
});
