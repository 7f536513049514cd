import { completeDescription } from '../actions/normalise';
import { normaliseDescription, type Normalised } from '../core/description/normalise';
import { HumanError } from '../core/errors';
import { whyNoPolicy } from '../core/policy/policySource';
import type { Forge } from '../core/ports';
import { repositoryLabel } from '../core/repository';
import type { ReleaseSnapshot } from '../core/snapshot';
import { visibleText } from '../core/visibleText';
import { connectTo } from './gitHub';
import { requireRelease, type Progress } from './judgeRelease';
import { jsonText } from './jsonText';
import { normaliseJson } from './normaliseJson';
import { oneOf, readOptions, required } from './options';
import { readPullOption } from './pullOption';
import { readRepositoryOption } from './repositoryOption';
import type { Terminal } from './terminal';

/** `normalise`: completes the description of a release; exit code 1 when something could not be put in. */
export async function runNormalise(args: readonly string[], terminal: Terminal): Promise<number> {
  const { environment, signal } = terminal;
  const options = readOptions(args, ['repository', 'pull', 'api-url', 'format'], ['write']);
  const id = readRepositoryOption(required(options, 'repository'), environment);
  const number = readPullOption(required(options, 'pull'));
  const format = oneOf('format', options.format, ['text', 'json']);
  const isWritten = options.write !== undefined;

  const forge = connectTo(id.host, options['api-url'], environment, signal);
  const release = await requireRelease(forge, id, number, terminal);
  const why = whyNoPolicy(release.policySource);
  if (why !== null) throw new HumanError('refused', `What a description has to have is not known: ${why}.`);
  const draft = normaliseDescription(release.pull.body, release.policy, release.risk.level);
  const result = isWritten && draft.added.length > 0 ? await written(forge, release, terminal) : draft;

  if (format === 'json') await terminal.print(jsonText(normaliseJson(result)));
  else await terminal.print(isWritten ? told(release, result) : shown(result));
  if (result.problem === null) return 0;
  terminal.complain(`release-review: ${result.problem}\n`);
  return 1;
}

async function written(forge: Forge, release: ReleaseSnapshot, progress: Progress): Promise<Normalised> {
  const { repository, pull } = release;
  if (pull.state !== 'open') {
    throw new HumanError('refused', `The pull request is ${pull.state}. Nothing was written.`);
  }
  const read = (): Promise<ReleaseSnapshot> => requireRelease(forge, repository, pull.number, progress);
  const readBody = async (): Promise<string> => (await forge.pull(repository, pull.number)).body;
  return (await completeDescription({ forge, read, readBody }, release)).result;
}

function told({ repository, pull }: ReleaseSnapshot, { added }: Normalised): string {
  const where = `${repositoryLabel(repository)}#${pull.number}`;
  return added.length === 0 ? `${where}: nothing was added.\n` : `${where}: added ${added.join(', ')}.\n`;
}

/** For reading: what a terminal would hide or obey is made visible. */
function shown({ body }: Normalised): string {
  const text = visibleText(body.replaceAll('\r\n', '\n'));
  return text.endsWith('\n') ? text : `${text}\n`;
}
