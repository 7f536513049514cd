import assert from 'node:assert/strict';
import { buildChangelog } from '../../../src/core/changelog/changelog';
import type { Direction, RawCommit } from '../../../src/core/history';
import { unknown } from '../../../src/core/known';
import { shownOf } from '../../../src/core/shown';
import type { ReleaseContents } from '../../../src/core/snapshot';
import { ChangelogParts } from '../../../src/views/panel/changelogView';
import type { ChangelogView } from '../../../src/views/panel/changelogViews';
import { CarriedViews } from '../../../src/views/panel/carriedViews';
import { pageState } from '../../../src/views/panel/pageState';
import { aRelease, repository, sha } from '../../builders';

function commit(digit: string, message: string, removed: boolean): RawCommit {
  return {
    sha: sha(digit),
    parents: [sha('0')],
    authorName: 'Ines Duarte',
    authorEmail: 'ines@acme.example',
    authorLogin: null,
    authoredAt: 1_000,
    message,
    removed,
  };
}

function contents(direction: Direction, commits: readonly RawCommit[]): ReleaseContents {
  const range = {
    from: sha('1'),
    to: sha('2'),
    direction,
    source: 'clone' as const,
    commits,
    complete: true,
    total: commits.length,
    notes: [],
  };
  return {
    range,
    changelog: buildChangelog(range),
    files: unknown('not read'),
    highlights: unknown('not read'),
    changes: null,
    alsoShips: null,
    revision: '',
  };
}

/** The changelog as the page has it when the last part has come. */
function changelogView(of: ReleaseContents): ChangelogView {
  const [head] = [...new ChangelogParts(of).messages()].filter((message) => message !== null);
  assert.equal(head?.type, 'changelog');
  return head.changelog;
}

const header = (of: ReleaseContents) => {
  const release = aRelease();
  const entry = { repository, snapshot: null, problem: null, refreshing: false };
  return pageState({
    entry,
    release,
    contents: { state: 'ready', contents: of },
    shown: shownOf(release),
    carried: new CarriedViews(null),
  }).header;
};

describe('a range that does not simply go forward', () => {
  const back = contents('rollback', [commit('a', 'feat: a', true), commit('b', 'fix: b', true)]);
  const both = contents('diverged', [commit('a', 'feat: a', false), commit('b', 'feat: b', true)]);

  it('says of a rollback what it takes out, and nowhere that it ships', () => {
    assert.equal(header(back)?.direction?.text, 'Rollback: takes 2 commits out of production');
    assert.equal(header(back)?.proposed.caption, 'would go back to');
    assert.equal(changelogView(back).title, 'What is taken out');
  });

  it('keeps apart what ships and what is taken out when the two ends diverged', () => {
    const view = changelogView(both);
    assert.equal(view.title, 'What ships, and what is taken out');
    assert.deepEqual(
      view.sections.map((section) => [section.title, section.rows.map((row) => view.commits[row]?.text)]),
      [
        ['Features', ['a']],
        ['Taken out of production', ['b']],
      ],
    );
  });
});
