import assert from 'node:assert/strict';
import { firstMarks, marksOf } from '../../media/panel/changelog/marks';
import { scopesBeside, typePrefix } from '../../media/panel/changelog/subject';
import type { ChangelogView, CommitView } from '../../src/views/panel/changelogViews';
import type { Phrase } from '../../src/views/panel/protocol';
import { changelogOf, directMark } from './changelogs';

const changelog = changelogOf(5);
const takenOut: Phrase = { text: 'taken out', tone: 'warn' };
const marked = (...marks: readonly (readonly Phrase[])[]): ChangelogView => ({
  ...changelog,
  commits: changelog.commits.slice(0, marks.length).map((commit, at) => ({ ...commit, marks: marks[at] ?? [] })),
});
const commitWith = (change: Partial<CommitView>): CommitView => {
  const [commit] = changelog.commits;
  assert.ok(commit !== undefined);
  return { ...commit, ...change };
};

describe('the marks of the changelog', () => {
  it('are told apart on a row: those of all its commits, and those of some', () => {
    const { commits } = marked([directMark, takenOut], [takenOut], [takenOut]);
    const { shared, some } = marksOf(commits);
    assert.deepEqual([shared, some], [[takenOut], [directMark]]);
  });

  it('of first contributions name who made them', () => {
    const [commit] = changelog.commits;
    assert.ok(commit !== undefined);
    assert.deepEqual(firstMarks([commit]), []);
    assert.deepEqual(firstMarks([{ ...commit, author: 'Mei Tan', firstTime: true }, commit]), [
      { text: 'first contribution', tone: 'info', title: 'First contribution of Mei Tan' },
    ]);
  });
});

describe('the subject of a row', () => {
  it('begins with the type only when no icon or section tells it', () => {
    assert.equal(typePrefix(commitWith({ type: 'HotFix' })), 'HotFix: ');
    for (const type of ['', 'feat', 'Revert']) assert.equal(typePrefix(commitWith({ type })), '');
  });

  it('is not followed by the scopes that it names itself', () => {
    const commits = [commitWith({ scope: 'Checkout' }), commitWith({ scope: 'web/search' }), commitWith({ scope: '' })];
    assert.deepEqual(scopesBeside('feat(checkout): limits', commits), ['web/search']);
    assert.deepEqual(scopesBeside('fix(checkout, web/search)!: limits', commits), []);
    assert.deepEqual(scopesBeside('Checkout limits (checkout): all', commits), ['Checkout', 'web/search']);
  });
});
