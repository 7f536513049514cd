import type { MysqlStatement } from '../../core/highlights/mysql/statement';
import { findAll, type MysqlNode } from '../../core/highlights/mysql/tree';
import type { MysqlGrammar } from './mysqlGrammar';
import { readMysqlText, type MysqlPiece } from './mysqlText';

const longest = 4_000_000;
const longestStatement = 100_000;
/** The grammar takes long for parentheses in parentheses. */
const deepest = 100;
/** From here on the rows of an INSERT are not all given to the grammar. */
const longInsert = 20_000;

/** Outside quotes, what MariaDB has and MySQL's grammar refuses. */
const mariadbWords =
  /'(?:[^'\\]|\\[^]|'')*'|"(?:[^"\\]|\\[^]|"")*"|`[^`]*`|\b(IF\s+(?:NOT\s+)?EXISTS|ONLINE|OFFLINE|WAIT\s+\d+|NOWAIT|NOCOPY|OR\s+REPLACE|(?:NOT\s+)?IGNORED)\b/gi;

function withoutMariadb(text: string): string {
  return text.replaceAll(mariadbWords, (whole, found: string | undefined) => {
    if (found === undefined) return whole;
    const instead = /^NOCOPY$/i.test(found) ? 'COPY' : /IGNORED$/i.test(found) ? 'VISIBLE' : '';
    return instead.length <= found.length ? instead.padStart(found.length, ' ') : ' '.repeat(found.length);
  });
}

/** `(…), (…), …` from `at` on: where the second row begins and where the rows end; `null` when it is something else. */
function rows(text: string, at: number): { readonly second: number; readonly end: number } | null {
  const token = /\s+|'(?:[^'\\]|\\[^]|'')*'|"(?:[^"\\]|\\[^]|"")*"|`[^`]*`|[(),]|[^\s'"`(),]+/y;
  token.lastIndex = at;
  let depth = 0;
  let second = -1;
  let end = at;
  let wantsRow = true;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const [word] = found;
    if (word === '(') {
      if (depth === 0 && !wantsRow) return null;
      depth += 1;
    } else if (word === ')') {
      depth -= 1;
      if (depth < 0) return null;
      wantsRow = false;
      if (depth === 0) end = token.lastIndex;
    } else if (depth === 0 && word === ',') {
      if (wantsRow) return null;
      if (second === -1) second = found.index;
      wantsRow = true;
    } else if (depth === 0 && word.trim() !== '') return wantsRow || second === -1 ? null : { second, end };
    if (token.lastIndex >= text.length) break;
  }
  return depth === 0 && !wantsRow && second !== -1 ? { second, end } : null;
}

/** An INSERT of many rows with the first one only; the others were found to be rows. `null`: it is something else. */
function withOneRow(text: string): string | null {
  const head = /^\s*(?:INSERT|REPLACE)\b[^'"()]{0,400}(?:\([^'"()]{0,20000}\))?\s*VALUES?\s*/i.exec(text);
  if (head === null) return null;
  const found = rows(text, head[0].length);
  return found === null ? null : text.slice(0, found.second) + text.slice(found.end);
}

function refusal(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const short = message
    .replace(/ expecting \{.*$/s, '')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 120);
  return `MySQL does not understand it (${short})`;
}

function depthOf(text: string): number {
  let [depth, most] = [0, 0];
  for (const character of text) {
    if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    most = Math.max(most, depth);
  }
  return most;
}

interface Parsed {
  readonly node: MysqlNode | null;
  readonly problem: string | null;
  readonly onlyMariadb: boolean;
}

const partitioning = /'(?:[^'\\]|\\[^]|'')*'|"(?:[^"\\]|\\[^]|"")*"|`[^`]*`|\b(PARTITION\s+BY)\b/gi;

/**
 * `ALTER TABLE … PARTITION BY …`, which the grammar knows of CREATE TABLE alone: the clause is read there, and takes its
 * place as the last one. @throws when the grammar refuses either part
 */
