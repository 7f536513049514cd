/**
 * Whether a text matches a pattern in which `*` stands for any characters and `?` for one. It takes at most the product of
 * both lengths in steps, whatever the pattern: there is no nesting to go back through.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  let [at, here] = [0, 0];
  let [star, mark] = [-1, 0];
  while (here < text.length) {
    if (pattern[at] === '*') {
      star = at;
      mark = here;
      at += 1;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[here])) {
      at += 1;
      here += 1;
    } else if (star >= 0) {
      at = star + 1;
      mark += 1;
      here = mark;
    } else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}

/** Paths and patterns with more names than this match nothing. */
const partsLimit = 64;

/** Tells whether a path matches a pattern. */
export type PathPattern = (lowerPath: string) => boolean;

/**
 * Reads a pattern: `*` and `?` within one name, `**` for any number of folders. A pattern without `/` is matched against
 * the last name of a path. The paths that it is asked about are in lower case; the pattern may be in any.
 */
export function pathPattern(pattern: string): PathPattern {
  const wanted = pattern.toLowerCase();
  // What every matching path has in it: most paths are done with that.
  const literal = wanted.split(/[*?/]/).reduce((best, each) => (each.length > best.length ? each : best), '');
  if (!wanted.includes('/')) {
    return (path) => path.includes(literal) && matchesWildcard(wanted, path.slice(path.lastIndexOf('/') + 1));
  }
  const whole = wanted.replace(/^\//, '');
  const [start = ''] = whole.split(/[*?]/, 1);
  const parts = whole.split('/');
  return (path) => path.startsWith(start) && path.includes(literal) && matchesParts(parts, path.split('/'));
}

function matchesParts(parts: readonly string[], names: readonly string[]): boolean {
  if (parts.length > partsLimit || names.length > partsLimit) return false;
  // Which numbers of names the parts so far can stand for.
  let reach: ReadonlySet<number> = new Set([0]);
  for (const part of parts) {
    const next = new Set<number>();
    for (const from of reach) {
      if (part === '**') for (let to = from; to <= names.length; to += 1) next.add(to);
      else if (from < names.length && matchesWildcard(part, names[from] ?? '')) next.add(from + 1);
    }
    reach = next;
  }
  return reach.has(names.length);
}
