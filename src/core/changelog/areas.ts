import type { ChangedFiles } from '../history';
import { known, type Known } from '../known';
import type { Area } from './model';
import type { Pace } from './pace';

/** Folders that hold one part of the product each. */
const containers: ReadonlySet<string> = new Set([
  'addons',
  'apps',
  'cmd',
  'components',
  'crates',
  'extensions',
  'functions',
  'lambdas',
  'libs',
  'modules',
  'packages',
  'plugins',
  'projects',
  'services',
  'workspaces',
]);

/** Folders that say nothing when everything is in them. */
const roots: ReadonlySet<string> = new Set(['app', 'lib', 'source', 'src']);

/** From this share of the changed files on, a root is stepped into. */
const mostFiles = 0.75;

function topOf(path: string): string {
  const slash = path.indexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** The folder of `path` that is `depth` levels deep, or the deepest there is. */
function folderOf(path: string, depth: number): string {
  let end = 0;
  for (let level = 0; level < depth; level += 1) {
    const slash = path.indexOf('/', end);
    if (slash < 0) break;
    end = slash + 1;
  }
  return path.slice(0, end);
}

function areaOf(path: string, root: string | null): string {
  const top = topOf(path);
  if (root === null || top !== root) return folderOf(path, containers.has(top) ? 2 : 1);
  return folderOf(path, containers.has(topOf(path.slice(top.length + 1))) ? 3 : 2);
}

/**
 * Which parts of the repository differ between the two ends. An area is a folder at the top; one level deeper in a
 * folder that holds the parts of a monorepo (`packages/`, `services/`, …), and in a source root such as `src/` when
 * three quarters of the changed files are below it. Files beside those parts are an area of the folder that they are in.
 * No area is left out, however small.
 * @returns largest first, then by path; unknown when the changed files are
 */
export function* groupByArea(changed: Known<ChangedFiles>, pace: Pace): Generator<void, Known<readonly Area[]>> {
  if (!changed.known) return changed;
  const { files } = changed.value;
  const inRoot = new Map<string, number>();
  for (const { path } of files) {
    const top = topOf(path);
    if (roots.has(top)) inRoot.set(top, (inRoot.get(top) ?? 0) + 1);
    if (pace.spend()) yield;
  }
  const root = [...inRoot].find(([, count]) => count >= files.length * mostFiles)?.[0] ?? null;
  const counts = new Map<string, number>();
  for (const { path } of files) {
    const area = areaOf(path, root);
    counts.set(area, (counts.get(area) ?? 0) + 1);
    if (pace.spend()) yield;
  }
  const areas = [...counts].map(([path, count]): Area => ({ path, files: count }));
  return known(areas.sort((a, b) => b.files - a.files || (a.path < b.path ? -1 : 1)));
}
