/** A token of Postgres' own scanner; places in bytes. */
export interface ScanToken {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly tokenName: string;
}

/** Postgres' grammar. Every function throws on text that it refuses. */
export interface PostgresGrammar {
  /** The statements of a text: each with `stmt`, `stmt_location` and `stmt_len` in bytes. */
  parse(text: string): unknown;
  scan(text: string): readonly ScanToken[];
  /** The statements of a block or of a function in PL/pgSQL. */
  parsePlPgSql(text: string): unknown;
  /** The grammar broke down on a text: what it says from then on is not to be trusted. */
  isBroken(): boolean;
}

let loading: Promise<PostgresGrammar> | null = null;

/**
 * Loads the grammar on first need: 50 KB of script and `libpg-query.wasm` (1.7 MB), which lies beside the bundle. The
 * bundle must be CommonJS: the script finds the file through `__dirname`.
 * @throws when the file is missing or is not what it should be
 */
export function loadPostgresGrammar(): Promise<PostgresGrammar> {
  loading ??= load();
  return loading;
}

async function load(): Promise<PostgresGrammar> {
  const grammar = await import('libpg-query');
  await grammar.loadModule();
  let broken = false;
  const guarded = <T>(call: () => T): T => {
    try {
      return call();
    } catch (error) {
      // Too deep a text overflows the stack, which does no harm; an abort or a trap leaves the memory as it is.
      broken ||= error instanceof Error && error.name === 'RuntimeError';
      throw error;
    }
  };
  return {
    parse: (text) => guarded(() => grammar.parseSync(text)),
    scan: (text) => guarded(() => grammar.scanSync(text).tokens),
    parsePlPgSql: (text) => guarded(() => grammar.parsePlPgSQLSync(text)),
    isBroken: () => broken,
  };
}
