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
  it('reads the merges of GitLab', () => {
    const merge = "Merge branch 'x' into 'main'";
    assert.deepEqual(pullOf(`${merge}\n\nfeat: title\n\nCloses #1\n\nSee merge request group/sub-group/project!12`), {
      number: 12,
      title: 'feat: title',
      kind: 'merge',
    });
    assert.deepEqual(pullOf(`${merge}\n\nSee merge request !12`), { number: 12, title: null, kind: 'merge' });
    assert.equal(parseCommitMessage(`${merge}\n\nfeat: title\n\nSee merge request a/b!12`).type, 'feat');
    for (const message of [
      merge,
      `${merge}\n\nas said: See merge request a/b!12`,
      'fix: x\n\nSee merge request a/b!1',
    ]) {
      assert.equal(pullOf(message), null, message);
    }
  });
  it('reads a number before a marker that skips continuous integration', () => {
    assert.deepEqual(pullOf('fix: a (#12) [skip ci]'), { number: 12, title: 'fix: a [skip ci]', kind: 'squash' });
    assert.deepEqual(pullOf('fix: a [CI skip] (#12)'), { number: 12, title: 'fix: a [CI skip]', kind: 'squash' });
    assert.equal(parseCommitMessage('fix: a (#12) [skip ci]').description, 'a [skip ci]');
    assert.equal(pullOf('fix: a (#12) [wip]'), null);
    assert.equal(pullOf('fix: a (#12)[skip ci]'), null);
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
  it('reads what comes back as the revert of its revert', () => {
    const back = { shas: [], pull: null, subject: 'Revert "feat: x"' };
    for (const subject of [
      ...['Reland "feat: x"', 'Reland: feat: x', 'Re-land "feat: x" (#9)', 'Reapply "feat: x"', 're-apply: feat: x'],
      ...['reland: "feat: x"', 'reland(core): feat: x (#9)', 'fix: Reland "feat: x"', 'chore: reland “feat: x” (#9)'],
    ]) {
      assert.deepEqual(revertOf(subject), back, subject);
    }
    assert.deepEqual(revertOf(`Reland the change\n\nThis reverts commit ${sha}.`), {
      ...back,
      shas: [sha],
      subject: null,
    });
    for (const subject of ['Reland the change', 'fix: reland handling', 'Relander: x', 'Reland ""']) {
      assert.equal(revertOf(subject), null, subject);
    }
    const origin = `Reland "feat: x"\n\nThis is a reland of commit ${sha}`;
    assert.deepEqual(revertOf(origin), back, 'the commit that comes back is not taken back');
  });
  it('reads other wordings of a revert', () => {
    for (const subject of [
      'Revert "feat: x".',
      'Revert " feat: x"',
      'fix: revert, "feat: x" (#2)',
      'Revert: feat: x',
    ]) {
      assert.deepEqual(revertOf(subject), { shas: [], pull: null, subject: 'feat: x' }, subject);
    }
    assert.deepEqual(revertOf('fix: revert keep it in dir (#1) (#2)'), {
      shas: [],
      pull: 1,
      subject: 'keep it in dir (#1)',
    });
    assert.deepEqual(revertOf('fix: revert `a` change (#1) (#2)'), { shas: [], pull: 1, subject: '`a` change (#1)' });
    assert.deepEqual(revertOf('chore: revert o/r#1 (#2)'), { shas: [], pull: 1, subject: 'o/r#1' });
  });
  it('believes a body that begins with a revert when the subject speaks of one', () => {
    const names = { shas: [sha], pull: null, subject: null };
    const git = `This reverts commit ${sha}.`;
    for (const message of [
      `fix: revert the new parser\n\n${git}`,
      `build: revert bump\n\nRevert "build: bump (#1)"\n\n${git}`,
      `fix: revert it (#2)\n\n* Revert "x"\n\n${git}\n\n* fix lint`,
    ]) {
      assert.deepEqual(revertOf(message), names, message);
    }
    for (const message of [
      `fix: revert the new parser\n\nIt was slow.\n\n${git}`,
      `fix: parser\n\n${git}`,
      `fix: reverted-list\n\nNothing`,
    ]) {
      assert.equal(revertOf(message), null, message);
    }
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
    assert.equal(revertOf('Revert "x" in the parser'), null);
    assert.deepEqual(revertOf(`Revert "x" in the parser\n\nThis reverts commit ${sha}.`), {
      shas: [sha],
      pull: null,
      subject: null,
    });
    assert.deepEqual(revertOf(`Revert some of it\n\nThis partially reverts commit ${sha}.`), {
      shas: [],
      pull: null,
      subject: 'some of it',
    });
  });
});
