import { Language as Grammar, Parser } from 'web-tree-sitter';
import type { Language, Syntax } from '../../core/highlights/dsl/syntax';
import { convert } from './convert';
import { limits, rawTree } from './rawTree';

/** Reads the files of one language. Never throws: what cannot be read is an error in its answer. */
export type ReadSyntax = (text: string) => Syntax;

/** The file that holds a language's grammar, and the one of the runtime. */
export const grammarFiles = {
  ruby: 'tree-sitter-ruby.wasm',
  python: 'tree-sitter-python.wasm',
  typescript: 'tree-sitter-typescript.wasm',
  php: 'tree-sitter-php.wasm',
  csharp: 'tree-sitter-c-sharp.wasm',
  elixir: 'tree-sitter-elixir.wasm',
  runtime: 'web-tree-sitter.wasm',
} as const satisfies Record<Language | 'runtime', string>;

/** Where the grammars' files lie. */
export interface GrammarFiles {
  /** The path of a file, for the runtime, which loads itself. */
  readonly pathOf: (file: string) => string;
  readonly read: (file: string) => Promise<Uint8Array>;
}

/** Loads grammars on first need. */
export interface LanguageGrammars {
  /** @throws when the file is missing or is not what it should be; the next call tries again */
  readonly load: (language: Language) => Promise<ReadSyntax>;
}

let runtime: Promise<void> | null = null;

/** Grammars whose files lie beside the bundle. */
export function languageGrammars(files: GrammarFiles): LanguageGrammars {
  const loaded = new Map<Language, Promise<ReadSyntax>>();
  const load = async (language: Language): Promise<ReadSyntax> => {
    runtime ??= Parser.init({ locateFile: () => files.pathOf(grammarFiles.runtime) });
    try {
      await runtime;
    } catch (error) {
      runtime = null;
      throw error;
    }
    const grammar = await Grammar.load(await files.read(grammarFiles[language]));
    return (text) => readSyntax(grammar, text, language);
  };
  return {
    load: (language) => {
      const known = loaded.get(language);
      if (known !== undefined) return known;
      const loading = load(language);
      loaded.set(language, loading);
      loading.catch(() => loaded.delete(language));
      return loading;
    },
  };
}

function unreadable(text: string, language: Language, why: string): Syntax {
  return { language, text, body: [], errors: [{ from: 0, to: text.length, line: 1, why }] };
}

function readSyntax(grammar: Grammar, written: string, language: Language): Syntax {
  // The grammars take neither a mark of the byte order nor NUL for space.
  const text = written.replaceAll(/[\uFEFF\0]/g, ' ');
  if (text.length > limits.characters) return unreadable(text, language, 'Is too long to be read');
  let parser: Parser | null = null;
  try {
    parser = new Parser();
    parser.setLanguage(grammar);
    const until = performance.now() + limits.milliseconds;
    const tree = parser.parse(text, null, { progressCallback: () => performance.now() > until });
    if (tree === null) return unreadable(text, language, 'Takes too long to be read');
    try {
      const root = rawTree(tree);
      return root === null
        ? unreadable(text, language, 'Is nested too deep or too large')
        : convert(root, text, language);
    } finally {
      tree.delete();
    }
  } catch {
    return unreadable(text, language, 'Its grammar failed');
  } finally {
    parser?.delete();
  }
}
