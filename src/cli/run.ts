import { version } from '../../package.json';
import { HumanError, messageOf } from '../core/errors';
import { visibleText } from '../core/visibleText';
import { quoted } from './options';
import type { Terminal } from './terminal';
import { helpText, isCommandName, usageLine, WrongUse, type CommandName } from './usage';

type Command = (args: readonly string[], terminal: Terminal) => Promise<number>;

/** Each with the modules that it needs, which take longer to load than a short range takes to read. */
const commands: Readonly<Record<CommandName, () => Promise<Command>>> = {
  changelog: async () => (await import('./changelogCommand')).runChangelog,
  highlights: async () => (await import('./highlightsCommand')).runHighlights,
  gates: async () => (await import('./gatesCommand')).runGates,
  normalise: async () => (await import('./normaliseCommand')).runNormalise,
  schema: async () => (await import('./schemaCommand')).runSchema,
};

/**
 * Runs one command line and gives the process's exit code: 0 done, 1 gates are open or a description could not be
 * completed, 2 wrong use, an error or a release that could not be judged, 130 interrupted. Never rejects.
 * @param args what follows the program's name
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const [first = ''] = args;
  const command = isCommandName(first) ? first : null;
  try {
    return await Promise.race([dispatch(command, args, terminal), interruption(terminal.signal)]);
  } catch (error) {
    if (terminal.signal.aborted) return 130;
    const usage = error instanceof WrongUse ? usageLine(command) : '';
    const unforeseen = error instanceof WrongUse || error instanceof HumanError ? '' : 'Unexpected error: ';
    // Here nobody signs in: the token is the environment's.
    const token = error instanceof HumanError && error.kind === 'signed-out' && !error.message.includes('GITHUB_TOKEN');
    const hint = token ? ' The token is that of GITHUB_TOKEN.' : '';
    terminal.complain(`release-review: ${unforeseen}${visibleText(messageOf(error))}${hint}\n${usage}`);
    return 2;
  }
}

async function dispatch(command: CommandName | null, args: readonly string[], terminal: Terminal): Promise<number> {
  const rest = command === null ? args : args.slice(1);
  const [first] = rest;
  // No value begins with a dash, so that this is never one.
  const isHelp = (arg: string | undefined): boolean => arg === '--help' || arg === '-h';
  if (command === null ? isHelp(first) : rest.some(isHelp)) {
    await terminal.print(helpText(command));
    return 0;
  }
  if (command !== null) return (await commands[command]())(rest, terminal);
  if (first === '--version') {
    await terminal.print(`${version}\n`);
    return 0;
  }
  const known = Object.keys(commands).join(', ');
  throw new WrongUse(
    first === undefined ? `A command is missing: ${known}.` : `There is no command ${quoted(first)}, only ${known}.`,
  );
}

function interruption(signal: AbortSignal): Promise<number> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(130), { once: true }));
}
