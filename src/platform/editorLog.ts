import { window, type Disposable, type LogOutputChannel } from 'vscode';
import type { Log } from '../core/ports';

/** Anything shaped like a credential; the log is often pasted into an issue. */
const secrets = /\b(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{20,}|(?:Bearer|token|Basic) +[\w.~+/=-]{8,})/gi;

/** The extension's output channel, with everything that looks like a token taken out. */
export class EditorLog implements Log, Disposable {
  private readonly channel: LogOutputChannel = window.createOutputChannel('Release Review', { log: true });

  info(message: string): void {
    this.channel.info(redact(message));
  }

  warn(message: string): void {
    this.channel.warn(redact(message));
  }

  error(message: string, error?: unknown): void {
    this.channel.error(redact(error === undefined ? message : `${message}: ${describe(error)}`));
  }

  show(): void {
    this.channel.show();
  }

  dispose(): void {
    this.channel.dispose();
  }
}

function redact(text: string): string {
  return text.replace(secrets, '[secret]');
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${error.name}: ${error.message}${cause}`;
}
