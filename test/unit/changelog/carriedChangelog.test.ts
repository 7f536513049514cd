import assert from 'node:assert/strict';
import { buildChangelog } from '../../../src/core/changelog/changelog';
import { describeChangelog } from '../../../src/core/changelog/carriedInsertion';
import { putBlock } from '../../../src/core/changelog/descriptionBlock';
import { parseSha } from '../../../src/core/sha';
import { repository } from '../../builders';
import { changelog as sampleChangelog } from '../../fixtures/sample/descriptions';
import { alone, bot, carriedIn, judged, short, story } from './carriedStory';
import { commit, range, shaOf } from './historyBuilder';

const inStep = { state: 'in-step', missing: [], foreign: [] };
const all = `- checkout limits (#7)\n- round totals (#8)\n- ${short('direct')} Bump the base image\n`;
const url = 'https://github.com/acme/shop';

describe('comparing a carried changelog', () => {
  it('finds it under the headings that people and tools write', () => {
    for (const heading of [
      '## Changelog',
      '### 📦 CHANGELOG (3)',
      '# Change log:',
      "## What's Changed",
      '## What’s changed in this release',
      '## What ships',
      '## Changes since v1.2',
      '## Release notes',
      '## Commits (4)',
      'Changelog\n=========',
      '**Changelog**',
      '**What ships:**',
      'Changelog:',
      '<details><summary>Changelog</summary>',
      `## [1.4.0](${url}/compare/v1.3.0...v1.4.0) (2026-01-02)`,
    ]) {
      assert.deepEqual(
        judged(`Words\n\n${heading}\n\n${all}\n## Checklist\n\n- [ ] #99 is reviewed\n`),
        inStep,
        heading,
      );
    }
  });

  it('reads on under the groups of a changelog and stops at the next subject', () => {
    const grouped = `## Changelog\n\n## Features\n\n- limits (#7)\n\n### Bug fixes\n\n- x (#8)\n\n## Other changes\n\n- ${short('direct')}\n`;
    assert.deepEqual(judged(`${grouped}\n## Watch for\n\n- the load after #99\n`), inStep);
    assert.deepEqual(judged(`${grouped}\n### Rollback\n\n- go back to #99\n`), inStep);
  });

  it('takes commits by SHA, by link, by pull request and by title', () => {
    const by = (line: string): unknown => judged(`# Changelog\n- limits (#7), ${short('squash')}\n${line}\n`);
    for (const line of [
      `- ${short('direct')}`,
      `- \`${shaOf('direct')}\` done`,
      `- [it](${url}/commit/${shaOf('direct')})`,
      `- [it](${url}/pull/12/commits/${shaOf('direct')})`,
      `* Bump the base image`,
      `* Bump  the *base* image — @iduarte`,
      `* Bump the base image by Inês Duarte`,
      `| Commit | Title |\n|--|--|\n| ${short('direct')} | x |`,
      `\n${short('direct')} Bump\n`,
    ]) {
      assert.deepEqual(by(line), inStep, line);
    }
    for (const line of [
      `- ${shaOf('direct').slice(0, 6)}`,
      '- Bump',
      '> - Bump the base image',
      `<!-- ${short('direct')} -->`,
    ]) {
      assert.deepEqual(by(line), { state: 'incomplete', missing: ['direct'], foreign: [] }, line);
    }
  });

  it('takes the pull request by its address, and the merge of it for all that it brought', () => {
    const rest = `- round totals (#8)\n- Bump the base image\n`;
    for (const line of [
      `${url}/pull/7`,
      `[#7](${url}/issues/7)`,
      'acme/shop#7',
      'GH-7',
      short('merge'),
      'feat: checkout limits',
    ]) {
      assert.deepEqual(judged(`# Changelog\n- ${line}\n${rest}`), inStep, line);
    }
    for (const line of [
      'https://github.com/acme/other/pull/7',
      'acme/other#7',
      '[#7](https://tickets.example/7)',
      '&#7;',
    ]) {
      assert.deepEqual(
        judged(`# Changelog\n- ${line}\n${rest}`),
        { state: 'incomplete', missing: ['two', 'one'], foreign: [] },
        line,
      );
    }
  });

  it('says what does not ship, as written, and what is lacking', () => {
    const body = `## Changelog\n\n- limits (#7)\n- old one (dead123)\n- [x](${url}/commit/${'9'.repeat(40)})\n- older (#3)\n- older (#3)\n`;
    assert.deepEqual(judged(body), {
      state: 'stale-and-incomplete',
      missing: ['direct', 'squash'],
      foreign: ['dead123', '9'.repeat(40), '#3'],
    });
    assert.deepEqual(judged(`## Changelog\n${all}- older (#3)\n`), { state: 'stale', missing: [], foreign: ['#3'] });
  });

  it('does not take a mention for a claim', () => {
    for (const line of [
      `- round totals again, reverts dead123 (#8)`,
      `- closes #3`,
      `- fixes [#3](${url}/pull/3)`,
      `- [x](${url}/issues/3)`,
      `- 20260102 and defaced`,
      `- image sha256:${'ab1'.repeat(20)}`,
      `- app.ab12345.js of https://cdn.example/ab12345/x`,
      `- 550e8400-e29b-41d4-a716-446655440000`,
      `- [compare](${url}/compare/dead123...beef456) or dead123..beef456`,
      `- Previous: \`${shaOf('base')}\``,
      `- Proposed SHA: \`${shaOf('direct')}\``,
      `- Previous: dead123`,
      `- [lodash](https://github.com/lodash/lodash/commit/dead123)`,
      `- limits (#7)\n  - the second half (#3)`,
      `- all since ${short('base')} is here`,
    ]) {
      assert.deepEqual(judged(`## Changelog\n${all}${line}\n`), inStep, line);
    }
  });

  it('does not take an issue that a shipped commit names for a pull request', () => {
    const changelog = buildChangelog(range([commit('a', 'fix: a\n\nCloses #3', ['base'])]));
    assert.deepEqual(judged(`## Changelog\n- ${short('a')}\n- about #3\n`, {}, changelog), inStep);
  });

  it('takes the SHA or number in a title for a part of the title', () => {
    const changelog = buildChangelog(
      range([commit('b', 'Put dead123 back', ['a']), commit('a', 'Revert "totals (#3)"', ['base'])]),
    );
    assert.deepEqual(
      judged('## Changelog\n- Put dead123 back — @iduarte\n- Revert "totals (#3)"\n', {}, changelog),
      inStep,
    );
  });

  it('counts titles that several commits share', () => {
    const names = ['c', 'b', 'a'];
    const changelog = buildChangelog(
      range(names.map((name, at) => commit(name, 'chore: bump', [names[at + 1] ?? 'base']))),
    );
    const lacking = (body: string): number | undefined => carriedIn(body, {}, changelog)[0]?.missing.length;
    assert.equal(lacking(`# Changelog\n- chore: bump\n- chore: bump\n`), 1);
    assert.equal(lacking(`# Changelog\n- chore: bump\n- ${short('c')} chore: bump\n- chore: bump\n`), 0);
  });

  it('reads the output of git log in a code block, and no other code', () => {
    const log = ['direct', 'merge', 'two', 'one', 'squash'].map((name) => `${short(name)} words`).join('\n');
    const fence = (text: string): string => `Hello\n\n\`\`\`\n${text}\n\`\`\`\n`;
    assert.deepEqual(judged(fence(log)), inStep);
    assert.deepEqual(judged(`## Commits\n\n${fence(`* ${log.replaceAll('\n', '\n| * ')}`)}`), inStep);
    assert.deepEqual(judged(fence(`${log}\nbeefbad older`)), { state: 'stale', missing: [], foreign: ['beefbad'] });
    const whole = ['direct', 'two', 'one', 'squash'].map(
      (name) => `commit ${shaOf(name)}\nAuthor: A\nDate: now\n\n    text\n`,
    );
    assert.deepEqual(judged(fence(whole.join('\n'))), inStep);
    assert.deepEqual(judged(fence(`- ${short('direct')} in a sample\nconst a = 1;\nconst b = 2;`)), []);
    assert.deepEqual(judged(fence(log), { ...bot, author: { login: 'ohaddad', isBot: false } }), []);
  });

  it("finds a bot's list without a heading, and no list that is about something else", () => {
    assert.deepEqual(judged(all, bot), inStep);
    assert.deepEqual(judged('- one (dead123)\n- two (beef456)\n', bot), {
      state: 'stale-and-incomplete',
      missing: ['direct', 'two', 'one', 'squash'],
      foreign: ['dead123', 'beef456'],
    });
    for (const text of [
      `**Watch for**\n\n- the migration in #7\n- rounding (#8)\n`,
      `### Release assessment\n\n- drops a column (#7)\n`,
      `- #7 changes what customers see at the checkout\n- look at the load\n- look at the errors\n`,
      `| SHA | Run |\n|--|--|\n| \`${shaOf('direct')}\` | [run](${url}/actions/runs/1) |\n`,
      `- build #4521\n- build #4522\n`,
      'Deployed.',
    ]) {
      assert.deepEqual(judged(text, bot), [], text);
    }
    assert.deepEqual(judged(all, { ...bot, author: { login: 'ohaddad', isBot: false } }), []);
  });

  it('finds none where a heading has nothing that names commits', () => {
    for (const body of [
      '',
      'Words about #3.',
      '## Changelog\n\n<!-- Filled in by the release action. -->\n\n## Checklist\n\n- [ ] one\n',
      '## Changes\n\nFaster checkout.\n',
      '## Release notes\n\n- Faster checkout\n',
      `## Changes\n\n- version.txt is \`${shaOf('direct')}\`\n`,
    ]) {
      assert.deepEqual(judged(body), [], body);
    }
    assert.deepEqual(judged('## Changelog\n\n- Faster checkout\n'), {
      state: 'incomplete',
      missing: ['direct', 'two', 'one', 'squash'],
      foreign: [],
    });
  });

  it('cannot tell while the range is not known to its end', () => {
    const partial = buildChangelog({
      ...range([commit('direct', 'Bump the base image', ['x'])]),
      complete: false,
      total: 9,
    });
    assert.deepEqual(judged(`# Changelog\n- Bump the base image\n- dead123\n`, {}, partial), {
      state: 'unknown',
      missing: [],
      foreign: [],
    });
    const other = putBlock('', { from: shaOf('x'), to: shaOf('direct') }, 'text');
    assert.ok(other.ok);
    assert.equal(carriedIn(other.body, {}, partial)[0]?.state, 'stale');
  });

  it('does not resolve the beginning of two SHAs to either', () => {
    const [one, two] = ['abcdef12', 'abcdef13'].map((start) => ({
      ...commit('a', `fix: ${start}`, ['base']),
      sha: parseSha(start.padEnd(40, '0')) ?? shaOf('a'),
    }));
    assert.ok(one && two);
    const both = buildChangelog(range([one, two]));
    const [unclear] = carriedIn('# Changelog\n- abcdef1 x\n', {}, both);
    assert.deepEqual([unclear?.missing.length, unclear?.foreignCommits], [2, []]);
    assert.deepEqual(carriedIn('# Changelog\n- abcdef12 x\n', {}, both)[0]?.missing, [two.sha]);
  });

  it('finds what the release action of the sample writes to be in step', () => {
    const landed = [
      { title: 'feat: limits', number: 7, change: { author: { login: 'iduarte' } } },
      { title: 'fix: round totals', number: 8, change: { author: { login: 'ohaddad' } } },
      { title: 'Bump the base image', number: null, change: { author: { login: 'release-bot' } } },
    ] as unknown as Parameters<typeof sampleChangelog>[0];
    assert.deepEqual(judged(`### Changelog\n\n${sampleChangelog(landed, shaOf('base'), shaOf('direct'))}\n`), inStep);
  });

  it('reads our own block apart from the rest of the description', () => {
    const put = describeChangelog(`## Changelog\n\n- old (#3)\n`, alone(story), repository);
    assert.ok(put.ok);
    assert.deepEqual(
      carriedIn(put.body).map(({ kind, state }) => [kind, state]),
      [
        ['block', 'in-step'],
        ['text', 'stale-and-incomplete'],
      ],
    );
  });

  it('says of our block that it is of another range, exactly', () => {
    const put = putBlock('', { from: shaOf('base'), to: shaOf('squash') }, `- [x](${url}/commit/${shaOf('squash')})`);
    assert.ok(put.ok);
    const [block] = carriedIn(put.body);
    assert.equal(block?.state, 'stale-and-incomplete');
    assert.deepEqual(block.otherRange, { from: shaOf('base'), to: shaOf('squash') });
  });
});
