import assert from 'node:assert/strict';
import { buildChangelog } from '../../../src/core/changelog/changelog';
import type { RawCommit } from '../../../src/core/history';
import { commit, line, only, range, sectionOf, shaOf } from './historyBuilder';

describe('buildChangelog: reverts', () => {
  const reverting = (name: string): string => `\n\nThis reverts commit ${shaOf(name)}.`;

  it('pairs a revert with its target and shows both, breaking or not', () => {
    const changelog = line(['a', 'feat!: x'], ['b', `Revert "feat!: x"${reverting('a')}`]);
    assert.deepEqual(
      changelog.sections.map(({ id }) => id),
      ['reverted'],
    );
    assert.deepEqual(only(changelog, 'b').reverts, [shaOf('a')]);
    assert.equal(only(changelog, 'a').revertedBy, shaOf('b'));
    assert.equal(only(changelog, 'a').breaking, true);
  });
  it('leaves the feature when the revert is reverted', () => {
    for (const title of ['Revert "Revert "feat: x""', 'Reapply "feat: x"']) {
      for (const byName of [true, false]) {
        const changelog = line(
          ['a', 'feat: x'],
          ['b', `Revert "feat: x"${byName ? reverting('a') : ''}`],
          ['c', `${title}${byName ? reverting('b') : ''}`],
        );
        assert.equal(sectionOf(changelog, 'a'), 'features');
        assert.equal(only(changelog, 'a').revertedBy, null);
        assert.equal(only(changelog, 'b').revertedBy, shaOf('c'));
        assert.equal(sectionOf(changelog, 'c'), 'reverted');
      }
    }
  });
  it('takes the feature out again after a third', () => {
    const changelog = line(
      ['a', 'feat: x (#1)'],
      ['b', 'Revert "feat: x (#1)" (#2)'],
      ['c', 'Revert "Revert "feat: x (#1)" (#2)" (#3)'],
      ['d', 'Revert "Revert "Revert "feat: x (#1)" (#2)" (#3)" (#4)'],
    );
    assert.deepEqual(
      changelog.sections.map(({ id }) => id),
      ['reverted'],
    );
    assert.equal(only(changelog, 'a').revertedBy, shaOf('b'));
    assert.equal(only(changelog, 'c').revertedBy, shaOf('d'));
  });
  it('finds the target by a prefix that fits one commit only', () => {
    const target = commit('t', 'feat: x', ['base']);
    const twin = {
      ...commit('u', 'feat: y', ['t']),
      sha: `${shaOf('t').slice(0, 8)}${'0'.repeat(32)}` as RawCommit['sha'],
    };
    const revert = commit('r', `revert: something\n\nRefs: ${shaOf('t').slice(0, 7)}`, [twin.sha]);
    assert.equal(only(buildChangelog(range([revert, target])), 't').revertedBy, shaOf('r'));
    const ambiguous = buildChangelog(range([revert, twin, target]));
    assert.deepEqual(
      ambiguous.commits.map(({ revertedBy }) => revertedBy),
      [null, null, null],
    );
  });
  it('finds squash reverts by pull request, before the subject', () => {
    const changelog = line(
      ['a', 'chore: update dependencies (#1)'],
      ['b', 'chore: update dependencies (#2)'],
      ['c', 'Revert "chore: update dependencies (#1)" (#3)'],
    );
    assert.equal(only(changelog, 'a').revertedBy, shaOf('c'));
    assert.equal(only(changelog, 'b').revertedBy, null);
  });
  it('does not take a commit with another number for the target', () => {
    const changelog = line(['b', 'chore: update (#2)'], ['c', 'Revert "chore: update (#1)" (#3)']);
    assert.equal(only(changelog, 'b').revertedBy, null);
    assert.equal(sectionOf(changelog, 'c'), 'other');
  });
  it('takes the nearest older commit with the quoted subject, never a newer one', () => {
    const changelog = line(['a', 'feat: x'], ['b', 'feat: x'], ['c', 'Revert "feat: x"'], ['d', 'feat: x']);
    assert.deepEqual(
      ['a', 'b', 'd'].map((name) => only(changelog, name).revertedBy),
      [null, shaOf('c'), null],
    );
  });
  it('takes back with a merge all that it brought, and the merge of the revert with it', () => {
    const changelog = buildChangelog(
      range([
        commit('m2', 'Merge pull request #8 from o/revert-7\n\nfix: take the title back', ['m1', 'r']),
        commit('r', `Revert "feat: title"${reverting('m1')}`, ['m1']),
        commit('m1', 'Merge pull request #7 from a/b\n\nfeat: title', ['base', 'b2']),
        commit('b2', 'fix!: two', ['b1']),
        commit('b1', 'feat: one', ['base']),
      ]),
    );
    assert.deepEqual(
      changelog.sections.map(({ id }) => id),
      ['reverted'],
    );
    assert.deepEqual(only(changelog, 'r').reverts, [shaOf('m1'), shaOf('b2'), shaOf('b1')]);
    assert.equal(only(changelog, 'b1').revertedBy, shaOf('r'));
  });
  it('leaves a revert of something outside the range, or only partly in it, where it belongs', () => {
    const outside = line(['a', 'feat: x'], ['b', `Revert "feat: y"${reverting('elsewhere')}`]);
    assert.equal(sectionOf(outside, 'b'), 'other');
    assert.deepEqual(only(outside, 'b').reverts, [shaOf('elsewhere')]);
    const partly = line(['a', 'feat: x'], ['b', `revert: both\n\nRefs: ${shaOf('a')}, ${shaOf('elsewhere')}`]);
    assert.equal(sectionOf(partly, 'a'), 'reverted');
    assert.equal(sectionOf(partly, 'b'), 'other');
    const short = line(
      ['a', 'feat: x'],
      ['b', `revert: both\n\nRefs: ${shaOf('a')}, ${shaOf('elsewhere').slice(0, 9)}`],
    );
    assert.equal(sectionOf(short, 'b'), 'other');
  });
  it('does not pair across the sides of a diverged range', () => {
    const changelog = buildChangelog({
      ...range([commit('r', `Revert "x"${reverting('x')}`, ['base']), commit('x', 'x', ['base'], { removed: true })]),
      from: shaOf('x'),
      direction: 'diverged',
    });
    assert.equal(only(changelog, 'x').revertedBy, null);
  });
  it('cancels nothing for a body that quotes a revert', () => {
    const changelog = line(['a', 'feat: x'], ['b', `feat!: rewrite (#9)\n\n* Revert "feat: x"${reverting('a')}`]);
    assert.deepEqual(
      changelog.sections.map(({ id }) => id),
      ['breaking', 'features'],
    );
  });
  it('takes the revert back with what comes back, however either is worded', () => {
    for (const revert of ['Revert "feat: x (#1)" (#2)', 'Revert "feat: x" (#2)', 'revert: feat: x (#1) (#2)']) {
      for (const back of ['Reland "feat: x (#1)" (#3)', 'Reland "feat: x" (#3)', 'reland: feat: x (#1) (#3)']) {
        const changelog = line(['a', 'feat: x (#1)'], ['b', revert], ['c', back]);
        assert.equal(only(changelog, 'b').revertedBy, shaOf('c'), `${revert} ${back}`);
        assert.equal(sectionOf(changelog, 'a'), 'features', `${revert} ${back}`);
      }
    }
    const other = line(['a', 'feat: x (#1)'], ['b', 'Revert "feat: x (#1)" (#2)'], ['c', 'Reland "feat: x (#9)" (#3)']);
    assert.equal(only(other, 'b').revertedBy, null, 'another number');
    assert.equal(sectionOf(other, 'c'), 'other');
  });
  it('reads a subject behind a mark in brackets where git named the commit', () => {
    const reverting = (subject: string, body: string): string | undefined =>
      sectionOf(line(['a', 'feat: x'], ['b', `${subject}\n\n${body}`]), 'a');
    const named = `This reverts commit ${shaOf('a')}.`;
    assert.equal(reverting('[Fix 52791] Revert "feat: y"', named), 'reverted');
    assert.equal(reverting('[7-1] [ci] Revert "feat: x"', named), 'reverted');
    assert.equal(reverting('[Fix 52791] Revert "feat: x"', 'Because.'), 'features');
    assert.equal(reverting('[Fix 52791] Squashed', named), 'features');
  });
  it('leaves a change that comes back without its revert in this range where it belongs', () => {
    assert.equal(sectionOf(line(['a', 'feat: x'], ['b', 'Reland "feat: x"']), 'a'), 'features');
  });
  it('follows any number of reverts of reverts', () => {
    const titles = ['feat: x'];
    for (let depth = 1; depth < 8; depth += 1) {
      titles.push(`Revert "${titles.at(-1) ?? ''}"`);
      const changelog = line(...titles.map((title, place) => [String(place), title] as const));
      assert.equal(sectionOf(changelog, '0'), depth % 2 === 1 ? 'reverted' : 'features', String(depth));
    }
    const again = line(
      ['a', 'feat: x'],
      ['b', 'Revert "feat: x"'],
      ['c', 'Reapply "feat: x"'],
      ['d', 'Revert "Reapply "feat: x""'],
    );
    assert.equal(sectionOf(again, 'a'), 'reverted');
  });
});
