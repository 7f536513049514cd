import assert from 'node:assert/strict';
import { buildChangelog, changelogSteps } from '../../../src/core/changelog/changelog';
import { noFacts, type ChangelogFacts } from '../../../src/core/changelog/facts';
import type { Changelog } from '../../../src/core/changelog/model';
import type { RangeHistory } from '../../../src/core/history';
import { known } from '../../../src/core/known';
import { commit, range } from './historyBuilder';

/** The changelog, and how many slices it took. */
function drive(history: RangeHistory, facts: ChangelogFacts): readonly [Changelog, number] {
  const steps = changelogSteps(history, facts);
  for (let slices = 1; ; slices += 1) {
    const step = steps.next();
    if (step.done === true) return [step.value, slices];
  }
}

function historyOf(count: number, message: (place: number) => string): RangeHistory {
  return range(
    Array.from({ length: count }, (_, place) =>
      commit(
        String(place),
        message(place),
        place % 10 === 0 ? [String(place + 10), String(place + 1)] : [String(place + 1)],
        { authorEmail: `${String(place % 700)}@example.org` },
      ),
    ),
  );
}

describe('changelogSteps', () => {
  const messages = [
    'feat: x',
    'Merge pull request #1 from a/b',
    'fix: y (#2)',
    'Revert "feat: x"',
    'Work\n\nCloses #9',
  ];
  const history = historyOf(5_000, (place) => messages[place % 7] ?? `chore: ${String(place)}`);
  const files = Array.from({ length: 5_000 }, (_, place) => ({
    path: `packages/${String(place % 90)}/a`,
    status: 'added' as const,
    oldBlob: null,
    newBlob: null,
    isFile: true,
  }));
  const before = Array.from({ length: 5_000 }, (_, place) => ({ name: 'x', email: `${String(place)}@example.org` }));
  const facts: ChangelogFacts = {
    ...noFacts,
    files: known({ files, complete: true, notes: [] }),
    authorsBefore: known(before),
  };

  it('gives what the plain call gives, in many slices', () => {
    const [changelog, slices] = drive(history, facts);
    assert.deepEqual(changelog, buildChangelog(history, facts));
    assert.ok(slices > 50, String(slices));
  });
  it('divides what is long beside the commits', () => {
    const [, none] = drive(range([]), noFacts);
    const [, withFiles] = drive(range([]), { ...noFacts, files: facts.files });
    const [, withAuthors] = drive(range([]), { ...noFacts, authorsBefore: facts.authorsBefore });
    assert.equal(none, 1);
    assert.ok(withFiles >= 10, String(withFiles));
    assert.ok(withAuthors >= 5, String(withAuthors));
  });
  it('counts a long message for more', () => {
    const [, short] = drive(
      historyOf(200, () => 'x'),
      noFacts,
    );
    const [, long] = drive(
      historyOf(200, () => `x\n\n${'y '.repeat(20_000)}`),
      noFacts,
    );
    assert.ok(long >= short + 10, `${String(short)} ${String(long)}`);
  });
});
