import type { ChangedFile, ChangedFiles, ListedFile } from '../core/history';
import type { Sha } from '../core/sha';
import type { Reader } from './reader';

/** A file, symbolic link or submodule of a tree. */
export interface TreeEntry {
  /** Six octal digits, as git writes them. */
  readonly mode: string;
  readonly sha: Sha;
  /** Bytes; `null` when GitHub does not say (submodules). */
  readonly size: number | null;
}

export interface Tree {
  readonly entries: ReadonlyMap<string, TreeEntry>;
  /** GitHub stops at 100,000 entries or 7 MB. https://docs.github.com/rest/git/trees#get-a-tree */
  readonly truncated: boolean;
}

/** Maps a tree that was asked for recursively; folders are left out. */
export function treeIn(answer: Reader): Tree {
  const entries = new Map<string, TreeEntry>();
  for (const entry of answer.at('tree').list()) {
    if (entry.at('type').text() === 'tree') continue;
    entries.set(entry.at('path').text(), {
      mode: entry.at('mode').text(),
      sha: entry.at('sha').sha(),
      size: entry.at('size').maybe((size) => size.count()),
    });
  }
  return { entries, truncated: answer.at('truncated').flag() };
}

/** The regular files of a tree that stand at these paths or below them; the empty path is the whole tree. */
export function filesAt({ entries }: Tree, paths: readonly string[]): readonly ListedFile[] {
  const asked = new Set(paths);
  const isAsked = (path: string): boolean => {
    if (asked.has('') || asked.has(path)) return true;
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      if (asked.has(path.slice(0, at))) return true;
    }
    return false;
  };
  return [...entries]
    .filter(([path, { mode }]) => mode.startsWith('100') && isAsked(path))
    .map(([path, { sha }]) => ({ path, blob: sha }));
}

/**
 * Every path that differs between two trees, in the order of their paths. Of a truncated tree only what is certain is
 * told: a path that it lacks may be one that was left out.
 */
export function changesBetween(from: Tree, to: Tree): ChangedFiles {
  const files: ChangedFile[] = [];
  for (const [path, before] of from.entries) {
    const after = to.entries.get(path);
    if (after === undefined && to.truncated) continue;
    if (after?.sha === before.sha && after.mode === before.mode) continue;
    files.push(changeOf(path, before, after));
  }
  for (const [path, after] of to.entries) {
    if (!from.entries.has(path) && !from.truncated) files.push(changeOf(path, undefined, after));
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const complete = !from.truncated && !to.truncated;
  const notes = complete
    ? []
    : ['GitHub did not list every file of this large repository, so some changed files may be missing here.'];
  return { files, complete, notes };
}

function changeOf(path: string, before: TreeEntry | undefined, after: TreeEntry | undefined): ChangedFile {
  const ends = [before, after].filter((entry) => entry !== undefined);
  return {
    path,
    status: before === undefined ? 'added' : after === undefined ? 'deleted' : 'modified',
    oldBlob: before?.sha ?? null,
    newBlob: after?.sha ?? null,
    // 100644 and 100755 are files; 120000 is a symbolic link, 160000 a submodule.
    isFile: ends.every((entry) => entry.mode.startsWith('100')),
  };
}
