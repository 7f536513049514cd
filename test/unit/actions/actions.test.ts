import assert from 'node:assert/strict';
import { restoreChecklist, setChecklistItem } from '../../../src/actions/checklist';
import type { ActContext } from '../../../src/actions/context';
import { setRisk } from '../../../src/actions/setRisk';
import { approveRelease, denyRelease } from '../../../src/actions/submitReview';
import { HumanError, MovedSinceShown, UncertainWrite } from '../../../src/core/errors';
import { defaultPolicy } from '../../../src/core/policy/policy';
import { shownOf } from '../../../src/core/shown';
import { ReleaseStore } from '../../../src/store/releaseStore';
import { aLabel, aPull, aReview, repository, sha } from '../../builders';
import { FakeForge } from '../../fakes/fakeForge';

const unticked = defaultPolicy.checklist.always.map((text) => `- [ ] ${text}\n`).join('');
const first = `${defaultPolicy.checklist.always[0]?.toLowerCase().replace('.', '') ?? ''}#0`;

function storeOver(forge: FakeForge): ReleaseStore {
  const silent = () => undefined;
  return new ReleaseStore({
    repositories: () => Promise.resolve({ hasFolder: true, repositories: [repository] }),
    connect: () => Promise.resolve(forge),
    findClone: () => Promise.resolve(null),
    mayFetch: () => false,
    clock: { now: () => 10_000, pause: () => Promise.resolve() },
    log: { info: silent, warn: silent, error: silent },
  });
}

/** The context of a person who looks at the release as it is now. */
async function looking(forge: FakeForge): Promise<ActContext> {
  const store = storeOver(forge);
  return {
    forge,
    read: () => store.readRelease(repository, 412),
    readBody: async () => (await forge.pull()).body,
    shown: shownOf(await store.readRelease(repository, 412)),
  };
}

function forgeWith(change: Parameters<typeof aPull>[0]): FakeForge {
  const forge = new FakeForge();
  forge.pull_ = aPull(change);
  return forge;
}

const moved = (error: unknown): boolean => error instanceof MovedSinceShown;

