import assert from 'node:assert/strict';
import fc from 'fast-check';
import { countRows, entriesOf } from '../../../media/panel/changelog/entries';
import { buildChangelog } from '../../../src/core/changelog/changelog';
import type { Changelog } from '../../../src/core/changelog/model';
import { Pace, runToEnd } from '../../../src/core/changelog/pace';
import { writtenSteps } from '../../../src/core/changelog/writtenParts';
import { known, unknown } from '../../../src/core/known';
import { ChangelogParts } from '../../../src/views/panel/changelogView';
import { withFailed } from './carriedStory';
import { commit, range, shaOf } from './historyBuilder';

/** How many rows the page has under each of its headings, by pull request. */
function onPage(changelog: Changelog, failed: Changelog): readonly number[] {
  const deployed = {
    id: '1',
    sha: failed.range.from,
    environment: 'production',
    createdAt: 0,
    creator: null,
    state: 'success' as const,
    stateAt: null,
    url: null,
  };
  const parts = new ChangelogParts({
    range: range([]),
    changelog,
    files: unknown('not read'),
    highlights: unknown('not read'),
    changes: null,
    alsoShips: known({ changelog: failed, deployed }),
    revision: '',
  });
  for (const message of parts.messages()) {
    if (message?.type !== 'changelog') continue;
    return entriesOf(message.changelog, 'pull', null).map(({ entries }) => countRows(entries));
  }
  return [];
}

const types = ['feat', 'fix', 'chore', 'feat!', 'hotfix'];

/** One commit has one message, whichever changelog it is in. */
function messageOf(name: number): string {
  const pull = name % 3 === 0 ? '' : ` (#${(name % 7) + 1})`;
  return `${types[name % types.length] ?? ''}: change ${name}${pull}`;
}

const drawn = fc.record({ name: fc.integer({ min: 0, max: 30 }), removed: fc.boolean() });
const some = fc.uniqueArray(drawn, { selector: ({ name }) => name, maxLength: 20 });

function built(commits: readonly { readonly name: number; readonly removed: boolean }[]): Changelog {
  const raws = commits.map(({ name, removed }) => commit(String(name), messageOf(name), ['base'], { removed }));
  return buildChangelog({ ...range(raws), from: shaOf('older'), direction: 'diverged' });
}

describe('the headings of the Markdown', () => {
  it('count what the page counts, in the same order', () => {
    fc.assert(
      fc.property(some, some, fc.boolean(), (own, also, isDiverged) => {
        const changelog = built(isDiverged ? own : own.map((each) => ({ ...each, removed: false })));
        const failed = built(also);
        const { parts } = runToEnd(writtenSteps(withFailed(changelog, failed), new Pace()));
        assert.deepEqual(
          parts.map(({ entries }) => entries.length),
          onPage(changelog, failed),
        );
      }),
      { numRuns: 300 },
    );
  });
});
