import { readJson } from '../readJson';
import { readToml } from '../readToml';
import type { Steps } from '../steps';
import { at, entriesOf, itemsOf, textAt, type Tree } from '../tree';
import { sourceOf, type LockEntry } from './lockEntry';

/** `composer.lock` (getcomposer.org, lock file). */
export function* readComposerLock(text: string): Steps<readonly LockEntry[]> {
  const root = yield* readJson(text);
  return ['packages', 'packages-dev'].flatMap((list) =>
    itemsOf(at(root, list)).flatMap((each): readonly LockEntry[] => {
      const name = textAt(each, 'name');
      const version = textAt(each, 'version');
      if (name === null || version === null) return [];
      // Packagist's own packages all come from forges: the repository is their source.
      const address = textAt(each, 'source', 'url') ?? textAt(each, 'dist', 'url');
      const source = address === null ? null : host(address);
      return [{ name, version, line: each.line, source, direct: null, development: list === 'packages-dev' }];
    }),
  );
}

function host(address: string): string {
  return /^[a-z+]+:\/\/(?:[^/@]*@)?([^/:]+)/i.exec(address)?.[1]?.toLowerCase() ?? address;
}

/** `Pipfile.lock` (pipenv.pypa.io). */
export function* readPipfileLock(text: string): Steps<readonly LockEntry[]> {
  const root = yield* readJson(text);
  return ['default', 'develop'].flatMap((group) =>
    [...entriesOf(at(root, group))].map(([name, each]): LockEntry => {
      const git = textAt(each, 'git');
      const version = textAt(each, 'version')?.replace(/^==/, '') ?? textAt(each, 'ref') ?? '';
      const source = git === null ? null : sourceOf(`git+${git}`);
      return { name, version, line: each.line, source, direct: null, development: group === 'develop' };
    }),
  );
}

/** `packages.lock.json` of NuGet (learn.microsoft.com, PackageReference in project files). */
export function* readNugetLock(text: string): Steps<readonly LockEntry[]> {
  const root = yield* readJson(text);
  return [...entriesOf(at(root, 'dependencies')).values()].flatMap((framework) =>
    [...entriesOf(framework)].flatMap(([name, each]): readonly LockEntry[] => {
      const version = textAt(each, 'resolved');
      if (version === null) return [];
      return [{ name, version, line: each.line, source: null, direct: textAt(each, 'type') === 'Direct' }];
    }),
  );
}

/** `*.versions.toml` (docs.gradle.org, version catalogs): named versions, and libraries with a version of their own. */
export function* readVersionCatalogue(text: string): Steps<readonly LockEntry[]> {
  const root = yield* readToml(text);
  const named = [...entriesOf(at(root, 'versions'))].map(([name, each]) => entryOf(name, each, each));
  const own = ['libraries', 'plugins'].flatMap((table) =>
    [...entriesOf(at(root, table))].map(([name, each]) =>
      entryOf(textAt(each, 'module') ?? name, at(each, 'version'), each),
    ),
  );
  return [...named, ...own].filter((each) => each !== null);
}

function entryOf(name: string, version: Tree | null, whole: Tree): LockEntry | null {
  const text = textAt(version) ?? textAt(version, 'strictly') ?? textAt(version, 'prefer');
  return text === null ? null : { name, version: text, line: whole.line, source: null, direct: true };
}

/** What a `package.json` asks for, as written. */
export function* readPackageJson(text: string): Steps<readonly LockEntry[]> {
  const root = yield* readJson(text);
  // Another package of the workspace may ship what this one only develops with.
  const alone = at(root, 'workspaces') === null;
  return ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
    askedFor(at(root, kind), alone && kind === 'devDependencies'),
  );
}

/** What a `composer.json` asks for, as written. */
export function* readComposerJson(text: string): Steps<readonly LockEntry[]> {
  const root = yield* readJson(text);
  return ['require', 'require-dev'].flatMap((kind) => askedFor(at(root, kind), kind === 'require-dev'));
}

/** What a `Cargo.toml` asks for, as written. */
export function* readCargoToml(text: string): Steps<readonly LockEntry[]> {
  const root = yield* readToml(text);
  const tables = [root, at(root, 'workspace'), ...entriesOf(at(root, 'target')).values()];
  return tables.flatMap((table) =>
    ['dependencies', 'dev-dependencies', 'build-dependencies'].flatMap((kind) =>
      askedFor(at(table, kind), kind === 'dev-dependencies'),
    ),
  );
}

/** What a `pyproject.toml` asks for, as written: PEP 621 and Poetry. */
export function* readPyproject(text: string): Steps<readonly LockEntry[]> {
  const root = yield* readToml(text);
  const lists = [
    at(root, 'project', 'dependencies'),
    ...entriesOf(at(root, 'project', 'optional-dependencies')).values(),
  ];
  const plain = lists.flatMap(itemsOf).flatMap((each): readonly LockEntry[] => {
    const found = /^\s*([\w.-]+)(?:\[[^\]]*\])?\s*([^;]*)/.exec(textAt(each) ?? '');
    if (found === null) return [];
    return [{ name: found[1] ?? '', version: found[2]?.trim() || 'any', line: each.line, source: null, direct: true }];
  });
  const poetry = at(root, 'tool', 'poetry');
  const groups = [...entriesOf(at(poetry, 'group')).values()].map((group) => at(group, 'dependencies'));
  const asked = [at(poetry, 'dependencies'), ...groups].flatMap((each) => askedFor(each));
  return [...plain, ...asked, ...askedFor(at(poetry, 'dev-dependencies'), true)];
}

function askedFor(map: Tree | null, development = false): readonly LockEntry[] {
  return [...entriesOf(map)].flatMap(([name, each]): readonly LockEntry[] => {
    if (each.kind === 'map' && (textAt(each, 'workspace') === 'true' || textAt(each, 'path') !== null)) return [];
    const git = textAt(each, 'git');
    const spec = textAt(each) ?? textAt(each, 'version') ?? textAt(each, 'rev') ?? textAt(each, 'tag') ?? 'any';
    if (/^(?:workspace|file|link|portal):/.test(spec)) return [];
    const source =
      git !== null ? sourceOf(`git+${git}`) : /^(?:git|github|https?)[+:]/.test(spec) ? sourceOf(spec) : null;
    return [{ name, version: spec, line: each.line, source, direct: true, development }];
  });
}
