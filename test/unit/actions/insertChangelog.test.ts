import assert from 'node:assert/strict';
import type { ActContext } from '../../../src/actions/context';
import { insertChangelog } from '../../../src/actions/insertChangelog';
import { buildChangelog } from '../../../src/core/changelog/changelog';
import { describeChangelog } from '../../../src/core/changelog/carriedInsertion';
import { HumanError, MovedSinceShown } from '../../../src/core/errors';
import { known, unknown } from '../../../src/core/known';
import { shownOf } from '../../../src/core/shown';
import { aRelease, aPull, repository, sha, tickedBody } from '../../builders';
import { FakeForge } from '../../fakes/fakeForge';
import { alone, withFailed } from '../changelog/carriedStory';
import { commit, range } from '../changelog/historyBuilder';

const changelog = buildChangelog({
  ...range([commit('a', 'feat: limits (#7)', ['base'])]),
  from: sha('1'),
  to: sha('2'),
});

function forgeWith(body: string): FakeForge {
  const forge = new FakeForge();
  forge.pull_ = aPull({ body });
  return forge;
}

/** The context of a person who looks at the release as it is now. */
function looking(forge: FakeForge, permission: 'read' | 'write' = 'write'): ActContext {
  const release = async () => {
    const pull = await forge.pull();
    return { ...aRelease({ pull }), permission };
  };
  const readBody = async () => (await forge.pull()).body;
  return { forge, read: release, readBody, shown: shownOf(aRelease({ pull: forge.pull_ })) };
}

function described(body: string, of = changelog): string {
  const put = describeChangelog(body, alone(of), repository);
  assert.ok(put.ok);
  return put.body;
}

const refused =
  (sentence: RegExp) =>
  (error: unknown): boolean =>
    error instanceof HumanError && error.kind === 'refused' && sentence.test(error.message);

describe('putting the changelog into the description', () => {
  it('writes once, and leaves the rest as it is', async () => {
    const forge = forgeWith(tickedBody);
    const { release: after, written } = await insertChangelog(looking(forge), known(alone(changelog)));
    assert.deepEqual(forge.writes, [`body ${described(tickedBody)}`]);
    assert.equal(after.pull.body, forge.pull_.body);
    assert.equal(written, true);
    assert.ok(forge.pull_.body.startsWith(tickedBody));
  });

  it('writes nothing when it is there already', async () => {
    const forge = forgeWith(described(tickedBody));
    const { written } = await insertChangelog(looking(forge), known(alone(changelog)));
    assert.equal(written, false);
    assert.deepEqual(forge.writes, []);
  });

  it('writes what a release that failed left to be deployed, too', async () => {
    const failed = buildChangelog({ ...range([commit('lost', 'fix: lost', ['older'])]), to: sha('1') });
    const forge = forgeWith('');
    await insertChangelog(looking(forge), known(withFailed(changelog, failed)));
    assert.match(forge.pull_.body, /### Also ships, from a release that failed \(1\)\n\n1 commit: deployed is /);
  });

  it('lets others have their turn', async () => {
    let pauses = 0;
    const pause = (): Promise<void> => Promise.resolve(void (pauses += 1));
    await insertChangelog(looking(forgeWith('')), known(alone(changelog)), pause);
    assert.ok(pauses > 0);
  });

  it('refuses where nothing ships', async () => {
    const same = buildChangelog({ ...range([]), from: sha('1'), to: sha('2'), direction: 'unrelated' });
    const forge = forgeWith('');
    await assert.rejects(insertChangelog(looking(forge), known(alone(same))), refused(/no common history/));
    assert.deepEqual(forge.writes, []);
  });

  it('replaces the one of another range', async () => {
    const older = buildChangelog({ ...range([commit('b', 'fix: b', ['base'])]), from: sha('1'), to: sha('9') });
    const forge = forgeWith(described(tickedBody, older));
    await insertChangelog(looking(forge), known(alone(changelog)));
    assert.equal(forge.pull_.body, described(tickedBody));
  });

  it('keeps what somebody wrote since it was shown', async () => {
    const forge = forgeWith(tickedBody);
    const context = looking(forge);
    forge.meanwhile.set('pull', () => {
      forge.pull_ = { ...forge.pull_, body: `Others' words\r\n\r\n${forge.pull_.body}` };
    });
    await insertChangelog(context, known(alone(changelog)));
    assert.equal(forge.pull_.body, described(`Others' words\r\n\r\n${tickedBody}`));
  });

  it('does it over when another write swallowed it, and keeps that write', async () => {
    const forge = forgeWith(tickedBody);
    const context = looking(forge);
    const write = forge.updateBody.bind(forge);
    let swallowed = false;
    forge.updateBody = async (id, number, body) => {
      const answer = await write(id, number, body);
      if (!swallowed) forge.pull_ = { ...forge.pull_, body: `${tickedBody}Others' words\n` };
      swallowed = true;
      return answer;
    };
    await insertChangelog(context, known(alone(changelog)));
    assert.equal(forge.pull_.body, described(`${tickedBody}Others' words\n`));
  });

  it('gives up, and says so, when somebody keeps taking it out', async () => {
    const forge = forgeWith(tickedBody);
    forge.updateBody = () => Promise.resolve(forge.pull_);
    await assert.rejects(insertChangelog(looking(forge), known(alone(changelog))), /keeps editing/);
  });

  it('sends nothing for a reader, a changelog that is not known or of another range, or a release that moved', async () => {
    const forge = forgeWith(tickedBody);
    await assert.rejects(
      insertChangelog(looking(forge, 'read'), known(alone(changelog))),
      refused(/needs write access/),
    );
    await assert.rejects(insertChangelog(looking(forge), unknown('No clone has it.')), refused(/\(No clone has it\)/));
    const other = { ...changelog, range: { ...changelog.range, to: sha('9') } };
    await assert.rejects(insertChangelog(looking(forge), known(alone(other))), refused(/not that of the range/));
    const context = looking(forge);
    forge.pull_ = { ...forge.pull_, headSha: sha('d') };
    await assert.rejects(insertChangelog(context, known(alone(changelog))), MovedSinceShown);
    assert.deepEqual(forge.writes, []);
  });

  it('sends nothing where the description has a broken block or no room', async () => {
    const half = forgeWith('<!-- /release-review:changelog -->\n');
    await assert.rejects(insertChangelog(looking(half), known(alone(changelog))), refused(/without its beginning/));
    const full = forgeWith('x'.repeat(65_500));
    await assert.rejects(insertChangelog(looking(full), known(alone(changelog))), refused(/Shorten it first/));
    assert.deepEqual([...half.writes, ...full.writes], []);
  });
});
