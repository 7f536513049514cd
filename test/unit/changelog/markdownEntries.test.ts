import assert from 'node:assert/strict';
import { buildChangelog } from '../../../src/core/changelog/changelog';
import { changelogMarkdown, markdownSteps } from '../../../src/core/changelog/markdown';
import { runToEnd } from '../../../src/core/changelog/pace';
import type { RangeHistory } from '../../../src/core/history';
import { unknown } from '../../../src/core/known';
import { shortSha } from '../../../src/core/sha';
import { withFailed } from './carriedStory';
import { commit, range, shaOf } from './historyBuilder';

const links = {
  commitUrl: (sha: string): string => `https://github.com/o/r/commit/${sha}`,
  pullUrl: (number: number): string => `https://github.com/o/r/pull/${String(number)}`,
};

function write(history: RangeHistory): string {
  return changelogMarkdown(buildChangelog(history), links);
}

function commitLink(name: string): string {
  return `[\`${shortSha(shaOf(name))}\`](${links.commitUrl(shaOf(name))})`;
}

describe('changelogMarkdown: pull requests', () => {
  it('puts the commits of a pull request under its title', () => {
    const text = write(
      range([
        commit('m', 'Merge pull request #7 from a/b\n\nfeat: title', ['base', 'b2']),
        commit('b2', 'feat: two', ['b1']),
        commit('b1', 'feat: one', ['base']),
      ]),
    );
    assert.ok(
      text.includes(
        `- title (${commitLink('m')}, [#7](https://github.com/o/r/pull/7)) by Ada\n` +
          `  - two (${commitLink('b2')})\n  - one (${commitLink('b1')})\n`,
      ),
    );
  });

  it('lists a pull request once, in full, in the foremost section that has one of its commits', () => {
    const text = write(
      range([
        commit('m', 'Merge pull request #7 from a/b\n\nCover it', ['x', 'b3']),
        commit('b3', 'docs(cover): three', ['b2']),
        commit('b2', 'fix!: two\n\nBREAKING CHANGE: no way back', ['b1']),
        commit('b1', 'feat: one', ['base']),
        commit('x', 'feat: x (#6)', ['base']),
      ]),
    );
    const pull = `- Cover it (${commitLink('m')}, [#7](https://github.com/o/r/pull/7)) by Ada`;
    assert.ok(
      text.endsWith(
        `### Breaking changes (1)\n\n${pull}\n` +
          `  - docs(cover): three (${commitLink('b3')})\n` +
          `  - two (${commitLink('b2')}); breaking\n    - Breaking: no way back\n` +
          `  - feat: one (${commitLink('b1')})\n\n` +
          `### Features (1)\n\n- x (${commitLink('x')}, [#6](${links.pullUrl(6)})) by Ada\n`,
      ),
      text,
    );
    assert.equal(text.match(/^###/gm)?.length, 2);
  });

  it('names everybody who wrote a pull request, but not who merged it', () => {
    const text = write(
      range([
        commit('m', 'Merge pull request #7 from a/b\n\nfeat(cart): limits', ['base', 'b3'], { authorName: 'Mo' }),
        commit('b3', 'feat(cart): limits', ['b2'], { authorName: 'Bo' }),
        commit('b2', 'fix: typo\n\nCo-authored-by: Cy <cy@example.org>', ['b1']),
        commit('b1', 'wip', ['base']),
      ]),
    );
    assert.ok(
      text.includes(
        `- **cart:** limits (${commitLink('b3')}, ${commitLink('m')}, [#7](${links.pullUrl(7)})) by Bo, Ada, Cy\n` +
          `  - fix: typo (${commitLink('b2')}) by Ada, Cy\n  - wip (${commitLink('b1')}) by Ada\n`,
      ),
      text,
    );
  });

  it('writes one commit and its merge in one line', () => {
    const text = write(
      range([
        commit('m', 'Merge pull request #7 from a/b\n\nfix(api)!: limits', ['base', 'b'], { authorName: 'Mo' }),
        commit('b', 'wip\n\nCloses #3', ['base']),
      ]),
    );
    assert.match(
      text,
      /### Breaking changes \(1\)\n\n- \*\*api:\*\* limits \(\S+, \S+, \S+\) by Ada; breaking; closes \\#&#8203;3\n$/,
    );
  });

  it('takes the first commit of a pull request for its title where the merge has none', () => {
    const changelog = buildChangelog(
      range([
        commit('m', 'Merge pull request #7 from a/hm-zll', ['base', 'b2']),
        commit('s', "Merge branch 'main' into hm-zll", ['b2', 'base']),
        commit('b2', 'Fix typo', ['b1']),
        commit('b1', 'Add limits', ['base']),
      ]),
    );
    assert.equal(changelog.pulls[0]?.title, 'Add limits');
  });
});

describe('changelogMarkdown: the parts of a release', () => {
  it('lists what a release that failed left to be deployed apart, behind what breaks something', () => {
    const own = buildChangelog(
      range([commit('b', 'feat!: b', ['a']), commit('a', 'fix: a (#4)', ['base']), commit('both', 'x', ['base'])]),
    );
    const failed = buildChangelog({
      ...range([
        commit('lost', 'feat: lost (#4)', ['older']),
        commit('back', 'fix: back', ['older'], { removed: true }),
        commit('both', 'x', ['older'], { removed: true }),
      ]),
      from: shaOf('older'),
      to: shaOf('base'),
      direction: 'diverged',
    });
    const { text, commits } = runToEnd(markdownSteps(withFailed(own, failed), links));
    assert.equal(commits, 5);
    const lines = text.split('\n');
    assert.match(
      lines[0] ?? '',
      /; 1 commit of a release that failed ships too; 1 commit that it was to take out goes too\.$/,
    );
    assert.equal(
      lines[2],
      '- 1 of these commits run in production already: the release that was to take them out failed.',
    );
    const [older, base] = [shortSha(shaOf('older')), shortSha(shaOf('base'))];
    const between = `deployed is \`${older}\`, and the production branch says \`${base}\``;
    assert.deepEqual(
      lines.slice(4).filter((line) => line !== ''),
      [
        '### Breaking changes (1)',
        `- b (${commitLink('b')}) by Ada; breaking; names no pull request of its own`,
        '### Also ships, from a release that failed (1)',
        `1 commit: ${between}, which was not deployed successfully.`,
        `- feat: lost (${commitLink('lost')}, [#4](${links.pullUrl(4)})) by Ada`,
        '### Fixes (1)',
        `- a (${commitLink('a')}, [#4](${links.pullUrl(4)})) by Ada`,
        '### Other changes (1)',
        `- x (${commitLink('both')}) by Ada`,
        '### Also taken out of production (1)',
        `1 commit that a release that failed was to take out: ${between}.`,
        `- fix: back (${commitLink('back')}) by Ada`,
      ],
    );
  });

  it('says when it is not known whether a release that failed ships too', () => {
    const changelog = buildChangelog(range([commit('a', 'fix: a', ['base'])]));
    const { text } = runToEnd(markdownSteps({ changelog, alsoShips: unknown('no answer') }, links));
    assert.match(text, /^- Whether commits of a release that failed ship with this one is not known: no answer$/m);
  });

  it('does not mix the two sides of a range that has diverged', () => {
    const both = [
      commit('new', 'fix: new (#1)', ['base']),
      commit('old', 'feat: old (#1)', ['base'], { removed: true }),
    ];
    const text = write({ ...range(both), from: shaOf('old'), direction: 'diverged' });
    assert.match(
      text,
      /### Fixes \(1\)\n\n- new .* by Ada\n\n### Taken out of production \(1\)\n\n- feat: old .* by Ada\n$/,
    );
    assert.equal(text.match(/^###/gm)?.length, 2);
  });
});
