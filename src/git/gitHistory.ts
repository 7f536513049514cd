import { HumanError, messageOf } from '../core/errors';
import type { BlobText, ChangedFiles, Direction, RangeHistory } from '../core/history';
import type { History } from '../core/ports';
import { shortSha, type Sha } from '../core/sha';
import { readBlobTexts } from './blobTexts';
import { readCommitLog, type CommitLog } from './commitLog';
import type { GitProgram } from './gitProgram';
import { gitReader, type GitLimits, type GitReader } from './gitReader';
import { objectFacts } from './objectFacts';
import { prepareShadow } from './shadowRepository';
import { shallowRangeIsWhole } from './shallowRange';
import { readTreeDifference } from './treeDifference';
import type { WorkingCopy } from './workingCopies';

export interface GitHistoryOptions {
  readonly program: GitProgram;
  /** A folder of our own for shadow repositories; made when missing. */
  readonly storage: string;
  /** Per git command; two minutes and 256 MB by default. */
  readonly limits?: Partial<GitLimits>;
}

interface Opened {
  readonly git: GitReader;
  readonly shallow: ReadonlySet<string>;
}

const defaultLimits: GitLimits = { timeoutMs: 120_000, maxBytes: 256 * 1_048_576 };

function commits(count: number): string {
  return count === 1 ? '1 commit' : `${count} commits`;
}

/** `left` commits are on the previous side only, `right` on the proposed side only. */
async function directionOf(
  git: GitReader,
  from: Sha,
  to: Sha,
  [left, right]: readonly [number, number],
  signal: AbortSignal | undefined,
): Promise<Direction> {
  if (left === 0) return right === 0 ? 'same' : 'forward';
  if (right === 0) return 'rollback';
  return (await git.ask(['merge-base', from, to], signal)).trim() === '' ? 'unrelated' : 'diverged';
}

async function countSides(
  git: GitReader,
  from: Sha,
  to: Sha,
  signal: AbortSignal | undefined,
): Promise<readonly [number, number]> {
  const answer = await git.ask(['rev-list', '--count', '--left-right', `${from}...${to}`, '--'], signal);
  const [, left, right] = /^(\d+)\t(\d+)\s*$/.exec(answer) ?? [];
  if (left === undefined || right === undefined) {
    throw new HumanError('git', 'git gave a count of commits that cannot be read.');
  }
  return [Number(left), Number(right)];
}

function missingFrom(log: CommitLog, total: number): string[] {
  if (log.cutOff) {
    return [`The history is too large to read whole: ${log.commits.length} of ${commits(total)} were read.`];
  }
  if (log.commits.length === total) return [];
  return [`git listed ${log.commits.length} and counted ${commits(total)}: the clone may have changed meanwhile.`];
}

class GitHistory implements History {
  readonly source = 'clone';
  readonly #copy: WorkingCopy;
  readonly #options: GitHistoryOptions;
  readonly #limits: GitLimits;

  constructor(copy: WorkingCopy, options: GitHistoryOptions) {
    this.#copy = copy;
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
  }

