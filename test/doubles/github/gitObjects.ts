export interface Signature {
  readonly name: string;
  readonly email: string;
  /** UTC, whole seconds. */
  readonly date: string;
}

export interface GitCommit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

export interface TreeEntry {
  /** Six octal digits. */
  readonly mode: string;
  readonly name: string;
  readonly sha: string;
  readonly type: 'blob' | 'tree' | 'commit';
}

/** Reads a commit object (https://git-scm.com/book/en/v2/Git-Internals-Git-Objects). */
export function parseCommit(sha: string, data: Buffer): GitCommit {
  const text = data.toString('utf8');
  const split = text.indexOf('\n\n');
  const head = split < 0 ? text : text.slice(0, split);
  const parents: string[] = [];
  let tree = '';
  let author = '';
  let committer = '';
  for (const line of head.split('\n')) {
    if (line.startsWith('tree ')) tree = line.slice(5);
    else if (line.startsWith('parent ')) parents.push(line.slice(7));
    else if (line.startsWith('author ')) author = line.slice(7);
    else if (line.startsWith('committer ')) committer = line.slice(10);
  }
  const message = split < 0 ? '' : text.slice(split + 2).replace(/\n+$/, '');
  return { sha, tree, parents, author: parseSignature(author), committer: parseSignature(committer), message };
}

/** The bytes of a commit object. */
export function formatCommit(commit: Omit<GitCommit, 'sha'>): Buffer {
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${formatSignature(commit.author)}`,
    `committer ${formatSignature(commit.committer)}`,
  ];
  return Buffer.from(`${lines.join('\n')}\n\n${commit.message.replace(/\n*$/, '\n')}`);
}

/** Reads a tree object of a SHA-1 repository. */
export function parseTree(data: Buffer): TreeEntry[] {
  const entries: TreeEntry[] = [];
  let at = 0;
  while (at < data.length) {
    const space = data.indexOf(32, at);
    const zero = data.indexOf(0, space);
    const mode = data.toString('latin1', at, space).padStart(6, '0');
    entries.push({
      mode,
      name: data.toString('utf8', space + 1, zero),
      sha: data.toString('hex', zero + 1, zero + 21),
      type: typeOfMode(mode),
    });
    at = zero + 21;
  }
  return entries;
}

/** The bytes of a tree object, its entries in git's order (folders sort as if they ended in a slash). */
export function formatTree(entries: readonly TreeEntry[]): Buffer {
  const keyed = entries.map((entry) => ({
    entry,
    key: Buffer.from(entry.type === 'tree' ? `${entry.name}/` : entry.name),
  }));
  keyed.sort((a, b) => Buffer.compare(a.key, b.key));
  return Buffer.concat(
    keyed.flatMap(({ entry }) => [
      Buffer.from(`${entry.mode.replace(/^0+/, '')} ${entry.name}\0`),
      Buffer.from(entry.sha, 'hex'),
    ]),
  );
}

export function typeOfMode(mode: string): TreeEntry['type'] {
  if (mode === '040000') return 'tree';
  return mode === '160000' ? 'commit' : 'blob';
}

function parseSignature(text: string): Signature {
  const match = /^(.*?) ?<([^>]*)> (-?\d+) [+-]\d{4}$/.exec(text);
  if (match === null) return { name: text, email: '', date: '1970-01-01T00:00:00Z' };
  const [, name = '', email = '', seconds = '0'] = match;
  return { name, email, date: new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z') };
}

function formatSignature(signature: Signature): string {
  // Neither angle brackets nor line breaks can stand in a name or an address.
  const clean = (text: string): string => text.replace(/[<>\n\0]/g, '').trim();
  const seconds = Math.floor(Date.parse(signature.date) / 1000);
  return `${clean(signature.name)} <${clean(signature.email)}> ${seconds} +0000`;
}
