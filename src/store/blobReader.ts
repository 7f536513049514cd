import { messageOf } from '../core/errors';
import type { BlobText } from '../core/history';
import type { History, Log } from '../core/ports';
import { repositoryKey, type RepositoryId } from '../core/repository';
import type { Sha } from '../core/sha';

/** Where a repository's blobs may be read, the nearest first. */
export type BlobSources = (id: RepositoryId) => Promise<readonly (() => Promise<History>)[]>;

/** Milliseconds: the editor asks for all documents of a large diff within one moment. */
const gathering = 20;

/** Larger files are not opened in a diff. */
const sizeLimit = 5_000_000;

interface Wanted {
  readonly blob: Sha;
  readonly answer: (text: BlobText) => void;
}

/** Reads single blobs by asking for all that are wanted at the same moment at once. */
export class BlobReader {
  private readonly waiting = new Map<string, { readonly id: RepositoryId; readonly wanted: Wanted[] }>();
  private readonly sources: BlobSources;
  private readonly log: Log;

  constructor(sources: BlobSources, log: Log) {
    this.sources = sources;
    this.log = log;
  }

  /** A blob that no source has, or that could not be read, is `missing`. */
  read(id: RepositoryId, blob: Sha): Promise<BlobText> {
    return new Promise((answer) => {
      const key = repositoryKey(id);
      const gathered = this.waiting.get(key);
      if (gathered !== undefined) return void gathered.wanted.push({ blob, answer });
      this.waiting.set(key, { id, wanted: [{ blob, answer }] });
      setTimeout(() => void this.send(key), gathering);
    });
  }

  private async send(key: string): Promise<void> {
    const gathered = this.waiting.get(key);
    this.waiting.delete(key);
    if (gathered === undefined) return;
    const texts = await this.readAll(gathered.id, [...new Set(gathered.wanted.map(({ blob }) => blob))]);
    for (const { blob, answer } of gathered.wanted) answer(texts.get(blob) ?? { state: 'missing' });
  }

  private async readAll(id: RepositoryId, blobs: readonly Sha[]): Promise<ReadonlyMap<Sha, BlobText>> {
    const texts = new Map<Sha, BlobText>();
    let left = blobs;
    for (const open of await this.sources(id)) {
      if (left.length === 0) break;
      try {
        const read = await (await open()).readBlobs(left, sizeLimit);
        left.forEach((blob, at) => texts.set(blob, read[at] ?? { state: 'missing' }));
      } catch (error) {
        this.log.warn(`${left.length} files could not be read: ${messageOf(error)}`);
      }
      left = blobs.filter((blob) => (texts.get(blob)?.state ?? 'missing') === 'missing');
    }
    return texts;
  }
}
