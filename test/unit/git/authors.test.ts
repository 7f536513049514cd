import assert from 'node:assert/strict';
import { join } from 'node:path';

import { git, historyOf, makeRepository, missingSha, removeScratchFolders, scratchFolder } from './scratchRepository';

describe('everybody who wrote a commit before', () => {
  afterEach(removeScratchFolders);

  const repository = (): ReturnType<typeof makeRepository> =>
    makeRepository({
      base: { author: 'Ada <ada@example.com>', files: { '.mailmap': 'Boss <boss@example.com> <ada@example.com>\n' } },
      side: { author: 'Gr\u00E4ce "G." <grace@example.com>' },
      one: { parents: ['base'], author: 'Ada <ada@work.example.com>' },
      merge: { parents: ['one', 'side'], author: 'Ada <ada@example.com>' },
      later: { parents: ['merge'], author: 'Newcomer <new@example.com>' },
    });

  it('is named once per spelling, as written, the newest first', async () => {
    const made = repository();
    git(made.root, ['reset', '--quiet', '--hard', 'base']);
    const history = await historyOf(made.root);
    assert.deepEqual(await history.authorsBefore(made.sha('merge')), [
      { name: 'Ada', email: 'ada@example.com' },
      { name: 'Ada', email: 'ada@work.example.com' },
      { name: 'Gr\u00E4ce "G."', email: 'grace@example.com' },
    ]);
    assert.deepEqual(await history.authorsBefore(made.sha('base')), [{ name: 'Ada', email: 'ada@example.com' }]);
  });

  it('is spelled as in the commits of a range', async () => {
    const made = makeRepository({
      base: { author: 'First <first@example.com>' },
      latin: { parents: ['base'], author: ' J\u00F6rg  "x" <a b@c>' },
    });
    const history = await historyOf(made.root);
    const { commits } = await history.range(made.sha('base'), made.sha('latin'));
    const people = (await history.authorsBefore(made.sha('latin'))) ?? [];
    assert.deepEqual(
      people.slice(0, 1),
      commits.map(({ authorName, authorEmail }) => ({ name: authorName, email: authorEmail })),
    );
  });

  it('is not known in a shallow clone, nor where the list is too long', async () => {
    const made = repository();
    const root = join(scratchFolder(), 'clone');
    git(made.root, ['clone', '--quiet', '-b', 'later', '--depth=1', `file://${made.root}`, root]);
    assert.equal(await (await historyOf(root)).authorsBefore(made.sha('later')), null);
    const narrow = await historyOf(made.root, { limits: { maxBytes: 90 } });
    assert.equal(await narrow.authorsBefore(made.sha('later')), null);
  });

  it('is asked about a commit that is there', async () => {
    const history = await historyOf(repository().root);
    await assert.rejects(history.authorsBefore(missingSha), { name: 'HumanError', kind: 'not-found' });
    const cancelled = history.authorsBefore(missingSha, AbortSignal.abort());
    await assert.rejects(cancelled, { name: 'HumanError', kind: 'cancelled' });
  });
});
