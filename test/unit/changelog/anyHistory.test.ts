import assert from 'node:assert/strict';
import fc from 'fast-check';
import { buildChangelog, changelogSteps } from '../../../src/core/changelog/changelog';
import { noFacts, type ChangelogFacts } from '../../../src/core/changelog/facts';
import type { RawCommit } from '../../../src/core/history';
import { known } from '../../../src/core/known';
import { commit, range, shaOf } from './historyBuilder';

describe('buildChangelog: any history', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const name = fc.constantFrom(...names, 'base');
  const message = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom('feat: x', 'fix!: x (#1)', 'Revert "feat: x"', 'Reapply "feat: x"', 'Revert "fix!: x (#1)" (#2)'),
    fc.constantFrom('Merge pull request #1 from a/b\n\nfeat: x', "Merge branch 'x'"),
    name.map((target) => `Revert "it"\n\nThis reverts commit ${shaOf(target)}.`),
  );
  const history = fc.array(fc.record({ message, parents: fc.array(name, { maxLength: 3 }), removed: fc.boolean() }), {
    maxLength: names.length,
  });

  const answer = fc.option(fc.record({ number: fc.integer({ min: 1, max: 3 }), title: message }));
  const forge = fc.array(fc.tuple(name, answer), { maxLength: 4 }).map((answers): ChangelogFacts => ({
    ...noFacts,
    pullOf: new Map(answers.map(([target, pull]) => [shaOf(target), pull])),
    authorsBefore: known([]),
  }));

  const long = range(
    Array.from({ length: 3_000 }, (_, place) => commit(String(place), 'fix: x (#1)\n\nCloses #2', [String(place + 1)])),
  );

  it('has every commit exactly once, in the list and in the sections', () => {
    fc.assert(
      fc.property(history, fc.boolean(), forge, (entries, complete, facts) => {
        const raws = entries.map(({ message: text, parents, removed }, place) =>
          commit(names[place] ?? '', text, parents, { removed }),
        );
        const changelog = buildChangelog({ ...range(raws), complete }, facts);
        const shas = raws.map(({ sha }) => sha);
        assert.deepEqual(
          changelog.commits.map(({ sha }) => sha),
          shas,
        );
        assert.deepEqual(changelog.sections.flatMap(({ commits }) => commits).sort(), [...shas].sort());
        assert.ok(changelog.sections.every(({ commits }) => commits.length > 0));
        for (const { direct, directConfirmed, pull } of changelog.commits) {
          assert.ok(!direct || pull === null);
          assert.ok(!directConfirmed || direct);
        }
        assert.deepEqual(
          new Set(changelog.bots.flatMap(({ commits }) => commits)),
          new Set(changelog.commits.filter(({ bot }) => bot).map(({ sha }) => sha)),
        );
        const inPulls = changelog.pulls.flatMap(({ commits }) => commits);
        assert.equal(new Set(inPulls).size, inPulls.length);
      }),
      { numRuns: 500 },
    );
  });

  it('takes time linear in the number of commits', () => {
    const deep = (count: number): RawCommit[] =>
      Array.from({ length: count }, (_, place) =>
        commit(`n${String(place)}`, place % 2 === 0 ? 'Revert "feat: same (#1)" (#1)' : 'feat: same (#1)', [
          `n${String(place + 1)}`,
          `n${String(place + 2)}`,
        ]),
      );
    const time = (raws: readonly RawCommit[]): number => {
      let best = Infinity;
      for (let run = 0; run < 3; run += 1) {
        const start = process.cpuUsage();
        buildChangelog(range(raws));
        const used = process.cpuUsage(start);
        best = Math.min(best, used.user + used.system);
      }
      return best;
    };
    const short = deep(2_000);
    time(short);
    const ratio = time(deep(16_000)) / Math.max(time(short), 2_000);
    assert.ok(ratio < 30, ratio.toFixed(1));
  });

  it('comes out the same however the work is divided, and beside other work', () => {
    fc.assert(
      fc.property(history, forge, fc.integer({ min: 1, max: 3 }), (entries, facts, other) => {
        const given = range(
          entries.map(({ message: text, parents }, place) => commit(names[place] ?? '', text, parents)),
        );
        const steps = [changelogSteps(given, facts), changelogSteps(long, facts)] as const;
        let own = steps[0].next();
        for (let turn = 0; own.done !== true || turn < other; turn += 1) {
          steps[1].next();
          if (own.done !== true) own = steps[0].next();
        }
        assert.deepEqual(own.value, buildChangelog(given, facts));
      }),
      { numRuns: 50 },
    );
  });
});
