import type { Environment } from '../core/environmentToken';
import type { ReleaseContents } from '../core/snapshot';
import { loadContents } from '../store/loadContents';
import { openClone, requireCommits, type Clone } from './clone';
import { fullSha, oneOf, readOptions, required } from './options';
import type { Terminal } from './terminal';

export interface RangeContents {
  readonly contents: ReleaseContents;
  readonly remotes: Clone['remotes'];
  readonly format: 'markdown' | 'json';
  readonly environment: Environment;
}

/** Reads what ships between the two commits that the options name. @throws {WrongUse} or `HumanError` */
export async function readRange(args: readonly string[], terminal: Terminal): Promise<RangeContents> {
  const { environment, signal } = terminal;
  const options = readOptions(args, ['repo', 'from', 'to', 'format']);
  const folder = required(options, 'repo');
  const from = fullSha(options, 'from');
  const to = fullSha(options, 'to');
  const format = oneOf('format', options.format, ['markdown', 'json']);

  terminal.progress('Opening the clone…');
  const { history, remotes } = await openClone(folder, environment, signal);
  await requireCommits(history, [from, to], folder);
  terminal.progress('Reading the commits and the changed files…');
  return { contents: await loadContents(history, from, to, signal), remotes, format, environment };
}