function withPartitions(grammar: MysqlGrammar, text: string): MysqlNode | null {
  const at = [...text.matchAll(partitioning)].find(([, found]) => found !== undefined)?.index;
  if (at === undefined || !/^\s*ALTER\b/i.test(text)) return null;
  const clause = text.slice(at).trimEnd();
  grammar.parse(`CREATE TABLE t (a INT) ${clause}`);
  const root = grammar.parse(text.slice(0, at).trimEnd());
  const option: MysqlNode = {
    rule: 'alterOption',
    start: at,
    end: at + clause.length,
    text: clause,
    parts: ['PARTITION', 'BY'],
  };
  return {
    ...root,
    rule: 'singleStatement',
    parts: root.parts.map((part) => (typeof part === 'string' ? part : grafted(part, option))),
  };
}

function grafted(node: MysqlNode, option: MysqlNode): MysqlNode {
  if (node.rule === 'alterTable') return { ...node, parts: [...node.parts, option] };
  return { ...node, parts: node.parts.map((part) => (typeof part === 'string' ? part : grafted(part, option))) };
}

function parse(grammar: MysqlGrammar, text: string): Parsed {
  const short = text.length > longInsert ? withOneRow(text) : null;
  const given = short ?? text;
  if (given.length > longestStatement) return { node: null, problem: 'Is too long to be read', onlyMariadb: false };
  if (depthOf(given) > deepest) return { node: null, problem: 'Is nested too deep to be read', onlyMariadb: false };
  try {
    return { node: grammar.parse(given), problem: null, onlyMariadb: false };
  } catch (error) {
    try {
      const node = withPartitions(grammar, given);
      if (node !== null) return { node, problem: null, onlyMariadb: false };
    } catch {
      // What the grammar said of the text as it is written says more.
    }
    const other = /^\s*(?:ALTER|CREATE|DROP|RENAME|TRUNCATE)\b/i.test(given) ? withoutMariadb(given) : given;
    if (other !== given) {
      try {
        return { node: grammar.parse(other), problem: null, onlyMariadb: true };
      } catch {
        // As above.
      }
    }
    return { node: null, problem: refusal(error), onlyMariadb: false };
  }
}

/** The same tree with the text as it is written. */
function written(node: MysqlNode, text: string): MysqlNode {
  return {
    ...node,
    text: text.slice(node.start, node.end),
    parts: node.parts.map((part) => (typeof part === 'string' ? part : written(part, text))),
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lineOf(starts: readonly number[], at: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? Infinity) <= at) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}

/**
 * Takes MySQL or MariaDB text apart into statements with their trees. What the grammar refuses is given without a tree
 * and with the reason; the statements around it are read all the same. Never throws.
 */
export function mysqlStatements(grammar: MysqlGrammar, source: string): readonly MysqlStatement[] {
  const none = { actions: [], onlyMariadb: false, replaces: false };
  if (source.length > longest) {
    return [{ ...none, place: { line: 1, text: source.slice(0, 200) }, node: null, problem: 'Is too long to be read' }];
  }
  const { text, templates, pieces } = readMysqlText(source);
  const starts = lineStarts(source);
  return pieces.map((piece: MysqlPiece): MysqlStatement => {
    const shown = source.slice(piece.start, piece.end);
    const place = { line: lineOf(starts, piece.start), text: shown };
    const problem = piece.problem ?? (shown.includes('\0') ? 'Holds a NUL character' : null);
    if (problem !== null) return { ...none, place, node: null, problem };
    const given = text.slice(piece.start, piece.end);
    const parsed = parse(grammar, given);
    const masked = templates.size > 0 || parsed.onlyMariadb;
    const node = parsed.node === null || !masked ? parsed.node : written(parsed.node, shown);
    const options = node === null ? [] : findAll(node, 'alterOption');
    const actions = options.map(({ start, end }) => ({
      line: lineOf(starts, piece.start + start),
      text: shown.slice(start, end),
    }));
    const replaces = /^\s*CREATE\s+OR\s+REPLACE\s+(?:TEMPORARY\s+)?TABLE\b/i.test(given);
    return { place, node, problem: parsed.problem, actions, onlyMariadb: parsed.onlyMariadb, replaces };
  });
}
