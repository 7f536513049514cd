import type { GitProgram } from './gitProgram';

// What git and the system's libraries need to start on each platform; nothing here chooses what git runs.
const passedOn = ['HOME', 'USERPROFILE', 'HOMEDRIVE', 'HOMEPATH', 'SYSTEMROOT', 'TEMP', 'TMP', 'TMPDIR'] as const;
const ofTheUser = ['XDG_CONFIG_HOME', 'APPDATA', 'LOCALAPPDATA', 'PROGRAMDATA'] as const;

/** A git directory that cannot exist: stops git from looking for a repository above the folder it runs in. */
export const noRepository = process.platform === 'win32' ? 'NUL/none' : '/dev/null/none';

function taken(names: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of names) {
    const value = process.env[name];
    if (value !== undefined) found[name] = value;
  }
  return found;
}

/**
 * The whole environment of a git process that reads a repository: no configuration but the repository's own, no
 * prompts, no replaced objects, no locks, no lazy download, English messages (https://git-scm.com/docs/git#_environment_variables).
 */
export function readingEnvironment(program: GitProgram, gitDir: string): Record<string, string> {
  return {
    ...taken(passedOn),
    PATH: program.searchPath,
    LC_ALL: 'C',
    GIT_DIR: gitDir,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
  };
}

/** The environment in which git sees the user's and the machine's configuration, and no repository. */
export function userConfigEnvironment(program: GitProgram): Record<string, string> {
  return {
    ...taken(passedOn),
    ...taken(ofTheUser),
    PATH: program.searchPath,
    LC_ALL: 'C',
    GIT_DIR: noRepository,
    GIT_TERMINAL_PROMPT: '0',
  };
}
