/** A part of an SQL text that the grammar must not see as it stands. */
export interface Obstacle {
  readonly start: number;
  readonly end: number;
  readonly why: string;
}

/** SQL text made ready for the grammar, of the same length and with the same lines. */
export interface PreparedSql {
  readonly text: string;
  /** What stands for each part of a template, with the template as it is written. */
  readonly templates: ReadonlyMap<string, string>;
  /** What may do anything and is not SQL: it must be shown as not understood. */
  readonly obstacles: readonly Obstacle[];
  /** Where the text from which on nothing can be told begins: a quote or comment that never ends. `null`: nowhere. */
  readonly unclosed: number | null;
}

interface State {
  readonly text: string;
  readonly out: string[];
  readonly templates: Map<string, string>;
  readonly obstacles: Obstacle[];
  /** The first word of the statement that is being read. */
  head: string | null;
  /** The last words of a `COPY`. */
  tail: string[];
  unclosed: number | null;
  /** Up to here the text has been put out. */
  done: number;
}

const identifier = /[A-Za-z0-9_$\u0080-\uffff]/;
const word = /[A-Za-z0-9_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y;
/** What neither is a part of a word nor begins anything. */
const between = /[^A-Za-z0-9_\u0080-\uffff\-/'"{<$\\;]+/y;

/** The end of what stands at `at`; `at` itself when something else stands there. */
function endOf(sticky: RegExp, text: string, at: number): number {
  sticky.lastIndex = at;
  return sticky.test(text) ? sticky.lastIndex : at;
}

/** The same lines, nothing else. */
function blank(text: string): string {
  return text.replaceAll(/[^\n\r]/g, ' ');
}

function put(state: State, start: number, end: number, instead: string): void {
  state.out.push(state.text.slice(state.done, start), instead);
  state.done = end;
}

/** The end of a string that began before `at`; `null` when it never ends. */
function quoteEnd(text: string, at: number, quote: string, escapes: boolean): number | null {
  if (escapes) return escapedEnd(text, at, quote);
  for (let end = text.indexOf(quote, at); end !== -1; end = text.indexOf(quote, end + 2)) {
    if (text[end + 1] !== quote) return end + 1;
  }
  return null;
}

function escapedEnd(text: string, at: number, quote: string): number | null {
  for (let i = at; i < text.length; i += 1) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === quote) {
      if (text[i + 1] !== quote) return i + 1;
      i += 1;
    }
  }
  return null;
}

