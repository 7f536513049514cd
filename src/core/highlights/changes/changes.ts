import { readApis } from './api/apiChanges';
import type { Texts } from './changedPaths';
import { readConfig } from './configChanges';
import { readDependencies } from './dependencyFiles';
import { leftOut } from './leftOut';
import type { ChangedPath, Changes, ConfigFile } from './model';
import type { ChangePlan } from './plan';
import { rankAll, summarise } from './ranking';
import { readSecurity } from './securityFiles';
import { compareSeverity } from './severity';
import { finish, type Steps } from './steps';

/**
 * Tells what of a range can hurt beside its migrations, from the texts that `planChanges` asked for, in steps of about a
 * millisecond. What was not read or not understood is listed as such, and `notes` say why.
 */
export function* readChangesInSteps(plan: ChangePlan, texts: Texts): Steps<Changes> {
  const { rules } = plan;
  const notes: string[] = [];
  const configs = plan.files.filter((each) => each.as === 'config');
  const listOf = (category: ConfigFile['what']): typeof configs =>
    configs.filter(({ kind }) => kind.category === category);
  const dependencies = yield* readDependencies(
    plan.files.filter((each) => each.as === 'dependencies'),
    texts,
    rules,
    notes,
  );
  const infrastructure = yield* readConfig(listOf('infrastructure'), texts, rules, notes);
  const config = yield* readConfig(listOf('config'), texts, rules, notes);
  const flagged = yield* readConfig(
    plan.files.filter((each) => each.as === 'flags'),
    texts,
    rules,
    notes,
  );
  const flags = flagged.map(({ severity, reason, ...file }) => ({
    ...file,
    // Whatever a flag is about, what it does is switched on or off.
    severity: severity === 'low' && file.changes.length > 0 ? ('medium' as const) : severity,
    reason: file.changes.length > 0 ? reason : 'Code that defines feature flags.',
  }));
  const api = yield* readApis(
    plan.files.filter((each) => each.as === 'api'),
    texts,
    rules,
    notes,
  );
  const security = yield* readSecurity(
    plan.files.filter((each) => each.as === 'source'),
    texts,
    rules,
  );
  const left = leftOut(plan);
  const lists = {
    dependencies: sorted([...dependencies, ...left.dependencies]),
    infrastructure: sorted([...infrastructure, ...left.infrastructure]),
    config: sorted([...config, ...left.config]),
    security: sorted(security),
    api: sorted([...api, ...left.api]),
    flags: sorted([...flags, ...left.flags]),
  };
  return {
    ...lists,
    ranking: rankAll(lists),
    summaries: summarise(lists),
    complete: plan.changed.complete && plan.notes.length === 0 && notes.length === 0,
    notes: [...plan.changed.notes, ...plan.notes, ...notes],
  };
}

/** The same without a pause. */
export function readChanges(plan: ChangePlan, texts: Texts): Changes {
  return finish(readChangesInSteps(plan, texts));
}

function sorted<File extends ChangedPath>(files: readonly File[]): readonly File[] {
  return files.toSorted((a, b) => compareSeverity(a.severity, b.severity) || (a.path < b.path ? -1 : 1));
}
