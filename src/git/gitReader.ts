import { join } from 'node:path';

import { readingEnvironment } from './gitEnvironment';
import { askGit, streamGit, type GitRun } from './gitProcess';
import type { GitProgram } from './gitProgram';

/** How long one git command may take and how much it may say. */
export interface GitLimits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/** git, bound to one shadow repository. */
export interface GitReader {
  /** A short answer as text; see `askGit`. */
  ask(args: readonly string[], signal: AbortSignal | undefined, input?: string): Promise<string>;
  /** A long answer as it comes; see `streamGit`. */
  stream(args: readonly string[], signal: AbortSignal | undefined, input?: string): AsyncIterable<Buffer>;
}

/** Binds git to a shadow repository; a user's repository must not be named here. */
export function gitReader(program: GitProgram, shadowGitDir: string, limits: GitLimits): GitReader {
  return readerIn(program, readingEnvironment(program, shadowGitDir), limits);
}

/** As {@link gitReader}, but without what the shadow has of its own: sees the clone's objects only. */
export function cloneReader(
  program: GitProgram,
  shadowGitDir: string,
  commonDir: string,
  limits: GitLimits,
): GitReader {
  const objects = { GIT_OBJECT_DIRECTORY: join(commonDir, 'objects') };
  return readerIn(program, { ...readingEnvironment(program, shadowGitDir), ...objects }, limits);
}

function readerIn(program: GitProgram, environment: Readonly<Record<string, string>>, limits: GitLimits): GitReader {
  const runOf = (args: readonly string[], signal: AbortSignal | undefined, input: string | undefined): GitRun => ({
    program,
    environment,
    args,
    signal,
    ...(input === undefined ? {} : { input }),
    ...limits,
  });
  return {
    ask: (args, signal, input) => askGit(runOf(args, signal, input)),
    stream: (args, signal, input) => streamGit(runOf(args, signal, input)),
  };
}
