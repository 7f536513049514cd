import { count } from '../ages';
import { lineEndingOf } from '../changelog/descriptionBlock';
import { endOfLine, lineStarts } from '../markdown/lines';
import { parseMarkdown } from '../markdown/parser';
import { visibleText } from '../visibleText';
import { listed } from './people';
import { writtenText } from './writtenLines';

/** Who watches production after the deploy, and for how long. */
export interface MonitoringPeriod {
  /** Logins without `@`, at least one. */
  readonly people: readonly string[];
  readonly minutes: number;
}

/**
 * What a description says of the period:
 * - `none`: no line; `several`: more than one, which is no answer;
 * - `unclear`: a line that lacks a person or a period; `problem` is a sentence that quotes it;
 * - `scheduled`.
 */
export type Monitoring =
  | { readonly state: 'none' }
  | { readonly state: 'several'; readonly count: number }
  | { readonly state: 'unclear'; readonly problem: string }
  | { readonly state: 'scheduled'; readonly period: MonitoringPeriod };

/** A body with the period in it, or the sentence that says why it cannot be put in. */
export type PutMonitoring =
  { readonly ok: true; readonly body: string } | { readonly ok: false; readonly reason: string };

const label = 'Post-deploy monitoring';
// `[x]` in front: the line may be a ticked task. What is not ticked is a plan that nobody made yet.
const readLine = /^(?:\[[xX]\][ \t]+)?post-deploy monitoring[ \t]*:[ \t]*(.*)$/i;
const rawLine =
  /^(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?:\[[xX]\][ \t]+)?[*_]{0,3}post-deploy monitoring[*_]{0,3}[ \t]*:[*_]{0,3}[ \t]*/i;

// Logins hold letters, digits and hyphens; those that an enterprise manages end in `_shortcode`. A team is nobody.
const login = /@([a-z\d][a-z\d-]{0,98}(?:_[a-z\d]{1,20})?)(?![\w/-])/i.source;
const number = /\d{1,4}(?:\.\d{1,2})?/.source;
const hoursWord = '(?:hours?|hrs?|h)';
const minutesWord = '(?:minutes?|mins?|m)';
const people = new RegExp(`^${login}(?:(?:[ \\t]*(?:,|&|\\+)[ \\t]*(?:and[ \\t]+)?|[ \\t]+and[ \\t]+)${login})*`, 'i');
const period = new RegExp(
  `^(?:(${number})[ \\t]*${hoursWord}(?![a-z])(?:[ \\t]*(?:and[ \\t]+)?(\\d{1,3})[ \\t]*${minutesWord}?(?![a-z\\d]))?` +
    `|(${number})[ \\t]*${minutesWord}(?![a-z]))(?=[ \\t]*(?:$|[.,;(]))`,
  'i',
);
const between = /^[ \t]*(?:[,;:–—-]|for)[ \t]*(?:for[ \t]+)?/i;
/** Stands for a person in templates. */
const placeholder = 'login';

/** The line that records a period: `Post-deploy monitoring: @ana and @bo, 30 minutes`. */
export function monitoringLine({ people: who, minutes }: MonitoringPeriod): string {
  return `${label}: ${listed(who.map((each) => `@${each}`))}, ${minutesWords(minutes)}`;
}

/** `90 minutes`, `1 minute`. */
export function minutesWords(minutes: number): string {
  return count(minutes, 'minute');
}

/**
 * Reads the line `Post-deploy monitoring: @login, 30 minutes` from a description, where it is a line of a paragraph or of
 * a list item, in any case: not in code, quotes, headings, tables or comments, and not struck out. Several people are
 * joined by commas or `and`; periods are `30 minutes`, `90 min`, `1 hour`, `1.5 h`, `1 h 30 min`. What follows the
 * period after `,`, `.`, `;` or `(` is for people.
 */
export function readMonitoring(body: string): Monitoring {
  const found = labelled(body).read;
  const [only] = found;
  if (only === undefined) return { state: 'none' };
  return found.length > 1 ? { state: 'several', count: found.length } : meaningOf(only);
}

/** What stands after the label, of every such line as it is read, and the lines that hold them. */
function labelled(body: string): { readonly read: readonly string[]; readonly lines: readonly number[] } {
  if (!/monitoring/i.test(body)) return { read: [], lines: [] };
  const read: string[] = [];
  const lines: number[] = [];
  for (const paragraph of writtenText(body).paragraphs) {
    read.push(...paragraph.lines.flatMap((line) => readLine.exec(line)?.[1] ?? []));
    lines.push(...paragraph.raw.flatMap((line, at) => (rawLine.test(line) ? [paragraph.first + at] : [])));
  }
  return { read, lines };
}

