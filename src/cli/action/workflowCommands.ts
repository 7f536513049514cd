import { visibleText } from '../../core/visibleText';

/** How a message is shown beside a run. */
export type AnnotationKind = 'error' | 'warning' | 'notice';

/**
 * One line for the log of a run. Whatever other people wrote in it stays a line of its own and is no command: a runner
 * obeys `::command::` at the beginning of a line and `##[command]` anywhere in it
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands and
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs).
 */
export function logLine(text: string): string {
  return visibleText(text.replace(/\s+/g, ' ').trim())
    .replace(/:(?=:)/g, ': ')
    .replaceAll('##[', '## [');
}

/** The command that annotates a run; a percent sign is how its message escapes. */
export function annotationLine(kind: AnnotationKind, text: string): string {
  return `::${kind} title=Release Review::${logLine(text).replaceAll('%', '%25')}`;
}

/**
 * An entry of the file that `GITHUB_OUTPUT` names, of any number of lines.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#multiline-strings
 *
 * @param delimiter nobody who wrote a part of the value may know it
 */
export function outputEntry(name: string, value: string, delimiter: string): string {
  if (value.includes(delimiter)) throw new Error('The delimiter stands in the value.');
  return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
}
