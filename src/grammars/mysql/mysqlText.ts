/** A statement of a text, by its place in characters. */
export interface MysqlPiece {
  readonly start: number;
  readonly end: number;
  /** Why it is not to be trusted; `null` when nothing is wrong with its text. */
  readonly problem: string | null;
}

/** MySQL text made ready for the grammar, of the same length and with the same lines, and its statements. */
export interface MysqlText {
  /** Without comments, client commands and the marks of version comments; templates are identifiers. */
  readonly text: string;
  /** What stands for each template, with the template as it is written. */
  readonly templates: ReadonlyMap<string, string>;
  readonly pieces: readonly MysqlPiece[];
}

interface State {
  readonly text: string;
  readonly out: string[];
  readonly templates: Map<string, string>;
  readonly pieces: MysqlPiece[];
  /** Up to here the text has been put out. */
  done: number;
  delimiter: string;
  /** Where the statement begins and where what was read of it ends; -1: nothing yet. */
  start: number;
  end: number;
  problem: string | null;
  /** The words of the statement so far, in upper case; of a routine those that open and close its body. */
  words: string[];
  routine: boolean;
  depth: number;
  /** Between the marks of a tool that say where one statement begins and ends. */
  joined: boolean;
  /** Inside a version comment whose content runs. */
  version: boolean;
}

const identifier = /[A-Za-z0-9_$\u0080-\uffff]/;
const routines = new Set(['PROCEDURE', 'FUNCTION', 'TRIGGER', 'EVENT', 'PACKAGE']);
/** `END IF`, `END CASE` …: what they close was not counted, or was with `END`. */
const closed = new Set(['IF', 'LOOP', 'WHILE', 'REPEAT', 'FOR']);
const templateEnds: readonly (readonly [string, string])[] = [
  ['{{', '}}'],
  ['{%', '%}'],
  ['<%', '%>'],
  ['${', '}'],
  ['{$', '}'],
];

const longestTemplate = 2000;

function blank(text: string): string {
  return text.replaceAll(/[^\n\r]/g, ' ');
}

function put(state: State, start: number, end: number, instead: string): void {
  state.out.push(state.text.slice(state.done, start), instead);
  state.done = end;
}

