import type { Verdict } from '../core/policy/gate';
import type { History } from '../core/ports';
import { connectTo } from './gitHub';
import { gatesJson } from './gatesJson';
import { gatesText } from './gatesText';
import { jsonText } from './jsonText';
import { judgeRelease } from './judgeRelease';
import { oneOf, readOptions, required } from './options';
import { readPullOption } from './pullOption';
import { readRepositoryOption } from './repositoryOption';
import type { Terminal } from './terminal';

const exitCodes: Readonly<Record<Verdict, number>> = { ready: 0, open: 1, unknown: 2 };

/** `gates`: judges a release pull request; the exit code is the verdict. */
export async function runGates(args: readonly string[], terminal: Terminal): Promise<number> {
  const { environment, signal } = terminal;
  const options = readOptions(args, ['repository', 'pull', 'api-url', 'repo', 'format']);
  const id = readRepositoryOption(required(options, 'repository'), environment);
  const number = readPullOption(required(options, 'pull'));
  const format = oneOf('format', options.format, ['text', 'json']);

  const forge = connectTo(id.host, options['api-url'], environment, signal);
  const { repo } = options;
  const open = (): Promise<History> =>
    repo === undefined ? Promise.resolve(forge.history(id)) : openClone(repo, terminal);
  const release = await judgeRelease(forge, id, number, open, terminal);
  await terminal.print(format === 'json' ? jsonText(gatesJson(release)) : gatesText(release));
  return exitCodes[release.verdict];
}

/** Nothing is fetched: what the clone lacks is said, and the gates that ask for it are unknown. */
async function openClone(folder: string, { environment, signal }: Terminal): Promise<History> {
  const clone = await import('./clone');
  return (await clone.openClone(folder, environment, signal)).history;
}
