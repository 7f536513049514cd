import { linesOf, type Steps } from '../steps';
import { sourceOf, type LockEntry } from './lockEntry';

interface Package {
  name: string;
  version: string;
  line: number;
  source: string | null;
  /** The project itself, or a member of its workspace. */
  own: boolean;
  readonly needs: string[];
}

const quoted = /"([^"]*)"/;

/**
 * `Cargo.lock`, `poetry.lock` and `uv.lock`: lists of `[[package]]`, always written by their tool. A package without a
 * source (Cargo), or with the source `virtual`, `editable` or `directory` (uv), is the project's own; what it needs is direct.
 * @param sourceless whether a package without a source is the project's own
 */
export function* readTomlLock(text: string, sourceless: boolean): Steps<readonly LockEntry[]> {
  const lines = yield* linesOf(text);
  const packages: Package[] = [];
  let open: Package | null = null;
  let list = '';
  let table = '';
  for (const [index, line] of lines.entries()) {
    if (index % 3000 === 2999) yield;
    if (line.startsWith('[')) {
      list = '';
      table = line;
      if (line === '[[package]]') {
        open = { name: '', version: '', line: index + 1, source: null, own: false, needs: [] };
        packages.push(open);
      } else if (!line.startsWith('[package.')) open = null;
      continue;
    }
    if (open === null) continue;
    const key = /^(\w+) = /.exec(line)?.[1];
    if (key !== undefined) list = line.endsWith('[') ? key : '';
    const value = quoted.exec(line)?.[1] ?? '';
    if (table === '[[package]]') {
      if (key === 'name') open.name = value;
      else if (key === 'version') open.version = value;
      else if (key === 'source') {
        open.source = sourceOf(value);
        open.own = /^source = \{ (?:virtual|editable|directory) =/.test(line);
      } else if (key === undefined && list === 'dependencies' && value !== '') {
        open.needs.push(value.split(' ')[0] ?? value);
      }
    } else if (table === '[package.source]' && key === 'url') open.source = sourceOf(value);
    else if (/^\[package\.(?:dev|optional)-dependencies\]$/.test(table) && key === undefined && list !== '') {
      open.needs.push(value);
    }
  }
  const isOwn = (each: Package): boolean => each.own || (sourceless && each.source === null);
  const direct = new Set(packages.filter(isOwn).flatMap(({ needs }) => needs));
  return packages
    .filter((each) => !isOwn(each) && each.name !== '')
    .map(({ name, version, line, source }) => ({
      name,
      version,
      line,
      source,
      direct: direct.size === 0 ? null : direct.has(name),
    }));
}
