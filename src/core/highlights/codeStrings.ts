import type { CodeLanguage, CodeToken } from './codeTokens';

/** A string literal found in program text. */
export interface CodeString {
  /** Past the closing quote; of a here-document, past the word that announces it. */
  readonly end: number;
  /** The value, with the lines of the source; `${…}` stands for what is only known when the program runs. */
  readonly value: string;
  readonly valueStart: number;
  /** Past the body of a here-document. */
  readonly resumeAt: number | null;
  readonly atom: boolean;
}

interface Form {
  readonly open: number;
  readonly close: string;
  readonly escapes: boolean;
  /** What begins an interpolated expression, up to a closing brace. */
  readonly hole: string | null;
  /** The closing quote stands for itself when it is doubled. */
  readonly doubled?: boolean;
  readonly atom?: boolean;
  /** Ends with its line at the latest. */
  readonly oneLine?: boolean;
}

/** The end of an interpolated expression whose brace was just opened, minding strings and braces within. */
function holeEnd(text: string, from: number): number {
  let depth = 1;
  let quote = '';
  for (let at = from; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '\\') at += 1;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'" || character === '`') quote = character;
    else if (character === '{') depth += 1;
    else if (character === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

function unescaped(character: string): string {
  return 'ntrf0sv'.includes(character) ? ' ' : character;
}

function read(text: string, at: number, form: Form): CodeString {
  const valueStart = at + form.open;
  const parts: string[] = [];
  let from = valueStart;
  let position = valueStart;
  const keep = (instead: string, next: number): void => {
    parts.push(text.slice(from, position), instead);
    from = next;
    position = next;
  };
  while (position < text.length) {
    if (form.oneLine === true && text[position] === '\n') {
      parts.push(text.slice(from, position));
      return { end: position, value: parts.join(''), valueStart, resumeAt: null, atom: form.atom ?? false };
    }
    if (text.startsWith(form.close, position)) {
      if (form.doubled !== true || !text.startsWith(form.close, position + form.close.length)) break;
      keep(form.close, position + form.close.length * 2);
    } else if (form.escapes && text[position] === '\\') {
      keep(unescaped(text[position + 1] ?? ''), position + 2);
    } else if (form.hole !== null && text.startsWith(form.hole, position)) {
      const end = holeEnd(text, position + form.hole.length);
      // The lines of the expression stay, so that what follows keeps its line.
      const lines = text.slice(position, end).split('\n').length - 1;
      keep(`\${…}${'\n'.repeat(lines)}`, end);
    } else position += 1;
  }
  parts.push(text.slice(from, position));
  const end = Math.min(text.length, position + form.close.length);
  return { end, value: parts.join(''), valueStart, resumeAt: null, atom: form.atom ?? false };
}

const pairs: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' };

function prefixed(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function javascript(text: string, at: number): Form | null {
  const quote = text[at];
  if (quote === '`') return { open: 1, close: '`', escapes: true, hole: '${' };
  return quote === '"' || quote === "'" ? { open: 1, close: quote, escapes: true, hole: null, oneLine: true } : null;
}

function python(text: string, at: number): Form | null {
  const found = prefixed(/([rRbBfFuU]{0,2})("""|'''|"|')/y, text, at);
  const [, prefix = '', quote] = found ?? [];
  if (quote === undefined) return null;
  return {
    open: prefix.length + quote.length,
    close: quote,
    escapes: !/r/i.test(prefix),
    hole: /f/i.test(prefix) ? '{' : null,
    oneLine: quote.length === 1,
  };
}

function csharp(text: string, at: number): Form | null {
  if (text[at] === "'") return { open: 1, close: "'", escapes: true, hole: null, oneLine: true };
  const [whole, prefix = '', quotes] = prefixed(/([$@]{0,3})("{3,16}|")/y, text, at) ?? [];
  if (whole === undefined || quotes === undefined) return null;
  const verbatim = prefix.includes('@');
  return {
    open: whole.length,
    close: quotes,
    escapes: quotes === '"' && !verbatim,
    doubled: verbatim && quotes === '"',
    hole: prefix.includes('$') ? '{' : null,
    oneLine: quotes === '"' && !verbatim,
  };
}

function ruby(text: string, at: number, before: CodeToken | undefined): Form | null {
  const character = text[at];
  if (character === '"') return { open: 1, close: '"', escapes: true, hole: '#{' };
  if (character === "'" || character === '`') return { open: 1, close: character, escapes: true, hole: null };
  if (character === ':' && text[at + 1] === '"') return { open: 2, close: '"', escapes: true, hole: '#{', atom: true };
  if (character !== '%' || before?.kind === 'number' || before?.kind === 'close') return null;
  const [whole, kind = '', quote = ''] = prefixed(/%([qQwWiI]?)([([{<|!])/y, text, at) ?? [];
  if (whole === undefined || (kind === '' && before?.kind === 'word' && text[at - 1] !== ' ')) return null;
  return { open: whole.length, close: pairs[quote] ?? quote, escapes: true, hole: /[qwi]/.test(kind) ? null : '#{' };
}

function elixir(text: string, at: number): Form | null {
  const [quotes] = prefixed(/"""|'''|"|'/y, text, at) ?? [];
  if (quotes !== undefined) return { open: quotes.length, close: quotes, escapes: true, hole: '#{' };
  if (text.startsWith(':"', at)) return { open: 2, close: '"', escapes: true, hole: '#{', atom: true };
  const [whole, kind = '', quote = ''] = prefixed(/~([a-zA-Z])("""|'''|[([{<|"'/])/y, text, at) ?? [];
  if (whole === undefined) return null;
  return { open: whole.length, close: pairs[quote] ?? quote, escapes: kind === 's', hole: kind === 's' ? '#{' : null };
}

function php(text: string, at: number): Form | null {
  if (text[at] === "'") return { open: 1, close: "'", escapes: true, hole: null };
  return text[at] === '"' ? { open: 1, close: '"', escapes: true, hole: '{$' } : null;
}

/** Ruby's and PHP's here-documents: the body starts on the next line, or after the bodies announced before it. */
function hereDocument(text: string, at: number, language: CodeLanguage, resumeAt: number): CodeString | null {
  const pattern =
    language === 'ruby'
      ? /<<(?:[~-]|(?=["'`A-Z_]))(["'`]?)([A-Za-z_][A-Za-z0-9_]*)\1/y
      : /<<<[ \t]*(["']?)([A-Za-z_][A-Za-z0-9_]*)\1/y;
  const [whole, , word] = prefixed(pattern, text, at) ?? [];
  if (whole === undefined || word === undefined) return null;
  const lineEnd = text.indexOf('\n', at);
  const valueStart = resumeAt > at ? resumeAt : lineEnd === -1 ? text.length : lineEnd + 1;
  for (let line = valueStart; line < text.length;) {
    const next = text.indexOf('\n', line);
    const end = next === -1 ? text.length : next;
    const written = text.slice(line, end);
    const trimmed = written.trimStart();
    if (language === 'ruby' && trimmed.trimEnd() === word) {
      return {
        end: at + whole.length,
        value: holes(text.slice(valueStart, line), '#{'),
        valueStart,
        resumeAt: end + 1,
        atom: false,
      };
    }
    // PHP goes on behind the closing word, on the same line.
    if (language === 'php' && trimmed.startsWith(word) && !/[A-Za-z0-9_]/.test(trimmed[word.length] ?? '')) {
      const past = line + (written.length - trimmed.length) + word.length;
      return { end: past, value: text.slice(valueStart, line), valueStart, resumeAt: null, atom: false };
    }
    line = end + 1;
  }
  return { end: text.length, value: text.slice(valueStart), valueStart, resumeAt: null, atom: false };
}

function holes(text: string, hole: string): string {
  if (!text.includes(hole)) return text;
  return read(text.replaceAll('\0', ' '), 0, { open: 0, close: '\0', escapes: false, hole }).value;
}

/**
 * The string literal that starts at `at`, or `null`.
 * @param before the token before it on the line
 * @param resumeAt where the bodies of here-documents announced on this line end so far, -1 without any
 */
export function readString(
  text: string,
  at: number,
  language: CodeLanguage,
  before: CodeToken | undefined,
  resumeAt: number,
): CodeString | null {
  if (text[at] === '<' && (language === 'ruby' || language === 'php'))
    return hereDocument(text, at, language, resumeAt);
  const forms = {
    javascript: () => javascript(text, at),
    python: () => python(text, at),
    csharp: () => csharp(text, at),
    ruby: () => ruby(text, at, before),
    elixir: () => elixir(text, at),
    php: () => php(text, at),
  };
  const form = forms[language]();
  return form === null ? null : read(text, at, form);
}
