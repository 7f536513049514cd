import { randomUUID } from 'node:crypto';
import { appendFile, readFile } from 'node:fs/promises';
import type { Environment } from '../../core/environmentToken';
import { HumanError, messageOf } from '../../core/errors';
import { annotationLine, logLine, outputEntry, type AnnotationKind } from './workflowCommands';

/** What the Action sees of the workflow that runs it. Nothing that it writes holds the token. */
export interface Runner {
  readonly environment: Environment;
  readonly signal: AbortSignal;
  /** The event that started the run, as JSON; an empty object where there is none. */
  event(): Promise<string>;
  /** One line into the log. */
  log(text: string): void;
  annotate(kind: AnnotationKind, text: string): void;
  /** Sets an output of the step. */
  output(name: string, value: string): Promise<void>;
  /** Adds Markdown to the summary of the step. */
  summarise(markdown: string): Promise<void>;
}

/** @param write one line to standard output, which the runner reads */
export function workflowRunner(environment: Environment, signal: AbortSignal, write: (line: string) => void): Runner {
  const token = environment['INPUT_TOKEN']?.trim() ?? '';
  const redacted = (text: string): string => (token === '' ? text : text.replaceAll(token, '***'));
  const append = async (variable: string, text: string): Promise<void> => {
    const path = environment[variable] ?? '';
    if (path !== '') await appendFile(path, redacted(text));
  };
  return {
    environment,
    signal,
    event: () => readEvent(environment['GITHUB_EVENT_PATH'] ?? ''),
    log: (text) => write(redacted(logLine(text))),
    annotate: (kind, text) => write(redacted(annotationLine(kind, text))),
    output: (name, value) => append('GITHUB_OUTPUT', outputEntry(name, value, `end-${randomUUID()}`)),
    summarise: (markdown) => append('GITHUB_STEP_SUMMARY', markdown),
  };
}

async function readEvent(path: string): Promise<string> {
  if (path === '') return '{}';
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const why = `The file that GITHUB_EVENT_PATH names cannot be read: ${messageOf(error)}`;
    throw new HumanError('invalid-input', why, { cause: error });
  }
}
