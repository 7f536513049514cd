import type { GitStore } from './gitStore';

/** A file that differs between two trees. */
export interface FileChange {
  readonly path: string;
  readonly previousPath: string | undefined;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'changed';
  /** The blob after the change; before it for a removed file. */
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  /** The hunks of a text file, without the file header. */
  readonly patch: string | undefined;
}

const cache = new WeakMap<GitStore, Map<string, Promise<readonly FileChange[]>>>();
const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** The files changed from one commit to another, renames found; `from` undefined means from nothing. */
export function changedFiles(git: GitStore, from: string | undefined, to: string): Promise<readonly FileChange[]> {
  const ofStore = cache.get(git) ?? new Map<string, Promise<readonly FileChange[]>>();
  cache.set(git, ofStore);
  const key = `${from ?? ''}..${to}`;
  let known = ofStore.get(key);
  if (known === undefined) {
    known = readChanges(git, from ?? emptyTree, to);
    ofStore.set(key, known);
    if (ofStore.size > 500) ofStore.clear();
  }
  return known;
}

async function readChanges(git: GitStore, from: string, to: string): Promise<readonly FileChange[]> {
  const base = ['diff-tree', '-r', '-M', '--no-ext-diff', '--no-textconv'];
  const [raw, counts, patches] = await Promise.all([
    git.output([...base, '-z', '--raw', '--no-abbrev', from, to]),
    git.output([...base, '-z', '--numstat', from, to]),
    git.output([...base, '-p', from, to]),
  ]);
  const files = parseRaw(raw.toString('utf8'));
  const numbers = parseCounts(counts.toString('utf8'));
  const hunks = splitPatches(patches.toString('utf8'));
  return files.map((file, index) => {
    const [additions, deletions] = numbers[index] ?? [0, 0];
    return { ...file, additions, deletions, patch: hunks[index] };
  });
}

function parseRaw(text: string): Omit<FileChange, 'additions' | 'deletions' | 'patch'>[] {
  const parts = text.split('\0');
  const files: Omit<FileChange, 'additions' | 'deletions' | 'patch'>[] = [];
  for (let at = 0; at < parts.length - 1;) {
    const [, , before = '', after = '', letter = ''] = (parts[at] ?? '').split(' ');
    const first = parts[at + 1] ?? '';
    const renamed = letter.startsWith('R') || letter.startsWith('C');
    const path = renamed ? (parts[at + 2] ?? '') : first;
    at += renamed ? 3 : 2;
    const sha = letter.startsWith('D') ? before : after;
    files.push({ path, previousPath: renamed ? first : undefined, status: statusOf(letter), sha });
  }
  return files;
}

function statusOf(letter: string): FileChange['status'] {
  if (letter.startsWith('R')) return 'renamed';
  if (letter.startsWith('T')) return 'changed';
  if (letter === 'A' || letter.startsWith('C')) return 'added';
  return letter === 'D' ? 'removed' : 'modified';
}

function parseCounts(text: string): (readonly [number, number])[] {
  const parts = text.split('\0');
  const counts: (readonly [number, number])[] = [];
  for (let at = 0; at < parts.length - 1; at += 1) {
    const match = /^(-|\d+)\t(-|\d+)\t(.*)$/s.exec(parts[at] ?? '');
    if (match === null) continue;
    const [, added = '', removed = '', name = ''] = match;
    // A rename has an empty name here and its two names in the next two fields.
    if (name === '') at += 2;
    counts.push([added === '-' ? 0 : Number(added), removed === '-' ? 0 : Number(removed)]);
  }
  return counts;
}

function splitPatches(text: string): (string | undefined)[] {
  if (text === '') return [];
  return text.split(/^(?=diff --git )/m).map((part) => {
    const start = part.search(/^@@ /m);
    return start < 0 ? undefined : part.slice(start).replace(/\n$/, '');
  });
}
