import { HumanError } from '../../src/core/errors';
import type {
  BlobText,
  ChangedFiles,
  ListedFile,
  Person,
  RangeHistory,
  RawCommit,
  ReadingProgress,
} from '../../src/core/history';
import type { CloneHistory } from '../../src/core/ports';
import { parseSha, type Sha } from '../../src/core/sha';

/** The SHA of the commit with this number. */
export function numbered(number: number): Sha {
  const sha = parseSha(number.toString(16).padStart(40, '0'));
  if (sha === undefined) throw new Error(`No SHA for ${number}`);
  return sha;
}

/** A straight line of commits without merges; the number n is the parent of n + 1. */
export class FakeHistory implements CloneHistory {
  readonly source = 'clone';
  /** Called with every question, before it is answered. */
  onAsk: (question: string) => Promise<void> = () => Promise.resolve();
  readonly asked: string[] = [];
  messageOf: (number: number) => string = (number) => `feat: change ${number} (#${number})`;
  authors: readonly Person[] | null = [];
  present: (sha: Sha) => boolean = () => true;
  fetched: readonly Sha[] = [];

  async has(shas: readonly Sha[]): Promise<boolean> {
    await this.ask('has');
    return shas.every((sha) => this.present(sha) || this.fetched.includes(sha));
  }

  async range(
    from: Sha,
    to: Sha,
    signal?: AbortSignal,
    onProgress?: (progress: ReadingProgress) => void,
  ): Promise<RangeHistory> {
    const [first, last] = [parseInt(from, 16), parseInt(to, 16)];
    const commits = Array.from({ length: Math.abs(last - first) }, (_, at) =>
      this.commit(Math.max(first, last) - at, last < first),
    );
    onProgress?.({ read: commits.length, total: commits.length });
    await this.ask('range', signal);
    const direction = last < first ? 'rollback' : 'forward';
    return { from, to, direction, source: 'clone', commits, complete: true, total: commits.length, notes: [] };
  }

  async changedFiles(): Promise<ChangedFiles> {
    await this.ask('changedFiles');
    return { files: [], complete: true, notes: [] };
  }

  async authorsBefore(): Promise<readonly Person[] | null> {
    await this.ask('authorsBefore');
    return this.authors;
  }

  async commitsTouching(): Promise<ReadonlySet<Sha>> {
    await this.ask('commitsTouching');
    return new Set();
  }

  async listFiles(): Promise<readonly ListedFile[]> {
    await this.ask('listFiles');
    return [];
  }

  async readBlobs(): Promise<readonly BlobText[]> {
    await this.ask('readBlobs');
    return [];
  }

  async fetch(shas: readonly Sha[]): Promise<void> {
    await this.ask('fetch');
    this.fetched = shas;
  }

  private async ask(question: string, signal?: AbortSignal): Promise<void> {
    this.asked.push(question);
    await Promise.race([
      this.onAsk(question),
      new Promise<never>((_, reject) => {
        signal?.addEventListener('abort', () => {
          reject(new HumanError('cancelled', 'Reading the clone was cancelled.'));
        });
      }),
    ]);
  }

  private commit(number: number, removed: boolean): RawCommit {
    return {
      sha: numbered(number),
      parents: [numbered(number - 1)],
      authorName: 'Ines Duarte',
      authorEmail: 'ines@acme.example',
      authorLogin: null,
      authoredAt: number,
      message: this.messageOf(number),
      removed,
    };
  }
}
