import type { Token } from 'markdown-it';
import { parseMarkdown } from '../markdown/parser';

/** A paragraph of a Markdown text. */
export interface WrittenParagraph {
  /** What is read on each line: no emphasis, nothing that is struck out or in a comment; code keeps its backticks. */
  readonly lines: readonly string[];
  /** The same lines as written, without the marker of the list item that they stand in. */
  readonly raw: readonly string[];
  /** The line of the text, from 0, that the paragraph begins on. */
  readonly first: number;
  readonly inList: boolean;
}

export interface WrittenText {
  /** Those outside of quotes, code, headings and tables. */
  readonly paragraphs: readonly WrittenParagraph[];
  /** Whether it holds HTML, which can show its surroundings as something else: a quote, code, or nothing at all. */
  readonly hasHtml: boolean;
}

/** The lines that a person wrote as prose or list items, in order. Raw and read lines may differ in number. */
export function writtenText(source: string): WrittenText {
  const paragraphs: WrittenParagraph[] = [];
  let [quotes, lists, hasHtml, inParagraph] = [0, 0, false, false];
  for (const token of parseMarkdown(source)) {
    if (token.type === 'blockquote_open') quotes += 1;
    else if (token.type === 'blockquote_close') quotes -= 1;
    else if (token.type === 'list_item_open') lists += 1;
    else if (token.type === 'list_item_close') lists -= 1;
    else if (token.type === 'paragraph_open') inParagraph = true;
    else if (token.type === 'paragraph_close') inParagraph = false;
    else if (token.type === 'html_block') hasHtml = true;
    else if (token.type === 'inline') {
      hasHtml ||= (token.children ?? []).some(({ type }) => type === 'html_inline');
      if (!inParagraph || quotes > 0 || token.map === null) continue;
      const [first] = token.map;
      const raw = token.content.split('\n').map((line) => line.trimStart());
      paragraphs.push({ lines: linesOf(token.children ?? []), raw, first, inList: lists > 0 });
    }
  }
  return { paragraphs, hasHtml };
}

function linesOf(children: readonly Token[]): readonly string[] {
  let [text, struck] = ['', 0];
  for (const { type, content, markup } of children) {
    if (type === 's_open') struck += 1;
    else if (type === 's_close') struck -= 1;
    else if (type === 'softbreak' || type === 'hardbreak') text += '\n';
    else if (struck > 0) continue;
    else if (type === 'text') text += content;
    else if (type === 'code_inline') text += `${markup}${content}${markup}`;
    // A tag stays, so that what begins with one does not begin with what follows it.
    else if (type === 'html_inline' && !content.startsWith('<!--')) text += content.replaceAll('\n', ' ');
  }
  return text.split('\n').map((line) => line.trim());
}
