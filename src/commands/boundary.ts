import { commands, window, type Disposable } from 'vscode';
import { HumanError, messageOf } from '../core/errors';
import type { Log } from '../core/ports';
import { plainMessage } from '../core/visibleText';
import type { CommandArguments, CommandId, CommandOutcome } from '../contributions';

/** The person closed a question: nothing happened and nothing is to be said. */
export class Cancelled extends HumanError {
  override name = 'Cancelled';

  constructor() {
    super('cancelled', 'Cancelled.');
  }
}

/**
 * Registers a command inside the one error boundary: whatever is thrown is logged, shown once as a sentence with a way
 * to the log, and returned to callers as an outcome. Arguments may be missing or of any shape: they come from the
 * palette, keybindings and other extensions as well.
 */
export function register<C extends CommandId>(
  command: C,
  log: Log,
  run: (argument: Partial<NonNullable<CommandArguments[C]>>) => Promise<void>,
): Disposable {
  return commands.registerCommand(command, async (argument: unknown): Promise<CommandOutcome> => {
    try {
      const given = typeof argument === 'object' && argument !== null ? argument : {};
      await run(given);
      return { ok: true };
    } catch (error) {
      if (error instanceof HumanError && error.kind === 'cancelled') return { ok: true };
      log.error(`${command} failed`, error);
      void offerHelp(error);
      return { ok: false, message: messageOf(error) };
    }
  });
}

async function offerHelp(error: unknown): Promise<void> {
  const kind = error instanceof HumanError ? error.kind : null;
  const sentence =
    error instanceof HumanError
      ? error.message
      : `Release Review met an error that it does not know: ${messageOf(error)}`;
  const signIn = 'Sign In';
  const showLog = 'Show Log';
  const expected = kind === 'stale' || kind === 'refused' || kind === 'conflict' || kind === 'invalid-input';
  const show = expected ? window.showWarningMessage : window.showErrorMessage;
  const choice = await show(plainMessage(sentence), ...(kind === 'signed-out' ? [signIn] : []), showLog);
  const next: CommandId | null =
    choice === signIn ? 'releaseReview.signIn' : choice === showLog ? 'releaseReview.showLog' : null;
  if (next !== null) await commands.executeCommand(next);
}
