import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

import { createGitHistory } from '../../../src/git/gitHistory';
import { filesBelow, setting, shadowOf, token } from './fetchSetting';
import { closeGitServers } from './gitServer';
import { git, realGit, removeScratchFolders, scratchFolder, workingCopy } from './scratchRepository';

describe('fetching commits that a clone lacks', () => {
  afterEach(async () => {
    await closeGitServers();
    removeScratchFolders();
  });

  it('makes the range readable, says so, and leaves the clone as it was', async () => {
    const { origin, history, root, again } = await setting();
    const shas = [origin.sha('c40'), origin.sha('c59')] as const;
    assert.equal(await history.has(shas), false);
    const before = filesBelow(root);
    await history.fetch(shas);
    assert.equal(await history.has(shas), true);
    const range = await history.range(...shas);
    assert.deepEqual([range.direction, range.total, range.complete], ['forward', 19, true]);
    assert.equal(range.notes.length, 1);
    const short = shas[1].slice(0, 7);
    assert.match(range.notes[0] ?? '', new RegExp(`^Commit ${short} was not in the clone; it was fetched from 127`));
    assert.equal((await history.changedFiles(...shas)).files.length, 20);
    assert.deepEqual(filesBelow(root), before);
    // It is there the next time, and needs no note once the clone has it.
    const next = await again({ remote: () => Promise.reject(new Error('not needed')) });
    assert.equal((await next.range(...shas)).notes.length, 1);
    await next.fetch(shas);
    git(root, ['fetch', '--quiet', `file://${origin.root}`, 'c59']);
    assert.deepEqual((await next.range(...shas)).notes, []);
  });

  it('asks only for what is new', async () => {
    const { origin, history, server } = await setting();
    await history.fetch([origin.sha('c59')]);
    const few = server.sent();
    const all = await setting(['-b', 'c0']);
    await all.history.fetch([all.origin.sha('c59')]);
    assert.ok(few * 3 < all.server.sent(), `${few} bytes of ${all.server.sent()}`);
    assert.ok(server.requests.length <= 3, `${server.requests.length} requests`);
  });

  it('leaves objects and two lists in its own store, nothing else', async () => {
    const { origin, history, storage } = await setting();
    await history.fetch([origin.sha('c58'), origin.sha('c59')]);
    await history.fetch([origin.sha('c58')]);
    const shadow = shadowOf(storage);
    assert.deepEqual(readdirSync(shadow).sort(), ['HEAD', 'config', 'fetched', 'objects', 'refs']);
    assert.equal(git(shadow, ['--git-dir', shadow, 'for-each-ref']), '');
    assert.ok(!filesBelow(storage).some((line) => readFileSync(line.split(' ')[0] ?? '').includes(token)));
    assert.doesNotMatch(readFileSync(join(shadow, 'config'), 'utf8'), /remote|promisor/);
  });

  it('works for SHA-256, for a detached head with packed refs, and from a linked worktree', async () => {
    const modern = await setting(['-b', 'c50'], {}, 'sha256');
    await modern.history.fetch([modern.origin.sha('c59')]);
    assert.equal((await modern.history.range(modern.origin.sha('c50'), modern.origin.sha('c59'))).total, 9);

    const { origin, root, server, storage } = await setting();
    git(root, ['pack-refs', '--all']);
    const worktree = join(scratchFolder(), 'tree');
    git(root, ['worktree', 'add', '--quiet', '--detach', worktree, 'c50']);
    const remote = (): Promise<{ url: string; token: string }> => Promise.resolve({ url: server.url, token });
    const history = createGitHistory(await workingCopy(worktree), { program: await realGit(), storage, remote });
    await history.fetch([origin.sha('c55')]);
    assert.equal((await history.range(origin.sha('c50'), origin.sha('c55'))).total, 5);
    assert.ok(server.sent() < 10_000, `${server.sent()} bytes`);
  });

  it('completes a shallow clone beside it', async () => {
    const { origin, history, root, storage, again } = await setting(['-b', 'c50', '--depth=3']);
    const shas = [origin.sha('c20'), origin.sha('c59')] as const;
    const before = filesBelow(root);
    await history.fetch(shas);
    assert.equal(await history.has(shas), true);
    const range = await history.range(...shas);
    assert.deepEqual([range.direction, range.total, range.complete], ['forward', 39, true]);
    assert.match(range.notes.join(' '), /This clone is shallow; the rest of its history was fetched from 127/);
    assert.equal((await history.authorsBefore(shas[1]))?.length, 1);
    assert.deepEqual(filesBelow(root), before);
    assert.equal(existsSync(join(shadowOf(storage), 'shallow')), false);
    // The clone is cut off elsewhere: that is found out, and can be completed again.
    git(root, ['fetch', '--quiet', '--depth=1', `file://${origin.root}`, 'c57']);
    const later = await again();
    assert.equal(await later.has([origin.sha('c20'), origin.sha('c57')]), false);
    await later.fetch([origin.sha('c20'), origin.sha('c57')]);
    assert.equal((await later.range(origin.sha('c20'), origin.sha('c57'))).total, 37);
  });

  it('completes a shallow clone that has both commits and not what is between', async () => {
    const { origin, root, again } = await setting(['-b', 'c50', '--depth=3']);
    git(origin.root, ['config', 'uploadpack.allowAnySHA1InWant', 'true']);
    git(root, ['fetch', '--quiet', '--depth=1', 'origin', origin.sha('c10')]);
    const history = await again();
    const shas = [origin.sha('c10'), origin.sha('c50')] as const;
    await assert.rejects(history.range(...shas), { kind: 'not-found' });
    await history.fetch(shas);
    assert.equal((await history.range(...shas)).total, 40);
  });

  it('leaves a shallow clone to others unless it may deepen', async () => {
    const { history, origin } = await setting(['-b', 'c50', '--depth', '3'], {}).then(async ({ again, ...rest }) => ({
      ...rest,
      history: await again({ deepen: false }),
    }));
    const ends = [origin.sha('c10'), origin.sha('c50')];
    await assert.rejects(history.fetch(ends), { kind: 'refused', message: /shallow.*--unshallow/ });
  });

  it('asks for no more than the new commits where a shallow clone reaches far enough', async () => {
    const { origin, history, server, storage } = await setting(['-b', 'c50', '--depth=10']);
    await history.fetch([origin.sha('c45'), origin.sha('c59')]);
    assert.equal((await history.range(origin.sha('c45'), origin.sha('c59'))).total, 14);
    assert.ok(server.sent() < 10_000, `${server.sent()} bytes`);
    assert.equal(existsSync(join(shadowOf(storage), 'shallow')), true);
  });

  it('brings folders but no file contents to a partial clone, and refuses one without folders', async () => {
    const { origin, history, storage } = await setting(['-b', 'c50', '--filter=blob:none']);
    const shas = [origin.sha('c40'), origin.sha('c59')] as const;
    await history.fetch(shas);
    assert.equal(await history.has(shas), true);
    assert.equal((await history.changedFiles(...shas)).files.length, 20);
    assert.equal((await history.commitsTouching(...shas, 'F55')).size, 1);
    assert.doesNotMatch(readFileSync(join(shadowOf(storage), 'config'), 'utf8'), /remote|promisor|partial/);

    const bare = await setting(['-b', 'c50', '--filter=tree:0']);
    const refused = bare.history.fetch([bare.origin.sha('c59')]);
    await assert.rejects(refused, { name: 'HumanError', kind: 'refused', message: /partial/ });
  });

  it('may be done by two at once', async () => {
    const { origin, history, again } = await setting();
    const other = await again();
    await Promise.all([
      history.fetch([origin.sha('c59')]),
      other.fetch([origin.sha('c59')]),
      other.fetch([origin.sha('c58')]),
    ]);
    assert.equal((await history.range(origin.sha('c58'), origin.sha('c59'))).total, 1);
  });

  it('clears up after a fetch that was killed long ago', async () => {
    const { origin, history, storage } = await setting();
    await history.has([origin.sha('c0')]);
    const left = join(shadowOf(storage), 'incoming-of-old');
    git(storage, ['init', '--quiet', '--bare', left]);
    const fresh = join(shadowOf(storage), 'incoming-new');
    mkdirSync(fresh);
    utimesSync(left, 1, 1);
    await history.fetch([origin.sha('c59')]);
    assert.deepEqual([existsSync(left), existsSync(fresh)], [false, true]);
  });
});
