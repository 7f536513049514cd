import {
  readCargoToml,
  readComposerJson,
  readComposerLock,
  readNugetLock,
  readPackageJson,
  readPipfileLock,
  readPyproject,
  readVersionCatalogue,
} from './documentLocks';
import { readGemfileLock, readGoMod, readGradleLock, readMixLock, readRequirements } from './lineLocks';
import type { LockReader } from './lockEntry';
import { readNpmLock, readPnpmLock, readYarnLock } from './npmLocks';
import { readTomlLock } from './tomlLocks';
import { readGemfile, readMsbuild, readPom } from './xmlManifests';

/** A file that names versions of packages. */
export interface LockKind {
  /** For people: `npm`, `Cargo`, … */
  readonly ecosystem: string;
  /** `asked`: a manifest whose versions are resolved in a lock file of its ecosystem, if there is one. */
  readonly role: 'lock' | 'asked' | 'manifest';
  /** `null`: such a file is known, and nothing here reads it. */
  readonly read: LockReader | null;
}

const lock = (ecosystem: string, read: LockReader | null): LockKind => ({ ecosystem, role: 'lock', read });
const asked = (ecosystem: string, read: LockReader | null): LockKind => ({ ecosystem, role: 'asked', read });
/** Versions that are written by hand, and are what will be fetched. */
const manifest = (ecosystem: string, read: LockReader): LockKind => ({ ecosystem, role: 'manifest', read });

const byName: Readonly<Record<string, LockKind>> = {
  'package-lock.json': lock('npm', readNpmLock),
  'npm-shrinkwrap.json': lock('npm', readNpmLock),
  'pnpm-lock.yaml': lock('npm', readPnpmLock),
  'yarn.lock': lock('npm', readYarnLock),
  'bun.lock': lock('npm', null),
  'bun.lockb': lock('npm', null),
  'deno.lock': lock('Deno', null),
  'package.json': asked('npm', readPackageJson),
  'pipfile.lock': lock('Python', readPipfileLock),
  'poetry.lock': lock('Python', (text) => readTomlLock(text, false)),
  'uv.lock': lock('Python', (text) => readTomlLock(text, false)),
  'pdm.lock': lock('Python', (text) => readTomlLock(text, false)),
  'pyproject.toml': asked('Python', readPyproject),
  'cargo.lock': lock('Cargo', (text) => readTomlLock(text, true)),
  'cargo.toml': asked('Cargo', readCargoToml),
  'go.mod': lock('Go', readGoMod),
  'gemfile.lock': lock('RubyGems', readGemfileLock),
  'gems.locked': lock('RubyGems', readGemfileLock),
  gemfile: asked('RubyGems', readGemfile),
  'composer.lock': lock('Composer', readComposerLock),
  'composer.json': asked('Composer', readComposerJson),
  'packages.lock.json': lock('NuGet', readNugetLock),
  'directory.packages.props': asked('NuGet', readMsbuild),
  'directory.build.props': asked('NuGet', readMsbuild),
  'pom.xml': manifest('Maven', readPom),
  'gradle.lockfile': lock('Gradle', readGradleLock),
  'buildscript-gradle.lockfile': lock('Gradle', readGradleLock),
  'mix.lock': lock('Hex', readMixLock),
  'podfile.lock': lock('CocoaPods', null),
  'package.resolved': lock('Swift', null),
  'pubspec.lock': lock('Dart', null),
  'flake.lock': lock('Nix', null),
};

/** What kind of lock file or manifest a path is; `null` for others. Other people's code and tests do not count. */
export function lockKindOf(path: string): LockKind | null {
  const names = path.toLowerCase().split('/');
  const folders = names.slice(0, -1);
  if (
    folders.some((each) =>
      /^(?:node_modules|vendor|third_party|fixtures|__fixtures__|testdata|site-packages)$/.test(each),
    )
  ) {
    return null;
  }
  const name = names.at(-1) ?? '';
  const known = Object.hasOwn(byName, name) ? byName[name] : undefined;
  if (known !== undefined) return known;
  if (
    /^(?:.*[-_.])?requirements(?:[-_.].*)?\.(?:txt|in)$/.test(name) ||
    (folders.at(-1) === 'requirements' && name.endsWith('.txt'))
  ) {
    return name.endsWith('.in') ? null : manifest('Python', readRequirements);
  }
  if (/\.(?:cs|fs|vb)proj$/.test(name)) return asked('NuGet', readMsbuild);
  return name.endsWith('.versions.toml') ? manifest('Gradle', readVersionCatalogue) : null;
}
