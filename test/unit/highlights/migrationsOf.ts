import assert from 'node:assert/strict';
import { planMigrations, readMigrations } from '../../../src/core/highlights/migrations';
import type { Highlights, Migration } from '../../../src/core/highlights/model';
import type { BlobText, ChangedFile, ChangedFiles } from '../../../src/core/history';
import { parseSha, type Sha } from '../../../src/core/sha';

/** Content at either end; `null` where the file is not. */
export type Change = readonly [path: string, before: string | null, after: string | null];

/** A hash of a text, the same for the same text. */
export function shaOf(text: string): Sha {
  let hash = 7n;
  for (const character of text) hash = (hash * 31n + BigInt(character.codePointAt(0) ?? 0)) % 16n ** 40n;
  const sha = parseSha(hash.toString(16).padStart(40, '0'));
  assert.ok(sha);
  return sha;
}

/** The changed files that these changes are; a text stands for its blob. */
export function changedFiles(changes: readonly Change[]): ChangedFiles {
  const files = changes.map(([path, before, after]): ChangedFile => ({
    path,
    status: before === null ? 'added' : after === null ? 'deleted' : 'modified',
    oldBlob: before === null ? null : shaOf(before),
    newBlob: after === null ? null : shaOf(after),
    isFile: true,
  }));
  return { files, complete: true, notes: [] };
}

/** The highlights of these changes; `instead` says what a path gives in place of its text. */
export function highlights(changes: readonly Change[], instead: Readonly<Record<string, BlobText>> = {}): Highlights {
  const plan = planMigrations(changedFiles(changes));
  const texts = changes.flatMap(([path, before, after]) =>
    [before, after]
      .filter((text) => text !== null)
      .map((text) => [shaOf(text), instead[path] ?? { state: 'text', text }] as const),
  );
  return readMigrations(plan, new Map<Sha, BlobText>(texts));
}

/** The one migration that these changes are. */
export function only(changes: readonly Change[]): Migration {
  const { migrations } = highlights(changes);
  assert.equal(migrations.length, 1);
  const [migration] = migrations;
  assert.ok(migration);
  return migration;
}

/** The kinds of the operations of a migration. */
export const kinds = ({ operations }: Migration): readonly string[] => operations.map(({ kind }) => kind);
/** The findings of a migration with their severities. */
export const findings = ({ findings: all }: Migration): readonly string[] =>
  all.map(({ severity, message }) => `${severity}: ${message}`);
