import { HumanError, messageOf } from '../core/errors';
import type { Changes } from '../core/highlights/changes/model';
import { known, unknown, type Known } from '../core/known';
import { createMigrationReaders, grammarFilesBeside } from '../grammars/migrationReaders';
import { loadChanges } from '../store/loadChanges';
import { readRange, type RangeReading } from '../store/loadContents';
import { highlightsJson } from './highlightsJson';
import { highlightsMarkdown } from './highlightsMarkdown';
import { jsonText } from './jsonText';
import { processClock } from './processClock';
import { openRange, showReading, type RangeSource } from './rangeSource';
import type { Terminal } from './terminal';

/** `highlights`: writes what between two commits deserves a reviewer's eyes. */
export async function runHighlights(args: readonly string[], terminal: Terminal): Promise<number> {
  const source = await openRange(args, terminal);
  const { history, from, to, format } = source;
  terminal.progress('Reading the commits and the changed files…');
  const onProgress = showReading(terminal);
  const { signal } = terminal;
  const pause = (): Promise<void> => processClock.pause();
  const readers = createMigrationReaders(grammarFilesBeside(import.meta.url));
  const reading = await readRange(history, from, to, { signal, readers, onProgress, pause });
  await readers.dispose();
  const { range, highlights } = reading;
  if (!highlights.known) throw new HumanError('git', `Migrations could not be looked for: ${highlights.reason}`);
  terminal.progress('Reading what else can hurt…');
  const changes = await readChanges(source, reading, terminal.signal);
  const { direction } = range;
  await terminal.print(
    format === 'json'
      ? jsonText(highlightsJson({ range: { from, to, direction }, source: range.source }, highlights.value, changes))
      : highlightsMarkdown(highlights.value, direction, changes),
  );
  return 0;
}

async function readChanges(
  { history, web }: RangeSource,
  { files }: RangeReading,
  signal: AbortSignal,
): Promise<Known<Changes>> {
  if (!files.known) return files;
  const owner = web === null ? null : (new URL(web).pathname.split('/')[1] ?? null);
  try {
    return known(await loadChanges(history, files.value, { owner, signal, pause: () => processClock.pause() }));
  } catch (error) {
    signal.throwIfAborted();
    return unknown(messageOf(error));
  }
}
