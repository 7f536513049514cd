import type { ChildProcessWithoutNullStreams } from 'node:child_process';

export interface GitObject {
  readonly sha: string;
  readonly type: string;
  readonly data: Buffer;
}

interface Waiting {
  readonly resolve: (found: GitObject | undefined) => void;
  readonly reject: (error: Error) => void;
}

/** Speaks `git cat-file --batch`: requests are written at once, answers arrive in the order of the requests. */
export class ObjectReader {
  readonly #start: () => ChildProcessWithoutNullStreams;
  #child: ChildProcessWithoutNullStreams | undefined;
  readonly #waiting: Waiting[] = [];
  #chunks: Buffer[] = [];
  #held = 0;
  #needed = 0;
  #header: { readonly sha: string; readonly type: string; readonly size: number } | undefined;

  constructor(start: () => ChildProcessWithoutNullStreams) {
    this.#start = start;
  }

  /** Reads an object by an expression that git can resolve; never pass what a client sent without checking it. */
  read(expression: string): Promise<GitObject | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#process().stdin.write(`${expression}\n`);
    });
  }

  close(): void {
    this.#child?.stdin.end();
    this.#child?.kill();
    this.#child = undefined;
  }

  #process(): ChildProcessWithoutNullStreams {
    if (this.#child !== undefined) return this.#child;
    const child = this.#start();
    this.#child = child;
    child.stdin.on('error', () => undefined);
    child.stdout.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#held += chunk.length;
      this.#advance();
    });
    child.on('close', () => {
      for (const each of this.#waiting.splice(0)) each.reject(new Error('git cat-file ended early'));
    });
    return child;
  }

  #advance(): void {
    while (this.#held >= this.#needed) {
      const all = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
      if (all === undefined) return;
      this.#chunks = [all];
      const used = this.#header === undefined ? this.#takeHeader(all) : this.#takeBody(all, this.#header);
      if (used === 0) return;
      const rest = all.subarray(used);
      this.#chunks = rest.length === 0 ? [] : [rest];
      this.#held = rest.length;
    }
  }

  #takeHeader(all: Buffer): number {
    const end = all.indexOf(10);
    if (end < 0) return 0;
    const [sha = '', type = '', size = ''] = all.toString('latin1', 0, end).split(' ');
    if (/^\d+$/.test(size)) {
      this.#header = { sha, type, size: Number(size) };
      this.#needed = Number(size) + 1;
    } else {
      // "<expression> missing" or "<expression> ambiguous".
      this.#waiting.shift()?.resolve(undefined);
    }
    return end + 1;
  }

  #takeBody(all: Buffer, header: { readonly sha: string; readonly type: string; readonly size: number }): number {
    this.#header = undefined;
    this.#needed = 0;
    this.#waiting.shift()?.resolve({
      sha: header.sha,
      type: header.type,
      data: Buffer.from(all.subarray(0, header.size)),
    });
    return header.size + 1;
  }
}