function hide(state: State, start: number, end: number): number {
  put(state, start, end, blank(state.text.slice(start, end)));
  return end;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

function finish(state: State): void {
  if (state.start !== -1) {
    const open = state.depth > 0 ? 'Ends inside the body of a routine' : null;
    state.pieces.push({ start: state.start, end: state.end, problem: state.problem ?? open });
  }
  Object.assign(state, { start: -1, end: -1, problem: null, words: [], routine: false, depth: 0 });
}

/** Notes that the statement reaches to here. */
function reach(state: State, from: number, to: number): number {
  if (state.start === -1) state.start = from;
  state.end = to;
  return to;
}

/** The end of a quoted token, or -1. `\` escapes except in a name in backticks. */
function quoteEnd(text: string, from: number, quote: string): number {
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\' && quote !== '`') at += 1;
    else if (character === quote) {
      if (text[at + 1] !== quote) return at + 1;
      at += 1;
    }
  }
  return -1;
}

/** What no server runs: MariaDB's dumps mark what only a client reads with the version 999999. */
function isNever(version: string): boolean {
  return version === '99999' || (version.length === 6 && Number(version) >= 900000);
}

function blockComment(state: State, at: number): number | null {
  const { text } = state;
  const version = /^\/\*M?!(\d{5,6})?/.exec(text.slice(at, at + 12));
  if (version !== null && !isNever(version[1] ?? '')) {
    // Servers run what stands in it, so only its marks go.
    state.version = true;
    return hide(state, at, at + version[0].length);
  }
  const close = text.indexOf('*/', at + 2);
  return close === -1 ? null : hide(state, at, close + 2);
}

const toolMark = /^--\s*\+(?:goose|migrate)\s+statement(begin|end)\b/i;

function lineComment(state: State, at: number): number {
  const end = lineEnd(state.text, at);
  const mark = toolMark.exec(state.text.slice(at, Math.min(end, at + 80)))?.[1]?.toLowerCase();
  if (mark !== undefined) {
    finish(state);
    state.joined = mark === 'begin';
  }
  return hide(state, at, end);
}

/** The mysql client takes it, up to the end of its line. */
function delimiterCommand(state: State, at: number): number {
  const end = lineEnd(state.text, at);
  const told = state.text.slice(at + 'DELIMITER'.length, end).trim();
  state.delimiter = told === '' ? ';' : told;
  return hide(state, at, end);
}

const running = /^(?:\\!|\\\.|system\s|source\s)/i;

function template(state: State, at: number): number | null {
  const { text } = state;
  const pair = templateEnds.find(([open]) => text.startsWith(open, at));
  if (pair === undefined) return null;
  const near = text.slice(at, at + longestTemplate);
  const close = near.indexOf(pair[1], pair[0].length);
  if (close === -1) return null;
  const written = near.slice(0, close + pair[1].length);
  const end = at + written.length;
  const name = `t${(state.templates.size + 1).toString(36)}`.padEnd(written.length, '_');
  if (name.length !== written.length || /[\n\r]/.test(written) || /^(?:\{%|<%[^=])/.test(written)) {
    state.problem ??= 'Holds a template';
    hide(state, at, end);
    return reach(state, at, end);
  }
  state.templates.set(name, written);
  put(state, at, end, name);
  return reach(state, at, end);
}

function trackBody(state: State, word: string): void {
  const { words } = state;
  const before = words.at(-1);
  if (words.length < 20) {
    if (words[0] === 'CREATE' && routines.has(word) && !words.includes('TABLE')) state.routine = true;
  }
  if (state.routine || state.depth > 0) {
    if (before === 'END' && closed.has(word)) state.depth += 1;
    else if (before === 'END' && word === 'CASE') return void words.push(word);
    else if (word === 'BEGIN' || (word === 'CASE' && state.depth > 0)) state.depth += 1;
    else if (word === 'END' && state.depth > 0) state.depth -= 1;
  }
  words.push(word);
  if (words.length > 40) words.splice(20, 10);
}

function word(state: State, at: number): number {
  const { text, delimiter } = state;
  let end = at + 1;
  while (end < text.length && identifier.test(text[end] ?? '')) {
    // A word may hold a `$`, and so the delimiter that follows it directly: `END$$`.
    if (delimiter !== ';' && text.startsWith(delimiter, end)) break;
    end += 1;
  }
  const value = text.slice(at, end).toUpperCase();
  if (value === 'DELIMITER' && state.start === -1) return delimiterCommand(state, at);
  if (state.start === -1 && running.test(text.slice(at, at + 10))) return clientCommand(state, at);
  trackBody(state, value);
  return reach(state, at, end);
}

function clientCommand(state: State, at: number): number {
  const end = lineEnd(state.text, at);
  finish(state);
  state.problem = 'Runs something outside this file';
  reach(state, at, end);
  finish(state);
  return hide(state, at, end);
}

/** Passes over what starts at `at`; `null` when it never ends. */
function step(state: State, at: number): number | null {
  const { text } = state;
  const char = text[at] ?? '';
  const own = state.delimiter !== ';';
  if (text.startsWith(state.delimiter, at) && (own || (!state.joined && state.depth === 0))) {
    finish(state);
    return hide(state, at, at + state.delimiter.length);
  }
  if (/\s/.test(char)) return at + 1;
  if (char === '#' || (char === '-' && text[at + 1] === '-' && /^(?:\s|$)/.test(text.slice(at + 2, at + 3)))) {
    return lineComment(state, at);
  }
  if (char === '/' && text[at + 1] === '*') return blockComment(state, at);
  if (state.version && char === '*' && text[at + 1] === '/') {
    state.version = false;
    return hide(state, at, at + 2);
  }
  if (char === "'" || char === '"' || char === '`') {
    const end = quoteEnd(text, at + 1, char);
    return end === -1 ? null : reach(state, at, end);
  }
  if (char === '\\' && (state.start === -1 || /^\\[!.]/.test(text.slice(at, at + 2)))) return clientCommand(state, at);
  // `\G` and `\g` end a statement.
  if (char === '\\' && /^\\[gG](?![A-Za-z])/.test(text.slice(at, at + 3))) {
    finish(state);
    return hide(state, at, at + 2);
  }
  const skipped = template(state, at);
  if (skipped !== null) return skipped;
  return identifier.test(char) ? word(state, at) : reach(state, at, at + 1);
}

/**
 * Splits MySQL or MariaDB text into statements and makes it ready for the grammar without moving anything. Lexical rules:
 * MySQL manual 11.1.1 "String Literals", 11.7 "Comments" (version comments run), 6.5.1.2 "mysql Client Commands".
 * Never throws; linear in the length of the text.
 */
export function readMysqlText(source: string): MysqlText {
  const text = source.replaceAll('\0', '\u001f').replace(/^\uFEFF/, ' ');
  const state: State = {
    text,
    out: [],
    templates: new Map(),
    pieces: [],
    done: 0,
    delimiter: ';',
    start: -1,
    end: -1,
    problem: null,
    words: [],
    routine: false,
    depth: 0,
    joined: false,
    version: false,
  };
  let at = 0;
  while (at < text.length) {
    const next = step(state, at);
    if (next === null) {
      state.problem = 'Ends inside a quote or a comment';
      reach(state, at, text.length);
      break;
    }
    at = next;
  }
  if (state.version) {
    state.problem ??= 'Ends inside a quote or a comment';
    reach(state, state.start === -1 ? Math.max(text.length - 1, 0) : state.start, text.length);
  }
  finish(state);
  state.out.push(text.slice(state.done));
  return { text: state.out.join(''), templates: state.templates, pieces: state.pieces };
}