interface Span {
  readonly people: readonly string[];
  readonly minutes: number;
  /** Characters up to the end of the period. */
  readonly length: number;
}

function spanOf(rest: string): Span | string {
  const who = people.exec(rest)?.[0] ?? '';
  const logins = [...who.matchAll(new RegExp(login, 'gi'))].flatMap((match) => match[1] ?? []);
  if (logins.length === 0 || logins.some((each) => each.toLowerCase() === placeholder)) return 'a person (`@login`)';
  const separator = between.exec(rest.slice(who.length))?.[0] ?? '';
  const at = who.length + separator.length;
  const found = separator === '' ? null : period.exec(rest.slice(at));
  if (found === null) return 'a period (`30 minutes`)';
  const [text, hours, more, alone] = found;
  const minutes = alone === undefined ? Number(hours) * 60 + Number(more ?? 0) : Number(alone);
  return { people: logins, minutes: Math.floor(minutes), length: at + text.length };
}

function meaningOf(rest: string): Monitoring {
  const span = spanOf(rest);
  if (typeof span !== 'string') {
    return { state: 'scheduled', period: { people: span.people, minutes: span.minutes } };
  }
  const shown = visibleText(rest.length > 60 ? `${rest.slice(0, 60)}…` : rest);
  return { state: 'unclear', problem: `"${label}: ${shown}" does not name ${span}.` };
}

/**
 * Records a period in a description. The line that stands there is changed from its label to the end of its period; where
 * there is none it is put under a heading "Monitoring", which is added at the end when it is missing. All else stays as it
 * is, byte for byte. What the result says is read back before it is given out.
 */
export function withMonitoring(body: string, scheduled: MonitoringPeriod): PutMonitoring {
  const wanted = monitoringLine(scheduled);
  const { read, lines } = labelled(body);
  const [line] = lines;
  if (read.length > 1 || lines.length !== read.length) {
    return { ok: false, reason: `The description has more than one line "${label}: …". Keep one, then try again.` };
  }
  const candidates = line === undefined ? added(body, wanted) : [replaced(body, line, wanted)];
  const good = candidates.find((each) => says(each, scheduled));
  if (good !== undefined) return { ok: true, body: good };
  return {
    ok: false,
    reason: 'The description ends inside of code or a comment that is never closed. Close it, then try again.',
  };
}

function says(body: string, { people: who, minutes }: MonitoringPeriod): boolean {
  const read = readMonitoring(body);
  return read.state === 'scheduled' && read.period.minutes === minutes && read.period.people.join() === who.join();
}

function replaced(body: string, line: number, wanted: string): string {
  const starts = lineStarts(body);
  const [start, end] = [starts[line] ?? 0, endOfLine(body, starts, line)];
  const text = body.slice(start, end);
  const indent = /^[ \t]*/.exec(text)?.[0] ?? '';
  const head = rawLine.exec(text.slice(indent.length));
  const marks = /^(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?:\[[xX]\][ \t]+)?/.exec(text.slice(indent.length))?.[0] ?? '';
  const rest = text.slice(indent.length + (head?.[0].length ?? 0));
  const span = spanOf(rest);
  const kept = typeof span === 'string' ? '' : rest.slice(span.length);
  return `${body.slice(0, start)}${indent}${marks}${wanted}${kept}${body.slice(end)}`;
}

/** Under the heading that is there, or under a new one at the end. */
function added(body: string, wanted: string): readonly string[] {
  const newline = lineEndingOf(body);
  const gap = body === '' ? '' : body.endsWith('\n') ? newline : newline + newline;
  const atEnd = `${body}${gap}## Monitoring${newline}${newline}${wanted}${newline}`;
  const tokens = parseMarkdown(body);
  const heading = tokens.findIndex(
    ({ type, level }, at) =>
      type === 'heading_open' && level === 0 && /^(?:post-deploy )?monitoring$/i.test(tokens[at + 1]?.content ?? ''),
  );
  const last = tokens[heading]?.map?.[1];
  if (last === undefined) return [atEnd];
  const end = endOfLine(body, lineStarts(body), last - 1);
  return [`${body.slice(0, end)}${newline}${newline}${wanted}${newline}${body.slice(end)}`, atEnd];
}
