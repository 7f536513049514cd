import assert from 'node:assert/strict';
import fc from 'fast-check';
import { buildChangelog } from '../../../src/core/changelog/changelog';
import { compareCarried } from '../../../src/core/changelog/carriedChangelog';
import { describeChangelog } from '../../../src/core/changelog/carriedInsertion';
import { compactMarkdown, descriptionLimit, repositoryLinks } from '../../../src/core/changelog/compactMarkdown';
import { changelogMarkdown } from '../../../src/core/changelog/markdown';
import { known } from '../../../src/core/known';
import type { Changelog } from '../../../src/core/changelog/model';
import { repository } from '../../builders';
import { alone, carrying } from './carriedStory';
import { commit, range, shaOf } from './historyBuilder';

const links = repositoryLinks(repository);

/** Merged pull requests of three commits each, every tenth a feature, the rest chores; and one breaking commit. */
function product(pulls: number): Changelog {
  const commits = Array.from({ length: pulls }, (_, at) => {
    const number = String(at + 100);
    const type = at % 10 === 0 ? 'feat' : 'chore';
    const below = at + 1 === pulls ? 'breaking' : `m${at + 1}`;
    return [
      commit(`m${at}`, `Merge pull request #${number} from a/b\n\n${type}: pull ${number}`, [below, `c${at}.2`]),
      commit(`c${at}.2`, `${type}: third of ${number}`, [`c${at}.1`]),
      commit(`c${at}.1`, `${type}: second of ${number}`, [`c${at}.0`]),
      commit(`c${at}.0`, `${type}: first of ${number}`, ['base']),
    ];
  });
  return buildChangelog(range([...commits.flat(), commit('breaking', 'feat!: drop v1', ['base'])]));
}

const small = product(20);
const whole = changelogMarkdown(small, links);

function written(room: number, changelog = small): string {
  const text = compactMarkdown(alone(changelog), links, room);
  assert.ok(text !== null);
  assert.ok(text.length <= room);
  return text;
}

describe('a changelog for a description', () => {
  it('is the whole one where there is room', () => {
    assert.equal(written(whole.length), whole);
    assert.notEqual(written(whole.length - 1), whole);
    assert.notEqual(compactMarkdown(alone(small), links, whole.length, '\r\n'), whole);
  });

  it('falls back step by step, and says on its first line what is left out, and where all is', () => {
    const firstLines: string[] = [];
    for (let room = whole.length; room > 0; room -= 1) {
      const text = compactMarkdown(alone(small), links, room);
      if (text === null) break;
      room = text.length;
      const [first = ''] = text.split('\n');
      assert.ok(first.startsWith(whole.split('\n')[0] ?? 'none'));
      if (firstLines.length > 1) assert.ok(first.includes(links.compareUrl(shaOf('base'), shaOf('m0'))));
      firstLines.push(
        first
          .slice(whole.indexOf('\n'))
          .replace(/, as .*/, '')
          .trim(),
      );
    }
    // The line that counts what is left is longer than that of the one pull request that would be left.
    const counts = [...Array.from({ length: 17 }, (_, at) => 73 - at * 4), 1];
    assert.deepEqual(firstLines, [
      '',
      '',
      'Listed by pull request, without the commits, people and remarks of each',
      ...counts.map((listed) => `${listed} of 81 commits listed by pull request, ${81 - listed} only counted`),
      'Only counted: none of 81 commits is listed',
    ]);
  });

  it('by pull request still names every commit', () => {
    const text = written(2_000);
    assert.ok(text.includes('### Features (2)\n\n- pull 100 (#100, 4 commits)\n'));
    const [carried] = compareCarried(alone(small), repository, [carrying(`# Changelog\n${text}`)]).carried;
    assert.equal(carried?.state, 'in-step');
  });

  it('counts the commits and pull requests of the sections that it does not list', () => {
    assert.match(
      written(550),
      /### Not listed here\n\n- Features: 8 commits of 2 pull requests\n- Maintenance: 72 commits of 18 pull requests\n$/,
    );
  });

  it('fills the room, and counts what is left of the section that it cuts', () => {
    for (const room of [700, 800, 900, 1_000]) {
      const text = written(room);
      assert.match(
        text,
        /### Maintenance \(18\)\n\n(?:- pull .*\n)+- and \d+ more: \d+ commits of \d+ pull requests\n$/,
      );
      assert.ok(text.length > room - 60, String(text.length));
    }
    const large = product(3_000);
    const put = describeChangelog('', alone(large), repository);
    assert.ok(put.ok && put.body.length > descriptionLimit - 100);
    const [carried] = compareCarried(alone(large), repository, [carrying(put.body)]).carried;
    assert.ok((carried?.listed.length ?? 0) > 7_000, String(carried?.listed.length));
  });

  it('gives the room to the changelog first, and says so', () => {
    const files = Array.from({ length: 9 }, (_, at) => `${'a'.repeat(40)}${at}/x`);
    const changelog = { ...small, areas: known(files.map((path) => ({ path, files: 1 }))) };
    assert.match(written(3_000, changelog), /\nAreas: /);
    const cut = written(1_000, changelog);
    assert.match(cut.split('\n')[0] ?? '', /only counted, and without first contributions and areas, as /);
    assert.doesNotMatch(cut, /\nAreas: /);
    assert.match(cut, /pull 10[0-9]/);
  });

  it('cuts a title that would take the room of all others, and shows it', () => {
    const long = commit('long', `feat!: ${'x'.repeat(70_000)}`, ['a']);
    const changelog = buildChangelog(range([long, commit('a', 'fix: a (#1)', ['base'])]));
    const text = written(2_000, changelog);
    assert.match(text, /- x{300}… \(/);
    assert.match(text, /- a \(#1\)\n$/);
  });

  it('compares a rollback the way that shows what is taken out', () => {
    const back = buildChangelog({
      ...range([
        { ...commit('a', 'fix: a', ['b']), removed: true },
        { ...commit('c', `fix: ${'c'.repeat(900)}`, ['b']), removed: true },
      ]),
      from: shaOf('a'),
      to: shaOf('b'),
      direction: 'rollback',
    });
    assert.ok(written(900, back).includes(links.compareUrl(shaOf('b'), shaOf('a'))));
  });

  it('is nothing where not even the counts fit', () => {
    assert.equal(compactMarkdown(alone(small), links, 100), null);
    const put = describeChangelog('x'.repeat(descriptionLimit - 200), alone(small), repository);
    assert.ok(!put.ok);
    assert.match(put.reason, /GitHub takes 65,536 characters/);
  });

  it('keeps every description within the limit, in either line ending', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 66_000 }), fc.constantFrom('\n', '\r\n'), (length, newline) => {
        const body = `${'x'.repeat(length)}${newline}`;
        const put = describeChangelog(body, alone(small), repository);
        if (!put.ok) return;
        assert.ok(put.body.length <= descriptionLimit);
        assert.deepEqual(describeChangelog(put.body, alone(small), repository), put);
      }),
      { numRuns: 40 },
    );
  });

  it('is quick for what cannot fit', () => {
    const large = product(12_500);
    const started = performance.now();
    const put = describeChangelog('', alone(large), repository);
    assert.ok(put.ok && put.body.length <= descriptionLimit);
    assert.ok(performance.now() - started < 2_000);
  });
});
