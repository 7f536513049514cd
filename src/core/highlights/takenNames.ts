import type { Finding, MigrationOperation } from './model';

const key = (name: string | null): string => (name ?? '').replaceAll(/["`[\]]/g, '').toLowerCase();

const adds: ReadonlySet<string> = new Set(['add-column', 'add-required-column']);
const renames: ReadonlySet<string> = new Set(['rename-column', 'rename-table']);

/** What is read of a migration. */
interface Read {
  readonly operations: readonly MigrationOperation[];
  readonly findings: readonly Finding[];
}

/**
 * A column that is renamed leaves its name to one that the same migration adds after it: earlier code then finds another
 * column, and not none. Whether it goes on depends on the code.
 */
export function withTakenNames({ operations, findings }: Read): Read {
  const lines = new Set<number>();
  const read = operations.map((each, at) => {
    const taken =
      each.kind === 'rename-column' &&
      each.backwardCompatible === false &&
      operations
        .slice(at + 1)
        .some(
          ({ kind, table, name }) => adds.has(kind) && key(table) === key(each.table) && key(name) === key(each.name),
        );
    if (!taken) return each;
    lines.add(each.line);
    return {
      ...each,
      backwardCompatible: null,
      compatibility: `A new column takes the name ${each.name ?? ''}: earlier code finds that one, without the values.`,
      findings: each.findings.filter(({ rule }) => !renames.has(rule)),
    };
  });
  if (lines.size === 0) return { operations, findings };
  return {
    operations: read,
    findings: findings.filter(({ rule, line }) => !renames.has(rule) || !lines.has(line ?? 0)),
  };
}
