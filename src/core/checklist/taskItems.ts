import type { Token } from 'markdown-it';
import { lineStarts } from '../markdown/lines';
import { parseMarkdown } from '../markdown/parser';

/** A task item of a Markdown text, with the place of the one character that a tick changes. */
export interface TaskItem {
  /** The item's text without markup. */
  readonly text: string;
  readonly checked: boolean;
  /** Index into the source, in UTF-16 units, of the character between the brackets. */
  readonly offset: number;
}

const marker = /^\[([ xX])\][ \t]+\S/;

/**
 * The task items of a text (GFM, section 5.3 "Task list items"): `[ ]`, `[x]` or `[X]` and white space at the start of
 * a list item's first paragraph, any bullet or number, nested or not. Items inside code, HTML comments and quotes are
 * not the author's checklist and are left out.
 */
export function taskItems(source: string): readonly TaskItem[] {
  const starts = lineStarts(source);
  const items: TaskItem[] = [];
  let quotes = 0;
  let atItemStart = false;
  for (const token of parseMarkdown(source)) {
    if (token.type === 'blockquote_open') quotes += 1;
    else if (token.type === 'blockquote_close') quotes -= 1;
    else if (token.type === 'list_item_open') atItemStart = true;
    else if (token.type === 'inline') {
      if (atItemStart && quotes === 0) {
        const item = itemAt(source, starts, token);
        if (item !== null) items.push(item);
      }
      atItemStart = false;
    } else if (token.type !== 'paragraph_open') atItemStart = false;
  }
  return items;
}

function itemAt(source: string, starts: readonly number[], token: Token): TaskItem | null {
  const found = marker.exec(token.content);
  const line = token.map?.[0];
  const start = line === undefined ? undefined : starts[line];
  if (found === null || line === undefined || start === undefined) return null;
  const end = starts[line + 1] ?? source.length;
  // Before the content stand only list markers and white space, so its first bracket is the task's.
  const bracket = source.indexOf('[', start);
  if (bracket === -1 || bracket >= end) return null;
  const state = source[bracket + 1] ?? '';
  if (state !== found[1] || source[bracket + 2] !== ']') return null;
  return {
    text: plainText(token.children ?? []).replace(/^\[[ xX]\]\s+/, ''),
    checked: state !== ' ',
    offset: bracket + 1,
  };
}

function plainText(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      if (token.type === 'softbreak' || token.type === 'hardbreak') return ' ';
      return token.type === 'text' || token.type === 'code_inline' || token.type === 'image' ? token.content : '';
    })
    .join('')
    .trim();
}
