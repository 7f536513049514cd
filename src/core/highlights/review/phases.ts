import type { Direction } from '../../history';
import { counts } from '../effect';
import type { Highlights, Phase } from '../model';

/** A statement of a phase. */
export interface PhaseStep {
  readonly path: string;
  readonly line: number;
  readonly summary: string;
}

/** What the release does to one table, phase by phase. */
export interface TablePhases {
  /** As the migrations name it. */
  readonly table: string;
  readonly steps: Readonly<Record<Exclude<Phase, 'neutral'>, readonly PhaseStep[]>>;
}

const keyOf = (table: string): string =>
  table
    .replaceAll(/["`[\]]/g, '')
    .replace(/^(?:public|dbo)\./i, '')
    .toLowerCase();

const grave = ({ steps }: TablePhases): number =>
  (steps.contract.length > 0 ? 4 : 0) + (steps.migrate.length > 0 ? 2 : 0) + (steps.expand.length > 0 ? 1 : 0);

/**
 * The phases of expand, migrate, contract that the release has for each table, those with a contract step first (process
 * description, "The expand-contract pattern": each phase is a deployment of its own). Statements on no table, and those
 * of which the phase is not known, are left out.
 */
export function phasesByTable({ migrations }: Highlights, direction: Direction): readonly TablePhases[] {
  const tables = new Map<string, { table: string; steps: Record<Exclude<Phase, 'neutral'>, PhaseStep[]> }>();
  for (const migration of migrations) {
    if (!counts(migration, direction)) continue;
    for (const { table, kind, phase, line, summary } of migration.operations) {
      if (table === null || table === '' || phase === null || phase === 'neutral' || kind === 'maintenance') continue;
      const key = keyOf(table);
      const entry = tables.get(key) ?? { table, steps: { expand: [], migrate: [], contract: [] } };
      tables.set(key, entry);
      entry.steps[phase].push({ path: migration.path, line, summary });
    }
  }
  return [...tables.values()].toSorted((a, b) => grave(b) - grave(a) || (a.table < b.table ? -1 : 1));
}
