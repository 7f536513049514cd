import { escapeMarkdown } from '../core/changelog/escapeMarkdown';
import { counts } from '../core/highlights/effect';
import type { Finding, Highlights, Migration, MigrationOperation } from '../core/highlights/model';
import { isLoss } from '../core/highlights/operation';
import { reviewChecklist, type ReviewAnswer } from '../core/highlights/review/checklist';
import { phasesByTable } from '../core/highlights/review/phases';
import { verdictsOf, type VerdictReason } from '../core/highlights/review/verdicts';
import {
  compatibilityWord,
  noticedLocks,
  recoveryLine,
  verdictLines,
  workWords,
} from '../core/highlights/review/words';
import type { Direction } from '../core/history';
import { recoveryOf } from '../core/recovery';

/** Statements are quoted up to here; the line number says where the rest is. */
const longestQuote = 160;
/** Reasons of a verdict; JSON has all of them. */
const mostReasons = 12;

const answerWords = { good: 'yes', bad: 'no', unknown: 'not known', ask: 'ask' } as const;

/** Whether the release can be taken back, and the review of its migrations, as blocks of Markdown. */
export function recoveryMarkdown(highlights: Highlights, direction: Direction): readonly string[] {
  const { reasons } = recoveryOf(highlights, direction);
  const counted = highlights.migrations.some((migration) => counts(migration, direction));
  const words = recoveryLine(highlights, direction);
  const blocks = [`**Recovery:** ${words.charAt(0).toLowerCase()}${words.slice(1)}`];
  if (reasons.length > 0) blocks.push(list(capped(reasons)));
  if (!counted) return blocks;
  const lines = verdictLines(verdictsOf(highlights, direction));
  blocks.push(list(lines.map(({ question, answer }) => `${question}: **${answer}**`)));
  blocks.push('### Migration review', list(reviewChecklist(highlights, direction).map(reviewLine)));
  const tables = phasesByTable(highlights, direction).filter(({ steps }) => steps.contract.length > 0);
  if (tables.length > 0) {
    blocks.push(
      list(
        tables.map(({ table, steps }) => {
          const parts = (['expand', 'migrate', 'contract'] as const)
            .filter((phase) => steps[phase].length > 0)
            .map((phase) => `${phase} ${steps[phase].length}`);
          return `phases of ${escapeMarkdown(table)}: ${parts.join(', ')}`;
        }),
      ),
    );
  }
  return blocks;
}

function reviewLine({ question, answer, text }: ReviewAnswer): string {
  const word = answer === 'good' || answer === 'bad' ? '' : ` (${answerWords[answer]})`;
  return `${answer === 'bad' ? '**' : ''}${question}${answer === 'bad' ? '**' : ''}${word} ${escapeMarkdown(text)}`;
}

/** One migration with its findings first. */
export function migrationMarkdown(migration: Migration, direction: Direction): readonly string[] {
  const matters = counts(migration, direction);
  const { findings, readBecause, effect } = migration;
  // What was edited beside what it does neither runs nor differs.
  const past = effect === 'edited' && findings.every(({ severity }) => severity !== 'error');
  const operations = past && findings.length > 0 ? [] : migration.operations;
  return [
    heading(migration),
    list([
      ...findings.map(findingLine),
      ...(matters && readBecause !== null ? [`read by its words only: ${escapeMarkdown(readBecause)}`] : []),
      ...operationLines(operations, matters),
    ]),
  ];
}

function heading({ path, previousPath, frameworkName, status, effect, phase }: Migration): string {
  const word = effect === 'edited' && status === 'modified' ? 'edited after it shipped' : status;
  const from = previousPath === null ? '' : ` from ${escapeMarkdown(previousPath)}`;
  const stands = effect !== 'run' || phase === null || phase === 'neutral' ? '' : `, ${phase}`;
  return `### ${escapeMarkdown(path)} (${escapeMarkdown(frameworkName)}, ${word}${from}${stands})`;
}

function findingLine({ severity, line, message, advice }: Finding): string {
  const place = line === null ? '' : `, line ${line}`;
  return `${severity}${place}: ${escapeMarkdown(message)}${advice === '' ? '' : ` ${escapeMarkdown(advice)}`}`;
}

/** A lock that several statements take for a moment is named once. */
function operationLines(operations: readonly MigrationOperation[], matters: boolean): readonly string[] {
  const named = new Set<string>();
  return operations.map((operation) => {
    const work = workWords(operation);
    const locks = noticedLocks(operation)
      .map(({ table, mode }) => `${mode} on ${table}`)
      .filter((lock) => work.length > 0 || !named.has(lock));
    for (const lock of locks) named.add(lock);
    return operationLine(operation, [...locks, ...work], matters);
  });
}

function operationLine(operation: MigrationOperation, does: readonly string[], matters: boolean): string {
  const { line, summary, compatibility } = operation;
  const word = compatibilityWord(operation);
  const facts = [
    ...does,
    ...(word === 'works' || operation.kind === 'not-understood' ? [] : [`old code ${word}: ${compatibility}`]),
  ];
  const tail = matters && facts.length > 0 ? ` (${escapeMarkdown(facts.join('; '))})` : '';
  return `line ${line}: ${escapeMarkdown(summary)}${matters && isLoss(operation) ? ' **Irreversible.**' : ''}${tail}`;
}

function capped(reasons: readonly VerdictReason[]): readonly string[] {
  const shown = reasons.slice(0, mostReasons).map(reasonLine);
  return reasons.length > shown.length ? [...shown, `and ${reasons.length - shown.length} more`] : shown;
}

function reasonLine({ path, line, text, why }: VerdictReason): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  const quote = flat.length > longestQuote ? `${flat.slice(0, longestQuote)}…` : flat;
  const place = `${escapeMarkdown(path)}${line === null ? '' : `, line ${line}`}`;
  return `${place}: ${why === null ? '' : `${escapeMarkdown(why)} `}${escapeMarkdown(quote)}`;
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}
