import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readFromPage, readPersisted } from '../../../src/views/panel/fromPage';
import { sha } from '../../builders';

const intent = (value: unknown): unknown => readFromPage({ type: 'intent', id: 1, intent: value });

describe('messages of the page', () => {
  it('are taken when they are of a known form', () => {
    assert.deepEqual(readFromPage({ type: 'ready' }), { type: 'ready' });
    for (const value of [
      { kind: 'approve' },
      { kind: 'tick', item: 'x#0', checked: true },
      { kind: 'setRisk', level: 'high' },
      { kind: 'openFile', path: 'a.sql', line: 3 },
      { kind: 'openFile', path: 'a.sql', line: null },
      { kind: 'openCommit', sha: sha('a') },
    ]) {
      assert.deepEqual(intent(value), { type: 'intent', id: 1, intent: value });
    }
  });

  it('are dropped when forged', () => {
    for (const value of [
      { kind: 'merge' },
      { kind: 'tick', item: 1, checked: true },
      { kind: 'setRisk', level: 'none' },
      { kind: 'openCommit', sha: 'HEAD' },
      { kind: 'openCommit', sha: '--output=x' },
      { kind: 'openPullNumber', number: -1 },
      { kind: 'openFile', path: 'x'.repeat(10_001), line: 1 },
      { kind: '__proto__' },
      null,
    ]) {
      assert.equal(intent(value), null, JSON.stringify(value));
    }
    assert.equal(readFromPage({ type: 'intent', id: '1', intent: { kind: 'approve' } }), null);
  });

  it('keep nothing beyond their form: repository and SHAs come from the host', () => {
    assert.deepEqual(intent({ kind: 'approve', repository: 'evil/x', pull: 9, sha: 'f' }), {
      type: 'intent',
      id: 1,
      intent: { kind: 'approve' },
    });
  });

  it('never throw, whatever arrives', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        readFromPage(value);
        intent(value);
        readPersisted(value);
      }),
    );
  });

  it('restore a panel only from ids of a known version', () => {
    const kept = { version: 1, repository: 'github.com/acme/shop', pull: 412 };
    assert.deepEqual(readPersisted({ ...kept, reading: { scroll: 3 } }), kept);
    assert.equal(readPersisted({ ...kept, version: 2 }), null);
    assert.equal(readPersisted({ ...kept, pull: '412' }), null);
  });
});
