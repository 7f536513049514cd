import { escapeMarkdown } from '../core/changelog/escapeMarkdown';
import type { Changes, ChangeCategory, RankedChange } from '../core/highlights/changes/model';
import { changeCategories } from '../core/highlights/changes/ranking';
import type { Known } from '../core/known';
import { changesJson, type ChangeJson } from './changesJson';

/** Lines of a list; what is beyond is counted. */
const longestRanking = 40;
const longestList = 25;
const longestPaths = 10;

/** Values and keys are quoted up to here. */
const longestValue = 60;

const severityWords = { high: '**high**', medium: 'medium', low: 'low' } as const;

const categoryWords: Readonly<Record<ChangeCategory, string>> = {
  api: 'interface',
  infrastructure: 'infrastructure',
  config: 'configuration',
  security: 'security',
  flags: 'feature flags',
  dependencies: 'dependencies',
};

/** What can hurt beside migrations as Markdown blocks; what weighs little is counted, not listed. */
export function changesMarkdown(changes: Known<Changes>): readonly string[] {
  const title = '## What else can hurt';
  if (!changes.known) return [title, `It could not be told: ${escapeMarkdown(changes.reason)}`];
  const { ranking, summaries, notes, complete } = changes.value;
  const json = changesJson(changes.value);
  const gap = complete ? '' : ' (not fully scanned)';
  const told = changeCategories.filter((category) => summaries[category] !== null);
  if (told.length === 0) return [title, `Nothing was found${gap}.`, list(notes.map(escapeMarkdown))];
  return [
    title,
    ...(complete ? [] : ['Not fully scanned:', list(notes.map(escapeMarkdown), longestList)]),
    list(ranking.map(rankedLine), longestRanking),
    ...told.flatMap((category) => {
      const entries = json[category];
      const flagged = entries.filter(({ severity }) => severity !== 'low');
      return [
        `### ${escapeMarkdown(summaries[category] ?? '')}`,
        list(flagged.map(line), longestList, quietly(entries)),
      ];
    }),
  ];
}

/** What weighs little, by its files. */
function quietly(entries: readonly ChangeJson[]): readonly string[] {
  const low = entries.filter(({ severity }) => severity === 'low');
  if (low.length === 0) return [];
  const paths = [...new Set(low.map(({ path }) => path))];
  return [`${low.length} of low severity, in ${some(paths)}`];
}

function some(paths: readonly string[]): string {
  const more = paths.length > longestPaths ? ` and ${paths.length - longestPaths} more files` : '';
  return `${paths.slice(0, longestPaths).map(escapeMarkdown).join(', ')}${more}`;
}

function rankedLine({
  severity,
  category,
  path,
  alsoIn,
  line: at,
  side,
  subject,
  was,
  now,
  text,
}: RankedChange): string {
  const value = subject === null ? '' : `${step(subject, was, now)}. `;
  const also = alsoIn.length === 0 ? '' : ` Also in ${some(alsoIn)}.`;
  const words = `${value}${escapeMarkdown(text)}${also}`;
  return `${severityWords[severity]}, ${categoryWords[category]}: ${place(path, at, side)}: ${words}`;
}

function line({ severity, path, line: at, side, subject, before, after, text }: ChangeJson): string {
  const value = subject === null ? '' : `${step(subject, before, after)}. `;
  return `${severityWords[severity]}: ${place(path, at, side)}: ${value}${escapeMarkdown(text)}`;
}

function place(path: string, at: number | null, side: 'old' | 'new'): string {
  const before = side === 'old' ? ' of the old text' : '';
  return `${escapeMarkdown(path)}${at === null ? '' : `, line ${at}${before}`}`;
}

function step(subject: string, was: string | null, now: string | null): string {
  if (was === null && now === null) return quoted(subject);
  return `${quoted(subject)} ${was === null ? '' : `${quoted(was)} `}→ ${now === null ? 'gone' : quoted(now)}`;
}

function quoted(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  return escapeMarkdown(flat.length > longestValue ? `${flat.slice(0, longestValue)}…` : flat);
}

function list(lines: readonly string[], most = Infinity, rest: readonly string[] = []): string {
  const more = lines.length > most ? [`and ${lines.length - most} more`] : [];
  return [...lines.slice(0, most), ...more, ...rest].map((each) => `- ${each}`).join('\n');
}
