import type { Token } from 'markdown-it';
import { parseMarkdown } from './parser';
import type { Block, Inline, RichText } from './richText';

/** What a block opened with, and where its children go until it closes. */
interface Frame {
  readonly blocks: Block[];
  readonly close: () => void;
}

const taskMarker = /^\[([ xX])\][ \t]/;

/**
 * Markdown to what a page may draw. Raw HTML disappears, images become their alternative text, links keep only safe
 * addresses (see `isSafeLink`); everything else is text.
 */
export function renderMarkdown(text: string): RichText {
  return new Renderer().run(parseMarkdown(text));
}

class Renderer {
  private readonly root: Block[] = [];
  private readonly frames: Frame[] = [];
  private table: { head: (readonly Inline[])[]; rows: (readonly Inline[])[][]; inHead: boolean } | null = null;
  private heading: 1 | 2 | 3 | 4 | 5 | 6 | null = null;

  run(tokens: readonly Token[]): RichText {
    for (const token of tokens) this.take(token);
    return this.root;
  }

  private get blocks(): Block[] {
    return this.frames.at(-1)?.blocks ?? this.root;
  }

  private open(build: (children: Block[]) => Block | null): void {
    const outer = this.blocks;
    const blocks: Block[] = [];
    this.frames.push({
      blocks,
      close: () => {
        const block = build(blocks);
        if (block !== null) outer.push(block);
      },
    });
  }

  private take(token: Token): void {
    switch (token.type) {
      case 'blockquote_open':
        return this.open((children) => ({ kind: 'quote', children }));
      case 'bullet_list_open':
      case 'ordered_list_open':
        return this.openList(token);
      case 'list_item_open':
        // The item itself is collected by its list: a quote stands in until the list closes.
        return this.open((children) => ({ kind: 'quote', children }));
      case 'blockquote_close':
      case 'bullet_list_close':
      case 'ordered_list_close':
      case 'list_item_close':
        this.frames.pop()?.close();
        return;
      case 'heading_open':
        this.heading = headingLevel(token.tag);
        return;
      case 'heading_close':
        this.heading = null;
        return;
      case 'hr':
        this.blocks.push({ kind: 'rule' });
        return;
      case 'fence':
      case 'code_block':
        this.blocks.push({ kind: 'code', language: token.info.trim(), text: token.content });
        return;
      case 'inline':
        return this.takeInline(token);
      default:
        return this.takeTable(token);
    }
  }

  private openList(token: Token): void {
    const start = Number(token.attrGet('start') ?? 1);
    this.open((children) => ({
      kind: 'list',
      ordered: token.type === 'ordered_list_open',
      start: Number.isFinite(start) ? start : 1,
      items: children.map((child) => listItem(child.kind === 'quote' ? child.children : [child])),
    }));
  }

  private takeTable(token: Token): void {
    if (token.type === 'table_open') this.table = { head: [], rows: [], inHead: false };
    if (this.table === null) return;
    if (token.type === 'thead_open') this.table.inHead = true;
    if (token.type === 'thead_close') this.table.inHead = false;
    if (token.type === 'tr_open' && !this.table.inHead) this.table.rows.push([]);
    if (token.type === 'table_close') {
      this.blocks.push({ kind: 'table', head: this.table.head, rows: this.table.rows });
      this.table = null;
    }
  }

  private takeInline(token: Token): void {
    const children = inlines(token.children ?? []);
    if (this.table !== null) {
      const row = this.table.inHead ? this.table.head : this.table.rows.at(-1);
      row?.push(children);
    } else if (this.heading !== null) {
      this.blocks.push({ kind: 'heading', level: this.heading, children });
    } else if (children.length > 0) {
      this.blocks.push({ kind: 'paragraph', children });
    }
  }
}

function headingLevel(tag: string): 1 | 2 | 3 | 4 | 5 | 6 {
  const levels = { h1: 1, h2: 2, h3: 3, h4: 4, h5: 5, h6: 6 } as const;
  return tag in levels ? levels[tag as keyof typeof levels] : 6;
}

/** A list item; a leading `[ ]` or `[x]` becomes its state (GFM, section 5.3 "Task list items"). */
function listItem(children: readonly Block[]): { checked: boolean | null; children: readonly Block[] } {
  const [first, ...rest] = children;
  if (first?.kind !== 'paragraph') return { checked: null, children };
  const [head, ...tail] = first.children;
  if (head?.kind !== 'text') return { checked: null, children };
  const marker = taskMarker.exec(head.text);
  if (marker === null) return { checked: null, children };
  const text: Inline = { kind: 'text', text: head.text.slice(marker[0].length) };
  return { checked: marker[1] !== ' ', children: [{ kind: 'paragraph', children: [text, ...tail] }, ...rest] };
}

/** Inline tokens to a tree, without recursion, so that deeply nested marks cannot exhaust the stack. */
function inlines(tokens: readonly Token[]): readonly Inline[] {
  const root: Inline[] = [];
  const stack: Inline[][] = [root];
  const push = (node: Inline): void => void stack.at(-1)?.push(node);
  const open = (make: (children: readonly Inline[]) => Inline): void => {
    const children: Inline[] = [];
    push(make(children));
    stack.push(children);
  };
  for (const token of tokens) {
    if (token.type === 'text' && token.content !== '') push({ kind: 'text', text: token.content });
    else if (token.type === 'code_inline') push({ kind: 'code', text: token.content });
    else if (token.type === 'image') push({ kind: 'text', text: `[image: ${token.content}]` });
    else if (token.type === 'softbreak') push({ kind: 'text', text: ' ' });
    else if (token.type === 'hardbreak') push({ kind: 'break' });
    else if (token.type === 'strong_open') open((children) => ({ kind: 'strong', children }));
    else if (token.type === 'em_open') open((children) => ({ kind: 'emphasis', children }));
    else if (token.type === 's_open') open((children) => ({ kind: 'strike', children }));
    else if (token.type === 'link_open') {
      const url = String(token.attrGet('href') ?? '');
      open((children) => ({ kind: 'link', url, children }));
    } else if (token.type.endsWith('_close') && stack.length > 1) stack.pop();
  }
  return root;
}
