import assert from 'node:assert/strict';
import { parseCommitMessage } from '../../../src/core/changelog/commitMessage';

const sha = 'a'.repeat(40);

describe('parseCommitMessage: pull requests', () => {
  const pullOf = (message: string): unknown => parseCommitMessage(message).pull;

  it('reads the number at the end of a squash subject, of several the last', () => {
    assert.deepEqual(pullOf('fix: a (#12)'), { number: 12, title: 'fix: a', kind: 'squash' });
    assert.deepEqual(pullOf('fix: a (#1) (#2)'), { number: 2, title: 'fix: a (#1)', kind: 'squash' });
    assert.equal(parseCommitMessage('fix(x): a (#12) ').description, 'a');
    assert.equal(parseCommitMessage('Add a (#12)').description, 'Add a');
  });
  it('reads nothing elsewhere', () => {
    for (const subject of ['fix #12', 'fix (#12) more', 'Revert "a (#1)"', 'a (#0)', 'a (#1x)', 'a (o/r#1)', '(#']) {
      assert.equal(pullOf(subject), null, subject);
    }
  });
  it('reads the merge subjects of GitHub, Bitbucket and bors', () => {
    const merge = { number: 12, title: 'feat: title', kind: 'merge' };
    assert.deepEqual(pullOf('Merge pull request #12 from a/b\n\nfeat: title\n\nmore'), merge);
    assert.deepEqual(pullOf('Merged in feature/x (pull request #12)\n\nfeat: title\n\nApproved-by: A'), merge);
    assert.deepEqual(pullOf('Pull request #12: feat: title\n\nMerge in P/r from x to main'), merge);
    assert.deepEqual(pullOf('Auto merge of #12 - a:b, r=c\n\nfeat: title'), merge);
    assert.deepEqual(pullOf('Merge pull request #12 from a/b'), { ...merge, title: null });
    assert.equal(pullOf('Merge pull request #12th of them'), null);
  });
});

describe('parseCommitMessage: reverts', () => {
  const revertOf = (message: string): unknown => parseCommitMessage(message).revert;

  it("reads git's own words", () => {
    assert.deepEqual(revertOf(`Revert "feat: x"\n\nThis reverts commit ${sha}.`), {
      shas: [sha],
      pull: null,
      subject: 'feat: x',
    });
    assert.deepEqual(
      revertOf(`Revert "Merge x"\n\nThis reverts commit ${sha}, reversing\nchanges made to ${'b'.repeat(40)}.`),
      { shas: [sha], pull: null, subject: 'Merge x' },
    );
    assert.deepEqual(revertOf('Revert "Revert "x""'), { shas: [], pull: null, subject: 'Revert "x"' });
    assert.deepEqual(revertOf('Reapply "x"'), { shas: [], pull: null, subject: 'Revert "x"' });
  });
  it('tells its own pull request from the one it takes back', () => {
    assert.deepEqual(revertOf('Revert "feat: x (#1)" (#2)'), { shas: [], pull: 1, subject: 'feat: x (#1)' });
    assert.deepEqual(revertOf('revert: feat: x (#1) (#2)'), { shas: [], pull: 1, subject: 'feat: x (#1)' });
    assert.deepEqual(revertOf('fix: revert "feat: x (#1)" (#2)'), { shas: [], pull: 1, subject: 'feat: x (#1)' });
    assert.deepEqual(revertOf('Revert "feat: x" (#2)\n\nReverts o/r#1'), { shas: [], pull: 1, subject: 'feat: x' });
    assert.deepEqual(revertOf('Revert "feat: x" (#2)'), { shas: [], pull: null, subject: 'feat: x' });
  });
  it('reads lists of commits', () => {
    assert.deepEqual(
      parseCommitMessage('Revert two\n\nThis reverts commits ABCDEF1, 1234567 and 89abcde.').revert?.shas,
      ['abcdef1', '1234567', '89abcde'],
    );
  });
  it('is no revert when only the body says so, or the word means something else', () => {
    for (const message of [
      `feat!: new parser (#9)\n\n* Revert "old"\n\nThis reverts commit ${sha}.`,
      `feat: revert button for the editor\n\nThis reverts commit ${sha}.`,
      'Reverting',
      'Reapply the change',
      'reverting-tool: add it',
    ]) {
      assert.equal(revertOf(message), null, message);
    }
  });
  it('does not take a part for the whole', () => {
    assert.deepEqual(revertOf('Revert "x" in the parser'), { shas: [], pull: null, subject: null });
    assert.deepEqual(revertOf(`Revert some of it\n\nThis partially reverts commit ${sha}.`), {
      shas: [],
      pull: null,
      subject: 'some of it',
    });
  });
});
