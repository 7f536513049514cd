import { HumanError, messageOf } from '../core/errors';
import type { BlobText, ChangedFiles, ListedFile, Person, RangeHistory, ReadingProgress } from '../core/history';
import type { CloneHistory } from '../core/ports';
import { shortSha, type Sha } from '../core/sha';
import { readAuthors } from './authorList';
import { readBlobTexts } from './blobTexts';
import { dropDamagedGraph, writeCommitGraph } from './commitGraph';
import { fetchCommits, type FetchSource } from './fetchCommits';
import { GitFailed } from './gitProcess';
import type { GitProgram } from './gitProgram';
import { cloneReader, gitReader, type GitLimits, type GitReader } from './gitReader';
import { readListedFiles } from './listFiles';
import { objectFacts } from './objectFacts';
import { readCommitsTouching } from './pathCommits';
import { prepareShadow, type ShadowRepository } from './shadowRepository';
import { shallowRangeIsWhole } from './shallowRange';
import { readShipRange } from './shipRange';
import { readTreeDifference } from './treeDifference';
import type { WorkingCopy } from './workingCopies';

export interface GitHistoryOptions {
  readonly program: GitProgram;
  /** A folder of our own for shadow repositories; made when missing. */
  readonly storage: string;
  /** Per git command; two minutes and 256 MB by default. */
  readonly limits?: Partial<GitLimits>;
  /** Where this clone's missing commits may be fetched from, asked anew for each fetch; `null` or absent: nowhere. */
  readonly remote?: () => Promise<FetchSource | null>;
  /** Whether a shallow clone's range may be completed by fetching all history below; that can be much. */
  readonly deepen?: boolean;
  /** Per fetch; ten minutes by default. */
  readonly fetchTimeoutMs?: number;
  /** When git is silent for so long, a commit-graph is written for the next time; 150 ms by default. */
  readonly slowWalkMs?: number;
}

interface Opened {
  readonly git: GitReader;
  readonly shadow: ShadowRepository;
}

const defaultLimits: GitLimits = { timeoutMs: 120_000, maxBytes: 256 * 1_048_576 };
const defaultFetchTimeoutMs = 600_000;
const defaultSlowWalkMs = 150;
/** A shorter range is walked quickly enough. */
const fewestForGraph = 1000;

function pairsOf(shas: readonly Sha[]): (readonly [Sha, Sha])[] {
  return shas.flatMap((one, index) => shas.slice(index + 1).map((other) => [one, other] as const));
}

const tooShallow =
  'This clone is shallow and does not reach far enough back to tell what lies between the two commits. ' +
  'Run "git fetch --unshallow" in it to read the history from here.';

