import assert from 'node:assert/strict';
import { earlierComment } from '../../../src/cli/action/changelogComment';
import { gateCheckOf } from '../../../src/cli/action/gateReport';
import { known, unknown } from '../../../src/core/known';
import type { Person } from '../../../src/core/release';
import { aComment, aPull, aRelease, aReview } from '../../builders';

const marker = '<!-- release-review:changelog-comment -->';

describe('the comment of an earlier run', () => {
  const by = (author: Person, body = `${marker}\n## What ships\n`) => aComment({ id: author.login, author, body });
  const person = { login: 'Ana', isBot: false };
  const bot = { login: 'github-actions[bot]', isBot: true };
  const nobody = (): Promise<null> => assert.fail('nobody needs to be asked');

  it("is a bot's", async () => {
    const comments = [by(person), by(bot, `Quoted: ${marker}`), by(bot)];
    assert.equal(await earlierComment(comments, nobody), comments[2]);
  });

  it('is of whoever runs it, where no bot wrote one', async () => {
    const comments = [by({ login: 'rival', isBot: false }), by(person)];
    assert.equal(await earlierComment(comments, () => Promise.resolve('ana')), comments[1]);
    assert.equal(await earlierComment(comments, () => Promise.resolve(null)), undefined);
    assert.equal(await earlierComment([by(person, 'words')], nobody), undefined);
  });
});

describe('the report of the gates', () => {
  it('is a success only when every gate passed', () => {
    const states = [aRelease(), aRelease({ reviews: known([]) }), aRelease({ pull: aPull({ labels: [] }) })];
    assert.deepEqual(
      states.map((release) => gateCheckOf(release).state),
      ['success', 'in-progress', 'failure'],
    );
    assert.equal(gateCheckOf(aRelease({ reviews: unknown('GitHub answered 502') })).state, 'failure');
  });

  it('has another digest when it says something else, and only then', () => {
    const digest = (release = aRelease()): string => gateCheckOf(release).digest;
    assert.equal(digest(), digest());
    assert.match(digest(), /^[0-9a-f]{40}$/);
    assert.notEqual(digest(), digest(aRelease({ reviews: known([aReview({ state: 'commented' })]) })));
  });

  it('fits into a check run, and mentions nobody', () => {
    const reviews = unknown('@ohaddad | '.repeat(20_000));
    const { summary } = gateCheckOf(aRelease({ reviews }));
    assert.equal(summary.length, 65_535);
    assert.doesNotMatch(summary, /@[a-z]/);
  });
});
