import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { parseCommit, parseTree } from './gitObjects';
import type { GitCommit, TreeEntry } from './gitObjects';
import { ObjectReader } from './objectReader';
import type { GitObject } from './objectReader';

/** What a git process answered. */
export interface GitAnswer {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

const fullSha = /^[0-9a-f]{40}$/;

/** The environment of every git process: none of the machine's configuration, no prompts. */
export const gitEnvironment: NodeJS.ProcessEnv = {
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
};

/**
 * One bare repository: objects through a long-lived `git cat-file --batch`, branches and tags held in memory and
 * written through.
 */
export class GitStore {
  readonly gitDir: string;
  /** Full ref name (`refs/heads/main`) to object id. */
  readonly refs = new Map<string, string>();
  readonly #reader: ObjectReader;
  readonly #commits = new Map<string, Promise<GitCommit | undefined>>();
  readonly #trees = new Map<string, Promise<readonly TreeEntry[] | undefined>>();

  constructor(gitDir: string) {
    this.gitDir = gitDir;
    this.#reader = new ObjectReader(() => this.start(['cat-file', '--batch']));
  }

  /** Creates a bare repository in `gitDir` that borrows the objects of `source` and starts with its branches and tags. */
  static async borrow(source: string, gitDir: string, defaultBranch: string, extraRefs: ReadonlyMap<string, string>) {
    await mkdir(join(gitDir, 'objects', 'info'), { recursive: true });
    await mkdir(join(gitDir, 'refs', 'heads'), { recursive: true });
    await writeFile(join(gitDir, 'HEAD'), `ref: refs/heads/${defaultBranch}\n`);
    await writeFile(
      join(gitDir, 'config'),
      '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n',
    );
    await writeFile(join(gitDir, 'objects', 'info', 'alternates'), `${join(source, 'objects')}\n`);
    const origin = new GitStore(source);
    const listed = await origin.run(['for-each-ref', '--format=%(objectname) %(refname)', 'refs/heads', 'refs/tags']);
    const store = new GitStore(gitDir);
    for (const line of listed.stdout.toString('utf8').split('\n')) {
      if (line !== '') store.refs.set(line.slice(41), line.slice(0, 40));
    }
    for (const [name, sha] of extraRefs) store.refs.set(name, sha);
    const packed = [...store.refs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, sha]) => `${sha} ${name}\n`);
    await writeFile(join(gitDir, 'packed-refs'), packed.join(''));
    return store;
  }

  /** Starts git in this repository. */
  start(args: readonly string[], extra: NodeJS.ProcessEnv = {}): ChildProcessWithoutNullStreams {
    return spawn('git', ['--git-dir', this.gitDir, ...args], { env: { ...gitEnvironment, ...extra } });
  }

  /** Runs git to its end; a non-zero exit code is part of the answer. */
  async run(args: readonly string[], input = ''): Promise<GitAnswer> {
    const child = this.start(args);
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => {
        resolve({ code: code ?? -1, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString('utf8') });
      });
    });
  }

  /** Runs git and insists on success. */
  async output(args: readonly string[], input = ''): Promise<Buffer> {
    const answer = await this.run(args, input);
    if (answer.code !== 0) throw new Error(`git ${args.join(' ')}: ${answer.stderr}`);
    return answer.stdout;
  }

  /** The object with this full id; undefined when there is none. */
  async object(sha: string): Promise<GitObject | undefined> {
    return fullSha.test(sha) ? this.#reader.read(sha) : undefined;
  }

  /** The commit with this full id (a tag's id leads to its commit); undefined when there is none. */
  async commit(sha: string): Promise<GitCommit | undefined> {
    let known = this.#commits.get(sha);
    if (known === undefined) {
      known = this.#readCommit(sha);
      this.#commits.set(sha, known);
    }
    const commit = await known;
    // Absence is not remembered: the object may be written later.
    if (commit === undefined) this.#commits.delete(sha);
    return commit;
  }

  /** The entries of the tree with this full id; undefined when there is none. */
  async tree(sha: string): Promise<readonly TreeEntry[] | undefined> {
    let known = this.#trees.get(sha);
    if (known === undefined) {
      known = this.object(sha).then((found) => (found?.type === 'tree' ? parseTree(found.data) : undefined));
      this.#trees.set(sha, known);
    }
    const entries = await known;
    if (entries === undefined) this.#trees.delete(sha);
    return entries;
  }

  /** The commit id that a branch, tag, full ref name or (abbreviated) commit id stands for. */
  async resolve(name: string): Promise<string | undefined> {
    for (const prefix of ['refs/heads/', 'refs/tags/', 'refs/', '']) {
      const sha = this.refs.get(prefix + name);
      if (sha !== undefined) return (await this.commit(sha))?.sha;
    }
    if (fullSha.test(name)) return (await this.commit(name))?.sha;
    if (name === 'HEAD' || !/^[0-9a-f]{4,39}$/.test(name)) return undefined;
    const found = await this.#reader.read(`${name}^{commit}`);
    return found?.sha;
  }

  /** The entry at a path below a commit's tree; the root is an entry with an empty name. */
  async entryAt(commitSha: string, path: string): Promise<TreeEntry | undefined> {
    const commit = await this.commit(commitSha);
    if (commit === undefined) return undefined;
    let entry: TreeEntry = { mode: '040000', name: '', sha: commit.tree, type: 'tree' };
    for (const part of path.split('/').filter((each) => each !== '')) {
      const next = entry.type === 'tree' ? (await this.tree(entry.sha))?.find((each) => each.name === part) : undefined;
      if (next === undefined) return undefined;
      entry = next;
    }
    return entry;
  }

  /** Writes an object and answers its id. */
  async write(type: 'blob' | 'tree' | 'commit', data: Buffer): Promise<string> {
    const whole = Buffer.concat([Buffer.from(`${type} ${data.length}\0`), data]);
    const sha = createHash('sha1').update(whole).digest('hex');
    const folder = join(this.gitDir, 'objects', sha.slice(0, 2));
    await mkdir(folder, { recursive: true });
    const temporary = join(folder, `tmp_${process.hrtime.bigint().toString(36)}`);
    await writeFile(temporary, deflateSync(whole, { level: 1 }));
    await rename(temporary, join(folder, sha.slice(2)));
    return sha;
  }

  /** Points a ref at an object, or deletes it. */
  async setRef(name: string, sha: string | undefined): Promise<void> {
    await this.output(sha === undefined ? ['update-ref', '-d', name] : ['update-ref', name, sha]);
    if (sha === undefined) this.refs.delete(name);
    else this.refs.set(name, sha);
  }

  close(): void {
    this.#reader.close();
  }

  async #readCommit(sha: string): Promise<GitCommit | undefined> {
    let found = await this.object(sha);
    if (found?.type === 'tag') found = await this.#reader.read(`${sha}^{commit}`);
    return found?.type === 'commit' ? parseCommit(found.sha, found.data) : undefined;
  }
}
