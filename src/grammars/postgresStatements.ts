import type { ParsedStatement } from '../core/highlights/postgres/parsedStatement';
import { listOf, nodeOf, numberOf, tagged, taggedIn, textOf, type Node } from '../core/highlights/postgres/tree';
import { plpgsqlSql, unreadable } from './plpgsqlStatements';
import type { PostgresGrammar } from './postgresGrammar';
import { splitActions, splitPieces } from './sqlPieces';
import { prepareSql, type PreparedSql } from './sqlText';
import { TextOffsets } from './textOffsets';

interface Source {
  readonly grammar: PostgresGrammar;
  /** As written, and as the grammar sees it; both of the same length. */
  readonly written: string;
  readonly prepared: PreparedSql;
  readonly offsets: TextOffsets;
  readonly depth: number;
}

interface Found {
  /** Characters. */
  readonly start: number;
  readonly end: number;
  readonly node: Node | null;
  readonly problem: string | null;
  /** Bytes from the beginning of the text to that of what the places in the node count from. */
  readonly base: number;
}

const deepest = 4;
const longest = 4_000_000;

/**
 * Takes SQL text apart into statements with their trees. What the grammar refuses is given without a tree and with the
 * reason; the statements around it are read all the same. Never throws.
 */
export function postgresStatements(grammar: PostgresGrammar, text: string, depth = 0): readonly ParsedStatement[] {
  if (text.length > longest) return [unreadable({ line: 1, text: text.slice(0, 200) }, 'Is too long to be read')];
  const prepared = prepareSql(text);
  const source: Source = { grammar, written: text, prepared, offsets: new TextOffsets(prepared.text), depth };
  const found = prepared.unclosed === null ? parsed(source, prepared.text) : unclosedParts(source, prepared.unclosed);
  const lost = prepared.obstacles.filter(
    ({ start, end }) => !found.some((each) => start < each.end && end > each.start),
  );
  const hidden: Found[] = lost.map(({ start, end, why }) => ({ start, end, node: null, problem: why, base: 0 }));
  return [...found, ...hidden].toSorted((a, b) => a.start - b.start).map((each) => statement(source, each));
}

function parsed(source: Source, text: string): readonly Found[] {
  if (skipBlank(text, 0) >= text.length) return [];
  try {
    const list = listOf(nodeOf(source.grammar.parse(text)), 'stmts').map(nodeOf);
    return list.map((each) => {
      const from = numberOf(each, 'stmt_location');
      const length = numberOf(each, 'stmt_len');
      const start = skipBlank(text, source.offsets.character(from));
      const end = length === 0 ? text.trimEnd().length : source.offsets.character(from + length);
      return { start, end: Math.max(end, start), node: nodeOf(each['stmt']), problem: null, base: 0 };
    });
  } catch {
    return pieces(source, text);
  }
}

/** One statement is bad: each is parsed for itself. */
function pieces(source: Source, text: string): readonly Found[] {
  let list;
  try {
    list = splitPieces(source.grammar, text);
  } catch (error) {
    return [{ start: 0, end: text.length, node: null, problem: refusal(error), base: 0 }];
  }
  return list.map((piece) => {
    const [start, end] = [source.offsets.character(piece.start), source.offsets.character(piece.end)];
    try {
      const stmts = listOf(nodeOf(source.grammar.parse(text.slice(start, end))), 'stmts');
      const [only] = stmts;
      if (stmts.length === 1)
        return { start, end, node: nodeOf(nodeOf(only)['stmt']), problem: null, base: piece.start };
      return { start, end, node: null, problem: 'Is not one statement', base: 0 };
    } catch (error) {
      return { start, end, node: null, problem: refusal(error), base: 0 };
    }
  });
}

function refusal(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return `Postgres does not understand it (${message.replaceAll(/\s+/g, ' ').slice(0, 120)})`;
}

/** A quote that never ends: what stands before its statement is read, the rest is lost. */
function unclosedParts(source: Source, at: number): readonly Found[] {
  const { text } = source.prepared;
  const before = text.slice(0, at);
  let start: number;
  try {
    const list = splitPieces(source.grammar, before);
    const last = list.at(-1);
    start = last === undefined || last.ended ? at : source.offsets.character(last.start);
  } catch {
    start = 0;
  }
  const rest: Found = {
    start: skipBlank(text, start),
    end: text.length,
    node: null,
    problem: 'Ends inside a quote, a comment or a body',
    base: 0,
  };
  return [...parsed(source, text.slice(0, start)), rest];
}

/** Passes over space, comments and semicolons. */
function skipBlank(text: string, from: number): number {
  let at = from;
  for (;;) {
    const rest = /(?:[\s;]+|--[^\n]*)+/y;
    rest.lastIndex = at;
    at += rest.exec(text)?.[0].length ?? 0;
    if (!text.startsWith('/*', at)) return at;
    const end = blockEnd(text, at);
    if (end === null) return at;
    at = end;
  }
}

