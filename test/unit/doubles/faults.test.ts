import assert from 'node:assert/strict';
import type { FaultRule } from '../../doubles/github/faults';
import { at } from './client';
import type { Answered } from './client';
import { harness, name, tiny } from './harness';

describe('the GitHub double: faults', () => {
  const host = harness();
  const { ask } = host;
  const comment = (): Promise<Answered> =>
    ask(`POST ${tiny}/issues/1/comments`, { token: 'ana-token', body: { body: 'written' } });
  const comments = (): number => host.double.state.pull(name, 1).comments.length;
  const set = (
    fault: FaultRule['fault'],
    when: 'before' | 'after' = 'before',
  ): ReturnType<typeof host.double.faults.add> =>
    host.double.faults.add({ method: 'POST', path: /\/comments$/, when, fault });

  it('drops the connection before or after the write', async () => {
    set({ kind: 'drop' });
    await assert.rejects(comment());
    assert.equal(comments(), 1);
    set({ kind: 'drop' }, 'after');
    await assert.rejects(comment());
    assert.equal(comments(), 2);
    const seen = host.double.journal.map(({ status, applied }) => [status, applied]);
    assert.deepEqual(seen, [
      [0, false],
      [201, true],
    ]);
    assert.equal((await comment()).status, 201);
  });

  it('truncates the answer of a write that was applied', async () => {
    set({ kind: 'truncate' }, 'after');
    await assert.rejects(comment());
    assert.equal(comments(), 2);
  });

  it('holds a request until it is released', async () => {
    const held = set({ kind: 'delay' });
    const pending = comment();
    await held.reached;
    assert.equal(comments(), 1);
    held.release();
    assert.equal((await pending).status, 201);
    assert.deepEqual([held.hits, comments()], [1, 2]);
    const late = set({ kind: 'delay' }, 'after');
    const unanswered = comment();
    await late.reached;
    host.double.faults.clear();
    assert.equal((await unanswered).status, 201);
  });

  it('answers in place of GitHub, once, or as often as asked', async () => {
    const answered = async (fault: FaultRule['fault']): Promise<Answered> => {
      set(fault);
      return comment();
    };
    assert.equal((await answered({ kind: 'status', status: 502 })).status, 502);
    assert.equal((await answered({ kind: 'unauthorized' })).status, 401);
    assert.match(String((await answered({ kind: 'captive-portal' })).json), /<!doctype html>/);
    assert.deepEqual((await answered({ kind: 'wrong-json', body: [1] })).json, [1]);
    const moved = await answered({ kind: 'redirect', to: 'http://elsewhere.invalid/', status: 307 });
    assert.deepEqual([moved.status, moved.headers.get('location')], [307, 'http://elsewhere.invalid/']);
    const seconds = await answered({ kind: 'secondary-limit', retryAfter: 3 });
    assert.deepEqual([seconds.status, seconds.headers.get('retry-after')], [403, '3']);
    const date = new Date('2030-01-01T00:00:00Z');
    const dated = await answered({ kind: 'secondary-limit', retryAfter: date, status: 429 });
    assert.deepEqual([dated.status, dated.headers.get('retry-after')], [429, date.toUTCString()]);
    const spent = await answered({ kind: 'primary-limit', reset: 4_000_000_000 });
    assert.deepEqual([spent.status, spent.headers.get('x-ratelimit-remaining')], [403, '0']);
    assert.equal(comments(), 1);
    const always = host.double.faults.add({ path: /./, times: Infinity, fault: { kind: 'status', status: 503 } });
    assert.equal((await ask(`GET ${tiny}`)).status, 503);
    assert.equal((await ask('GET /user')).status, 503);
    always.remove();
    assert.equal((await ask(`GET ${tiny}`)).status, 200);
  });

  it('keeps writes that wait for each other whole', async () => {
    const bodies = Array.from({ length: 5 }, (_, index) => ({ labels: [`l${index}`] }));
    await Promise.all(bodies.map((body) => ask(`POST ${tiny}/issues/1/labels`, { token: 'ana-token', body })));
    assert.equal(host.double.state.pull(name, 1).labels.length, 6);
    const sha = host.sha('beta two');
    const merges = [0, 1].map(() => ask(`PUT ${tiny}/pulls/1/merge`, { token: 'rita-token', body: { sha } }));
    const statuses = (await Promise.all(merges)).map((answer) => answer.status);
    assert.deepEqual(statuses.sort(), [200, 405]);
    assert.equal(at((await ask(`GET ${tiny}/pulls/1`)).json, 'merged'), true);
  });
});
