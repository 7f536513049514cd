import { changelogMarkdown, type ChangelogLinks } from '../core/changelog/markdown';
import type { Changelog } from '../core/changelog/model';
import { unknown } from '../core/known';
import { visibleText } from '../core/visibleText';
import { attempt } from '../store/attempt';
import { readAuthorsBefore } from '../store/loadContents';
import { changelogJsonPieces } from './changelogJson';
import { readChangelogOf } from './readChangelogOf';
import { openRange, showReading, type RangeSource } from './rangeSource';
import type { Terminal } from './terminal';

/** `changelog`: writes what ships between two commits. */
export async function runChangelog(args: readonly string[], terminal: Terminal): Promise<number> {
  const source = await openRange(args, terminal, ['fetch', 'newcomers']);
  const changelog = await readChangelog(source, terminal);
  const pieces = source.format === 'json' ? changelogJsonPieces(changelog) : [markdownText(changelog, source.web)];
  for (const piece of pieces) {
    terminal.signal.throwIfAborted();
    await terminal.print(piece);
  }
  return 0;
}

async function readChangelog(
  { history, from, to, asked, newcomers }: RangeSource,
  terminal: Terminal,
): Promise<Changelog> {
  const { signal } = terminal;
  const warn = (text: string): void => terminal.complain(`release-review: ${visibleText(text)}\n`);
  terminal.progress('Reading the commits…');
  const [range, files, authorsBefore] = await Promise.all([
    history.range(from, to, signal, showReading(terminal)),
    attempt(history.changedFiles(from, to, signal)),
    // It walks through all that came before, so its cost is that of the repository and not of the range.
    newcomers ? readAuthorsBefore(history, from, signal) : unknown('they were not asked for (--newcomers)'),
  ]);
  const reading = { range, files, highlights: unknown('a changelog does not need them') };
  return readChangelogOf(reading, authorsBefore, asked, { signal, progress: (text) => terminal.progress(text), warn });
}

function markdownText(changelog: Changelog, web: string | null): string {
  if (web !== null) return changelogMarkdown(changelog, linksTo(web));
  // A clone of no known host has nothing to link to. Brackets in commit messages are escaped, so that only our own
  // links can match.
  return changelogMarkdown(changelog, linksTo('nowhere:')).replace(/\[([^[\]\\]+)\]\(nowhere:[^)]*\)/g, '$1');
}

function linksTo(base: string): ChangelogLinks {
  return { commitUrl: (sha) => `${base}/commit/${sha}`, pullUrl: (number) => `${base}/pull/${number}` };
}
