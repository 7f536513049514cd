import { HumanError } from '../core/errors';
import { highlightsJson } from './highlightsJson';
import { highlightsMarkdown } from './highlightsMarkdown';
import { jsonText } from './jsonText';
import { readRange } from './rangeContents';
import type { Terminal } from './terminal';

/** `highlights`: writes what between two commits of a clone deserves a reviewer's eyes. */
export async function runHighlights(args: readonly string[], terminal: Terminal): Promise<number> {
  const { contents, format } = await readRange(args, terminal);
  const { changelog, highlights } = contents;
  if (!highlights.known) throw new HumanError('git', `Migrations could not be looked for: ${highlights.reason}`);
  const { value } = highlights;
  await terminal.print(
    format === 'json'
      ? jsonText(highlightsJson(changelog, value))
      : highlightsMarkdown(value, changelog.range.direction),
  );
  return 0;
}
