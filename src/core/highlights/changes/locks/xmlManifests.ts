import { linesOf, type Steps } from '../steps';
import type { LockEntry } from './lockEntry';

/** A tag, a text or nothing of use (comments, declarations). Entities are not resolved: versions have none. */
const piece =
  /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<[!?][^>]*>|<\/?([\w.:-]+)((?:\s+[\w.:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|[^<]+/gy;

const attribute = /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly line: number;
  readonly children: Map<string, string>;
  text: string;
}

/** Calls `closed` for each element as it ends, with the names of those around it. */
function* walk(text: string, closed: (element: Element, around: readonly string[]) => void): Steps<void> {
  const open: Element[] = [];
  let line = 1;
  let count = 0;
  piece.lastIndex = 0;
  for (let found = piece.exec(text); found !== null; found = piece.exec(text)) {
    if ((count += 1) % 3000 === 0) {
      const here = piece.lastIndex;
      yield;
      piece.lastIndex = here;
    }
    const [whole, name, inside = '', empty] = found;
    const top = open.at(-1);
    if (name === undefined) {
      if (!whole.startsWith('<') && top !== undefined) top.text += whole;
    } else if (!whole.startsWith('</')) {
      const attributes = new Map(
        [...inside.matchAll(attribute)].map(([, key = '', double, single]) => [key, double ?? single ?? '']),
      );
      open.push({ name, attributes, line, children: new Map(), text: '' });
    }
    if (name !== undefined && (whole.startsWith('</') || empty === '/')) {
      const element = open.pop();
      if (element !== undefined) {
        open.at(-1)?.children.set(element.name, element.text.trim());
        closed(
          element,
          open.map((each) => each.name),
        );
      }
    }
    for (let at = whole.indexOf('\n'); at >= 0; at = whole.indexOf('\n', at + 1)) line += 1;
  }
}

/** The dependencies, plugins and parent of a Maven `pom.xml`, with the properties that the file itself sets. */
export function* readPom(text: string): Steps<readonly LockEntry[]> {
  const entries: LockEntry[] = [];
  const properties = new Map<string, string>();
  yield* walk(text, (element, around) => {
    if (around.at(-1) === 'properties') properties.set(element.name, element.text.trim());
    if (!['dependency', 'plugin', 'parent', 'extension'].includes(element.name)) return;
    const { children, line } = element;
    const artifact = children.get('artifactId');
    if (artifact === undefined) return;
    const name = `${children.get('groupId') ?? 'org.apache.maven.plugins'}:${artifact}`;
    entries.push({ name, version: children.get('version') ?? '', line, source: null, direct: true });
  });
  return entries
    .map((each) => ({
      ...each,
      version: each.version.replace(/\$\{([^}]+)\}/g, (whole, key: string) => properties.get(key) ?? whole),
    }))
    .filter(({ version }) => version !== '');
}

/** The packages of an MSBuild project or of `Directory.Packages.props` (learn.microsoft.com, central package management). */
export function* readMsbuild(text: string): Steps<readonly LockEntry[]> {
  const entries: LockEntry[] = [];
  yield* walk(text, ({ name, attributes, children, line }) => {
    if (!['PackageReference', 'PackageVersion', 'GlobalPackageReference'].includes(name)) return;
    const id = attributes.get('Include') ?? attributes.get('Update');
    const version = attributes.get('Version') ?? attributes.get('VersionOverride') ?? children.get('Version') ?? null;
    // A property that is set elsewhere says nothing here.
    if (id !== undefined && version !== null && !version.includes('$('))
      entries.push({ name: id, version, line, source: null, direct: true });
  });
  return entries;
}

/** A `Gemfile`'s gems, as written; Ruby code is not run. */
export function* readGemfile(text: string): Steps<readonly LockEntry[]> {
  const lines = yield* linesOf(text);
  return lines.flatMap((line, index): readonly LockEntry[] => {
    const found = /^\s*gem\s+["']([^"']+)["'](.*)$/.exec(line);
    if (found === null) return [];
    const [, name = '', rest = ''] = found;
    const versions = [...rest.matchAll(/,\s*["']([^"']+)["']/g)].map(([, each = '']) => each);
    const git = /\b(?:git|github):\s*["']([^"']+)["']/.exec(rest)?.[1];
    const source = git === undefined ? null : `git+${git}`;
    return [{ name, version: versions.join(', ') || 'any', line: index + 1, source, direct: true }];
  });
}
