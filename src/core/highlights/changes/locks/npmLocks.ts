import { readJson } from '../readJson';
import { linesOf, type Steps } from '../steps';
import { at, entriesOf, NotUnderstood, textAt, type Tree } from '../tree';
import { sourceOf, type LockEntry } from './lockEntry';

const asked = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];
const folder = 'node_modules/';

/** `package-lock.json` and `npm-shrinkwrap.json` of lockfile versions 1 to 3 (docs.npmjs.com, package-lock.json). */
export function* readNpmLock(text: string): Steps<readonly LockEntry[]> {
  const root = yield* readJson(text);
  const packages = at(root, 'packages');
  const entries: LockEntry[] = [];
  if (packages === null) {
    const old = at(root, 'dependencies');
    if (old !== null) yield* nested(old, entries);
    return entries;
  }
  const own = [...entriesOf(packages)].filter(([path]) => !path.includes(folder)).map(([, each]) => each);
  const direct = new Set(own.flatMap((each) => asked.flatMap((kind) => [...entriesOf(at(each, kind)).keys()])));
  let count = 0;
  for (const [path, each] of entriesOf(packages)) {
    if ((count += 1) % 1000 === 0) yield;
    const start = path.lastIndexOf(folder);
    const version = textAt(each, 'version');
    if (start < 0 || version === null || textAt(each, 'link') === 'true') continue;
    const key = path.slice(start + folder.length);
    entries.push(npmEntry(textAt(each, 'name') ?? key, version, each, start === 0 ? direct.has(key) : false));
  }
  return entries;
}

function* nested(dependencies: Tree, entries: LockEntry[]): Steps<void> {
  let count = 0;
  for (const [name, each] of entriesOf(dependencies)) {
    if ((count += 1) % 1000 === 0) yield;
    const version = textAt(each, 'version');
    if (version !== null) entries.push(npmEntry(name, version, each, null));
    const inner = at(each, 'dependencies');
    if (inner !== null) yield* nested(inner, entries);
  }
}

function npmEntry(name: string, version: string, tree: Tree, direct: boolean | null): LockEntry {
  const resolved = textAt(tree, 'resolved') ?? (version.includes(':') ? version : null);
  const source = resolved === null ? null : sourceOf(resolved);
  return { name, version, line: tree.line, source, direct, development: textAt(tree, 'dev') === 'true' };
}

/** The name and version of a key such as `/a/1.0.0_b@2`, `/@s/a@1.0.0(b@2)` or `a@https://…`; `null` for others. */
function pnpmKey(key: string): { readonly name: string; readonly version: string } | null {
  const bare = key.replace(/^\//, '').replace(/\(.*$/s, '');
  const modern = /^((?:@[^@/]+\/)?[^@/]+)@(.+)$/s.exec(bare) ?? /^((?:@[^@/]+\/)?[^@/]+)\/([^/]+)$/s.exec(bare);
  if (modern === null) return bare.includes('/') ? { name: bare, version: bare.split('/').at(-1) ?? '' } : null;
  const [, name = '', version = ''] = modern;
  return { name, version: /^\d/.test(version) ? version.replace(/_.*$/s, '') : version };
}

/** `pnpm-lock.yaml` of lockfile versions 5 to 9 (github.com/pnpm/spec, lockfile). The file is always written by pnpm. */
export function* readPnpmLock(text: string): Steps<readonly LockEntry[]> {
  const lines = yield* linesOf(text);
  if (!lines.some((line) => line.startsWith('lockfileVersion:'))) throw new NotUnderstood('It has no version', 1);
  const entries: LockEntry[] = [];
  const direct = new Set<string>();
  const shipped = new Set<string>();
  const asks = (name: string): void => {
    direct.add(name);
    if (kind !== 'devDependencies') shipped.add(name);
  };
  let section = '';
  let kind = '';
  let open: { name: string; version: string; line: number; source: string | null } | null = null;
  const close = (): void => {
    if (open !== null) entries.push({ ...open, direct: null });
    open = null;
  };
  for (const [index, line] of lines.entries()) {
    if (index % 3000 === 2999) yield;
    const found = /^( *)(?:'([^']+)'|"([^"]+)"|([^\s'"#][^\n]*?))\s*:(?: (.*))?$/.exec(line);
    if (found === null) continue;
    const indent = (found[1] ?? '').length;
    const key = found[2] ?? found[3] ?? found[4] ?? '';
    if (indent === 0) {
      close();
      section = key;
      kind = asked.includes(key) ? key : '';
    } else if (section === 'packages' && indent === 2) {
      close();
      const named = pnpmKey(key);
      open = named === null ? null : { ...named, line: index + 1, source: looseSource(named.version) };
    } else if (section === 'packages' && indent === 4 && open !== null) {
      const address = /\b(?:tarball|repo): ([^,}\s]+)/.exec(line)?.[1];
      if (key.startsWith('resolution') && address !== undefined) open.source = sourceOf(address);
      if (key === 'version' && found[5] !== undefined) open.version = found[5];
    } else if (section === 'importers') {
      if (indent === 4) kind = asked.includes(key) ? key : '';
      else if (indent === 6 && kind !== '') asks(key);
    } else if (indent === 2 && kind !== '') asks(key);
  }
  close();
  if (direct.size === 0) return entries;
  return entries.map((each) => {
    const isDirect = direct.has(each.name);
    return { ...each, direct: isDirect, development: isDirect && !shipped.has(each.name) };
  });
}

function looseSource(version: string): string | null {
  return version.includes('/') || version.includes(':') ? sourceOf(version) : null;
}

/** `yarn.lock` of Yarn 1 and of Yarn 2 and later. The file is always written by Yarn. */
export function* readYarnLock(text: string): Steps<readonly LockEntry[]> {
  const lines = yield* linesOf(text);
  const entries: LockEntry[] = [];
  const direct = new Set<string>();
  let open: { name: string; version: string; line: number; source: string | null; own: boolean } | null = null;
  let inDependencies = false;
  const close = (): void => {
    if (open !== null && !open.own && open.version !== '') {
      const { name, version, line, source } = open;
      entries.push({ name, version, line, source, direct: null });
    }
    open = null;
  };
  for (const [index, line] of lines.entries()) {
    if (index % 3000 === 2999) yield;
    if (/^[^\s#]/.test(line)) {
      close();
      const key = line.replace(/^"/, '').split(/"?, "?|"?:$/)[0] ?? '';
      const name = /^((?:@[^@/]+\/)?[^@/]+)@/.exec(key)?.[1];
      open = name === undefined ? null : { name, version: '', line: index + 1, source: null, own: false };
      continue;
    }
    if (open === null) continue;
    const found = /^( +)"?([^\s":]+)"?:? +"?([^"\n]*)"?$/.exec(line);
    if (/^ {2}\S/.test(line)) inDependencies = /^ {2}(?:dependencies|devDependencies):/.test(line);
    if (found === null) continue;
    const [, indent = '', key = '', value = ''] = found;
    if (indent.length === 4 && inDependencies && open.own) direct.add(key);
    if (indent.length !== 2) continue;
    if (key === 'version') open.version = value;
    if (key === 'resolved') open.source = sourceOf(value);
    if (key === 'resolution') {
      open.own = value.includes('@workspace:');
      const target = value.slice(open.name.length + 1);
      if (!target.startsWith('npm:') && !target.startsWith('patch:') && !target.startsWith('virtual:')) {
        open.source = sourceOf(target);
      }
    }
  }
  close();
  return entries.map((each) => ({ ...each, direct: direct.size === 0 ? null : direct.has(each.name) }));
}
