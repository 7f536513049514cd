import { HumanError } from '../core/errors';
import type { BlobText, ChangedFiles, Direction, ListedFile, RangeHistory, ReadingProgress } from '../core/history';
import type { History } from '../core/ports';
import type { RepositoryId } from '../core/repository';
import { repositoryLabel } from '../core/repository';
import { shortSha } from '../core/sha';
import type { Sha } from '../core/sha';
import type { GitHubClient } from './client';
import { inGitOrder } from './commitOrder';
import { readCommit } from './commits';
import type { DatedCommit } from './commits';
import { readComparison } from './comparison';
import type { Comparison, ComparisonOptions, ComparisonPage } from './comparison';
import { mapConcurrently } from './concurrency';
import { refusalStatus } from './githubErrors';
import type { Presence } from './presence';
import type { Reader } from './reader';
import { MalformedAnswer } from './reader';
import { base64In, textOf } from './files';
import { pathsToAsk, readTouching } from './touchingCommits';
import type { RangeMembers } from './touchingCommits';
import { changesBetween, filesAt, treeIn } from './trees';
import type { Tree } from './trees';

// Requests at once: quick without tripping the limits on concurrent requests.
const concurrency = 4;
// The ranges whose members are kept: what a page shows, and what it showed before.
const rangesKept = 2;

/** Hears of pages as they come in. */
type OnPage = (page: ComparisonPage) => void;

const nothing: Comparison = { status: 'identical', total: 0, commits: [] };

/** The ship range's contents from GitHub's API, where there is no clone. */
export class ApiHistory implements History {
  readonly source = 'api';

  readonly #client: GitHubClient;
  readonly #presence: Presence;
  readonly #id: RepositoryId;
  /** Sizes of changed blobs as the trees gave them, so that large ones are not asked for. */
  readonly #sizes = new Map<Sha, number>();
  /** Of the last ranges read: the commits on either side, and the paths that differ. */
  readonly #members = new Map<string, readonly RangeMembers[]>();
  readonly #changes = new Map<string, ChangedFiles>();
  /** Of the last range whose changed files were read: both ends. */
  readonly #trees = new Map<Sha, Tree>();

  constructor(client: GitHubClient, presence: Presence, id: RepositoryId) {
    this.#client = client;
    this.#presence = presence;
    this.#id = id;
  }

  async has(shas: readonly Sha[]): Promise<boolean> {
    const missing = await this.#missing(shas);
    return missing.length === 0;
  }

  /** In the order of `git log`; see {@link inGitOrder}. */
  async range(
    from: Sha,
    to: Sha,
    signal?: AbortSignal,
    onProgress?: (progress: ReadingProgress) => void,
  ): Promise<RangeHistory> {
    const progress = progressTo(onProgress);
    try {
      return await this.#range(from, to, signal, progress.onPage);
    } finally {
      progress.end();
    }
  }

  async #range(from: Sha, to: Sha, signal: AbortSignal | undefined, onPage: OnPage): Promise<RangeHistory> {
    const added = await this.#compareIfRelated(from, to, signal, onPage);
    if (added === null) {
      keep(this.#members, pairOf(from, to), []);
      const notes = ['The two commits have no common ancestor, so GitHub cannot list what is between them.'];
      return { from, to, direction: 'unrelated', source: 'api', commits: [], complete: false, total: null, notes };
    }
    const { status } = added;
    const backwards = status === 'behind' || status === 'diverged';
    const removed = backwards ? await this.#compare(to, from, { removed: true, signal, onPage }) : nothing;
    const sides = [membersOf(to, added.commits), membersOf(from, removed.commits)];
    keep(
      this.#members,
      pairOf(from, to),
      sides.filter((side) => side.shas.size > 0),
    );
    const commits = inGitOrder([...added.commits, ...removed.commits], [from, to]);
    const total = added.total + removed.total;
    const complete = commits.length === total;
    const notes = complete ? [] : [`GitHub listed ${commits.length} of the ${total} commits of this range.`];
    return { from, to, direction: directions[status], source: 'api', commits, complete, total, notes };
  }

  /** Asking for every author would take as many requests as the history has pages. */
  authorsBefore(): Promise<null> {
    return Promise.resolve(null);
  }