/** The end of a comment that may hold others. */
function commentEnd(text: string, start: number): number | null {
  let depth = 0;
  const marks = /\/\*|\*\//g;
  marks.lastIndex = start;
  for (let found = marks.exec(text); found !== null; found = marks.exec(text)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  return null;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

const templateEnds: readonly (readonly [string, string])[] = [
  ['{{', '}}'],
  ['{%', '%}'],
  ['{#', '#}'],
  ['<%', '%>'],
  ['${', '}'],
];
/** Parts of a template that say when, not what: nothing stands in their place. */
const control = /^(?:\{%|\{#|<%[^=]|<%$|\{\{-?\s*(?:\/\*|(?:if|else|end|range|with|define|block|break|continue)\b))/;

/** Puts an identifier of the same length in the place of a part of a template. Gives where to go on. */
function template(state: State, at: number): number | null {
  const { text } = state;
  const pair = templateEnds.find(([open]) => text.startsWith(open, at));
  if (pair === undefined) return null;
  // A template that is not closed must not make every one search to the end of the text.
  const near = text.slice(at, at + 2000).indexOf(pair[1], pair[0].length);
  if (near === -1) return null;
  const end = at + near + pair[1].length;
  const written = text.slice(at, end);
  if (control.test(written)) {
    put(state, at, end, blank(written));
    return end;
  }
  const number = (state.templates.size + 1).toString(36);
  const name = `t${number}`.padEnd(Math.max(written.length, 2), '_');
  if (name.length !== written.length || /[\n\r]/.test(written)) {
    state.obstacles.push({ start: at, end, why: 'Holds a template' });
    put(state, at, end, blank(written));
    return end;
  }
  state.templates.set(name, written);
  put(state, at, end, name);
  return end;
}

/** A body in dollar quotes is code: what stands in it is masked as well. */
function templatesIn(state: State, from: number, to: number): void {
  for (let at = state.text.indexOf('{{', from); at !== -1 && at < to; at = state.text.indexOf('{{', at)) {
    at = template(state, at) ?? at + 2;
  }
}

/** Commands of psql that bring in or run something which is not in the file. */
const running = /^\\(?:i|ir|include|include_relative|copy|gexec|!|o|w|out|write|lo_import|lo_unlink|setenv|g)(?![a-z])/;
/** Commands of psql that end the statement before them. */
const ending = /^\\(?:g|gx|gset|gdesc|crosstabview|watch|gexec)(?![a-z])/;

/** Commands of psql that change neither the database nor what is run on it (https://www.postgresql.org/docs/current/app-psql.html). */
const harmlessCommand =
  /^\\(?:a|c|connect|conninfo|echo|qecho|warn|else|elif|endif|if|encoding|errverbose|f|H|html|pset|q|quit|r|reset|restrict|unrestrict|s|set|unset|t|T|timing|x|prompt|p|print|\\|\?|h|help|d\S*|l\+?|list|z)(?=\s|$)/;

/**
 * Why a backslash command stands in the way; `null` when it does not. Most tools do not run files through psql, and to
 * them a backslash is an error: only what psql's own dumps and scripts have, on a line of its own, is passed over.
 */
function whyNotCommand({ text }: State, at: number, command: string): string | null {
  if (running.test(command)) return 'Runs something outside this file';
  if (ending.test(command)) return null;
  const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return before.trim() === '' && harmlessCommand.test(command) ? null : 'Holds a backslash outside of a quote';
}

function clientCommand(state: State, at: number): number {
  const end = lineEnd(state.text, at);
  const command = state.text.slice(at, end);
  const why = whyNotCommand(state, at, command);
  if (why !== null) state.obstacles.push({ start: at, end, why });
  put(state, at, end, ending.test(command) ? `;${' '.repeat(end - at - 1)}` : blank(command));
  if (ending.test(command)) endStatement(state);
  return end;
}

function endStatement(state: State): void {
  state.head = null;
  state.tail = [];
}

/** After `COPY … FROM STDIN;` stand rows, up to a line `\.`. */
function copiedRows(state: State, at: number): number {
  const { head, tail, text } = state;
  if (head !== 'copy' || !tail.join(' ').includes('from stdin')) return at;
  const begin = lineEnd(text, at);
  const mark = /^\\\.[ \t]*\r?$/m.exec(text.slice(begin));
  const end = mark === null ? text.length : begin + mark.index + mark[0].length;
  put(state, begin, end, blank(text.slice(begin, end)));
  return end;
}

function passWord(state: State, at: number, end: number): void {
  if (state.head !== null && state.head !== 'copy') return;
  const value = state.text.slice(at, end).toLowerCase();
  state.head ??= value;
  state.tail.push(value);
  if (state.tail.length > 40) state.tail.shift();
}

/** Passes over what starts at `at`, and gives where to go on; `null` when it never ends. */
function step(state: State, at: number): number | null {
  const { text } = state;
  const wordEnd = endOf(word, text, at);
  if (wordEnd > at) {
    passWord(state, at, wordEnd);
    return wordEnd;
  }
  const char = text[at] ?? '';
  if (char === '-' && text[at + 1] === '-') return lineEnd(text, at);
  if (char === '/' && text[at + 1] === '*') return commentEnd(text, at);
  if (char === "'") {
    const before = text[at - 1] ?? '';
    const escapes = /[eE]/.test(before) && !identifier.test(text[at - 2] ?? ' ');
    return quoteEnd(text, at + 1, "'", escapes);
  }
  if (char === '"') return quoteEnd(text, at + 1, '"', false);
  const skipped = template(state, at);
  if (skipped !== null) return skipped;
  if (char === '$') {
    const tag = /^\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/.exec(text.slice(at, at + 80))?.[0];
    if (tag === undefined) return at + 1;
    const end = text.indexOf(tag, at + tag.length);
    if (end !== -1) templatesIn(state, at + tag.length, end);
    return end === -1 ? null : end + tag.length;
  }
  if (char === '\\') return clientCommand(state, at);
  if (char === ';') {
    const next = copiedRows(state, at + 1);
    endStatement(state);
    return next;
  }
  return at + 1;
}

/**
 * Control characters, which Postgres takes nowhere but in a quote. A NUL would end the text for the grammar, and hide what follows;
 * the others break what its scanner gives back.
 */
const controls = /(?![\t\n\v\f\r])\p{Cc}/gu;

/**
 * Makes SQL text ready for Postgres' grammar without moving anything: a byte order mark, commands of psql and the rows of
 * `COPY … FROM STDIN` become spaces, templates identifiers of the same length. Linear in the length of the text.
 */
export function prepareSql(source: string): PreparedSql {
  // Half a surrogate pair has no UTF-8.
  const whole = source.replaceAll(/\p{Surrogate}/gu, '\uFFFD');
  const obstacles: Obstacle[] = [];
  const text = whole
    .replaceAll(controls, (char, at: number) => {
      if (obstacles.length < 1000) {
        obstacles.push({ start: at, end: at + 1, why: `Holds a ${char === '\0' ? 'NUL' : 'control'} character` });
      }
      return '#';
    })
    .replace(/^\uFEFF/, ' ');
  const state: State = {
    text,
    out: [],
    templates: new Map(),
    obstacles,
    head: null,
    tail: [],
    unclosed: null,
    done: 0,
  };
  for (let at = 0; at < text.length;) {
    const next = step(state, at);
    if (next === null) {
      state.unclosed = at;
      break;
    }
    at = endOf(between, text, next);
  }
  state.out.push(text.slice(state.done));
  const { templates, unclosed } = state;
  return { text: state.out.join(''), templates, obstacles, unclosed };
}
