import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { dialectOf } from '../../../src/core/highlights/dsl/dialects';
import type { DslMigration } from '../../../src/core/highlights/dsl/model';
import { readDsl } from '../../../src/core/highlights/dsl/readDsl';
import { languages, type Language } from '../../../src/core/highlights/dsl/syntax';
import { readSql } from '../../../src/core/highlights/sqlOperations';
import { grammarFiles, languageGrammars, type ReadSyntax } from '../../../src/grammars/languages/languageGrammars';

const require = createRequire(import.meta.url);

/** Where the packages hold a grammar's file. */
export function fileOf(file: string): string {
  if (file === grammarFiles.runtime) return require.resolve('web-tree-sitter/web-tree-sitter.wasm');
  if (file === grammarFiles.elixir) return join('media/grammars', file);
  return join(dirname(require.resolve('@vscode/tree-sitter-wasm')), file);
}

/** The grammars of the installed packages. */
export const grammars = languageGrammars({ pathOf: fileOf, read: (file) => readFile(fileOf(file)) });

const readers = new Map<Language, ReadSyntax>();

/** Loads every grammar; before it nothing can be read. */
export async function loadAll(): Promise<void> {
  for (const language of languages) readers.set(language, await grammars.load(language));
}

/** Reads text in a language. */
export function reader(language: Language): ReadSyntax {
  const read = readers.get(language);
  if (read === undefined) throw new Error(`${language} is not loaded`);
  return read;
}

/** Reads a migration of a framework. */
export function migration(framework: string, text: string): DslMigration {
  return readDsl(framework, reader(dialectOf(framework)?.language ?? 'ruby')(text), readSql);
}