  /**
   * By the paths that differ between the two ends, so a path that was changed and changed back within the range is
   * missed unless it lies in a folder that has the text in its name. GitHub follows a path as `git log -- path` does by
   * default: of the sides of a merge it leaves out those whose changes did not make it into the result.
   *
   * Asks once for each of at most twenty paths and either side of the range, and more where a path has over a hundred
   * commits.
   */
  async commitsTouching(from: Sha, to: Sha, text: string, signal?: AbortSignal): Promise<ReadonlySet<Sha>> {
    const pair = pairOf(from, to);
    const changes = this.#changes.get(pair) ?? (await this.changedFiles(from, to, signal));
    if (!changes.complete) {
      const why = 'GitHub does not list every file of this large repository, so the commits of a path are not known';
      throw new HumanError('refused', `${why} without a clone.`);
    }
    const paths = pathsToAsk(
      changes.files.map((file) => file.path),
      text,
    );
    if (paths.length === 0) return new Set();
    if (!this.#members.has(pair)) await this.range(from, to, signal);
    return readTouching(this.#client, this.#id, this.#members.get(pair) ?? [], paths, signal);
  }

  async changedFiles(from: Sha, to: Sha, signal?: AbortSignal): Promise<ChangedFiles> {
    const [before, after] = await Promise.all([this.#tree(from, signal), this.#tree(to, signal)]);
    const changes = changesBetween(before, after);
    for (const { path } of changes.files) {
      for (const entry of [before.entries.get(path), after.entries.get(path)]) {
        if (entry?.size !== undefined && entry.size !== null) this.#sizes.set(entry.sha, entry.size);
      }
    }
    keep(this.#changes, pairOf(from, to), changes);
    keep(this.#trees, from, before);
    keep(this.#trees, to, after);
    return changes;
  }

  async listFiles(sha: Sha, paths: readonly string[], signal?: AbortSignal): Promise<readonly ListedFile[]> {
    const tree = this.#trees.get(sha) ?? (await this.#tree(sha, signal));
    if (tree.truncated) {
      throw new HumanError('refused', 'GitHub does not list every file of this large repository without a clone.');
    }
    return filesAt(tree, paths);
  }

  async readBlobs(blobs: readonly Sha[], limit: number, signal?: AbortSignal): Promise<readonly BlobText[]> {
    const distinct = [...new Set(blobs)];
    const texts = await mapConcurrently(distinct, concurrency, (sha) => this.#readBlob(sha, limit, signal));
    const found = new Map(distinct.map((sha, index) => [sha, texts[index]]));
    return blobs.map((sha) => found.get(sha) ?? { state: 'missing' });
  }

  async #missing(shas: readonly Sha[], signal?: AbortSignal): Promise<readonly Sha[]> {
    const found = await mapConcurrently(shas, concurrency, (sha) =>
      readCommit(this.#client, this.#presence, this.#id, sha, signal),
    );
    return shas.filter((_, index) => found[index] === null);
  }

  /** `null` when both commits are there and have no common ancestor. */
  async #compareIfRelated(
    from: Sha,
    to: Sha,
    signal: AbortSignal | undefined,
    onPage: OnPage,
  ): Promise<Comparison | null> {
    try {
      return await this.#compare(from, to, { removed: false, signal, onPage });
    } catch (error) {
      if (refusalStatus(error) !== 404) throw error;
      // GitHub answers 404 to unrelated histories as well.
      const missing = await this.#missing([from, to], signal);
      if (missing.length === 0) return null;
      const names = missing.map(shortSha).join(' and ');
      throw new HumanError('not-found', `${repositoryLabel(this.#id)} has no commit ${names}.`);
    }
  }

  #compare(base: Sha, head: Sha, options: ComparisonOptions): Promise<Comparison> {
    return readComparison(this.#client, this.#id, base, head, options);
  }

  #tree(commit: Sha, signal: AbortSignal | undefined): Promise<Tree> {
    const ask = {
      doing: `list the files of ${shortSha(commit)} in ${repositoryLabel(this.#id)}`,
      route: 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}',
      parameters: { ...this.#repository(), tree_sha: commit, recursive: '1' },
      signal,
    };
    return this.#client.readLarge(ask, treeIn);
  }

  async #readBlob(sha: Sha, limit: number, signal: AbortSignal | undefined): Promise<BlobText> {
    const known = this.#sizes.get(sha);
    if (known !== undefined && known > limit) return { state: 'too-large', bytes: known };
    const ask = {
      doing: `read the file ${shortSha(sha)} of ${repositoryLabel(this.#id)}`,
      route: 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}',
      parameters: { ...this.#repository(), file_sha: sha },
      signal,
    };
    try {
      return await this.#client.readLarge(ask, (answer) => blobIn(answer, limit));
    } catch (error) {
      if (refusalStatus(error) !== 404) throw error;
      await this.#presence.confirm(this.#id);
      return { state: 'missing' };
    }
  }

  #repository(): { readonly owner: string; readonly repo: string } {
    return { owner: this.#id.owner, repo: this.#id.name };
  }
}

const directions: Readonly<Record<Comparison['status'], Direction>> = {
  ahead: 'forward',
  behind: 'rollback',
  identical: 'same',
  diverged: 'diverged',
};

function pairOf(from: Sha, to: Sha): string {
  return `${from}..${to}`;
}

/** Puts the newest in and the oldest out. */
function keep<Key, Value>(values: Map<Key, Value>, key: Key, value: Value): void {
  values.delete(key);
  values.set(key, value);
  const [oldest] = values.keys();
  if (values.size > rangesKept && oldest !== undefined) values.delete(oldest);
}

function membersOf(tip: Sha, commits: readonly DatedCommit[]): RangeMembers {
  const since = commits.reduce((oldest, each) => Math.min(oldest, each.committedAt), Number.POSITIVE_INFINITY);
  return { tip, since, shas: new Set(commits.map((each) => each.commit.sha)) };
}

/** Turns pages of either side into progress, and says nothing more after `end`. */
function progressTo(report: ((progress: ReadingProgress) => void) | undefined): {
  readonly onPage: OnPage;
  readonly end: () => void;
} {
  const read = new Set<Sha>();
  let total: number | null = null;
  let over = false;
  return {
    onPage: (page) => {
      if (over) return;
      for (const { commit } of page.commits) read.add(commit.sha);
      // The first page knows both sides; later comparisons only what they have left.
      total ??= page.behind === null ? null : page.total + page.behind;
      report?.({ read: read.size, total });
    },
    end: () => {
      over = true;
    },
  };
}

/** https://docs.github.com/rest/git/blobs#get-a-blob */
export function blobIn(blob: Reader, limit: number): BlobText {
  const size = blob.at('size').count();
  if (size > limit) return { state: 'too-large', bytes: size };
  if (blob.at('encoding').text() !== 'base64') throw new MalformedAnswer('the file is not given in base64');
  const bytes = base64In(blob, size);
  // Git takes a NUL among the first 8,000 bytes for a sign of a binary file.
  return bytes.subarray(0, 8_000).includes(0) ? { state: 'binary' } : { state: 'text', text: textOf(bytes) };
}
