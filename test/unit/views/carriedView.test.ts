import assert from 'node:assert/strict';
import { buildChangelog } from '../../../src/core/changelog/changelog';
import { describeChangelog } from '../../../src/core/changelog/carriedInsertion';
import type { Changelog } from '../../../src/core/changelog/model';
import { known, unknown } from '../../../src/core/known';
import type { Comment } from '../../../src/core/release';
import type { ReleaseSnapshot } from '../../../src/core/snapshot';
import { carriedView } from '../../../src/views/panel/carriedView';
import type { CarriedView } from '../../../src/views/panel/changelogViews';
import { aComment, aPull, aRelease, repository } from '../../builders';
import { alone, short, story, withFailed } from '../changelog/carriedStory';
import { commit, range, shaOf } from '../changelog/historyBuilder';

const all = `## Changelog\n- limits (#7)\n- totals (#8)\n- ${short('direct')}\n`;

function view(body: string, comments: readonly Comment[] = [], changelog: Changelog = story): CarriedView {
  return carriedView(alone(changelog), aRelease({ pull: aPull({ body }), comments: known(comments) }));
}

function texts(body: string, comments: readonly Comment[] = [], changelog: Changelog = story): readonly string[] {
  return view(body, comments, changelog).lines.map((line) => line.text);
}

function described(body: string, changelog = story): string {
  const put = describeChangelog(body, alone(changelog), repository);
  assert.ok(put.ok);
  return put.body;
}

