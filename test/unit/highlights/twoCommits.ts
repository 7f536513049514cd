import assert from 'node:assert/strict';
import type { Highlights, Migration } from '../../../src/core/highlights/model';
import type { MigrationReaders } from '../../../src/core/highlights/readers';
import type { BlobText, ListedFile } from '../../../src/core/history';
import type { History } from '../../../src/core/ports';
import type { Sha } from '../../../src/core/sha';
import { loadHighlights } from '../../../src/store/loadHighlights';
import { sha } from '../../builders';
import { readersWith } from './inProcessReaders';
import { changedFiles, shaOf, type Change } from './migrationsOf';

const from = sha('1');
const to = sha('2');

/** Texts by path. */
export type Files = Readonly<Record<string, string>>;

/** A history of two commits whose files are given: those that stay, and those that change. */
export class TwoCommits implements Pick<History, 'source' | 'listFiles' | 'readBlobs'> {
  source: History['source'] = 'clone';
  readonly read: Sha[] = [];
  listing: () => void = () => undefined;
  readonly #texts = new Map<Sha, string>();
  readonly #trees: ReadonlyMap<Sha, Files>;

  constructor(stays: Files, changes: readonly Change[]) {
    const side = (at: 1 | 2): Files =>
      Object.fromEntries(changes.flatMap((change) => (change[at] === null ? [] : [[change[0], change[at]]])));
    this.#trees = new Map([
      [from, { ...stays, ...side(1) }],
      [to, { ...stays, ...side(2) }],
    ]);
    for (const files of this.#trees.values())
      for (const text of Object.values(files)) this.#texts.set(shaOf(text), text);
  }

  async listFiles(commit: Sha, paths: readonly string[]): Promise<readonly ListedFile[]> {
    await Promise.resolve();
    this.listing();
    const files = Object.entries(this.#trees.get(commit) ?? {});
    const below = files.filter(([path]) => paths.some((each) => path === each || path.startsWith(`${each}/`)));
    return below.map(([path, text]) => ({ path, blob: shaOf(text) }));
  }

  readBlobs(blobs: readonly Sha[]): Promise<readonly BlobText[]> {
    this.read.push(...blobs);
    return Promise.resolve(
      blobs.map((blob) => {
        const text = this.#texts.get(blob);
        return text === undefined ? { state: 'missing' } : { state: 'text', text };
      }),
    );
  }
}

/** How a range is loaded. */
export interface Loading {
  readonly stays?: Files;
  readonly readers?: MigrationReaders | undefined;
  readonly prepare?: (history: TwoCommits) => void;
  readonly signal?: AbortSignal;
  readonly pause?: () => Promise<void>;
}

/** The highlights of these changes. */
export async function load(changes: readonly Change[], options: Loading = {}): Promise<Highlights> {
  const history = new TwoCommits(options.stays ?? {}, changes);
  options.prepare?.(history);
  const never = (): Promise<never> => Promise.reject(new Error('not asked'));
  const whole: History = {
    source: history.source,
    listFiles: history.listFiles.bind(history),
    readBlobs: history.readBlobs.bind(history),
    has: never,
    range: never,
    authorsBefore: never,
    commitsTouching: never,
    changedFiles: never,
  };
  const readers = 'readers' in options ? options.readers : readersWith();
  const { signal, pause } = options;
  return loadHighlights({ history: whole, from, to, changed: changedFiles(changes), readers, signal, pause });
}

/** The first migration of these changes. */
export async function only(changes: readonly Change[], options: Loading = {}): Promise<Migration> {
  const { migrations } = await load(changes, options);
  const [migration] = migrations;
  assert.ok(migration);
  return migration;
}
