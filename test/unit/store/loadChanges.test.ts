import assert from 'node:assert/strict';
import type { BlobText, ChangedFile } from '../../../src/core/history';
import type { History } from '../../../src/core/ports';
import type { Sha } from '../../../src/core/sha';
import { loadChanges } from '../../../src/store/loadChanges';
import { FakeHistory, numbered } from '../../fakes/fakeHistory';

/** Files that all change from `port: 1` to `port: 2`, each with blobs of its own. */
function files(count: number, path: (at: number) => string): readonly ChangedFile[] {
  return Array.from({ length: count }, (_, at) => ({
    path: path(at),
    status: 'modified' as const,
    oldBlob: numbered(2 * at + 1),
    newBlob: numbered(2 * at + 2),
    isFile: true,
  }));
}

interface Asked {
  readonly blobs: readonly Sha[];
  readonly limit: number;
}

function reading(source: 'clone' | 'api', content?: BlobText): { readonly history: History; readonly asked: Asked[] } {
  const asked: Asked[] = [];
  const fake = new FakeHistory();
  const history: History = Object.assign(Object.create(fake) as History, {
    source,
    readBlobs: (blobs: readonly Sha[], limit: number) => {
      asked.push({ blobs, limit });
      return Promise.resolve(
        blobs.map((sha) => content ?? { state: 'text', text: `port: ${parseInt(sha, 16) % 2 === 1 ? 1 : 2}` }),
      );
    },
  });
  return { history, asked };
}

const load = (history: History, changed: readonly ChangedFile[], pause?: () => Promise<void>) =>
  loadChanges(history, { files: changed, complete: true, notes: [] }, { owner: null, ...(pause && { pause }) });

describe('reading what else can hurt', () => {
  it('asks for the contents that are needed at once, and for no other', async () => {
    const { history, asked } = reading('clone');
    const changed = [...files(2, (at) => `config/${String(at)}.yml`), ...files(1, () => 'README.md')];
    const { config, complete } = await load(history, changed);
    assert.deepEqual(
      config.map(({ path }) => path),
      ['config/0.yml', 'config/1.yml'],
    );
    assert.equal(complete, true);
    assert.deepEqual(asked, [{ blobs: [1, 2, 3, 4].map(numbered), limit: 5_000_000 }]);
  });

  it('reads nothing when nothing can hurt', async () => {
    const { history, asked } = reading('clone');
    assert.deepEqual(
      (
        await load(
          history,
          files(3, (at) => `docs/${String(at)}.md`),
        )
      ).ranking,
      [],
    );
    assert.deepEqual(asked, []);
  });

  it('lets others have their turn', async () => {
    let pauses = 0;
    const { history } = reading('clone');
    const pause = () => {
      pauses += 1;
      return Promise.resolve();
    };
    await load(
      history,
      files(50, (at) => `config/${String(at)}.yml`),
      pause,
    );
    assert.ok(pauses >= 50);
  });

  it('makes at most 60 requests without a clone, and says what was not read', async () => {
    const { history, asked } = reading('api');
    const changed = [...files(100, (at) => `config/${String(at)}.yml`), ...files(20, (at) => `src/${String(at)}.ts`)];
    const { config, ranking, complete, notes } = await load(history, changed);
    assert.deepEqual(
      asked.map(({ blobs }) => blobs.length),
      [60],
    );
    assert.equal(config.length, 100);
    assert.equal(config.filter(({ notUnderstood }) => notUnderstood !== null).length, 70);
    assert.equal(ranking[0]?.alsoIn.length, 29);
    assert.equal(complete, false);
    assert.deepEqual(notes, [
      'Not fully scanned: 70 of 100 files of settings, dependencies and interfaces were not read, because at most 60 contents are asked for.',
    ]);
  });

  it('reads lock files first, and tells no manifest without its lock file', async () => {
    const { history } = reading('api');
    const changed = [
      ...files(31, (at) => `a${String(at)}/package.json`),
      ...files(71, (at) => `a${String(at)}/package-lock.json`).slice(40),
    ];
    const { dependencies } = await load(history, changed);
    const manifests = dependencies.filter(({ path }) => path.endsWith('package.json'));
    assert.ok(manifests.every(({ notUnderstood }) => notUnderstood !== null));
    assert.equal(
      dependencies.filter(({ path, reason }) => path.endsWith('lock.json') && reason === 'It was not read.').length,
      1,
    );
  });

  it('names a content that cannot be had', async () => {
    const { history } = reading('clone', { state: 'too-large', bytes: 9_000_000 });
    const { complete, notes } = await load(
      history,
      files(1, () => 'config/a.yml'),
    );
    assert.deepEqual([complete, notes], [false, ['config/a.yml was not understood: It has 9000000 bytes.']]);
  });
});
