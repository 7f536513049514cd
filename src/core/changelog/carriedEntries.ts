import type { Token } from 'markdown-it';
import type { RepositoryId } from '../repository';
import { EntryText } from './carriedReferences';
import { titleKind, titleText, type TitleKind } from './carriedTitles';

/** A list item, table row or log line, with what it names. */
export interface Entry {
  readonly text: EntryText;
  /** The list item that it is below. */
  readonly parent: Entry | null;
  /** What the heading above makes of it: part of a changelog, perhaps of one, of something else, or nobody says. */
  readonly under: 'changelog' | 'perhaps' | 'other' | 'nothing';
  /** A line of `git log` in a code block. */
  readonly dumped: boolean;
}

/** The entries of a text, apart from those of our marked block. */
export interface Entries {
  readonly block: readonly Entry[];
  readonly rest: readonly Entry[];
}

const pseudoLevel = 7;
const longestTitle = 60;
const taskMarker = /^\s*\[[ xX]\]\s/;
const logLine = /^[\s*|\\/_]*(?:commit )?[0-9a-f]{7,64}(?![\w.-])/;
const graph = /^[\s*|\\/_]*(?:commit )?/;

/** Collects entries in reading order; headings, bold lines and summaries say what stands under them. */
class Collector {
  readonly block: Entry[] = [];
  readonly rest: Entry[] = [];
  readonly #repository: RepositoryId;
  readonly #blockLines: readonly [number, number] | null;
  /** Headings above, outermost first. */
  #titles: { readonly level: number; readonly under: Entry['under'] }[] = [];
  /** Open list items and rows, outermost first; `empty` until their first words. */
  readonly #open: { readonly entry: Entry; task: boolean; empty: boolean }[] = [];
  #quotes = 0;
  #tableHead = false;
  #inBlock = false;

  constructor(repository: RepositoryId, blockLines: readonly [number, number] | null) {
    this.#repository = repository;
    this.#blockLines = blockLines;
  }

  take(token: Token, next: Token | undefined): void {
    if (token.level === 0 && token.map !== null) this.#enter(token.map[0]);
    if (token.type === 'blockquote_open') this.#quotes += 1;
    else if (token.type === 'blockquote_close') this.#quotes -= 1;
    if (this.#quotes > 0) return;
    switch (token.type) {
      case 'heading_open':
        if (token.level === 0) this.#title(Number(token.tag.slice(1)), titleText(next));
        return;
      case 'html_block':
        return this.#html(token.content);
      case 'thead_open':
        this.#tableHead = true;
        return;
      case 'thead_close':
        this.#tableHead = false;
        return;
      case 'tr_open':
      case 'list_item_open':
        this.#open.push({ entry: this.#entry(false), task: false, empty: true });
        return;
      case 'tr_close':
      case 'list_item_close':
        this.#close();
        return;
      case 'inline':
        return this.#inline(token);
      case 'fence':
      case 'code_block':
        return this.#code(token.content);
      default:
        return;
    }
  }

  #enter(line: number): void {
    const lines = this.#blockLines;
    this.#inBlock = lines !== null && line >= lines[0] && line <= lines[1];
  }

  get #under(): Entry['under'] {
    return this.#titles.at(-1)?.under ?? 'nothing';
  }

  #entry(dumped: boolean): Entry {
    return {
      text: new EntryText(this.#repository),
      parent: this.#open.at(-1)?.entry ?? null,
      under: this.#under,
      dumped,
    };
  }

  #emit(entry: Entry): void {
    (this.#inBlock ? this.block : this.rest).push(entry);
  }

  #close(): void {
    const closed = this.#open.pop();
    if (closed === undefined || closed.empty || this.#tableHead) return;
    const named = closed.entry.text.references.length > 0;
    if (named || !closed.task) this.#emit(closed.entry);
  }

  #title(level: number, title: string): void {
    if (this.#inBlock) return;
    const kind = titleKind(title);
    const before = this.#under;
    while ((this.#titles.at(-1)?.level ?? 0) >= level) this.#titles.pop();
    this.#titles.push({ level, under: underTitle(kind, before, this.#under) });
  }

  #html(content: string): void {
    const summary = /<summary>([^<]{1,200})<\/summary>/i.exec(content);
    if (summary?.[1] !== undefined) this.#title(pseudoLevel, summary[1]);
    else if (/<\/details>/i.test(content) && this.#titles.at(-1)?.level === pseudoLevel) this.#titles.pop();
  }

  #inline(token: Token): void {
    const open = this.#open.at(-1);
    if (open !== undefined) {
      if (open.empty) open.task = taskMarker.test(token.content);
      open.empty = false;
      open.entry.text.take(token.children ?? []);
      return;
    }
    if (token.level > 1) return;
    const title = pseudoTitle(token);
    if (title !== null) this.#title(pseudoLevel, title);
    else this.#lines(token.children ?? []);
  }

  /** Lines of a paragraph that begin with a commit or pull request are a list without bullets. */
  #lines(children: readonly Token[]): void {
    let line: Token[] = [];
    const flush = (): void => {
      const entry = this.#entry(false);
      entry.text.take(line);
      line = [];
      if (entry.text.leads) this.#emit(entry);
    };
    for (const child of children) {
      if (child.type === 'softbreak' || child.type === 'hardbreak') flush();
      else line.push(child);
    }
    flush();
  }

  /** The lines of a code block that plainly is what `git log` prints. */
  #code(content: string): void {
    const lines = content.split('\n').filter((line) => line.trim() !== '');
    const found = lines.filter((line) => logLine.test(line));
    const whole = /^commit [0-9a-f]{40,64}\b/.test(lines[0] ?? '');
    if (found.length === 0 || (!whole && found.length * 3 < lines.length * 2)) return;
    for (const line of found) {
      const entry = this.#entry(true);
      entry.text.takeText(line.replace(graph, ''));
      this.#emit(entry);
    }
  }
}

function underTitle(kind: TitleKind | null, before: Entry['under'], outer: Entry['under']): Entry['under'] {
  switch (kind) {
    case 'changelog':
    case 'perhaps':
    case 'other':
      return kind;
    // "## Changelog" and then "## Features", as some tools write, are still one changelog.
    case 'group':
      return before;
    case null:
      return outer;
  }
}

/** A short paragraph all in bold, or one that only says "Changelog:", is a heading to its readers. */
function pseudoTitle(token: Token): string | null {
  if (token.content.length > longestTitle) return null;
  const children = (token.children ?? []).filter((child) => child.type !== 'text' || child.content.trim() !== '');
  const bold = children[0]?.type === 'strong_open' && children.at(-1)?.type === 'strong_close';
  const boldWithColon =
    children[0]?.type === 'strong_open' && children.at(-2)?.type === 'strong_close' && children.at(-1)?.content === ':';
  const title = titleText(token).trim();
  if (bold || boldWithColon) return title;
  const kind = titleKind(title);
  return kind === 'changelog' || (kind === 'perhaps' && title.endsWith(':')) ? title : null;
}

/**
 * The entries of a parsed text: list items, table rows, lines that begin with a commit or a pull request, and the lines
 * of code blocks that are a `git log`. Quotes are somebody else's words and left out, and so are task items that name
 * nothing.
 *
 * @param blockLines the lines of our marked block
 */
export function entriesOf(
  tokens: readonly Token[],
  repository: RepositoryId,
  blockLines: readonly [number, number] | null,
): Entries {
  const collector = new Collector(repository, blockLines);
  tokens.forEach((token, at) => collector.take(token, tokens[at + 1]));
  return { block: collector.block, rest: collector.rest };
}
