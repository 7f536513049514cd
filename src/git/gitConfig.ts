import { HumanError } from '../core/errors';
import { noRepository, readingEnvironment, userConfigEnvironment } from './gitEnvironment';
import { askGit } from './gitProcess';
import type { GitProgram } from './gitProgram';
import { readPlainFile } from './plainFile';

/** One setting. Section and variable are in lower case, a subsection between them as written. */
export interface ConfigEntry {
  readonly key: string;
  readonly value: string;
}

const largestConfig = 1_048_576;
const limits = { timeoutMs: 15_000, maxBytes: 8 * largestConfig };

function entriesOf(listing: string): ConfigEntry[] {
  return listing
    .split('\0')
    .filter((entry) => entry !== '')
    .map((entry) => {
      const cut = entry.indexOf('\n');
      return cut === -1 ? { key: entry, value: '' } : { key: entry.slice(0, cut), value: entry.slice(cut + 1) };
    });
}

async function listed(answer: Promise<string>): Promise<ConfigEntry[]> {
  try {
    return entriesOf(await answer);
  } catch (error) {
    if (error instanceof HumanError && error.kind === 'git') return [];
    throw error;
  }
}

/**
 * The settings in a configuration file, read as data: git parses the text from its standard input, in no repository,
 * without following includes, so that nothing in it takes effect. Empty when the file is missing, over 1 MB or broken.
 */
export async function configOfFile(
  program: GitProgram,
  path: string,
  signal?: AbortSignal,
): Promise<readonly ConfigEntry[]> {
  const input = await readPlainFile(path, largestConfig);
  if (input === null || input === '') return [];
  const args = ['config', '--file', '-', '--no-includes', '--list', '-z'];
  return listed(
    askGit({ program, environment: readingEnvironment(program, noRepository), args, input, signal, ...limits }),
  );
}

/** The user's and the machine's settings, includes followed (they are the user's own); empty when there are none. */
export async function configOfUser(program: GitProgram, signal?: AbortSignal): Promise<readonly ConfigEntry[]> {
  const args = ['config', '--includes', '--list', '-z'];
  return listed(askGit({ program, environment: userConfigEnvironment(program), args, signal, ...limits }));
}

/**
 * Rewrites a remote's URL by `url.<base>.insteadOf`: the longest match wins, the first of equals
 * (https://git-scm.com/docs/git-config#Documentation/git-config.txt-urltbasegtinsteadOf).
 */
export function rewrittenUrl(url: string, config: readonly ConfigEntry[]): string {
  let best = { base: '', prefix: '' };
  for (const { key, value } of config) {
    const base = /^url\.(.+)\.insteadof$/s.exec(key)?.[1];
    if (base !== undefined && value.length > best.prefix.length && url.startsWith(value)) {
      best = { base, prefix: value };
    }
  }
  return best.base + url.slice(best.prefix.length);
}
