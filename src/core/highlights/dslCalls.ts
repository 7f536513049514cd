import { constantsOf } from './callOperations';
import { braceFamilies } from './callFamiliesBraces';
import { scriptFamilies } from './callFamilies';
import type { CallFamily } from './callRules';
import { walkBlock, walkList } from './callWalk';
import { codeTokens, type CodeLanguage } from './codeTokens';
import { firstCode } from './firstCode';
import { forwardParts } from './forwardParts';
import type { MigrationOperation } from './model';
import { notUnderstood } from './operation';
import type { SqlReader } from './sqlReading';

function familyOf(framework: string): CallFamily | undefined {
  if (Object.hasOwn(scriptFamilies, framework)) return scriptFamilies[framework];
  return Object.hasOwn(braceFamilies, framework) ? braceFamilies[framework] : undefined;
}

/** The frameworks whose migrations are calls. */
export function hasCalls(framework: string): boolean {
  return familyOf(framework) !== undefined;
}

function essence(text: string, language: CodeLanguage): string {
  const { tokens } = codeTokens(text, language);
  const kept = tokens.filter(({ kind, value }, at) => {
    const trailing =
      value === ',' && tokens.slice(at + 1, at + 4).find((next) => next.kind !== 'newline')?.kind === 'close';
    return kind !== 'newline' && value !== ';' && !trailing;
  });
  return kept.map(({ kind, value }) => `${kind} ${value}`).join('\n');
}

/** Whether two texts differ in comments, layout and quotes only. */
export function isSameCode(a: string, b: string, framework: string): boolean {
  const language = familyOf(framework)?.language;
  return language !== undefined && essence(a, language) === essence(b, language);
}

/**
 * Reads the calls that a migration makes when it goes forward, with the SQL that it gives them as text. A statement that
 * is not known is given as it is written, `not-understood`. Never throws.
 */
export function readCalls(text: string, framework: string, readSql: SqlReader): readonly MigrationOperation[] {
  const family = familyOf(framework);
  if (family === undefined) return [notUnderstood({ line: 1, text })];
  const code = codeTokens(text, family.language);
  const walk = { code, family, readSql, variables: new Map<string, string | null>(), constants: constantsOf(code) };
  const parts = forwardParts(code, family);
  if (parts.length === 0) return [notUnderstood(firstCode(text), 'Its forward part was not found')];
  return parts.flatMap((part) =>
    'list' in family.forward ? walkList(walk, part, 0) : walkBlock(walk, part, undefined, 0),
  );
}
