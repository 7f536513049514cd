import { isSameCode } from './dslCalls';
import type { Framework } from './frameworks';
import { guessDialect, skipSpace, sqlTokenAt, type SqlDialect, type SqlToken } from './sqlTokens';

/** Comments that a database or a migration tool acts on. */
const directive =
  /^(?:\/\*M?!\d|\*\/|--> |--! |--\s{0,8}(?:\+|migrate:|atlas:|no-transaction|changeset|rollback|precondition|property|validchecksum|include|liquibase)|--[\s-]{0,16}(?:up|down)\s{1,8}migration)/i;

/** The next token that does something, or `null` at the end. */
function nextToken(text: string, from: number, dialect: SqlDialect): SqlToken | null {
  let token = sqlTokenAt(text, skipSpace(text, from), dialect);
  while (token?.kind === 'comment' && !directive.test(token.value)) {
    token = sqlTokenAt(text, skipSpace(text, token.end), dialect);
  }
  return token;
}

function isSameSql(before: string, after: string): boolean {
  const dialect = guessDialect(before);
  if (guessDialect(after) !== dialect) return false;
  for (let [left, right] = [0, 0]; ;) {
    const [a, b] = [nextToken(before, left, dialect), nextToken(after, right, dialect)];
    if (a === null || b === null) {
      // The last statement needs no semicolon.
      const rest = a === null ? ([b, after] as const) : ([a, before] as const);
      return rest[0] === null || (rest[0].value === ';' && nextToken(rest[1], rest[0].end, dialect) === null);
    }
    const same = a.kind === 'comment' ? a.value.trim() === b.value.trim() : a.value === b.value;
    if (a.kind !== b.kind || !same || a.closed !== b.closed) return false;
    [left, right] = [a.end, b.end];
  }
}

function withoutXmlComments(text: string): string {
  const parts: string[] = [];
  for (let at = 0; at < text.length;) {
    const start = text.indexOf('<!--', at);
    const end = start === -1 ? -1 : text.indexOf('-->', start + 4);
    parts.push(text.slice(at, end === -1 ? text.length : start));
    at = end === -1 ? text.length : end + 3;
  }
  return parts.join(' ');
}

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** In YAML the indentation has a meaning, the lines without content have none. */
function yamlContent(text: string): string {
  const lines = text.split('\n').map((line) => line.trimEnd());
  return lines.filter((line) => line !== '' && !line.trimStart().startsWith('#')).join('\n');
}

/** Whether two texts of a migration differ in comments and layout only: in nothing that a tool or a database acts on. */
export function isReworded(before: string, after: string, path: string, { id, reads }: Framework): boolean {
  if (before === after) return true;
  if (reads === 'calls') return isSameCode(before, after, id);
  switch (/\.([a-z]{1,8})$/i.exec(path)?.[1]?.toLowerCase()) {
    case 'sql':
      return isSameSql(before, after);
    case 'xml':
      return flat(withoutXmlComments(before)) === flat(withoutXmlComments(after));
    case 'yaml':
    case 'yml':
      return yamlContent(before) === yamlContent(after);
    default:
      return flat(before) === flat(after);
  }
}