describe('what the page says of carried changelogs', () => {
  it('says that one is in step, and offers nothing then', () => {
    const { lines, action } = view(all);
    assert.deepEqual(lines, [
      {
        text: 'The changelog in the description is in step: all 4 commits are named, 1 merge aside.',
        tone: 'ok',
        missing: [],
        foreign: [],
      },
    ]);
    assert.equal(action, null);
  });

  it('says what a stale one names and lacks', () => {
    const body = `## Changelog\n- limits (#7)\n- old (dead123)\n- older (#3)\n- oldest (#2)\n`;
    const { lines, action } = view('', [aComment({ body, author: { login: 'release-bot', isBot: true } })]);
    assert.equal(
      lines[0]?.text,
      "The changelog in @release-bot's comment is stale: it names 1 commit and 2 pull requests that do not ship, and lacks 2 that do.",
    );
    assert.equal(lines[0].tone, 'warn');
    assert.deepEqual(lines[0].foreign, ['dead123', '#3', '#2']);
    assert.deepEqual(lines[0].missing, [
      { sha: shaOf('direct'), short: short('direct'), text: 'Bump the base image' },
      { sha: shaOf('squash'), short: short('squash'), text: 'round totals' },
    ]);
    assert.deepEqual(action, {
      label: 'Put it into the description',
      intent: { kind: 'insertChangelog' },
      disabled: null,
    });
  });

  it('says what an incomplete one lacks', () => {
    assert.deepEqual(texts(`# Changelog\n- limits (#7)\n`), [
      'The changelog in the description is incomplete: it lacks 2 of 4 commits.',
    ]);
    assert.deepEqual(texts(`# Changelog\n- faster\n`), [
      'The changelog in the description is incomplete: it names none of the 4 commits.',
    ]);
  });

  it('says where none is', () => {
    assert.deepEqual(texts('Words'), ['Neither the description nor a comment carries a changelog.']);
    assert.equal(view('Words').action?.label, 'Put it into the description');
    const unread = carriedView(alone(story), aRelease({ pull: aPull({ body: '' }), comments: unknown('no answer') }));
    assert.deepEqual(
      unread.lines.map(({ text }) => text),
      ['The description carries no changelog; the comments could not be read.'],
    );
  });

  it('says of our block which range it is of, and offers to bring it up to date', () => {
    const older = { ...story, range: { ...story.range, to: shaOf('squash') } };
    const { lines, action } = view(described('', older));
    assert.equal(
      lines[0]?.text,
      `The changelog in the description is stale: it was written for ${short('base')}..${short('squash')}, not for ${short('base')}..${short('direct')}.`,
    );
    assert.equal(action?.label, 'Bring it up to date');
    assert.deepEqual(view(described('')).action, null);
  });

  it('offers nothing for a block that is as long as fits', () => {
    const commits = Array.from({ length: 3_000 }, (_, at) => commit(`c${at}`, `chore: ${at}`, [`c${at + 1}`]));
    const large = buildChangelog(range(commits));
    const { lines, action } = view(described('', large), [], large);
    assert.equal(lines[0]?.text, 'The changelog in the description is as long as fits: it names 664 of 3,000 commits.');
    assert.equal(action, null);
  });

  it('goes by the newest comment of each author', () => {
    const author = { login: 'release-bot', isBot: true };
    const old = aComment({ id: '1', author, body: '# Changelog\n- dead123\n', updatedAt: 1 });
    const now = aComment({ id: '2', author, body: all, updatedAt: 2 });
    assert.deepEqual(texts('', [now, old]), [
      "The changelog in @release-bot's comment is in step: all 4 commits are named, 1 merge aside.",
    ]);
  });

  it('cannot tell while not all commits are known', () => {
    const { lines, action } = view(all, [], { ...story, complete: false });
    assert.equal(
      lines[0]?.text,
      'Whether the changelog in the description is in step cannot be told: not all commits of the release could be read.',
    );
    assert.equal(lines[0].tone, 'dim');
    assert.equal(action?.label, 'Put it into the description');
  });

  it('speaks of a rollback as of what is taken out', () => {
    const back = { ...story, range: { ...story.range, direction: 'rollback' as const } };
    assert.match(
      texts(`# Changelog\n- limits (#7)\n- dead123\n`, [], back)[0] ?? '',
      /1 commit that is not taken out, and lacks 2 that are\.$/,
    );
  });

  it('says why the description cannot be changed', () => {
    const closed = carriedView(alone(story), aRelease({ pull: aPull({ body: '', state: 'closed' }) }));
    assert.equal(closed.action?.disabled, 'The pull request is closed.');
    assert.match(view('<!-- /release-review:changelog -->').action?.disabled ?? '', /without its beginning/);
  });

  const failed = buildChangelog({
    ...range([commit('lost', 'fix: lost (#5)', ['older']), commit('lost2', 'chore: lost too', ['older'])]),
    from: shaOf('older'),
    to: shaOf('base'),
  });

  it('does not say "in step" while commits of a release that failed are not named', () => {
    const release = (body: string): ReleaseSnapshot => aRelease({ pull: aPull({ body }), comments: known([]) });
    const { lines, action } = carriedView(withFailed(story, failed), release(all));
    assert.equal(lines[0]?.text, 'The changelog in the description is incomplete: it lacks 2 of 6 commits.');
    assert.deepEqual(
      lines[0].missing.map(({ text }) => text),
      ['lost', 'lost too'],
    );
    assert.equal(action?.label, 'Put it into the description');
    const named = carriedView(withFailed(story, failed), release(`${all}- lost (#5)\n- ${short('lost2')}\n`));
    assert.equal(
      named.lines[0]?.text,
      'The changelog in the description is in step: all 6 commits are named, 1 merge aside; ' +
        '2 commits of a release that failed ship too.',
    );
    const put = describeChangelog('', withFailed(story, failed), repository);
    assert.ok(put.ok);
    assert.match(carriedView(withFailed(story, failed), release(put.body)).lines[0]?.text ?? '', /is in step/);
  });

  it('cannot tell while it is not known whether commits of a release that failed ship too', () => {
    const { lines, action } = carriedView(
      { changelog: story, alsoShips: unknown('the commits between them are being read') },
      aRelease({ pull: aPull({ body: all }), comments: known([]) }),
    );
    assert.equal(
      lines[0]?.text,
      'Whether the changelog in the description is in step cannot be told: whether commits of a release that failed ' +
        'ship with this one is not known: the commits between them are being read.',
    );
    assert.equal(lines[0].tone, 'dim');
    assert.equal(action, null);
  });

  it('offers nothing where nothing ships', () => {
    const none = buildChangelog({ ...range([]), to: shaOf('base'), direction: 'same' });
    assert.equal(view('Words', [], none).action, null);
  });

  it('makes hidden characters of a login visible', () => {
    const author = { login: 'a\u202Eb', isBot: true };
    assert.match(texts('', [aComment({ author, body: all })])[0] ?? '', /@a‹U\+202E›b's/);
  });
});
