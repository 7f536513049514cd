import type { FrameworkId } from './frameworks';
import { compareOrder, type Ordered } from './migrationOrder';
import type { Highlights, Migration, MigrationOperation, Phase } from './model';
import { isLoss } from './operation';
import type { SqlSections } from './sqlStatements';

/** The text of a migration, which a grammar can read. */
export interface ToldText {
  readonly text: string;
  readonly sections: SqlSections;
  /** The text of the file that takes it back; `null` without one. */
  readonly down: string | null;
}

/** A migration as its words tell it, with what is needed to read it better. */
export interface ToldMigration {
  readonly migration: Migration;
  readonly framework: FrameworkId;
  readonly order: Ordered;
  /** `null` where there is no text, or none that is worth reading again: it does not run. */
  readonly source: ToldText | null;
}

/** The migrations of a range as far as their words tell. */
export interface Told {
  readonly migrations: readonly ToldMigration[];
  readonly changedFiles: number;
  readonly complete: boolean;
  readonly notes: readonly string[];
}

/** Puts them into the order in which they are shown. */
export function highlightsOf({ migrations, ...rest }: Told): Highlights {
  const ranked = migrations.map((each) => ({ ...each, rank: rankOf(each.migration) }));
  ranked.sort((a, b) => b.rank - a.rank || compareOrder(a.order, b.order));
  return { ...rest, migrations: ranked.map(({ migration }) => migration) };
}

/** What runs comes first, then what was taken out; of each what certainly loses something, then what could not be told. */
function rankOf({ effect, operations }: Migration): number {
  if (effect === 'reworded') return 0;
  if (effect === 'edited') return 1;
  const least = effect === 'run' ? 5 : 2;
  if (operations.some(isLoss)) return least + 2;
  return operations.some((operation) => operation.destructive) ? least + 1 : least;
}

/** The phase of a whole migration; `null` where something in it could not be told. */
export function phaseOf(operations: readonly MigrationOperation[]): Phase | null {
  const phases = new Set(
    // Upkeep such as ANALYZE moves nothing, whatever it takes.
    operations.map(({ kind, phase }) =>
      kind === 'not-understood' ? null : kind === 'maintenance' ? 'neutral' : phase,
    ),
  );
  if (phases.has('contract')) return 'contract';
  if (phases.size === 0 || phases.has(null)) return null;
  if (phases.has('migrate')) return 'migrate';
  return phases.has('expand') ? 'expand' : 'neutral';
}
