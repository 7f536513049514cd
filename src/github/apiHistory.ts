import { HumanError } from '../core/errors';
import type { BlobText, ChangedFiles, Direction, RangeHistory, RawCommit } from '../core/history';
import type { History } from '../core/ports';
import type { RepositoryId } from '../core/repository';
import { repositoryLabel } from '../core/repository';
import { shortSha } from '../core/sha';
import type { Sha } from '../core/sha';
import type { GitHubClient } from './client';
import { rawCommitIn, readCommit } from './commits';
import type { DatedCommit } from './commits';
import { mapConcurrently } from './concurrency';
import { refusalStatus } from './githubErrors';
import type { Presence } from './presence';
import type { Reader } from './reader';
import { MalformedAnswer } from './reader';
import { base64In, textOf } from './files';
import { changesBetween, treeIn } from './trees';
import type { Tree } from './trees';

// Requests at once: quick without tripping the limits on concurrent requests.
const concurrency = 4;
const pageSize = 100;

/** The commits on the head's side of a comparison, newest first. */
interface Side {
  readonly commits: readonly DatedCommit[];
  readonly total: number;
}

interface Comparison extends Side {
  readonly status: 'ahead' | 'behind' | 'identical' | 'diverged';
}

const emptySide: Side = { commits: [], total: 0 };

/** The ship range's contents from GitHub's API, where there is no clone. Answers are not kept: SHAs never change. */
export class ApiHistory implements History {
  readonly source = 'api';

  readonly #client: GitHubClient;
  readonly #presence: Presence;
  readonly #id: RepositoryId;
  /** Sizes of changed blobs as the trees gave them, so that large ones are not asked for. */
  readonly #sizes = new Map<Sha, number>();

  constructor(client: GitHubClient, presence: Presence, id: RepositoryId) {
    this.#client = client;
    this.#presence = presence;
    this.#id = id;
  }

  async has(shas: readonly Sha[]): Promise<boolean> {
    const missing = await this.#missing(shas);
    return missing.length === 0;
  }

  async range(from: Sha, to: Sha, signal?: AbortSignal): Promise<RangeHistory> {
    const comparison = await this.#compareIfRelated(from, to, signal);
    if (comparison === null) {
      const notes = ['The two commits have no common ancestor, so GitHub cannot list what is between them.'];
      return { from, to, direction: 'unrelated', source: 'api', commits: [], complete: false, total: null, notes };
    }
    const { status } = comparison;
    const backwards = status === 'behind' || status === 'diverged';
    const removed = backwards ? await this.#compare(to, from, true, signal) : emptySide;
    const commits = newestFirst(comparison.commits, removed.commits);
    const total = comparison.total + removed.total;
    const complete = commits.length === total;
    const notes = complete ? [] : [`GitHub listed ${commits.length} of the ${total} commits of this range.`];
    return { from, to, direction: directions[status], source: 'api', commits, complete, total, notes };
  }

  async changedFiles(from: Sha, to: Sha, signal?: AbortSignal): Promise<ChangedFiles> {
    const [before, after] = await Promise.all([this.#tree(from, signal), this.#tree(to, signal)]);
    const changes = changesBetween(before, after);
    for (const { path } of changes.files) {
      for (const entry of [before.entries.get(path), after.entries.get(path)]) {
        if (entry?.size !== undefined && entry.size !== null) this.#sizes.set(entry.sha, entry.size);
      }
    }
    return changes;
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
  async #compareIfRelated(from: Sha, to: Sha, signal: AbortSignal | undefined): Promise<Comparison | null> {
    try {
      return await this.#compare(from, to, false, signal);
    } catch (error) {
      if (refusalStatus(error) !== 404) throw error;
      // GitHub answers 404 to unrelated histories as well.
      const missing = await this.#missing([from, to], signal);
      if (missing.length === 0) return null;
      const names = missing.map(shortSha).join(' and ');
      throw new HumanError('not-found', `${repositoryLabel(this.#id)} has no commit ${names}.`);
    }
  }

  /**
   * The commits that `head` has and `base` has not. With paging GitHub lists them oldest first.
   * https://docs.github.com/rest/commits/commits#compare-two-commits
   */
  async #compare(base: Sha, head: Sha, removed: boolean, signal: AbortSignal | undefined): Promise<Comparison> {
    const page = (number: number): Promise<Comparison> =>
      this.#client.readLarge(
        {
          doing: `compare ${shortSha(base)} with ${shortSha(head)} in ${repositoryLabel(this.#id)}`,
          route: 'GET /repos/{owner}/{repo}/compare/{basehead}',
          parameters: { ...this.#repository(), basehead: `${base}...${head}`, per_page: pageSize, page: number },
          signal,
        },
        (answer) => comparisonIn(answer, removed),
      );
    const first = await page(1);
    const others = Array.from({ length: Math.max(0, Math.ceil(first.total / pageSize) - 1) }, (_, index) => index + 2);
    const pages = [first, ...(await mapConcurrently(others, concurrency, page))];
    const commits = new Map(pages.flatMap((each) => each.commits).map((each) => [each.commit.sha, each]));
    return { status: first.status, total: first.total, commits: [...commits.values()].reverse() };
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

/** Maps one page of a comparison; its commits stay in the order given. */
export function comparisonIn(answer: Reader, removed: boolean): Comparison {
  const words = { ahead: 'ahead', behind: 'behind', identical: 'identical', diverged: 'diverged' } as const;
  const status = answer.at('status').word<Comparison['status'] | null>(words, null);
  if (status === null) throw new MalformedAnswer('it does not say how the two commits relate');
  const total = answer.at('total_commits').count();
  const commits = answer
    .at('commits')
    .list()
    .map((commit) => rawCommitIn(commit, removed));
  return { status, total, commits };
}

/** Merges two lists that are newest first each, taking the later head as git log does; each keeps its own order. */
function newestFirst(added: readonly DatedCommit[], removed: readonly DatedCommit[]): readonly RawCommit[] {
  const merged: RawCommit[] = [];
  let taken = 0;
  for (const { commit, committedAt } of added) {
    for (let next = removed[taken]; next !== undefined && next.committedAt > committedAt; next = removed[taken]) {
      merged.push(next.commit);
      taken++;
    }
    merged.push(commit);
  }
  return [...merged, ...removed.slice(taken).map(({ commit }) => commit)];
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
