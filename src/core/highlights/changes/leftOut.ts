import { pathFacts } from './changedPaths';
import type { ApiFile, ConfigFile, DependencyFile } from './model';
import type { ChangePlan } from './plan';

const unread = {
  severity: 'low' as const,
  reason: 'It was not read.',
  notUnderstood: 'Too many contents would have to be asked for.',
  changes: [],
};

/** The files of a plan that are not read, as entries that say so; what they weigh is not known, and a note counts them. */
export function leftOut({ left }: Pick<ChangePlan, 'left'>): {
  readonly dependencies: readonly DependencyFile[];
  readonly infrastructure: readonly ConfigFile[];
  readonly config: readonly ConfigFile[];
  readonly flags: readonly ConfigFile[];
  readonly api: readonly ApiFile[];
} {
  const configs = left.flatMap((each) =>
    each.as === 'config' || each.as === 'flags'
      ? [{ as: each.as, category: each.kind.category, entry: configEntry(each.file, each.kind.what) }]
      : [],
  );
  const listOf = (as: 'config' | 'flags', category?: 'config' | 'infrastructure'): readonly ConfigFile[] =>
    configs
      .filter((each) => each.as === as && (category === undefined || each.category === category))
      .map(({ entry }) => entry);
  return {
    dependencies: left.flatMap((each) =>
      each.as === 'dependencies'
        ? [
            {
              ...pathFacts(each.file),
              ...unread,
              ecosystem: each.kind.ecosystem,
              role: each.kind.role === 'lock' ? ('lock' as const) : ('manifest' as const),
              omitted: 0,
              notes: [],
            },
          ]
        : [],
    ),
    infrastructure: listOf('config', 'infrastructure'),
    config: listOf('config', 'config'),
    flags: listOf('flags'),
    api: left.flatMap((each) =>
      each.as === 'api' ? [{ ...pathFacts(each.file), ...unread, format: each.format }] : [],
    ),
  };
}

function configEntry(file: Parameters<typeof pathFacts>[0], what: string): ConfigFile {
  return { ...pathFacts(file), ...unread, what, omitted: 0 };
}
