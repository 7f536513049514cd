import { HumanError } from '../core/errors';
import type { ListedFile } from '../core/history';
import { parseSha, type Sha } from '../core/sha';
import type { GitReader } from './gitReader';
import { nulFields } from './nulFields';

// https://git-scm.com/docs/git-ls-tree#_output_format: "100644 blob <object>", a tab, the path.
const entry = /^(\d{6}) blob ([0-9a-f]+)\t(.+)$/s;

/** What no tree can hold, and what git would take for more than a path. */
const outside = /^[/:]|(?:^|\/)\.{1,2}(?:\/|$)/;

/**
 * The regular files of a commit that stand at these paths or below them, in git's order. A path is taken as it is, not
 * as a pattern; one that is not there gives nothing.
 */
export async function readListedFiles(
  git: GitReader,
  commit: Sha,
  paths: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly ListedFile[]> {
  const asked = paths.filter((path) => !outside.test(path));
  if (asked.length === 0) return [];
  // Without a path git lists the whole tree.
  const args = ['ls-tree', '-r', '-z', '--full-tree', commit, '--', ...(asked.includes('') ? [] : asked)];
  const files: ListedFile[] = [];
  for await (const fields of nulFields(git.stream(args, signal))) {
    for (const field of fields) {
      const [, mode, name, path] = entry.exec(field) ?? [];
      if (mode === undefined || name === undefined || path === undefined || !mode.startsWith('100')) continue;
      const blob = parseSha(name);
      if (blob === undefined) throw new HumanError('git', 'git gave a list of files that cannot be read.');
      files.push({ path, blob });
    }
  }
  return files;
}
