import { readString, type CodeString } from './codeStrings';

export type CodeLanguage = 'ruby' | 'python' | 'javascript' | 'csharp' | 'php' | 'elixir';

/** One token of program text: enough to find calls, their arguments and their blocks. */
export interface CodeToken {
  /**
   * `open` and `close` are brackets, and what the language uses for them: `do … end`, `def … end`, Python's indentation.
   * `atom` is a symbol of Ruby or Elixir.
   */
  readonly kind: 'word' | 'string' | 'atom' | 'number' | 'punct' | 'open' | 'close' | 'newline';
  /** As written; of strings and atoms the value, in which `${…}` stands for what is only known when the program runs. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** Line on which the value of a string starts. */
  readonly valueLine: number;
}

/** The tokens of a text; `match` gives for each bracket the index of its partner, -1 where there is none. */
export interface CodeTokens {
  readonly text: string;
  readonly language: CodeLanguage;
  readonly tokens: readonly CodeToken[];
  readonly match: readonly number[];
}

const wordAt = /[\p{L}_$@][\p{L}\p{N}_$]*/uy;
const rubyWordAt = /(?:@{0,2}|\$)[\p{L}_][\p{L}\p{N}_]*[?!]?/uy;
const numberAt = /[0-9][0-9a-zA-Z_]*(?:\.[0-9][0-9a-zA-Z_]*)?/y;
const atomAt = /:[\p{L}_][\p{L}\p{N}_]*[?!]?/uy;
const punctAt = /=>|->|::|\?\.|\|>|==|!=|<=|>=|&&|\|\||./suy;
const endlessDef = /def[ \t]{1,8}[\w.?!]{1,80}(?:\([^()\n]{0,200}\))?[ \t]{0,8}=[^=~>]/y;
const statementWords = new Set(['if', 'unless', 'while', 'until', 'for', 'case', 'begin', 'class', 'module', 'def']);
const closers: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{', end: 'do' };

class Scan {
  readonly tokens: CodeToken[] = [];
  readonly match: number[] = [];
  readonly text: string;
  readonly language: CodeLanguage;
  at = 0;
  line = 1;
  /** Where the line goes on after the bodies of the here-documents that it began. */
  resumeAt = -1;
  #resumeLine = -1;
  readonly #open: { readonly bracket: string; readonly index: number }[] = [];
  readonly #count = new Map<string, number>();
  readonly #indents: number[] = [0];
  #noRegexBefore = -1;
  #loopLine = -1;
  #brackets = 0;

  constructor(text: string, language: CodeLanguage) {
    this.text = text;
    this.language = language;
  }

  /** The last token that is no line end. */
  get before(): CodeToken | undefined {
    const last = this.tokens.at(-1);
    return last?.kind === 'newline' ? undefined : last;
  }

  /** Goes on at `to`, counting lines. */
  advance(to: number): void {
    for (let at = this.at; at < to; at += 1) if (this.text.charCodeAt(at) === 10) this.line += 1;
    this.at = to;
  }

  push(kind: CodeToken['kind'], end: number, value = this.text.slice(this.at, end), valueLine = this.line): void {
    this.tokens.push({ kind, value, start: this.at, end, line: this.line, valueLine });
    this.match.push(-1);
    this.advance(end);
  }

  open(bracket: string, end: number): void {
    this.#open.push({ bracket, index: this.tokens.length });
    this.#count.set(bracket, (this.#count.get(bracket) ?? 0) + 1);
    if (bracket !== 'indent') this.#brackets += 1;
    this.push('open', end);
  }

  close(bracket: string, end: number): void {
    const index = this.tokens.length;
    this.push('close', end);
    if ((this.#count.get(bracket) ?? 0) === 0) return;
    for (let open = this.#open.pop(); open !== undefined; open = this.#open.pop()) {
      this.#count.set(open.bracket, (this.#count.get(open.bracket) ?? 1) - 1);
      if (open.bracket !== 'indent') this.#brackets -= 1;
      if (open.bracket !== bracket) continue;
      this.match[open.index] = index;
      this.match[index] = open.index;
      return;
    }
  }

  /** Python: a deeper line opens a block, a shallower one closes blocks. */
  indent(): void {
    if (this.#brackets > 0) return;
    const width = (/[ \t]*/y.exec(this.text.slice(this.at, this.at + 400))?.[0] ?? '').length;
    const next = this.text[this.at + width];
    if (next === undefined || next === '\n' || next === '\r' || next === '#') return;
    this.advance(this.at + width);
    if (width > (this.#indents.at(-1) ?? 0)) {
      this.#indents.push(width);
      this.open('indent', this.at);
    }
    this.dedent(width);
  }

  dedent(width: number): void {
    while (width < (this.#indents.at(-1) ?? 0)) {
      this.#indents.pop();
      this.close('indent', this.at);
    }
  }

  string(found: CodeString): void {
    let { line } = this;
    if (found.resumeAt === null) line += this.text.slice(this.at, found.valueStart).split('\n').length - 1;
    else {
      line = this.resumeAt > this.at ? this.#resumeLine : line + 1;
      this.#resumeLine = line + found.value.split('\n').length;
      this.resumeAt = found.resumeAt;
    }
    this.push(found.atom ? 'atom' : 'string', found.end, found.value, line);
  }

  /** Words of Ruby and Elixir that open or close a block. */
  keyword(word: string, end: number): boolean {
    if (this.language !== 'ruby' && this.language !== 'elixir') return false;
    const { before } = this;
    if (before?.value === '.' || (this.text[end] === ':' && this.text[end + 1] !== ':')) return false;
    if (word === 'end') {
      this.close('do', end);
      return true;
    }
    // `while x do`: the loop's word has opened the block.
    if (word === 'do' && this.language === 'ruby' && this.#loopLine === this.line) return false;
    const starts = before === undefined || ['=', '(', ';', '||', '=>'].includes(before.value);
    const opens =
      word === 'do' ||
      (this.language === 'elixir' ? word === 'fn' : statementWords.has(word) && (starts || word === 'def'));
    if (!opens) return false;
    if (word === 'def' && this.language === 'ruby' && matchAt(endlessDef, this.text, this.at) !== null) return false;
    if (word === 'while' || word === 'until' || word === 'for') this.#loopLine = this.line;
    this.open('do', end);
    return true;
  }

  /** Whether a `/` here may begin a regular expression. */
  mayBeRegex(): boolean {
    if (this.language !== 'javascript' && this.language !== 'ruby') return false;
    const { before } = this;
    if (this.at < this.#noRegexBefore) return false;
    return (
      before === undefined ||
      ['punct', 'open'].includes(before.kind) ||
      ['return', 'if', 'when', 'and', 'or'].includes(before.value)
    );
  }

  regex(): boolean {
    if (!this.mayBeRegex()) return false;
    let inClass = false;
    for (let at = this.at + 1; at < this.text.length && this.text[at] !== '\n'; at += 1) {
      if (this.text[at] === '\\') at += 1;
      else if (this.text[at] === '[') inClass = true;
      else if (this.text[at] === ']') inClass = false;
      else if (this.text[at] === '/' && !inClass) {
        this.push('number', at + 1);
        return true;
      }
      this.#noRegexBefore = at;
    }
    return false;
  }
}

function commentEnd(scan: Scan): number {
  const { text, at, language } = scan;
  const pair = text.slice(at, at + 2);
  const slashes = language === 'javascript' || language === 'csharp' || language === 'php';
  if (slashes && pair === '/*') {
    const end = text.indexOf('*/', at + 2);
    return end === -1 ? text.length : end + 2;
  }
  const hash = text[at] === '#' && !(language === 'php' && pair === '#[') && language !== 'javascript';
  if (!(slashes && pair === '//') && !hash) {
    if (language !== 'ruby' || !text.startsWith('=begin', at) || (at > 0 && text[at - 1] !== '\n')) return -1;
    const end = text.indexOf('\n=end', at);
    return end === -1 ? text.length : end + 5;
  }
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

function newline(scan: Scan): void {
  scan.push('newline', scan.at + 1);
  if (scan.resumeAt > scan.at) scan.advance(scan.resumeAt);
  scan.resumeAt = -1;
  if (scan.language === 'python') scan.indent();
}

function step(scan: Scan): void {
  const { text, at, language } = scan;
  const character = text[at] ?? '';
  if (character === '\n') {
    newline(scan);
    return;
  }
  if (/\s/.test(character) || (character === '\\' && /[\r\n]/.test(text[at + 1] ?? ''))) {
    // A backslash joins two lines.
    scan.advance(at + (character === '\\' ? 2 : 1));
    return;
  }
  const comment = commentEnd(scan);
  if (comment !== -1) {
    scan.advance(comment);
    return;
  }
  const string = readString(text, at, language, scan.before, scan.resumeAt);
  if (string !== null) {
    scan.string(string);
    return;
  }
  if (character === ':' && (language === 'ruby' || language === 'elixir')) {
    const atom = text[at - 1] === ':' ? null : matchAt(atomAt, text, at);
    if (atom !== null) {
      scan.push('atom', at + atom.length, atom.slice(1));
      return;
    }
  }
  const word = matchAt(language === 'ruby' || language === 'elixir' ? rubyWordAt : wordAt, text, at);
  if (word !== null) {
    if (!scan.keyword(word, at + word.length)) scan.push('word', at + word.length);
    return;
  }
  const number = matchAt(numberAt, text, at);
  if (number !== null) {
    scan.push('number', at + number.length);
    return;
  }
  if (character === '/' && scan.regex()) return;
  if ('([{'.includes(character)) scan.open(character, at + 1);
  else if (')]}'.includes(character)) scan.close(closers[character] ?? '', at + 1);
  else scan.push('punct', at + (matchAt(punctAt, text, at)?.length ?? 1));
}

/** Reads program text into tokens, without comments. Never throws; linear in the length of the text. */
export function codeTokens(text: string, language: CodeLanguage): CodeTokens {
  const scan = new Scan(text, language);
  if (language === 'python') scan.indent();
  while (scan.at < text.length) step(scan);
  scan.dedent(0);
  return { text, language, tokens: scan.tokens, match: scan.match };
}