  async has(shas: readonly Sha[]): Promise<boolean> {
    const wanted = [...new Set(shas)];
    const opened = await this.#open();
    if ((await this.#lacking(opened.git, wanted, undefined)).length > 0) return false;
    for (const [index, from] of wanted.entries()) {
      for (const to of wanted.slice(index + 1)) {
        if (!(await this.#isWhole(opened, from, to, undefined))) return false;
        if (this.#copy.partial && !(await this.#hasTrees(opened.git, from, to))) return false;
      }
    }
    return true;
  }

  async range(from: Sha, to: Sha, signal?: AbortSignal): Promise<RangeHistory> {
    const opened = await this.#open();
    const { git } = opened;
    await this.#require(git, [from, to], signal);
    const facts = { from, to, source: this.source } as const;
    if (from === to) return { ...facts, direction: 'same', commits: [], complete: true, total: 0, notes: [] };
    if (!(await this.#isWhole(opened, from, to, signal))) {
      throw new HumanError(
        'not-found',
        'This clone is shallow and does not reach far enough back to tell what lies between the two commits. ' +
          'Run "git fetch --unshallow" in it to read the history from here.',
      );
    }
    // When one of the two fails, the other must not go on by itself.
    const both = new AbortController();
    const stop = signal === undefined ? both.signal : AbortSignal.any([signal, both.signal]);
    try {
      const counting = countSides(git, from, to, stop);
      const [log, sides] = await Promise.all([readCommitLog(git, from, to, stop), counting]);
      const direction = await directionOf(git, from, to, sides, stop);
      if (direction === 'unrelated') {
        const note = 'The two commits have no common ancestor, so there is no range of commits between them.';
        return { ...facts, direction, commits: [], complete: false, total: null, notes: [note] };
      }
      const total = sides[0] + sides[1];
      const notes = missingFrom(log, total);
      return { ...facts, direction, commits: log.commits, complete: notes.length === 0, total, notes };
    } finally {
      both.abort();
    }
  }

  async changedFiles(from: Sha, to: Sha, signal?: AbortSignal): Promise<ChangedFiles> {
    const { git } = await this.#open();
    await this.#require(git, [from, to], signal);
    try {
      return await readTreeDifference(git, from, to, signal);
    } catch (error) {
      if (!this.#copy.partial || !(error instanceof HumanError) || error.kind !== 'git') throw error;
      const message = 'This clone is partial and lacks folders of the two commits, so the changed files are not known.';
      throw new HumanError('not-found', message, { cause: error });
    }
  }

  async readBlobs(blobs: readonly Sha[], limit: number, signal?: AbortSignal): Promise<readonly BlobText[]> {
    const { git } = await this.#open();
    const texts = await readBlobTexts(git, blobs, limit, this.#limits.maxBytes, signal);
    return blobs.map((sha) => texts.get(sha) ?? { state: 'missing' });
  }

  async #open(): Promise<Opened> {
    try {
      const shadow = await prepareShadow(this.#copy, this.#options.storage);
      return { git: gitReader(this.#options.program, shadow.gitDir, this.#limits), shallow: shadow.shallow };
    } catch (error) {
      throw new HumanError('git', `The clone cannot be read: ${messageOf(error)}.`, { cause: error });
    }
  }

  async #lacking(git: GitReader, shas: readonly Sha[], signal: AbortSignal | undefined): Promise<readonly Sha[]> {
    const facts = await objectFacts(git, shas, signal);
    return shas.filter((sha) => facts.get(sha)?.type !== 'commit');
  }

  async #require(git: GitReader, shas: readonly Sha[], signal: AbortSignal | undefined): Promise<void> {
    const [missing] = await this.#lacking(git, shas, signal);
    if (missing !== undefined) {
      throw new HumanError('not-found', `This clone has no commit ${shortSha(missing)}. Fetch it first.`);
    }
  }

  async #isWhole({ git, shallow }: Opened, from: Sha, to: Sha, signal: AbortSignal | undefined): Promise<boolean> {
    return shallow.size === 0 || (await shallowRangeIsWhole(git, shallow, from, to, signal));
  }

  async #hasTrees(git: GitReader, from: Sha, to: Sha): Promise<boolean> {
    try {
      await readTreeDifference(git, from, to, undefined);
      return true;
    } catch (error) {
      if (error instanceof HumanError && error.kind === 'git') return false;
      throw error;
    }
  }
}

/**
 * The history that a clone holds, read through a shadow repository so that nothing in the clone can run a program.
 *
 * `range` is refused (`not-found`) when a shallow clone cannot tell; unrelated commits give an empty, incomplete range.
 * In a partial clone `has` also asks for the folders that differ; a file content that is not there is `missing`.
 */
export function createGitHistory(copy: WorkingCopy, options: GitHistoryOptions): History {
  return new GitHistory(copy, options);
}
