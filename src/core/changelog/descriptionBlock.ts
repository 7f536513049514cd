import type { Token } from 'markdown-it';
import { endOfLine, lineStarts } from '../markdown/lines';
import { parseMarkdown } from '../markdown/parser';
import { parseSha, type Sha } from '../sha';
import { titleKind, titleText } from './carriedTitles';

/** The two ends of the ship range that a block was written for. */
export interface BlockRange {
  readonly from: Sha;
  readonly to: Sha;
}

/**
 * What a description has of our marked block.
 *
 * - `none`: no marker.
 * - `one`: one beginning and, after it, one end. `start` and `end` are offsets into the body (UTF-16 units), from the
 *   beginning of the first marker's line to the end of the last one's, without its line ending; `lines` are the lines
 *   of both markers, counted from 0. `range` is `null` when the marker does not name two full SHAs.
 * - `unclear`: anything else. `reason` is a sentence for people; nobody should guess where such a block ends.
 */
export type FoundBlock =
  | { readonly state: 'none' }
  | {
      readonly state: 'one';
      readonly range: BlockRange | null;
      readonly start: number;
      readonly end: number;
      readonly lines: readonly [first: number, last: number];
    }
  | { readonly state: 'unclear'; readonly reason: string };

/** A body with the block in it, or the sentence that says why it cannot be put in. */
export type PutBlock = { readonly ok: true; readonly body: string } | { readonly ok: false; readonly reason: string };

const opening = /^<!-- release-review:changelog(?: (\S{1,200}))? -->$/;
const closing = '<!-- /release-review:changelog -->';
const byHand = 'Repair or remove it by hand, then try again.';

interface Marker {
  readonly opens: boolean;
  readonly range: BlockRange | null;
  readonly line: number;
}

function parseRange(text: string): BlockRange | null {
  const [first = '', second = '', ...more] = text.split('..');
  const [from, to] = [parseSha(first), parseSha(second)];
  return from === undefined || to === undefined || more.length > 0 ? null : { from, to };
}

/** The marker that a token is: an HTML comment alone on its line, outside lists, quotes and code. */
function markerOf(token: Token): Marker | null {
  if (token.type !== 'html_block' || token.level !== 0 || token.map === null) return null;
  const text = token.content.trim();
  const [line] = token.map;
  if (text === closing) return { opens: false, range: null, line };
  const found = opening.exec(text);
  return found === null ? null : { opens: true, range: parseRange(found[1] ?? ''), line };
}

function whyUnclear(markers: readonly Marker[]): string {
  const opens = markers.filter((marker) => marker.opens).length;
  const closes = markers.length - opens;
  if (closes === 0 && opens === 1)
    return `The description has the beginning of a changelog block without its end. ${byHand}`;
  if (opens === 0 && closes === 1)
    return `The description has the end of a changelog block without its beginning. ${byHand}`;
  if (opens === 1 && closes === 1) return `The changelog block of the description ends before it begins. ${byHand}`;
  return `The description has more than one changelog block, or a broken one. ${byHand}`;
}

/** {@link findBlock} for a body that was parsed already; `tokens` are those of exactly this body. */
export function findBlockIn(body: string, tokens: readonly Token[]): FoundBlock {
  const markers = tokens.flatMap((token) => markerOf(token) ?? []);
  const [first, second] = markers;
  if (first === undefined) return { state: 'none' };
  if (second === undefined || markers.length !== 2 || !first.opens || second.opens) {
    return { state: 'unclear', reason: whyUnclear(markers) };
  }
  const starts = lineStarts(body);
  return {
    state: 'one',
    range: first.range,
    start: starts[first.line] ?? 0,
    end: endOfLine(body, starts, second.line),
    lines: [first.line, second.line],
  };
}

/**
 * Finds the block between `<!-- release-review:changelog FROM..TO -->` and `<!-- /release-review:changelog -->`. A
 * marker counts where GitHub hides it as a comment of its own: alone on a line at the top level. In code, in a list, in
 * a quote, behind other words on its line or inside a longer comment it is text. Never throws.
 */
export function findBlock(body: string): FoundBlock {
  return body.includes('release-review:changelog') ? findBlockIn(body, parseMarkdown(body)) : { state: 'none' };
}

/** The line ending that most lines of a body have; LF for a body of one line. */
export function lineEndingOf(body: string): '\n' | '\r\n' {
  let windows = 0;
  let unix = 0;
  for (const [ending] of body.matchAll(/\r?\n/g)) {
    if (ending === '\n') unix += 1;
    else windows += 1;
  }
  return windows > unix ? '\r\n' : '\n';
}

