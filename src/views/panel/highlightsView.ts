import { isDestructive, isUnclear } from '../../core/highlights/effect';
import type { Migration } from '../../core/highlights/model';
import type { Direction } from '../../core/history';
import type { ContentsState } from '../../store/contentsCache';
import { highlightsSummary, migrationStatus } from '../words';
import type { HighlightsView, MigrationView, Phrase, Tone } from './protocol';

/** What can hurt, as the page shows it; migrations of which only comments or layout changed are named at the end. */
export function highlightsView(contents: ContentsState): HighlightsView {
  const empty = { summary: '', migrations: [], reworded: [], notes: [] };
  if (contents.state === 'loading') return { ...empty, status: 'Looking for migrations…' };
  if (contents.state !== 'ready') return { ...empty, status: contents.message };
  const { highlights, changelog } = contents.contents;
  if (!highlights.known) return { ...empty, status: `Migrations could not be looked for: ${highlights.reason}` };
  const { migrations, notes } = highlights.value;
  const { direction } = changelog.range;
  return {
    summary: highlightsSummary(highlights.value, direction),
    status: null,
    migrations: migrations
      .filter(({ effect }) => effect !== 'reworded')
      .map((migration) => migrationView(migration, direction)),
    reworded: migrations.filter(({ effect }) => effect === 'reworded').map(({ path }) => path),
    notes,
  };
}

function migrationView(migration: Migration, direction: Direction): MigrationView {
  return {
    path: migration.path,
    runs: migration.effect === 'run',
    tone: toneOf(migration, direction),
    framework: migration.frameworkName,
    status: statusPhrase(migration, direction),
    findings: migration.findings.map((finding) => ({
      text: finding.message,
      tone: finding.severity === 'error' ? ('error' as const) : ('warn' as const),
    })),
    operations: migration.operations.map(({ line, text, summary, destructive, kind }) => ({
      line,
      text,
      summary,
      destructive,
      understood: kind !== 'not-understood',
    })),
  };
}

function toneOf(migration: Migration, direction: Direction): Tone {
  if (isDestructive(migration, direction)) return 'error';
  return isUnclear(migration, direction) || migration.findings.length > 0 ? 'warn' : 'info';
}

function statusPhrase(migration: Migration, direction: Direction): Phrase {
  const text = migrationStatus(migration, direction);
  const expected = migration.status === 'added' || (migration.status === 'modified' && migration.effect === 'run');
  return expected ? { text } : { text, tone: 'warn' };
}
