import { setImmediate } from 'node:timers/promises';

import { HumanError } from '../core/errors';
import type { RawCommit } from '../core/history';
import { parseSha, type Sha } from '../core/sha';
import { OutputTooLarge } from './gitProcess';
import type { GitReader } from './gitReader';
import { nulFields } from './nulFields';

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
const longestSliceMs = 8;
// The last moment a Date can hold, in seconds.
const latestSecond = 8_640_000_000_000;

function unreadable(what: string): HumanError {
  return new HumanError('git', `git gave a history that cannot be read: ${what}.`);
}

function shaOf(text: string): Sha {
  const sha = parseSha(text);
  if (sha === undefined) throw unreadable('a commit without a name');
  return sha;
}

function withoutFinalNewlines(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === '\n') end -= 1;
  return text.slice(0, end);
}

function millisecondsOf(seconds: string): number {
  const value = Number(seconds);
  return Number.isFinite(value) && Math.abs(value) <= latestSecond ? value * 1000 : 0;
}

function readCommit(fields: readonly string[], start: number): RawCommit {
  const [mark = '', sha = '', parents = '', authorName = '', authorEmail = '', authored = '', message = ''] =
    fields.slice(start, start + fieldsPerCommit);
  if (mark !== '<' && mark !== '>') throw unreadable('a commit on neither side');
  return {
    sha: shaOf(sha),
    parents: parents === '' ? [] : parents.split(' ').map(shaOf),
    authorName,
    authorEmail,
    authorLogin: null,
    authoredAt: millisecondsOf(authored),
    message: withoutFinalNewlines(message),
    removed: mark === '<',
  };
}

/**
 * Reads the commits that only one of the two can reach, in one run of git; those that only `from` can reach are
 * `removed`. Parsed while git writes, and in slices of some milliseconds so that nothing else has to wait.
 */
export async function readCommitLog(
  git: GitReader,
  from: Sha,
  to: Sha,
  signal: AbortSignal | undefined,
): Promise<CommitLog> {
  const args = ['log', '-z', '--left-right', '--no-show-signature', '--no-color', '--no-notes'];
  const output = git.stream([...args, '--encoding=UTF-8', format, `${from}...${to}`, '--'], signal);
  const commits: RawCommit[] = [];
  let pending: string[] = [];
  let sliceStart = performance.now();
  try {
    for await (const fields of nulFields(output)) {
      pending = pending.length === 0 ? fields : [...pending, ...fields];
      let next = 0;
      for (; next + fieldsPerCommit <= pending.length; next += fieldsPerCommit) commits.push(readCommit(pending, next));
      pending = pending.slice(next);
      if (performance.now() - sliceStart > longestSliceMs) {
        await setImmediate();
        sliceStart = performance.now();
      }
    }
  } catch (error) {
    if (error instanceof OutputTooLarge) return { commits, cutOff: true };
    throw error instanceof TypeError ? unreadable('it ends inside a commit') : error;
  }
  if (pending.length > 0) throw unreadable('it ends inside a commit');
  return { commits, cutOff: false };
}
