import { lineEndingOf } from '../changelog/descriptionBlock';
import { endOfLine, lineStarts } from '../markdown/lines';
import { parseMarkdown } from '../markdown/parser';

/** A heading of a description with what stands under it, before the next heading of its level or a higher one. */
export interface Section {
  /** 1 to 6. */
  readonly level: number;
  /** As written, without the marks of the heading. */
  readonly title: string;
  /** Offset of the first character of the heading's line. */
  readonly start: number;
  /** Offset behind the heading's last line, without its line ending. */
  readonly headingEnd: number;
  /** Offset of the first character that no longer belongs to it. */
  readonly end: number;
  /** Whether something that a reader sees stands under it; comments of a template are nothing. */
  readonly filled: boolean;
}

/** The sections of a description: headings at the top level, not those in quotes, lists or code. */
export function sectionsOf(body: string): readonly Section[] {
  const starts = lineStarts(body);
  const offset = (line: number): number => starts[line] ?? body.length;
  const tokens = parseMarkdown(body);
  const headings = tokens.flatMap((token, at) => {
    if (token.type !== 'heading_open' || token.level !== 0 || token.map === null) return [];
    const [line, after] = token.map;
    return [{ at, line, last: after - 1, level: Number(token.tag.slice(1)), title: tokens[at + 1]?.content ?? '' }];
  });
  return headings.map(({ at, line, last, level, title }, index) => {
    const next = headings.slice(index + 1).find((other) => other.level <= level);
    // Past the heading's own three tokens.
    const below = tokens.slice(at + 3, next?.at);
    return {
      level,
      title,
      start: offset(line),
      headingEnd: endOfLine(body, starts, last),
      end: next === undefined ? body.length : offset(next.line),
      filled: below.some(isSeen),
    };
  });
}

/** Whether a reader sees anything before the first heading. */
export function hasPreamble(body: string): boolean {
  const tokens = parseMarkdown(body);
  const heading = tokens.findIndex((token) => token.type === 'heading_open' && token.level === 0);
  return tokens.slice(0, heading === -1 ? undefined : heading).some(isSeen);
}

interface SeenToken {
  readonly type: string;
  readonly content: string;
  readonly children?: readonly SeenToken[] | null;
}

function isSeen(token: SeenToken): boolean {
  if (token.type === 'hr') return false;
  if (token.type !== 'inline')
    return (token.type === 'fence' || token.type === 'code_block') && token.content.trim() !== '';
  const children = token.children ?? [];
  return children.some(
    (child) => child.type === 'image' || (child.type !== 'html_inline' && child.content.trim() !== ''),
  );
}

/** The first section whose title contains the word, whatever its case. */
export function sectionNamed(body: string, word: string): Section | null {
  const wanted = word.toLowerCase();
  return sectionsOf(body).find((section) => section.title.toLowerCase().includes(wanted)) ?? null;
}

/**
 * Puts a text into the section that a word names: behind what stands there, or under a new heading at the end of the
 * body. Nothing that stands in the body changes.
 *
 * @param title of a new heading
 */
export function withSectionText(body: string, word: string, title: string, text: string): string {
  const newline = lineEndingOf(body);
  const lines = text.trim().replace(/\r\n?|\n/g, newline);
  const section = sectionNamed(body, word);
  if (section === null) return `${body}${gapBefore(body, newline)}## ${title}${newline}${newline}${lines}${newline}`;
  const content = body.slice(section.headingEnd, section.end);
  const at = section.headingEnd + content.trimEnd().length;
  const rest = body.slice(at);
  const after = rest.trim() === '' ? '' : /^(\r?\n){2}/.test(rest) ? '' : newline;
  return body.slice(0, at) + newline + newline + lines + after + rest;
}

/** What has to stand between a body and a new block at its end. */
export function gapBefore(body: string, newline: string): string {
  if (body.trim() === '') return '';
  if (/(\r?\n){2}$/.test(body)) return '';
  return body.endsWith('\n') ? newline : newline + newline;
}