class GitHistory implements CloneHistory {
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
    if (!(await this.#areWhole(opened, wanted, undefined))) return false;
    if (!this.#copy.partial) return true;
    for (const [from, to] of pairsOf(wanted)) {
      if (!(await this.#hasTrees(opened.git, from, to))) return false;
    }
    return true;
  }

  async range(
    from: Sha,
    to: Sha,
    signal?: AbortSignal,
    onProgress?: (progress: ReadingProgress) => void,
  ): Promise<RangeHistory> {
    const opened = await this.#open();
    const { git } = opened;
    if (from === to || opened.shadow.shallow.size > 0) await this.#require(git, [from, to], signal);
    if (from === to) {
      const direction = 'same';
      return { from, to, source: this.source, direction, commits: [], complete: true, total: 0, notes: [] };
    }
    await this.#requireWhole(opened, from, to, signal);
    const checks = new AbortController();
    const stop = signal === undefined ? checks.signal : AbortSignal.any([signal, checks.signal]);
    const start = performance.now();
    const answered: number[] = [];
    try {
      const reading = readShipRange(git, from, to, stop, (progress) => {
        if (answered.length === 0) answered.push(performance.now() - start);
        onProgress?.(progress);
      });
      reading.catch(() => undefined);
      const notes = this.#fetchNotes(opened, from, to, stop);
      notes.catch(() => undefined);
      await this.#require(git, [from, to], stop);
      const range = await reading;
      const answer = { ...range, notes: [...range.notes, ...(await notes)] };
      const isSlow = (answered[0] ?? 0) >= (this.#options.slowWalkMs ?? defaultSlowWalkMs);
      if (isSlow && range.commits.length >= fewestForGraph && opened.shadow.shallow.size === 0) {
        void writeCommitGraph(this.#options.program, opened.shadow.gitDir, [from, to]);
      }
      return answer;
    } finally {
      checks.abort();
    }
  }

  async authorsBefore(sha: Sha, signal?: AbortSignal): Promise<readonly Person[] | null> {
    const { git, shadow } = await this.#open();
    await this.#require(git, [sha], signal);
    return shadow.shallow.size > 0 ? null : readAuthors(git, sha, signal);
  }

  async commitsTouching(from: Sha, to: Sha, text: string, signal?: AbortSignal): Promise<ReadonlySet<Sha>> {
    const opened = await this.#open();
    await this.#require(opened.git, [from, to], signal);
    await this.#requireWhole(opened, from, to, signal);
    try {
      return await readCommitsTouching(opened.git, from, to, text, signal);
    } catch (error) {
      throw this.#isLacking(error)
        ? new HumanError(
            'not-found',
            'This clone is partial and lacks folders of the commits, so which of them touch a path is not known. ' +
              'Fetch them with "git fetch --refetch --filter=blob:none" in it.',
            { cause: error },
          )
        : error;
    }
  }

  async fetch(shas: readonly Sha[], signal?: AbortSignal): Promise<void> {
    const wanted = [...new Set(shas)];
    const { shadow, git } = await this.#open();
    const missing = await this.#lacking(git, wanted, signal);
    if (missing.length > 0) await this.#fetchInto(shadow, missing, false, signal);
    // A shallow clone may have both ends and not what is between them.
    const now = await this.#open();
    if (await this.#areWhole(now, wanted, signal)) return;
    if (this.#options.deepen !== true) throw new HumanError('refused', tooShallow);
    await this.#fetchInto(now.shadow, wanted, true, signal);
  }

  async changedFiles(from: Sha, to: Sha, signal?: AbortSignal): Promise<ChangedFiles> {
    const { git } = await this.#open();
    await this.#require(git, [from, to], signal);
    try {
      return await readTreeDifference(git, from, to, signal);
    } catch (error) {
      if (!this.#isLacking(error)) throw error;
      const message = 'This clone is partial and lacks folders of the two commits, so the changed files are not known.';
      throw new HumanError('not-found', message, { cause: error });
    }
  }

  async listFiles(sha: Sha, paths: readonly string[], signal?: AbortSignal): Promise<readonly ListedFile[]> {
    const { git } = await this.#open();
    await this.#require(git, [sha], signal);
    try {
      return await readListedFiles(git, sha, paths, signal);
    } catch (error) {
      if (!this.#isLacking(error)) throw error;
      const message = 'This clone is partial and lacks folders of the commit, so its files are not known.';
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
      await dropDamagedGraph(shadow.gitDir, this.#copy.objectFormat);
      return { git: gitReader(this.#options.program, shadow.gitDir, this.#limits), shadow };
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

  async #areWhole({ git, shadow }: Opened, shas: readonly Sha[], signal: AbortSignal | undefined): Promise<boolean> {
    if (shadow.shallow.size === 0) return true;
    for (const [from, to] of pairsOf(shas)) {
      if (!(await shallowRangeIsWhole(git, shadow.shallow, from, to, signal))) return false;
    }
    return true;
  }

  async #requireWhole(opened: Opened, from: Sha, to: Sha, signal: AbortSignal | undefined): Promise<void> {
    if (await this.#areWhole(opened, [from, to], signal)) return;
    throw new HumanError('not-found', tooShallow);
  }

  async #fetchInto(
    shadow: ShadowRepository,
    shas: readonly Sha[],
    deepen: boolean,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const source = (await this.#options.remote?.()) ?? null;
    if (source === null) {
      throw new HumanError(
        'refused',
        'It is not known where the missing commits can be fetched from. Fetch them first.',
      );
    }
    const limits = { ...this.#limits, timeoutMs: this.#options.fetchTimeoutMs ?? defaultFetchTimeoutMs };
    const { program } = this.#options;
    await fetchCommits({ program, copy: this.#copy, shadow, source, shas, deepen, limits, signal });
  }

  /** What the reader should know about where the range comes from. */
  async #fetchNotes({ shadow }: Opened, from: Sha, to: Sha, signal: AbortSignal): Promise<readonly string[]> {
    const notes: string[] = [];
    const fetched = [from, to].filter((sha) => shadow.fetched.has(sha));
    if (fetched.length > 0) {
      const clone = cloneReader(this.#options.program, shadow.gitDir, this.#copy.commonDir, this.#limits);
      for (const sha of await this.#lacking(clone, fetched, signal)) {
        const host = shadow.fetched.get(sha) ?? '';
        notes.push(
          `Commit ${shortSha(sha)} was not in the clone; it was fetched from ${host} and is kept apart from the clone.`,
        );
      }
    }
    for (const host of new Set(shadow.deepened.values())) {
      notes.push(
        `This clone is shallow; the rest of its history was fetched from ${host} and is kept apart from the clone.`,
      );
    }
    return notes;
  }

  #isLacking(error: unknown): boolean {
    return this.#copy.partial && error instanceof GitFailed;
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
 * `fetch` is `refused` without a `remote`, where a partial clone lacks what new commits build upon, and, unless it may
 * `deepen`, where a shallow clone does not reach what lies between the commits.
 */
export function createGitHistory(copy: WorkingCopy, options: GitHistoryOptions): CloneHistory {
  return new GitHistory(copy, options);
}