function blockEnd(text: string, from: number): number | null {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = from;
  let depth = 0;
  for (let found = marks.exec(text); found !== null; found = marks.exec(text)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  return null;
}

function statement(source: Source, found: Found): ParsedStatement {
  const { written, prepared, offsets } = source;
  const place = { line: offsets.line(found.start), text: written.slice(found.start, found.end).trim() };
  const obstacle = prepared.obstacles.find(({ start, end }) => start < found.end && end > found.start);
  const problem = found.problem ?? obstacle?.why ?? null;
  const node = found.node === null ? null : restored(found.node, prepared.templates);
  if (node === null || problem !== null) return { place, node, problem, actions: [], inner: [] };
  const text = prepared.text.slice(found.start, found.end);
  return {
    place,
    node,
    problem,
    actions: actionsOf(source, node, text, found),
    inner: innerOf(source, node, text, found, place),
  };
}

/** Puts the templates back where identifiers stand for them. */
function restored(node: Node, templates: ReadonlyMap<string, string>): Node {
  if (templates.size === 0) return node;
  return nodeOf(
    JSON.parse(JSON.stringify(node), (_key, value: unknown) =>
      typeof value === 'string' ? value.replaceAll(/t[0-9a-z]+_*/g, (name) => templates.get(name) ?? name) : value,
    ),
  );
}

function actionsOf(source: Source, node: Node, text: string, found: Found): readonly ParsedStatement['place'][] {
  const { tag, body } = tagged(node);
  if (tag !== 'AlterTableStmt' || listOf(body, 'cmds').length < 2) return [];
  try {
    const own = new TextOffsets(text);
    const actions = splitActions(source.grammar.scan(text)).map(({ start, end }) => {
      const from = found.start + own.character(start);
      return {
        line: source.offsets.line(from),
        text: source.written.slice(from, found.start + own.character(end)),
      };
    });
    return actions.length === listOf(body, 'cmds').length ? actions : [];
  } catch {
    return [];
  }
}

function innerOf(
  source: Source,
  node: Node,
  text: string,
  found: Found,
  place: ParsedStatement['place'],
): readonly ParsedStatement[] {
  const { tag, body } = tagged(node);
  if (tag !== 'DoStmt' && tag !== 'CreateFunctionStmt') return [];
  const options = taggedIn(body, tag === 'DoStmt' ? 'args' : 'options', 'DefElem');
  const option = (name: string): Node | undefined => options.find((each) => textOf(each, 'defname') === name);
  const language = optionText(option('language')).toLowerCase();
  const code = option('as');
  if (source.depth >= deepest) return [unreadable(place, 'Stands too deep in other blocks')];
  // Without a body in quotes the grammar of PL/pgSQL breaks down.
  if (code === undefined || (tag === 'CreateFunctionStmt' && language === '')) {
    return [unreadable(place, 'Has a body that was not read')];
  }
  if (language === 'sql') return inside(source, [{ line: 1, text: optionText(code), sql: optionText(code) }], place, 0);
  if (language !== '' && language !== 'plpgsql') return [unreadable(place, `Is written in ${language}`)];
  const byte = numberOf(code, 'location');
  const first = tag === 'DoStmt' ? source.offsets.line(source.offsets.character(found.base + byte)) : 0;
  try {
    return inside(source, plpgsqlSql(source.grammar, text), place, first);
  } catch (error) {
    return [unreadable(place, refusal(error))];
  }
}

function optionText(option: Node | undefined): string {
  if (option === undefined) return '';
  const { tag, body } = tagged(option['arg']);
  if (tag === 'String') return textOf(body, 'sval') ?? '';
  return textOf(tagged(listOf(body, 'items')[0]).body, 'sval') ?? '';
}

/** The statements of a body; its lines count from `first` on, or are the line of the whole when that is 0. */
function inside(
  source: Source,
  list: ReturnType<typeof plpgsqlSql>,
  place: ParsedStatement['place'],
  first: number,
): readonly ParsedStatement[] {
  return list.flatMap(({ line, text, sql }) => {
    const own = { line: first === 0 ? place.line : first + line - 1, text };
    if (sql === null) return [unreadable(own, 'Puts SQL together while it runs')];
    const { templates } = source.prepared;
    return postgresStatements(source.grammar, sql, source.depth + 1).map((each) => ({
      ...each,
      node: each.node === null ? null : restored(each.node, templates),
      place: { line: own.line + (first === 0 ? 0 : each.place.line - 1), text: each.place.text },
      actions: [],
    }));
  });
}
