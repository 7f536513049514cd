import assert from 'node:assert/strict';
import { commentOnRelease } from '../../../src/actions/comment';
import type { ActContext } from '../../../src/actions/context';
import { writeNotes } from '../../../src/actions/notes';
import { scheduleMonitoring } from '../../../src/actions/scheduleMonitoring';
import { createLabels, openSetUpPull } from '../../../src/actions/setUpRepository';
import { HumanError, MovedSinceShown, UncertainWrite } from '../../../src/core/errors';
import type { Comment } from '../../../src/core/release';
import { shownOf } from '../../../src/core/shown';
import { ReleaseStore } from '../../../src/store/releaseStore';
import { aComment, aPull, repository, reviewer, sha } from '../../builders';
import { FakeForge } from '../../fakes/fakeForge';

/** A conversation that keeps what is said in it; the answer to a comment can be lost on its way. */
class TalkingForge extends FakeForge {
  readonly said: Comment[] = [];
  loses = false;

  override comments() {
    return Promise.resolve([...this.said] as never[]);
  }

  override async addComment(id: unknown, number: number, body: string): Promise<Comment> {
    const comment = { ...(await super.addComment(id, number, body)), body };
    this.said.push(comment);
    if (this.loses) throw new UncertainWrite('No answer came back.');
    return comment;
  }
}

async function looking(forge: FakeForge): Promise<ActContext> {
  const silent = () => undefined;
  const store = new ReleaseStore({
    repositories: () => Promise.resolve({ hasFolder: true, repositories: [repository] }),
    connect: () => Promise.resolve(forge),
    findClone: () => Promise.resolve(null),
    mayFetch: () => false,
    clock: { now: () => 10_000, pause: () => Promise.resolve() },
    log: { info: silent, warn: silent, error: silent },
  });
  return {
    forge,
    read: () => store.readRelease(repository, 412),
    readBody: async () => (await forge.pull()).body,
    shown: shownOf(await store.readRelease(repository, 412)),
  };
}

function forgeWith(body: string): TalkingForge {
  const forge = new TalkingForge();
  forge.pull_ = aPull({ body });
  return forge;
}

const kind = (wanted: string) => (error: unknown) => error instanceof HumanError && error.kind === wanted;

describe('writing notes', () => {
  it('puts each under its heading, in one write', async () => {
    const forge = forgeWith('## Rollout\n\n## Checklist\n');
    await writeNotes(await looking(forge), [
      { section: 'rollout', text: 'North first.' },
      { section: 'rollback', text: 'Set it back.' },
    ]);
    assert.deepEqual(forge.writes, [
      'body ## Rollout\n\nNorth first.\n\n## Checklist\n\n## Rollback\n\nSet it back.\n',
    ]);
  });

  it('keeps what somebody else wrote between reading and writing', async () => {
    const forge = forgeWith('## Rollout\n');
    const context = await looking(forge);
    forge.meanwhile.set('pull', () => {
      forge.pull_ = { ...forge.pull_, body: 'Mine.\n\n## Rollout\n' };
    });
    await writeNotes(context, [{ section: 'rollout', text: 'North first.' }]);
    assert.equal(forge.pull_.body, 'Mine.\n\n## Rollout\n\nNorth first.\n');
  });

  it('writes words that stand elsewhere in the description already', async () => {
    const forge = forgeWith('Set it back.\n\n## Rollback\n');
    await writeNotes(await looking(forge), [{ section: 'rollback', text: 'Set it back.' }]);
    assert.equal(forge.pull_.body, 'Set it back.\n\n## Rollback\n\nSet it back.\n');
  });

  it('sends nothing without words', async () => {
    const forge = forgeWith('');
    await assert.rejects(writeNotes(await looking(forge), [{ section: 'rollout', text: ' ' }]), kind('invalid-input'));
    assert.deepEqual(forge.writes, []);
  });
});

describe('scheduling the monitoring', () => {
  it('changes the one line', async () => {
    const forge = forgeWith('- Post-deploy monitoring: @ana, 30 minutes\n');
    await scheduleMonitoring(await looking(forge), { people: ['bo', 'ana'], minutes: 60 });
    assert.equal(forge.pull_.body, '- Post-deploy monitoring: @bo and @ana, 60 minutes\n');
  });

  it('sends nothing where two lines contradict each other', async () => {
    const forge = forgeWith('Post-deploy monitoring: @ana, 30 minutes\n\nPost-deploy monitoring: @bo, 60 minutes\n');
    const schedule = scheduleMonitoring(await looking(forge), { people: ['bo'], minutes: 60 });
    await assert.rejects(schedule, kind('refused'));
    assert.deepEqual(forge.writes, []);
  });
});

describe('commenting', () => {
  it('says it once', async () => {
    const forge = forgeWith('');
    await commentOnRelease(await looking(forge), 'hello');
    assert.deepEqual(forge.writes, ['comment hello']);
  });

  it('reads a lost answer back and does not say it again', async () => {
    const forge = forgeWith('');
    forge.said.push(aComment({ id: '7', author: { login: reviewer.login, isBot: false }, body: 'hello' }));
    const context = await looking(forge);
    forge.loses = true;
    const comment = await commentOnRelease(context, 'hello');
    assert.equal(comment.id, '99');
    assert.deepEqual(forge.writes, ['comment hello']);
  });

  it('is refused when the head moved since it was shown', async () => {
    const forge = forgeWith('');
    const context = await looking(forge);
    forge.pull_ = { ...forge.pull_, headSha: sha('d') };
    await assert.rejects(commentOnRelease(context, 'hello'), (error) => error instanceof MovedSinceShown);
    assert.deepEqual(forge.writes, []);
  });
});

describe('setting a repository up', () => {
  const setUp = { base: 'production', branch: 'set-up', title: 'Set up', body: 'Adds it.', files: [] };

  it('makes the commit first, then the branch, then the pull request', async () => {
    const forge = new FakeForge();
    forge.branch = (() => {
      const answers = [{ sha: sha('a'), protected: true }, null];
      return () => Promise.resolve(answers.shift() ?? null);
    })();
    await openSetUpPull(forge, repository, setUp);
    assert.deepEqual(forge.writes, [
      `commit on ${sha('a')}: Set up`,
      `branch set-up ${sha('e')}`,
      'pull set-up into production',
    ]);
  });

  it('writes nothing where there is a branch of that name, or no base', async () => {
    const forge = new FakeForge();
    await assert.rejects(openSetUpPull(forge, repository, setUp), kind('conflict'));
    forge.branchExists = false;
    await assert.rejects(openSetUpPull(forge, repository, setUp), kind('not-found'));
    assert.deepEqual(forge.writes, []);
  });

  it('makes only the labels that are missing', async () => {
    const forge = new FakeForge();
    const labels = [{ name: 'risk: low', color: '2da44e', description: '' }];
    const there = { name: 'Risk: LOW', color: '000000' };
    const made: string[] = [];
    const asked = {
      label: (_: unknown, name: string) => Promise.resolve(name === 'risk: low' ? there : null),
      createLabel: (_: unknown, { name }: { name: string }) => {
        made.push(name);
        return Promise.resolve();
      },
    };
    assert.deepEqual(
      await createLabels(asked, repository, [...labels, { ...there, name: 'EMERGENCY', description: '' }]),
      ['EMERGENCY'],
    );
    assert.deepEqual([made, forge.writes], [['EMERGENCY'], []]);
  });
});
