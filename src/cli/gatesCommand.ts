import { defaultPolicy } from '../core/policy/policy';
import type { Verdict } from '../core/policy/gate';
import { HumanError } from '../core/errors';
import type { Forge } from '../core/ports';
import type { Account } from '../core/release';
import { repositoryLabel, type RepositoryId } from '../core/repository';
import { whyNoRelease, type ReleaseSnapshot } from '../core/snapshot';
import { loadRelease } from '../store/loadRelease';
import { loadProductionSide } from '../store/loadRepository';
import { connectTo } from './gitHub';
import { gatesJson } from './gatesJson';
import { gatesText } from './gatesText';
import { jsonText } from './jsonText';
import { oneOf, quoted, readOptions, required } from './options';
import { processClock } from './processClock';
import { readRepositoryOption } from './repositoryOption';
import type { Terminal } from './terminal';
import { WrongUse } from './usage';

const exitCodes: Readonly<Record<Verdict, number>> = { ready: 0, open: 1, unknown: 2 };

/** `gates`: judges a release pull request; the exit code is the verdict. */
export async function runGates(args: readonly string[], terminal: Terminal): Promise<number> {
  const { environment, signal } = terminal;
  const options = readOptions(args, ['repository', 'pull', 'api-url', 'format']);
  const id = readRepositoryOption(required(options, 'repository'), environment);
  const number = pullNumber(required(options, 'pull'));
  const format = oneOf('format', options.format, ['text', 'json']);

  const forge = connectTo(id.host, options['api-url'], environment, signal);
  terminal.progress(`Reading #${number} of ${repositoryLabel(id)}…`);
  const release = await readRelease(forge, id, number);
  await terminal.print(format === 'json' ? jsonText(gatesJson(release)) : gatesText(release));
  return exitCodes[release.verdict];
}

function pullNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new WrongUse(`--pull has to be the number of a pull request, found ${quoted(text)}.`);
}

/**
 * The gates are the same for whoever asks, so that nobody needs to be read: the token of a workflow has no account
 * (https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps).
 */
const nobody: Account = { id: '', login: '', scopes: null };

async function readRelease(forge: Forge, id: RepositoryId, number: number): Promise<ReleaseSnapshot> {
  const policy = defaultPolicy;
  const label = repositoryLabel(id);
  const side = await loadProductionSide(forge, id, policy, nobody, await forge.repository(id));
  if (side === null) throw new HumanError('not-found', `${label} has no branch ${policy.productionBranch}.`);
  const release = await loadRelease(forge, side, number, processClock);
  const why = whyNoRelease(release);
  if (why !== null) {
    throw new HumanError('invalid-input', `Pull request #${number} of ${label} is no release: ${why}.`);
  }
  return release;
}
