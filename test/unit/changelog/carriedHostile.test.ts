import assert from 'node:assert/strict';
import fc from 'fast-check';
import { buildChangelog } from '../../../src/core/changelog/changelog';
import { compareCarried } from '../../../src/core/changelog/carriedChangelog';
import { descriptionLimit } from '../../../src/core/changelog/compactMarkdown';
import { describeChangelog } from '../../../src/core/changelog/carriedInsertion';
import { repository } from '../../builders';
import { alone, bot, carriedIn, carrying, short } from './carriedStory';
import { commit, range } from './historyBuilder';

describe('comparing hostile descriptions', () => {
  const hostile = fc.string({
    unit: fc.constantFrom(
      '- ',
      '\n',
      '# Changelog\n',
      '```\n',
      'abc1234',
      'dead123',
      '#7',
      '#',
      '(',
      ')',
      '[',
      ']',
      '`',
      '*',
      '<!-- ',
      '-->',
      '|',
      '> ',
      '    ',
      '@x',
      ' by ',
      'https://github.com/acme/shop/pull/7',
      '\uffff',
      '\r\n',
      short('two'),
      'a',
      '\ud800',
    ),
    maxLength: 80,
  });

  it('never throws, and never lists a commit that is not there', () => {
    fc.assert(
      fc.property(hostile, fc.boolean(), (body, isBot) => {
        for (const each of carriedIn(body, isBot ? bot : {})) {
          const seen = [...each.listed, ...each.missing];
          assert.equal(new Set(seen).size, seen.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('finds our own block in step in whatever description, whatever the commits say', () => {
    const line = fc.oneof(hostile, fc.constantFrom('see dead123', 'release', 'Previous: abc1234', 'Revert "x (#3)"'));
    fc.assert(
      fc.property(hostile, line, line, line, (body, one, two, title) => {
        const changelog = buildChangelog(
          range([
            commit('m', `Merge pull request #7 from a/b\n\n${title}`, ['x', 'b']),
            commit('b', `feat: ${one}\n\nBREAKING CHANGE: ${two} dead123 #99`, ['base']),
            commit('x', two, ['base']),
          ]),
        );
        const put = describeChangelog(body, alone(changelog), repository);
        if (!put.ok) return;
        const [block] = carriedIn(put.body, {}, changelog);
        assert.equal(block?.kind, 'block');
        assert.equal(block.state, 'in-step', JSON.stringify(block));
      }),
      { numRuns: 500 },
    );
  });

  it('finds what of our own block fits in step as well', () => {
    const line = fc.oneof(hostile, fc.constantFrom('see dead123', 'release', 'closes', 'Revert "x (#3)"', 'o/r'));
    fc.assert(
      fc.property(line, line, (one, two) => {
        const changelog = buildChangelog(
          range([
            commit('m', `Merge pull request #7 from a/b\n\n${one}`, ['x', 'b']),
            commit('b', `feat: ${'long '.repeat(200)}`, ['c']),
            commit('c', `feat: ${'long '.repeat(199)}`, ['base']),
            commit('x', `${two} (#8)`, ['base']),
          ]),
        );
        const put = describeChangelog('x'.repeat(descriptionLimit - 1_000), alone(changelog), repository);
        assert.ok(put.ok);
        assert.match(put.body, /Listed by pull request/);
        assert.equal(carriedIn(put.body, {}, changelog)[0]?.state, 'in-step', put.body.slice(64_000));
      }),
      { numRuns: 200 },
    );
  });

  it('takes time for the length of its input, not for its product', () => {
    const commits = Array.from({ length: 20_000 }, (_, at) =>
      commit(`c${at}`, `Merge pull request #7 from a/b\n\nchore: bump`, [`c${at + 1}`, `d${at}`]),
    );
    const changelog = buildChangelog(range(commits));
    const body = `# Changelog\n${commits
      .slice(0, 5_000)
      .map(({ sha }) => `- ${sha.slice(0, 8)}`)
      .join('\n')}`;
    const many = [
      body,
      `# Changelog\n${'- chore: bump #7\n'.repeat(4_000)}`,
      `# Changelog\n- ${'abc1234 '.repeat(8_000)}`,
    ];
    const started = performance.now();
    for (const text of many) compareCarried(alone(changelog), repository, [carrying(text)]);
    assert.ok(performance.now() - started < 5_000);
  });
});
