import type { CommonTokenStream, ParserRuleContext, ParseTree, Token } from 'antlr4ng';
import type { MysqlNode } from '../../core/highlights/mysql/tree';

/** MySQL's grammar. */
export interface MysqlGrammar {
  /** The tree of one statement without its terminator. @throws when the grammar refuses it */
  parse(text: string): MysqlNode;
}

let loading: Promise<MysqlGrammar> | null = null;

/**
 * Loads the grammar on first need: about 2 MB of script, of dt-sql-parser the MySQL part alone.
 * @throws when it cannot be loaded
 */
export function loadMysqlGrammar(): Promise<MysqlGrammar> {
  loading ??= load();
  return loading;
}

/** Trees of these are of no interest below, and may be large. */
const flat = new Set(['expressionsWithDefaults', 'constant']);

async function load(): Promise<MysqlGrammar> {
  const [
    {
      CharStreams,
      CommonTokenStream: Stream,
      BaseErrorListener,
      ParserRuleContext: Rule,
      PredictionMode,
      Token: Tokens,
    },
    { MySqlLexer },
    { MySqlParser },
  ] = await Promise.all([
    import('antlr4ng'),
    import('dt-sql-parser/dist/lib/mysql/MySqlLexer'),
    import('dt-sql-parser/dist/lib/mysql/MySqlParser'),
  ]);

  class Refusal extends BaseErrorListener {
    message: string | null = null;
    override syntaxError(_recognizer: unknown, _symbol: unknown, line: number, _column: number, message: string): void {
      this.message ??= `line ${line}: ${message}`;
    }
  }

  function tokensOf(text: string): CommonTokenStream {
    const refusal = new Refusal();
    const lexer = new MySqlLexer(CharStreams.fromString(text));
    lexer.removeErrorListeners();
    lexer.addErrorListener(refusal);
    const tokens = new Stream(lexer);
    tokens.fill();
    // What is no token goes to a channel that the parser does not look at.
    const stray = tokens.getTokens().find(({ type }) => type === MySqlLexer.ERROR_RECONGNIGION);
    if (stray !== undefined) throw new Error(`no token at ${stray.start}`);
    if (refusal.message !== null) throw new Error(refusal.message);
    return tokens;
  }

  /** The quicker way to predict may refuse what the slower one accepts, never the other way round. */
  function treeOf(tokens: CommonTokenStream, mode: typeof PredictionMode.SLL): ParserRuleContext {
    tokens.seek(0);
    const refusal = new Refusal();
    const parser = new MySqlParser(tokens);
    parser.removeErrorListeners();
    parser.addErrorListener(refusal);
    parser.interpreter.predictionMode = mode;
    const tree = parser.singleStatement();
    if (refusal.message !== null) throw new Error(refusal.message);
    if (tokens.LA(1) !== Tokens.EOF) throw new Error('something stands behind the statement');
    return tree;
  }

  function plain(tree: ParseTree, text: string): MysqlNode | string {
    if (!(tree instanceof Rule)) return tree.getText();
    const { start, stop } = tree as ParserRuleContext & { readonly start: Token | null; readonly stop: Token | null };
    const rule = MySqlParser.ruleNames[tree.ruleIndex] ?? '';
    const from = start?.start ?? 0;
    const to = Math.max((stop?.stop ?? -1) + 1, from);
    const parts = flat.has(rule) ? [] : (tree.children ?? []).map((each) => plain(each, text));
    return { rule, start: from, end: to, text: text.slice(from, to), parts };
  }

  return {
    parse: (text) => {
      const tokens = tokensOf(text);
      let tree;
      try {
        tree = treeOf(tokens, PredictionMode.SLL);
      } catch {
        tree = treeOf(tokens, PredictionMode.LL);
      }
      const root = plain(tree, text);
      if (typeof root === 'string') throw new Error('no statement');
      return root;
    },
  };
}
