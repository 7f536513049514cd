import { count } from '../core/ages';
import { escapeMarkdown } from '../core/changelog/markdown';
import { counts } from '../core/highlights/effect';
import type { Highlights, Migration } from '../core/highlights/model';
import { isLoss } from '../core/highlights/operation';
import type { Direction } from '../core/history';
import { recoveryOf, type RecoveryReason } from '../core/recovery';

/** Statements are quoted up to here; the line number says where the rest is. */
const longestQuote = 200;

const recoveryWords = {
  'roll-back': 'can be rolled back: no migration destroys data.',
  'roll-forward': 'roll forward only: data that a migration destroyed does not come back.',
  unknown: 'not known: look at what is named here before you rely on a rollback.',
} as const;

/** The highlights as GitHub-flavoured Markdown; text from files and paths is escaped by {@link escapeMarkdown}. */
export function highlightsMarkdown(highlights: Highlights, direction: Direction): string {
  const { migrations, changedFiles, complete, notes } = highlights;
  const recovery = recoveryOf(highlights, direction);
  const listed = migrations.filter(({ effect }) => effect !== 'reworded');
  const reworded = migrations.filter(({ effect }) => effect === 'reworded');
  const found = listed.length === 0 ? 'No migration' : count(listed.length, 'migration');
  const gap = complete ? '' : ' (not fully scanned)';
  const more = reworded.length === 0 ? '' : `, ${reworded.length} edited in comments or layout only`;
  const blocks = [`**${found}** in ${count(changedFiles, 'changed file')}${more}${gap}.`];
  if (notes.length > 0) blocks.push(list(notes.map(escapeMarkdown)));
  blocks.push(`**Recovery:** ${recoveryWords[recovery.verdict]}`);
  if (recovery.reasons.length > 0) blocks.push(list(recovery.reasons.map(reasonLine)));
  for (const migration of listed) blocks.push(heading(migration), list(linesOf(migration, direction)));
  if (reworded.length > 0) {
    blocks.push('### Edited in comments or layout only', list(reworded.map(({ path }) => escapeMarkdown(path))));
  }
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function heading({ path, previousPath, frameworkName, status, effect }: Migration): string {
  const word = effect === 'edited' && status === 'modified' ? 'edited after it shipped' : status;
  const from = previousPath === null ? '' : ` from ${escapeMarkdown(previousPath)}`;
  return `### ${escapeMarkdown(path)} (${escapeMarkdown(frameworkName)}, ${word}${from})`;
}

function linesOf(migration: Migration, direction: Direction): readonly string[] {
  const { operations, findings } = migration;
  const matters = counts(migration, direction);
  return [
    ...findings.map(({ severity, message }) => `${severity}: ${escapeMarkdown(message)}`),
    ...operations.map(
      (operation) =>
        `line ${operation.line}: ${escapeMarkdown(operation.summary)}${matters && isLoss(operation) ? ' **Irreversible.**' : ''}`,
    ),
  ];
}

function reasonLine({ path, line, text }: RecoveryReason): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  const quote = flat.length > longestQuote ? `${flat.slice(0, longestQuote)}…` : flat;
  return `${escapeMarkdown(path)}${line === null ? '' : `, line ${line}`}: ${escapeMarkdown(quote)}`;
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}
