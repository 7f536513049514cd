import assert from 'node:assert/strict';
import { commonMarks, marksOf } from '../../media/panel/changelog/marks';
import { scopesBeside, typePrefix } from '../../media/panel/changelog/subject';
import type { ChangelogView, CommitView, Phrase } from '../../src/views/panel/protocol';
import { changelogOf, directMark } from './changelogs';

const changelog = changelogOf(5);
const takenOut: Phrase = { text: 'taken out', tone: 'warn' };
const marked = (...marks: readonly (readonly Phrase[])[]): ChangelogView => ({
  ...changelog,
  commits: changelog.commits.slice(0, marks.length).map((commit, at) => ({ ...commit, marks: marks[at] ?? [] })),
});
const said = (view: ChangelogView): readonly string[] =>
  commonMarks(view).map(({ mark, count }) => `${String(count)} ${mark.text}`);
const commitWith = (change: Partial<CommitView>): CommitView => {
  const [commit] = changelog.commits;
  assert.ok(commit !== undefined);
  return { ...commit, ...change };
};

describe('the marks of the changelog', () => {
  it('are told apart on a row: those of all its commits, and those of some', () => {
    const { commits } = marked([directMark, takenOut], [takenOut], [takenOut]);
    const { shared, some } = marksOf(commits, new Set());
    assert.deepEqual([shared, some], [[takenOut], [directMark]]);
  });

  it('are left out of rows when they are said elsewhere', () => {
    const { commits } = marked([directMark, takenOut], [takenOut]);
    assert.deepEqual(marksOf(commits, new Set([takenOut.text])), { shared: [], some: [directMark] });
  });

  it('are said once when every commit has them', () => {
    assert.deepEqual(said(marked([takenOut], [takenOut])), ['2 taken out']);
    assert.deepEqual(said(marked([takenOut])), [], 'a single row is where it is read');
  });

  it('are said once when most commits came without a pull request, and only then', () => {
    assert.deepEqual(said(marked([directMark], [directMark], [])), ['2 without a pull request']);
    assert.deepEqual(said(marked([directMark], [directMark], [], [])), []);
  });

  it('stay on their rows when most commits, but not all, are taken out', () => {
    assert.deepEqual(said(marked([takenOut], [takenOut], [])), []);
  });
});

describe('the subject of a row', () => {
  it('begins with the type only when no icon or section tells it', () => {
    assert.equal(typePrefix(commitWith({ type: 'hotfix' })), 'hotfix: ');
    for (const type of ['', 'feat', 'revert']) assert.equal(typePrefix(commitWith({ type })), '');
  });

  it('is not followed by the scopes that it names itself', () => {
    const commits = [commitWith({ scope: 'Checkout' }), commitWith({ scope: 'web/search' }), commitWith({ scope: '' })];
    assert.deepEqual(scopesBeside('feat(checkout): limits', commits), ['web/search']);
    assert.deepEqual(scopesBeside('fix(checkout, web/search)!: limits', commits), []);
    assert.deepEqual(scopesBeside('Checkout limits (checkout): all', commits), ['Checkout', 'web/search']);
  });
});
