import type { SqlStatement } from './sqlStatements';
import { skipSpace, sqlTokenAt, type SqlToken } from './sqlTokens';

/**
 * Statements of Transact-SQL, which need no semicolon between them and stand in blocks (Microsoft, "Transact-SQL
 * reference", control of flow). Of a block, a branch or a loop its statements are given, as if each ran: what runs only
 * under a condition counts all the same.
 */

/** What only SQL Server takes. */
const marks =
  /^[ \t]*GO[ \t]*\r?$|\[dbo\]\.|\b(?:OBJECT_ID|COL_LENGTH)\s*\(|\bsys\.(?:indexes|columns|objects|tables|types)\b|\bCREATE\s+OR\s+ALTER\b|\bsp_(?:rename|refreshview|refreshsqlmodule|executesql)\b/im;

/** Whether a text is Transact-SQL. */
export function isTransactSql(text: string): boolean {
  return marks.test(text);
}

/** Begins a statement wherever it stands outside parentheses, unless {@link continues} says otherwise. */
const begins = new Set(
  (
    'IF WHILE BEGIN END ELSE EXEC EXECUTE DECLARE PRINT RAISERROR THROW MERGE TRUNCATE GOTO RETURN WAITFOR COMMIT ROLLBACK ' +
    'USE CREATE ALTER DROP UPDATE DELETE INSERT SELECT SET GRANT REVOKE DENY BREAK CONTINUE'
  ).split(' '),
);

/** What DROP takes away by itself; of a table it drops columns and constraints. */
const objects = new Set(
  'TABLE INDEX PROCEDURE PROC VIEW FUNCTION TYPE TRIGGER SCHEMA USER ROLE SEQUENCE SYNONYM DATABASE'.split(' '),
);

const modules = new Set(['PROCEDURE', 'PROC', 'FUNCTION', 'VIEW', 'TRIGGER']);
const queries = new Set(['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'MERGE']);

function aloneOnLine(text: string, { start, end }: SqlToken): boolean {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const next = text.indexOf('\n', end);
  return (before + text.slice(end, next === -1 ? undefined : next)).trim() === '';
}

/** The tokens of each batch, without comments: a line with nothing but GO stands between two. */
function batches(text: string): readonly (readonly SqlToken[])[] {
  const all: SqlToken[][] = [[]];
  for (let at = skipSpace(text, 0); at < text.length;) {
    const token = sqlTokenAt(text, at, 'other');
    if (token === null) break;
    at = skipSpace(text, token.end);
    if (token.kind === 'word' && token.value === 'GO' && aloneOnLine(text, token)) all.push([]);
    else if (token.kind !== 'comment' || !token.closed) all.at(-1)?.push(token);
  }
  return all.filter((batch) => batch.length > 0);
}

/** Cuts one batch. */
class Batch {
  readonly found: (readonly SqlToken[])[] = [];
  readonly #tokens: readonly SqlToken[];
  #at = 0;

  constructor(tokens: readonly SqlToken[]) {
    this.#tokens = tokens;
  }

  read(): void {
    while (this.#at < this.#tokens.length) this.#statement(0);
  }

  #word(offset = 0): string {
    const token = this.#tokens[this.#at + offset];
    return token?.kind === 'word' ? token.value : '';
  }

  #symbol(offset = 0): string {
    const token = this.#tokens[this.#at + offset];
    return token?.kind === 'symbol' ? token.value : '';
  }

  #statement(depth: number): void {
    const word = this.#word();
    const transaction = ['TRAN', 'TRANSACTION', 'DISTRIBUTED'].includes(this.#word(1));
    if (depth < 200 && (word === 'IF' || word === 'WHILE')) {
      this.#at += 1;
      this.#condition();
      this.#statement(depth + 1);
      while (this.#symbol() === ';') this.#at += 1;
      if (word === 'IF' && this.#word() === 'ELSE') {
        this.#at += 1;
        this.#statement(depth + 1);
      }
    } else if (depth < 200 && word === 'BEGIN' && !transaction) {
      this.#at += ['TRY', 'CATCH'].includes(this.#word(1)) ? 2 : 1;
      while (this.#at < this.#tokens.length && this.#word() !== 'END') this.#statement(depth + 1);
      this.#at += ['TRY', 'CATCH'].includes(this.#word(1)) ? 2 : 1;
    } else if (this.#symbol() === ';' || word === 'END' || word === 'ELSE') this.#at += 1;
    else this.#simple();
  }

  /** What follows IF or WHILE, up to the statement that it is about. */
  #condition(): void {
    let depth = 0;
    for (; this.#at < this.#tokens.length; this.#at += 1) {
      if (this.#symbol() === '(') depth += 1;
      else if (this.#symbol() === ')') depth -= 1;
      else if (depth <= 0 && begins.has(this.#word())) return;
    }
  }

  #simple(): void {
    const from = this.#at;
    const first = this.#word();
    // A common table expression is about the query that follows it.
    let main = first === 'WITH' ? '' : first;
    let [depth, cases, sets] = [0, 0, 0];
    for (; this.#at < this.#tokens.length; this.#at += 1) {
      const word = this.#word();
      if (this.#symbol() === '(') depth += 1;
      else if (this.#symbol() === ')') depth -= 1;
      if (depth > 0) continue;
      if (this.#symbol() === ';') break;
      if (word === 'CASE') cases += 1;
      else if (cases > 0) {
        if (word === 'END') cases -= 1;
      } else if (this.#at > from && begins.has(word)) {
        if (main === '' && queries.has(word)) main = word;
        else if (!this.#continues(word, main, sets)) break;
      }
      if (word === 'SET') sets += 1;
    }
    this.found.push(this.#tokens.slice(from, this.#at));
    while (this.#symbol() === ';') this.#at += 1;
  }

  /** Whether a word that may begin a statement belongs to the one that it stands in. */
  #continues(word: string, main: string, sets: number): boolean {
    const before = this.#tokens[this.#at - 1];
    const last = before?.kind === 'word' ? before.value : '';
    const after = this.#word(1);
    if (before?.value === '.' || last === 'AS' || main === 'MERGE') return true;
    if (['GRANT', 'REVOKE', 'DENY'].includes(main) && word !== 'GRANT') return !['IF', 'BEGIN', 'END'].includes(word);
    switch (word) {
      case 'IF':
        return after === 'EXISTS' && this.#symbol(2) !== '(';
      case 'ALTER':
        return after === 'COLUMN';
      case 'DROP':
        return main === 'ALTER' && !objects.has(after);
      case 'UPDATE':
      case 'DELETE':
        return last === 'ON' || last === 'FOR';
      case 'INSERT':
        return last === 'BULK';
      case 'EXEC':
      case 'EXECUTE':
        return main === 'INSERT';
      case 'SELECT':
        return main === 'INSERT' ? true : ['UNION', 'ALL', 'EXCEPT', 'INTERSECT'].includes(last);
      case 'SET':
        return (main === 'UPDATE' && sets === 0) || main === 'ALTER' || last === 'DELETE' || last === 'UPDATE';
      default:
        return false;
    }
  }
}

/** A procedure, function, view or trigger, which takes all of its batch. */
function isModule(batch: readonly SqlToken[]): boolean {
  const words = batch.slice(0, 4).map(({ kind, value }) => (kind === 'word' ? value : ''));
  const [first, second, third, fourth] = words;
  if (first === 'CREATE' && second === 'OR' && third === 'ALTER') return modules.has(fourth ?? '');
  return (first === 'CREATE' || first === 'ALTER') && modules.has(second ?? '');
}

/** The statements of a text. Never throws; linear in the length of the text. */
export function splitTransactSql(text: string): readonly SqlStatement[] {
  const all = batches(text).flatMap((batch) => {
    if (isModule(batch)) return [batch];
    const cut = new Batch(batch);
    cut.read();
    return cut.found;
  });
  let [line, counted] = [1, 0];
  return all.flatMap((tokens): readonly SqlStatement[] => {
    const [first, last] = [tokens[0], tokens.at(-1)];
    if (first === undefined || last === undefined) return [];
    for (; counted < first.start; counted += 1) if (text[counted] === '\n') line += 1;
    const { start } = first;
    const { end } = last;
    return [{ line, start, end, text: text.slice(start, end), tokens, closed: tokens.every(({ closed }) => closed) }];
  });
}
