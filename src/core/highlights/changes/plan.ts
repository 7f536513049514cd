import type { ChangedFile, ChangedFiles } from '../../history';
import type { Sha } from '../../sha';
import { apiFormatOf } from './api/apiFormats';
import { configKindOf, formatOf, isForeign, partsOf, type ConfigKind } from './fileKinds';
import { pathPattern, type PathPattern } from '../../globs';
import { lockKindOf, type LockKind } from './locks/lockKinds';
import type { ApiFile } from './model';
import { defaultRules, type ChangeRules } from './rules';
import { guardOf, isSource, securityKindOf } from './securityPaths';

/** A changed file and what its path makes of it. */
export type PlannedFile = { readonly file: ChangedFile } & (
  | { readonly as: 'dependencies'; readonly kind: LockKind }
  | { readonly as: 'config'; readonly kind: ConfigKind }
  | { readonly as: 'api'; readonly format: ApiFile['format'] }
  | { readonly as: 'flags'; readonly kind: ConfigKind }
  /** `kind`: security-sensitive by its path; `search`: its text is searched for lines that are. */
  | { readonly as: 'source'; readonly kind: string | null; readonly search: boolean; readonly guard?: string }
);

/** What must be read before the changes of a range can be told. */
export interface ChangePlan {
  /** The blobs whose text is wanted, each once. None of them is wanted beyond {@link ChangeRules.blobLimit} bytes. */
  readonly reads: readonly Sha[];
  readonly files: readonly PlannedFile[];
  /** Those that would matter and whose contents are beyond {@link ChangeRules.mostReads}. */
  readonly left: readonly PlannedFile[];
  readonly changed: ChangedFiles;
  readonly rules: ChangeRules;
  readonly notes: readonly string[];
}

/** Picks, by their paths alone, the changed files that can hurt. */
export function planChanges(changed: ChangedFiles, rules: ChangeRules = defaultRules): ChangePlan {
  const flags = rules.flags.map(pathPattern);
  const all = changed.files.flatMap((file) => plan(file, rules, flags));
  const searched = all.filter((each) => each.as === 'source' && each.search);
  const unsearched = Math.max(0, searched.length - rules.contentFiles);
  // Searching some of them would say nothing about the rest.
  const files = all.flatMap((each): readonly PlannedFile[] => {
    if (each.as !== 'source' || unsearched === 0) return [each];
    return each.kind === null ? [] : [{ ...each, search: false }];
  });
  const wanted = files.filter((each) => each.file.isFile && (each.as !== 'source' || each.search) && !isCode(each));
  const { reads, left } = within(wanted, rules.mostReads);
  const without = new Set(left);
  return {
    reads,
    files: files.filter((each) => !without.has(each)),
    left,
    changed,
    rules,
    notes: [
      ...(unsearched === 0
        ? []
        : [
            `The lines of ${searched.length} source files were not searched for security-sensitive ones: that is done for at most ${rules.contentFiles}.`,
          ]),
      ...(left.length === 0
        ? []
        : [
            `Not fully scanned: ${left.length} of ${wanted.length} files of settings, dependencies and interfaces were not read, because at most ${rules.mostReads} contents are asked for.`,
          ]),
    ],
  };
}

/** What is read first. Manifests come after lock files: beside one that is not read they would tell half of it. */
function rankOf(each: PlannedFile): number {
  switch (each.as) {
    case 'dependencies':
      return each.kind.role === 'lock' ? 0 : 4;
    case 'api':
      return 1;
    case 'config':
      return each.kind.category === 'infrastructure' ? 2 : 3;
    case 'flags':
      return 3;
    case 'source':
      return 5;
  }
}

function within(
  wanted: readonly PlannedFile[],
  most: number,
): { readonly reads: readonly Sha[]; readonly left: readonly PlannedFile[] } {
  const reads = new Set<Sha>();
  const left: PlannedFile[] = [];
  for (const each of wanted.toSorted((a, b) => rankOf(a) - rankOf(b))) {
    const more = [each.file.oldBlob, each.file.newBlob].filter((sha) => sha !== null && !reads.has(sha));
    // From the first that does not fit, so that what is left is the least important.
    if (left.length > 0 || reads.size + more.length > most) left.push(each);
    else for (const sha of more) if (sha !== null) reads.add(sha);
  }
  return { reads: [...reads], left };
}

const isCode = (each: PlannedFile): boolean =>
  (each.as === 'config' || each.as === 'flags') && each.kind.format === 'code';

function plan(file: ChangedFile, rules: ChangeRules, flags: readonly PathPattern[]): readonly PlannedFile[] {
  const { path } = file;
  const lock = lockKindOf(path);
  if (lock !== null) return [{ as: 'dependencies', file, kind: lock }];
  const parts = partsOf(path);
  const guard = guardOf(parts);
  if (guard !== null) return [{ as: 'source', file, kind: 'security controls', search: false, guard }];
  const format = apiFormatOf(path);
  if (format !== null && !isForeign(parts)) return [{ as: 'api', file, format }];
  const config = configKindOf(path);
  const lower = path.toLowerCase();
  if (flags.some((matches) => matches(lower)) && !isForeign(parts)) {
    const kind = {
      category: 'config' as const,
      what: 'feature flags',
      format: formatOf(parts.extension),
      local: false,
    };
    return [{ as: 'flags', file, kind: config ?? kind }];
  }
  if (config !== null) return [{ as: 'config', file, kind: config }];
  if (!isSource(parts)) return [];
  const kind = securityKindOf(parts, rules.security);
  // What was removed is read too: a line that only moved is not new.
  const search = rules.contents.length > 0;
  return kind === null && !search ? [] : [{ as: 'source', file, kind, search }];
}
