import { count } from '../core/ages';
import { escapeMarkdown } from '../core/changelog/escapeMarkdown';
import type { Changes } from '../core/highlights/changes/model';
import { movedSentence, withoutMoved } from '../core/highlights/migrationFindings';
import type { Highlights } from '../core/highlights/model';
import type { Direction } from '../core/history';
import type { Known } from '../core/known';
import { changesMarkdown } from './changesMarkdown';
import { migrationMarkdown, recoveryMarkdown } from './migrationsMarkdown';

/** The highlights as GitHub-flavoured Markdown; text from files and paths is escaped by {@link escapeMarkdown}. */
export function highlightsMarkdown(highlights: Highlights, direction: Direction, changes: Known<Changes>): string {
  const { changedFiles, complete, notes } = highlights;
  const { listed: migrations, moved } = withoutMoved(highlights.migrations);
  const listed = migrations.filter(({ effect }) => effect !== 'reworded');
  const reworded = migrations.filter(({ effect }) => effect === 'reworded');
  const found = listed.length === 0 ? 'No migration' : count(listed.length, 'migration');
  const gap = complete ? '' : ' (not fully scanned)';
  const more = reworded.length === 0 ? '' : `, ${reworded.length} edited in comments or layout only`;
  const blocks = [`**${found}** in ${count(changedFiles, 'changed file')}${more}${gap}.`];
  if (notes.length > 0) blocks.push(list(notes.map(escapeMarkdown)));
  blocks.push(...recoveryMarkdown(highlights, direction));
  for (const migration of listed) blocks.push(...migrationMarkdown(migration, direction));
  if (reworded.length > 0) {
    blocks.push('### Edited in comments or layout only', list(reworded.map(({ path }) => escapeMarkdown(path))));
  }
  if (moved.length > 0) {
    blocks.push(
      '### Moved away',
      escapeMarkdown(movedSentence(moved)),
      list(moved.map(({ path }) => escapeMarkdown(path))),
    );
  }
  blocks.push(...changesMarkdown(changes));
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}
