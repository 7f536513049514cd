import { HumanError } from '../core/errors';
import type { RawCommit } from '../core/history';
import { parseSha, type Sha } from '../core/sha';
import { OutputTooLarge } from './gitProcess';
import type { GitReader } from './gitReader';
import { nulRecords } from './nulRecords';

/** The commits on one side only of two. */
export interface CommitLog {
  /** As git orders them: newest first by commit date. */
  readonly commits: readonly RawCommit[];
  /** `true` when git was stopped because the history is larger than the limit. */
  readonly cutOff: boolean;
}

const fieldsPerCommit = 7;
// git cuts a commit's text at NUL, so no message can end its field early and forge the next commit.
const format = '--format=%m%x00%H%x00%P%x00%an%x00%ae%x00%at%x00%B';
// The last moment a Date can hold, in seconds.
const latestSecond = 8_640_000_000_000;
const newline = 0x0a;
const noParents: readonly Sha[] = [];

function unreadable(what: string): HumanError {
  return new HumanError('git', `git gave a history that cannot be read: ${what}.`);
}

function shaOf(text: string): Sha {
  const sha = parseSha(text);
  if (sha === undefined) throw unreadable('a commit without a name');
  return sha;
}

function parentsOf(text: string): readonly Sha[] {
  if (text === '') return noParents;
  return text.includes(' ') ? text.split(' ').map(shaOf) : [shaOf(text)];
}

function withoutFinalNewlines(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === newline) end -= 1;
  return text.slice(0, end);
}

function millisecondsOf(seconds: string): number {
  const value = Number(seconds);
  return Number.isFinite(value) && Math.abs(value) <= latestSecond ? value * 1000 : 0;
}

/** Turns fields into commits. */
class CommitReader {
  // Few people, many commits: each spelling is held once.
  readonly #names = new Map<string, string>();

  /** @param start where the commit's first field stands */
  read(fields: readonly string[], start: number): RawCommit {
    const mark = fields[start];
    if (mark !== '<' && mark !== '>') throw unreadable('a commit on neither side');
    return {
      sha: shaOf(fields[start + 1] ?? ''),
      parents: parentsOf(fields[start + 2] ?? ''),
      authorName: this.#once(fields[start + 3] ?? ''),
      authorEmail: this.#once(fields[start + 4] ?? ''),
      authorLogin: null,
      authoredAt: millisecondsOf(fields[start + 5] ?? ''),
      message: withoutFinalNewlines(fields[start + 6] ?? ''),
      removed: mark === '<',
    };
  }

  #once(text: string): string {
    const before = this.#names.get(text);
    if (before !== undefined) return before;
    this.#names.set(text, text);
    return text;
  }
}

/**
 * Reads the commits that only one of the two can reach, in one run of git; those that only `from` can reach are
 * `removed`. Parsed while git writes, and in slices of some milliseconds so that nothing else has to wait. git writes
 * nothing until it knows all of them. `onRead` is told how many were read so far.
 */
export async function readCommitLog(
  git: GitReader,
  from: Sha,
  to: Sha,
  signal: AbortSignal | undefined,
  onRead?: (count: number) => void,
): Promise<CommitLog> {
  const args = ['log', '-z', '--left-right', '--no-show-signature', '--no-color', '--no-notes'];
  const output = git.stream([...args, '--encoding=UTF-8', format, `${from}...${to}`, '--'], signal);
  const commits: RawCommit[] = [];
  const reader = new CommitReader();
  try {
    for await (const fields of nulRecords(output, fieldsPerCommit)) {
      for (let next = 0; next < fields.length; next += fieldsPerCommit) commits.push(reader.read(fields, next));
      onRead?.(commits.length);
    }
  } catch (error) {
    if (error instanceof OutputTooLarge) return { commits, cutOff: true };
    throw error instanceof TypeError ? unreadable('it ends inside a commit') : error;
  }
  return { commits, cutOff: false };
}
