import assert from 'node:assert/strict';
import { HumanError } from '../../../src/core/errors';
import type { BlobText } from '../../../src/core/history';
import type { History } from '../../../src/core/ports';
import type { Sha } from '../../../src/core/sha';
import { BlobReader } from '../../../src/store/blobReader';
import { repository, sha } from '../../builders';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const text = (blob: Sha): BlobText => ({ state: 'text', text: blob.slice(0, 1) });

/** A history that only reads blobs, and remembers what it was asked for. */
function historyOf(has: (blob: Sha) => boolean): History & { readonly asked: (readonly Sha[])[] } {
  const asked: (readonly Sha[])[] = [];
  const unused = () => Promise.reject(new HumanError('git', 'not asked for'));
  return {
    source: 'clone',
    asked,
    has: unused,
    range: unused,
    changedFiles: unused,
    authorsBefore: unused,
    commitsTouching: unused,
    listFiles: unused,
    readBlobs: (blobs) => {
      asked.push(blobs);
      return Promise.resolve(blobs.map((blob) => (has(blob) ? text(blob) : { state: 'missing' })));
    },
  };
}

describe('reading blobs for documents', () => {
  it('asks once for all that are wanted at the same moment', async () => {
    const clone = historyOf(() => true);
    const reader = new BlobReader(() => Promise.resolve([() => Promise.resolve(clone)]), log);
    const read = await Promise.all([sha('a'), sha('b'), sha('a')].map((blob) => reader.read(repository, blob)));
    assert.deepEqual(read, [text(sha('a')), text(sha('b')), text(sha('a'))]);
    assert.deepEqual(clone.asked, [[sha('a'), sha('b')]]);
  });

  it('asks the next source only for what the first one lacks', async () => {
    const clone = historyOf((blob) => blob === sha('a'));
    const remote = historyOf(() => true);
    const sources = [() => Promise.resolve(clone), () => Promise.resolve(remote)];
    const reader = new BlobReader(() => Promise.resolve(sources), log);
    await Promise.all([sha('a'), sha('b')].map((blob) => reader.read(repository, blob)));
    assert.deepEqual(remote.asked, [[sha('b')]]);
  });

  it('goes on to the next source when one fails, and ends with missing', async () => {
    const failing = () => Promise.reject(new HumanError('git', 'git is not there'));
    const remote = historyOf((blob) => blob === sha('a'));
    const reader = new BlobReader(() => Promise.resolve([failing, () => Promise.resolve(remote)]), log);
    const read = await Promise.all([sha('a'), sha('b')].map((blob) => reader.read(repository, blob)));
    assert.deepEqual(read, [text(sha('a')), { state: 'missing' }]);
  });
});
