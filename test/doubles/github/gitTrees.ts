import { formatCommit, formatTree } from './gitObjects';
import type { GitCommit, Signature, TreeEntry } from './gitObjects';
import type { GitStore } from './gitStore';

/** What to put at a path: an entry, or null to remove it. */
export type TreeChange = Pick<TreeEntry, 'mode' | 'sha' | 'type'> | null;

/** Writes a tree that is `base` with the changes applied; folders left empty vanish. Answers the id of the new tree. */
export async function writeTree(
  git: GitStore,
  base: string | undefined,
  changes: ReadonlyMap<string, TreeChange>,
): Promise<string> {
  const entries = new Map<string, TreeEntry>();
  const before = base === undefined ? undefined : await git.tree(base);
  for (const entry of before ?? []) entries.set(entry.name, entry);
  const below = new Map<string, Map<string, TreeChange>>();
  for (const [path, change] of changes) {
    const slash = path.indexOf('/');
    if (slash < 0) {
      if (change === null) entries.delete(path);
      else entries.set(path, { name: path, mode: change.mode, sha: change.sha, type: change.type });
      continue;
    }
    const folder = path.slice(0, slash);
    const inside = below.get(folder) ?? new Map<string, TreeChange>();
    below.set(folder, inside.set(path.slice(slash + 1), change));
  }
  for (const [folder, inside] of below) {
    const old = entries.get(folder);
    const sha = await writeTree(git, old?.type === 'tree' ? old.sha : undefined, inside);
    if ((await git.tree(sha))?.length === 0) entries.delete(folder);
    else entries.set(folder, { name: folder, mode: '040000', sha, type: 'tree' });
  }
  return git.write('tree', formatTree([...entries.values()]));
}

/** Text or bytes per path; null removes the file. */
export type FileChanges = Readonly<Record<string, string | Uint8Array | null>>;

/** Writes a tree with the files changed. */
export async function writeFiles(git: GitStore, base: string | undefined, files: FileChanges): Promise<string> {
  const changes = new Map<string, TreeChange>();
  for (const [path, content] of Object.entries(files)) {
    if (content === null) {
      changes.set(path, null);
      continue;
    }
    const sha = await git.write('blob', Buffer.from(content));
    const mode = base === undefined ? undefined : await modeAt(git, base, path);
    changes.set(path, { mode: mode ?? '100644', sha, type: 'blob' });
  }
  return writeTree(git, base, changes);
}

/** Writes a commit and answers its id. */
export async function writeCommit(
  git: GitStore,
  commit: Pick<GitCommit, 'tree' | 'parents' | 'message' | 'author'> & { readonly committer?: Signature },
): Promise<string> {
  return git.write('commit', formatCommit({ ...commit, committer: commit.committer ?? commit.author }));
}

/** One line of `git ls-tree`. */
export interface ListedEntry extends TreeEntry {
  /** Bytes of a blob; undefined for anything else. */
  readonly size: number | undefined;
}

/** The entries of a tree with the sizes of files, recursively or not; folders included. */
export async function listTree(git: GitStore, tree: string, recursive: boolean): Promise<ListedEntry[]> {
  const listed = await git.output(['ls-tree', '-z', '-l', ...(recursive ? ['-r', '-t'] : []), tree]);
  const entries: ListedEntry[] = [];
  for (const line of listed.toString('utf8').split('\0')) {
    const match = /^(\d{6}) (blob|tree|commit) ([0-9a-f]{40}) +(-|\d+)\t(.*)$/s.exec(line);
    if (match === null) continue;
    const [, mode = '', type = '', sha = '', size = '-', name = ''] = match;
    if (type !== 'blob' && type !== 'tree' && type !== 'commit') continue;
    entries.push({ mode, type, sha, name, size: size === '-' ? undefined : Number(size) });
  }
  return entries;
}

async function modeAt(git: GitStore, tree: string, path: string): Promise<string | undefined> {
  let at = tree;
  const parts = path.split('/');
  const last = parts.pop();
  for (const part of parts) {
    const next = (await git.tree(at))?.find((entry) => entry.name === part);
    if (next?.type !== 'tree') return undefined;
    at = next.sha;
  }
  const entry = (await git.tree(at))?.find((each) => each.name === last);
  return entry?.type === 'blob' ? entry.mode : undefined;
}