describe('ticking', () => {
  it('writes the description once, with one character changed', async () => {
    const forge = forgeWith({ body: unticked });
    await setChecklistItem(await looking(forge), first, true);
    assert.deepEqual(forge.writes, [`body ${unticked.replace('[ ]', '[x]')}`]);
  });

  it('writes nothing when somebody ticked it already', async () => {
    const forge = forgeWith({ body: unticked });
    const context = await looking(forge);
    forge.pull_ = { ...forge.pull_, body: unticked.replace('[ ]', '[x]') };
    await setChecklistItem(context, first, true);
    assert.deepEqual(forge.writes, []);
  });

  it('keeps what others wrote between reading and writing, and ends ticked', async () => {
    const forge = forgeWith({ body: unticked });
    const context = await looking(forge);
    forge.meanwhile.set('pull', () => {
      forge.pull_ = { ...forge.pull_, body: `Others' words\n\n${forge.pull_.body}` };
    });
    await setChecklistItem(context, first, true);
    assert.equal(forge.pull_.body, `Others' words\n\n${unticked.replace('[ ]', '[x]')}`);
  });

  it('keeps what others wrote while the release was being read again', async () => {
    const forge = forgeWith({ body: unticked });
    const context = await looking(forge);
    const read = context.read;
    const slow = async () => {
      const release = await read();
      forge.pull_ = { ...forge.pull_, body: `Others' words\n\n${forge.pull_.body}` };
      return release;
    };
    await setChecklistItem({ ...context, read: slow }, first, true);
    assert.match(forge.writes[0] ?? '', /^body Others' words/);
  });

  it('does it over when another write swallowed the tick', async () => {
    const forge = forgeWith({ body: unticked });
    const context = await looking(forge);
    const write = forge.updateBody.bind(forge);
    let swallowed = false;
    forge.updateBody = async (id, number, body) => {
      const answer = await write(id, number, body);
      if (!swallowed) forge.pull_ = { ...forge.pull_, body: `${unticked}Others' words\n` };
      swallowed = true;
      return answer;
    };
    await setChecklistItem(context, first, true);
    assert.equal(forge.pull_.body, `${unticked.replace('[ ]', '[x]')}Others' words\n`);
  });

  it('sends nothing when the head moved since it was shown', async () => {
    const forge = forgeWith({ body: unticked });
    const context = await looking(forge);
    forge.pull_ = { ...forge.pull_, headSha: sha('d') };
    await assert.rejects(setChecklistItem(context, first, true), moved);
    assert.deepEqual(forge.writes, []);
  });

  it('refuses a description that would be too long', async () => {
    const forge = forgeWith({ body: `${'x'.repeat(65_500)}\n` });
    await assert.rejects(restoreChecklist(await looking(forge)), /65536/);
    assert.deepEqual(forge.writes, []);
  });
});

describe('setting the risk', () => {
  it('adds the new label before it removes the old one', async () => {
    const forge = forgeWith({ labels: [aLabel('risk: low'), aLabel('release')], body: unticked });
    await setRisk(await looking(forge), 'medium');
    assert.deepEqual(forge.writes, ['add risk: medium', 'remove risk: low']);
    assert.deepEqual(
      forge.pull_.labels.map((label) => label.name),
      ['release', 'risk: medium'],
    );
  });

  it('leaves exactly one of several', async () => {
    const forge = forgeWith({ labels: [aLabel('risk: low'), aLabel('Risk: High')], body: unticked });
    await setRisk(await looking(forge), 'low');
    assert.deepEqual(forge.writes, ['remove Risk: High']);
  });

  it('makes a label that the repository lacks', async () => {
    const forge = forgeWith({ labels: [], body: unticked });
    forge.labels = [];
    await setRisk(await looking(forge), 'low');
    assert.deepEqual(forge.writes, ['create risk: low', 'add risk: low']);
  });

  it('goes on when somebody else makes the label in the same moment', async () => {
    const forge = forgeWith({ labels: [], body: unticked });
    forge.labels = [];
    forge.meanwhile.set('createLabel', () => {
      forge.labels = ['risk: low'];
    });
    await setRisk(await looking(forge), 'low');
    assert.deepEqual(forge.writes, ['add risk: low']);
  });

  it('to high adds its two items to the description, and leaving high takes nothing away', async () => {
    const forge = forgeWith({ labels: [], body: unticked });
    await setRisk(await looking(forge), 'high');
    for (const text of defaultPolicy.checklist.high) assert.ok(forge.pull_.body.includes(`- [ ] ${text}`));
    const body = forge.pull_.body;
    await setRisk(await looking(forge), 'low');
    assert.equal(forge.pull_.body, body);
  });

  it('says so when somebody changed the labels at the same time', async () => {
    const forge = forgeWith({ labels: [], body: unticked });
    const context = await looking(forge);
    forge.meanwhile.set('addLabel', () => {
      forge.pull_ = { ...forge.pull_, labels: [aLabel('risk: high')] };
    });
    await assert.rejects(setRisk(context, 'low'), /changed the labels at the same time: now risk: high, risk: low/);
  });
});

describe('approving', () => {
  it('sends one review of the head that was shown, with a record of it', async () => {
    const forge = forgeWith({ body: unticked.replaceAll('[ ]', '[x]') });
    const { review, movedTo } = await approveRelease(await looking(forge), null);
    assert.deepEqual(forge.writes, [`approve ${sha('c')}`]);
    assert.equal(movedTo, null);
    assert.match(
      review.body,
      /Approved at ccccccc: moves production from 1111111 to 2222222, risk low\.\n- \[x\] I have reviewed/,
    );
  });

  const changes: readonly [string, (forge: FakeForge) => void, RegExp][] = [
    [
      'the head',
      (forge) => void (forge.pull_ = { ...forge.pull_, headSha: sha('d') }),
      /head moved from ccccccc to ddddddd/,
    ],
    [
      'the proposed SHA',
      (forge) => void (forge.versionAtHead = `${sha('e')}\n`),
      /would ship eeeeeee now, not 2222222/,
    ],
    ['production', (forge) => void (forge.versionAtTip = `${sha('f')}\n`), /Production has fffffff now, not 1111111/],
    ['the base branch', (forge) => void (forge.pull_ = { ...forge.pull_, baseRef: 'main' }), /goes into main now/],
    [
      'the risk',
      (forge) => void (forge.pull_ = { ...forge.pull_, labels: [aLabel('risk: high')] }),
      /risk is high now/,
    ],
    ['a tick', (forge) => void (forge.pull_ = { ...forge.pull_, body: unticked }), /checklist has 0 of 2/],
    ['the account', (forge) => void (forge.account_ = { id: '8', login: 'other', scopes: null }), /Another account/],
    ['the state', (forge) => void (forge.pull_ = { ...forge.pull_, state: 'merged' }), /is merged now/],
  ];
  for (const [what, change, sentence] of changes) {
    it(`sends nothing when ${what} changed since it was shown`, async () => {
      const forge = forgeWith({ body: unticked.replaceAll('[ ]', '[x]') });
      const context = await looking(forge);
      change(forge);
      await assert.rejects(
        approveRelease(context, null),
        (error) => moved(error) && sentence.test((error as Error).message),
      );
      assert.deepEqual(forge.writes, []);
    });
  }

  it('reports a head that moved while the review was on its way', async () => {
    const forge = forgeWith({ body: unticked });
    const context = await looking(forge);
    forge.meanwhile.set('submitReview', () => {
      forge.pull_ = { ...forge.pull_, headSha: sha('d') };
    });
    assert.equal((await approveRelease(context, null)).movedTo, sha('d'));
  });

  it('is not offered to the author', async () => {
    const forge = forgeWith({ body: unticked, author: { login: 'MKowalska', isBot: false } });
    await assert.rejects(approveRelease(await looking(forge), null), /You opened this pull request/);
    assert.deepEqual(forge.writes, []);
  });

  it('is not sent twice for the same head', async () => {
    const forge = forgeWith({ body: unticked });
    const context = await looking(forge);
    await approveRelease(context, null);
    await assert.rejects(approveRelease(context, null), /already approved ccccccc/);
    assert.equal(forge.writes.length, 1);
  });

  it('reads back an answer that was lost, and does not send again', async () => {
    const forge = forgeWith({ body: unticked });
    const context = await looking(forge);
    forge.submitReview = () => {
      forge.writes.push('approve');
      forge.reviews_ = [aReview({ id: '99', author: { login: 'mkowalska', isBot: false } })];
      return Promise.reject(new UncertainWrite('No answer came.'));
    };
    assert.equal((await approveRelease(context, null)).review.id, '99');
    assert.deepEqual(forge.writes, ['approve']);
  });

  it('stays unknown when a lost answer cannot be found again', async () => {
    const forge = forgeWith({ body: unticked });
    const context = await looking(forge);
    forge.submitReview = () => Promise.reject(new UncertainWrite('No answer came.'));
    await assert.rejects(approveRelease(context, null), UncertainWrite);
  });
});

describe('denying', () => {
  it('requests changes with the reason first', async () => {
    const forge = forgeWith({ body: unticked });
    const { review } = await denyRelease(await looking(forge), ' The index blocks writes. ');
    assert.match(review.body, /^The index blocks writes\.\n\nDenied at ccccccc/);
    assert.deepEqual(forge.writes, [`request-changes ${sha('c')}`]);
  });

  it('needs a reason', async () => {
    const forge = forgeWith({ body: unticked });
    await assert.rejects(
      denyRelease(await looking(forge), ' \n'),
      (error) => error instanceof HumanError && error.kind === 'invalid-input',
    );
  });
});
