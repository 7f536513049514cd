import type { ApiFile, ChangeCategory, Changes, ConfigFile, DependencyFile, RankedChange, SecurityFile } from './model';
import { compareSeverity } from './severity';

type Lists = Pick<Changes, 'dependencies' | 'infrastructure' | 'config' | 'security' | 'api' | 'flags'>;

/** All categories, in the order in which a reviewer looks at what weighs the same. */
export const changeCategories: readonly ChangeCategory[] = [
  'api',
  'infrastructure',
  'config',
  'security',
  'flags',
  'dependencies',
];

type AnyFile = ConfigFile | ApiFile | SecurityFile | DependencyFile;

/** The line for a file, with the place of what made it weigh that much. */
function ranked(category: ChangeCategory, file: AnyFile): RankedChange {
  const { path, severity } = file;
  return { category, severity, path, alsoIn: [], ...whatWeighs(file) };
}

function whatWeighs(file: AnyFile): Pick<RankedChange, 'subject' | 'was' | 'now' | 'text' | 'line' | 'side'> {
  const { reason } = file;
  const whole = { subject: null, was: null, now: null, text: reason, line: null, side: 'new' as const };
  if (!('changes' in file)) return { ...whole, line: file.line, side: file.side };
  if ('format' in file) {
    const [first] = file.changes;
    if (first === undefined) return whole;
    const { subject, message, line, side } = first;
    return { ...whole, subject, text: `${message} ${reason}`, line, side };
  }
  if ('ecosystem' in file) {
    const [first] = file.changes;
    if (first?.severity !== file.severity) return whole;
    const { name, from, to, line, side } = first;
    const alike = file.changes.filter(({ severity }) => severity !== 'low').slice(1);
    const text = first.reason === null ? reason : `${first.reason}${also(alike.map((each) => each.name))}`;
    return { subject: name, was: versions(from), now: versions(to), text, line, side };
  }
  const [first] = file.changes;
  // The file may weigh more than any value of it, by what it is.
  if (first === undefined || first.reason === null || !reason.startsWith(first.reason)) return whole;
  const more = file.changes.filter(({ severity }) => severity !== 'low').length - 1;
  const { key, was, now, line, side } = first;
  return { subject: key, was, now, text: andMore(reason, more, 'value'), line, side };
}

/** Packages that are named beside the first one. */
const namedToo = 6;

function also(names: readonly string[]): string {
  if (names.length === 0) return '';
  const more = names.length > namedToo ? ` and ${names.length - namedToo} more` : '';
  return ` Also flagged: ${names.slice(0, namedToo).join(', ')}${more}.`;
}

const andMore = (reason: string, more: number, one: string): string =>
  more > 0 ? `${reason} ${count(more, `more ${one}`)} ${more === 1 ? 'is' : 'are'} flagged.` : reason;

const versions = (all: readonly string[]): string | null => (all.length === 0 ? null : all.join(', '));

/** What is `high` or `medium` in all categories, most severe first. */
export function rankAll(lists: Lists): readonly RankedChange[] {
  const all = changeCategories
    .flatMap((category) => lists[category].map((file) => ranked(category, file)))
    .filter(({ severity }) => severity !== 'low')
    .sort((a, b) => compareSeverity(a.severity, b.severity));
  const alike = new Map<string, RankedChange>();
  for (const each of all) {
    const { category, severity, subject, was, now, text, path } = each;
    // Every file of security-sensitive code is read for itself.
    const key = JSON.stringify([category, severity, subject, was, now, text, category === 'security' ? path : '']);
    const first = alike.get(key);
    alike.set(key, first === undefined ? each : { ...first, alsoIn: [...first.alsoIn, path] });
  }
  return [...alike.values()];
}

const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;

/** One line per category; `null` where there is nothing. */
export function summarise(lists: Lists): Changes['summaries'] {
  return {
    dependencies: dependencySummary(lists.dependencies),
    infrastructure: valueSummary('Infrastructure', lists.infrastructure),
    config: valueSummary('Configuration', lists.config),
    security: securitySummary(lists.security),
    api: apiSummary(lists.api),
    flags: lists.flags.length === 0 ? null : `Feature flags: ${count(lists.flags.length, 'file')}`,
  };
}

function dependencySummary(files: readonly DependencyFile[]): string | null {
  if (files.length === 0) return null;
  // The lock files of one repository often change the same packages.
  const all = [
    ...new Map(
      files.flatMap(({ ecosystem, changes }) =>
        changes.map((each) => [JSON.stringify([ecosystem, each.name, each.kind, each.from, each.to]), each] as const),
      ),
    ).values(),
  ];
  const majors = all.filter(({ kind }) => kind === 'major').length;
  const sources = all.filter(({ source }) => source !== null).length;
  const downgrades = all.filter(({ kind }) => kind === 'downgrade').length;
  const more = [
    downgrades > 0 ? count(downgrades, 'downgrade') : '',
    sources > 0 ? count(sources, 'other source') : '',
  ].filter((each) => each !== '');
  const tail = more.length === 0 ? '' : `; ${more.join(', ')}`;
  return `Dependencies: ${count(majors, 'major bump')} of ${count(all.length, 'change')} in ${count(files.length, 'file')}${tail}`;
}

function valueSummary(title: string, files: readonly ConfigFile[]): string | null {
  if (files.length === 0) return null;
  const all = files.flatMap(({ changes }) => changes);
  const flagged = all.filter(({ severity }) => severity !== 'low').length;
  const total = all.length + files.reduce((sum, { omitted }) => sum + omitted, 0);
  return `${title}: ${flagged} flagged of ${count(total, 'value')} in ${count(files.length, 'file')}`;
}

function securitySummary(files: readonly SecurityFile[]): string | null {
  if (files.length === 0) return null;
  const kinds = new Map<string, number>();
  for (const { kind } of files) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return `Security-sensitive: ${[...kinds].map(([kind, number]) => `${kind} (${count(number, 'file')})`).join(', ')}`;
}

function apiSummary(files: readonly ApiFile[]): string | null {
  if (files.length === 0) return null;
  const all = files.flatMap(({ changes }) => changes);
  return `API: ${all.filter(({ effect }) => effect === 'breaking').length} breaking of ${count(all.length, 'change')} in ${count(files.length, 'file')}`;
}
