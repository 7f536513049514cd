import { access, readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { dialectOf } from '../core/highlights/dsl/dialects';
import { readDsl } from '../core/highlights/dsl/readDsl';
import type { CodeInput, CodeReader, CodeResult } from '../core/highlights/readers';
import { readSql } from '../core/highlights/sqlOperations';
import { grammarFiles, languageGrammars, type LanguageGrammars } from './languages/languageGrammars';

/** The grammars whose files are in a folder, which ends in a slash. */
export function grammarsIn(folder: URL): LanguageGrammars {
  const pathOf = (file: string): string => fileURLToPath(new URL(file, folder));
  const grammars = languageGrammars({ pathOf, read: (file) => readFile(pathOf(file)) });
  return {
    load: async (language) => {
      // The runtime complains on the console when its file is missing.
      await access(pathOf(grammarFiles.runtime));
      return grammars.load(language);
    },
  };
}

/**
 * Reads migrations that are written in a programming language, one after the other; everything else that waits has its
 * turn between two of them.
 */
export class GrammarCodeReader implements CodeReader {
  readonly #grammars: LanguageGrammars;

  constructor(grammars: LanguageGrammars) {
    this.#grammars = grammars;
  }

  async read(files: readonly CodeInput[], signal?: AbortSignal): Promise<readonly CodeResult[]> {
    const results: CodeResult[] = [];
    for (const file of files) {
      results.push(await this.#readOne(file));
      await setImmediate();
      signal?.throwIfAborted();
    }
    return results;
  }

  async #readOne({ framework, text }: CodeInput): Promise<CodeResult> {
    const language = dialectOf(framework)?.language;
    if (language === undefined) {
      return { state: 'unread', reason: 'there is no grammar for its language here' };
    }
    try {
      const readSyntax = await this.#grammars.load(language);
      return { state: 'read', migration: readDsl(framework, readSyntax(text), readSql) };
    } catch (error) {
      return { state: 'unread', reason: error instanceof Error ? error.message : String(error) };
    }
  }
}