const onlyComments = /^\s*(?:<!--(?:(?!-->)[\s\S])*-->\s*)+$/;

/**
 * The last line of the first changelog section that is still empty: its heading, or the template's comments below it.
 * `null` when there is none.
 */
function emptySection(tokens: readonly Token[]): number | null {
  let last: number | null = null;
  for (const [at, token] of tokens.entries()) {
    if (token.level !== 0 || token.map === null) continue;
    if (token.type === 'heading_open') {
      const kind = titleKind(titleText(tokens[at + 1]));
      // A group of changes is something below it.
      if (last !== null && kind !== 'group') return last;
      last = kind === 'changelog' ? token.map[1] - 1 : null;
    } else if (last !== null) {
      const comment = token.type === 'html_block' && onlyComments.test(token.content);
      // A comment's token can take the empty lines after it along.
      last = comment ? token.map[0] + token.content.trimEnd().split('\n').length - 1 : null;
    }
  }
  return last;
}

/**
 * The last line with something on it of the first changelog section, with the groups of changes that belong to it;
 * `null` when there is none.
 */
function endOfSection(body: string, starts: readonly number[], tokens: readonly Token[]): number | null {
  let level: number | null = null;
  let end = starts.length;
  for (const [at, token] of tokens.entries()) {
    if (token.type !== 'heading_open' || token.level !== 0 || token.map === null) continue;
    const kind = titleKind(titleText(tokens[at + 1]));
    const own = Number(token.tag.slice(1));
    if (level === null) {
      if (kind === 'changelog') level = own;
    } else if (kind === 'other' || (own <= level && kind !== 'group')) {
      [end] = token.map;
      break;
    }
  }
  if (level === null) return null;
  let last = end - 1;
  while (last > 0 && body.slice(starts[last], endOfLine(body, starts, last)).trim() === '') last -= 1;
  return last;
}

/**
 * Puts a changelog into a description: in place of the block that is there; else under a heading such as "Changelog"
 * that has nothing below it but comments; else at the end of the first section under such a heading, as behind a
 * placeholder; else at the end under a heading of its own. Everything outside the block stays as it is, byte for byte;
 * the block takes the line ending that most of the body has. The same call again gives the same body.
 *
 * Not put in, with the reason: into a description whose block is unclear (see {@link FoundBlock}), and behind an open
 * code fence or comment, where nobody would see it. Never throws.
 */
export function putBlock(body: string, range: BlockRange, markdown: string): PutBlock {
  const newline = lineEndingOf(body);
  const content = markdown
    .replace(/^[\r\n]+/, '')
    .trimEnd()
    .replace(/\r\n?|\n/g, newline);
  const marker = `<!-- release-review:changelog ${range.from}..${range.to} -->`;
  const block = [marker, '', content, '', closing].join(newline);
  const tokens = parseMarkdown(body);
  const found = findBlockIn(body, tokens);
  if (found.state === 'unclear') return { ok: false, reason: found.reason };
  const { start, end, before, after } =
    found.state === 'one' ? { ...found, before: '', after: '' } : place(body, tokens);
  const head = body.slice(0, start) + before;
  const result = head + block + after + body.slice(end);
  const check = findBlock(result);
  const seen = check.state === 'one' && check.start === head.length && check.end === head.length + block.length;
  if (seen) return { ok: true, body: result };
  return {
    ok: false,
    reason:
      'The description has an open code block or comment, behind which a changelog would not be seen. Close it first.',
  };
}

/** Where a first block goes, and what stands around it. */
function place(
  body: string,
  tokens: readonly Token[],
): { readonly start: number; readonly end: number; readonly before: string; readonly after: string } {
  const newline = lineEndingOf(body);
  const starts = lineStarts(body);
  const line = emptySection(tokens) ?? endOfSection(body, starts, tokens);
  if (line !== null) {
    const offset = endOfLine(body, starts, line);
    const rest = body.slice(offset);
    return {
      start: offset,
      end: offset,
      before: newline + newline,
      after: /^(?:\r\n?|\n){2}/.test(rest) || rest.trim() === '' ? '' : newline,
    };
  }
  const gap = body === '' ? '' : /[\r\n]$/.test(body) ? newline : newline + newline;
  return { start: body.length, end: body.length, before: `${gap}## Changelog${newline}${newline}`, after: newline };
}
