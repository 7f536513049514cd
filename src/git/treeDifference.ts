import { HumanError } from '../core/errors';
import type { ChangedFile, ChangedFiles } from '../core/history';
import { parseSha, type Sha } from '../core/sha';
import { OutputTooLarge } from './gitProcess';
import type { GitReader } from './gitReader';
import { nulFields } from './nulFields';

// https://git-scm.com/docs/git-diff-tree#_raw_output_format: ":100644 100755 <old> <new> M", then the path.
const rawLine = /^:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])/;
const absent = '000000';

function isRegular(mode: string): boolean {
  return mode === absent || mode.startsWith('100');
}

function readChange(line: string, path: string): ChangedFile {
  const [, oldMode, newMode, oldName, newName] = rawLine.exec(line) ?? [];
  const oldBlob = oldMode === absent ? null : parseSha(oldName ?? '');
  const newBlob = newMode === absent ? null : parseSha(newName ?? '');
  if (oldMode === undefined || newMode === undefined || oldBlob === undefined || newBlob === undefined) {
    throw new HumanError('git', 'git gave a list of changed files that cannot be read.');
  }
  const status = oldBlob === null ? 'added' : newBlob === null ? 'deleted' : 'modified';
  return { path, status, oldBlob, newBlob, isFile: isRegular(oldMode) && isRegular(newMode) };
}

/** Every path that differs between the trees of two commits, in git's order; paths that are no UTF-8 hold U+FFFD. */
export async function readTreeDifference(
  git: GitReader,
  from: Sha,
  to: Sha,
  signal: AbortSignal | undefined,
): Promise<ChangedFiles> {
  const args = ['diff-tree', '-r', '-z', '--raw', '--no-renames', '--no-abbrev', '--no-ext-diff', '--no-textconv'];
  const files: ChangedFile[] = [];
  let line: string | undefined;
  try {
    for await (const fields of nulFields(git.stream([...args, from, to, '--'], signal))) {
      for (const field of fields) {
        if (line === undefined) {
          line = field;
        } else {
          files.push(readChange(line, field));
          line = undefined;
        }
      }
    }
  } catch (error) {
    if (!(error instanceof OutputTooLarge)) throw error;
    const note = `The list of changed files is too long: only the first ${files.length} files were read.`;
    return { files, complete: false, notes: [note] };
  }
  return { files, complete: true, notes: [] };
}
