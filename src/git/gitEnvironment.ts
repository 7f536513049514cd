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
    // Else git writes each commit by itself, and every one of them wakes the reader.
    GIT_FLUSH: '0',
  };
}

// https://git-scm.com/docs/git-config#Documentation/git-config.txt-httpproxy: what libcurl reads, in both cases.
const ofTheNetwork = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY', 'SSL_CERT_FILE', 'SSL_CERT_DIR'] as const;

/** How one fetch over the network may go about it. */
export interface FetchSettings {
  /** The only protocol that git may speak. */
  readonly protocol: 'https' | 'http';
  /** A folder without a configuration, a `.netrc` or credentials in it. */
  readonly home: string;
  /** Settings for this one run. They may be secret: the environment is not to be seen by others, a command line is. */
  readonly config: ReadonlyMap<string, string>;
}

/**
 * The whole environment of a git process that fetches into a repository of ours: as for reading, and nothing asks for
 * or looks up credentials. The proxy variables of this process are passed on.
 */
export function fetchingEnvironment(
  program: GitProgram,
  gitDir: string,
  { protocol, home, config }: FetchSettings,
): Record<string, string> {
  return {
    ...readingEnvironment(program, gitDir),
    ...taken([...ofTheNetwork, ...ofTheNetwork.map((name) => name.toLowerCase())]),
    HOME: home,
    USERPROFILE: home,
    GIT_ALLOW_PROTOCOL: protocol,
    GIT_ASKPASS: '',
    SSH_ASKPASS: '',
    GCM_INTERACTIVE: 'never',
    GIT_CONFIG_COUNT: String(config.size),
    ...Object.fromEntries(
      [...config].flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
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
