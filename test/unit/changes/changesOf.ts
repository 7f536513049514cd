import { readChanges } from '../../../src/core/highlights/changes/changes';
import type { Changes } from '../../../src/core/highlights/changes/model';
import { planChanges } from '../../../src/core/highlights/changes/plan';
import { defaultRules, type ChangeRules } from '../../../src/core/highlights/changes/rules';
import type { BlobText, ChangedFiles } from '../../../src/core/history';
import { parseSha, type Sha } from '../../../src/core/sha';

/** Content at either end; `null` where the file is not. */
export type Change = readonly [path: string, before: string | null, after: string | null];

/** What a range of these changes has in it; `instead` says what a path gives in place of its texts. */
export function changesOf(
  changes: readonly Change[],
  instead: Readonly<Record<string, BlobText>> = {},
  rules: ChangeRules = defaultRules,
): Changes {
  const names = new Map<string, Sha>();
  const texts = new Map<Sha, BlobText>();
  const blob = (path: string, text: string | null): Sha | null => {
    if (text === null) return null;
    const sha = names.get(text) ?? parseSha((names.size + 1).toString(16).padStart(40, '0'));
    if (sha === undefined) throw new Error('There is always another name.');
    names.set(text, sha);
    texts.set(sha, instead[path] ?? { state: 'text', text });
    return sha;
  };
  const files = changes.map(([path, before, after]) => ({
    path,
    status: before === null ? ('added' as const) : after === null ? ('deleted' as const) : ('modified' as const),
    oldBlob: blob(path, before),
    newBlob: blob(path, after),
    isFile: true,
  }));
  const changed: ChangedFiles = { files, complete: true, notes: [] };
  const plan = planChanges(changed, rules);
  return readChanges(plan, new Map([...texts].filter(([sha]) => plan.reads.includes(sha))));
}

/** The values that a file of settings or infrastructure changes: `key: was -> now`. */
export function valuesOf(path: string, before: string | null, after: string | null): readonly string[] {
  const { config, infrastructure } = changesOf([[path, before, after]]);
  return [...config, ...infrastructure].flatMap(({ changes }) =>
    changes.map(({ key, was, now }) => `${key}: ${was ?? 'none'} -> ${now ?? 'none'}`),
  );
}

/** The packages that a lock file changes: `kind name from -> to`. */
export function packagesOf(path: string, before: string | null, after: string | null): readonly string[] {
  return changesOf([[path, before, after]]).dependencies.flatMap(({ changes }) =>
    changes.map(({ kind, name, from, to }) => `${kind} ${name} ${from.join()} -> ${to.join()}`),
  );
}
