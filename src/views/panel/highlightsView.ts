import type { Migration } from '../../core/highlights/model';
import type { ContentsState } from '../../store/contentsCache';
import { highlightsSummary, isDestructive, isUnclear } from '../words';
import type { HighlightsView, MigrationView, Phrase, Tone } from './protocol';

export function highlightsView(contents: ContentsState): HighlightsView {
  const empty = { summary: '', migrations: [], notes: [] };
  if (contents.state === 'loading') return { ...empty, status: 'Looking for migrations…' };
  if (contents.state !== 'ready') return { ...empty, status: contents.message };
  const { highlights } = contents.contents;
  if (!highlights.known) return { ...empty, status: `Migrations could not be looked for: ${highlights.reason}` };
  return {
    summary: highlightsSummary(highlights.value),
    status: null,
    migrations: highlights.value.migrations.map(migrationView),
    notes: highlights.value.notes,
  };
}

function migrationView(migration: Migration): MigrationView {
  return {
    path: migration.path,
    tone: toneOf(migration),
    framework: migration.frameworkName,
    status: statusPhrase(migration),
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

function toneOf(migration: Migration): Tone {
  if (isDestructive(migration)) return 'error';
  return isUnclear(migration) || migration.findings.length > 0 ? 'warn' : 'info';
}

function statusPhrase(migration: Migration): Phrase {
  switch (migration.status) {
    case 'added':
      return { text: 'added' };
    case 'modified':
      return { text: 'edited after it shipped', tone: 'warn' };
    case 'deleted':
      return { text: 'removed', tone: 'warn' };
    case 'renamed':
      return { text: `renamed from ${migration.previousPath ?? 'another path'}`, tone: 'warn' };
  }
}
