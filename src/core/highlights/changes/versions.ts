/** The numbers that a version begins with; `null` where it begins with none, as a range or a commit does. */
interface Parsed {
  readonly numbers: readonly number[];
  /** What follows them: a pre-release or a build. */
  readonly rest: string;
}

function parse(version: string): Parsed | null {
  // What a manifest asks for counts as its lowest version; alternatives and upper bounds do not.
  const bare = /^(?:[~^[(]|[~>=]=?|~>)?\s*v?=?\s*(\d+(?:\.\d+)*)(.*)$/s.exec(version.trim());
  if (bare === null) return null;
  const [, digits = '', rest = ''] = bare;
  // A commit's name may begin with digits.
  if (/^[\da-f]{12,}$/i.test(version) || rest.includes('||')) return null;
  const numbers = digits.split('.').map(Number);
  return numbers.some((each) => !Number.isSafeInteger(each)) ? null : { numbers, rest };
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** A release is later than its own pre-releases (Semantic Versioning 2.0.0, section 11; PEP 440; RubyGems). */
const before = /^[-._]?(?:\d*[-.])?(?:alpha|beta|a\d|b\d|rc|c\d|pre|preview|dev|snapshot|canary|next|m\d|cr\d)/i;

function compareRest(a: string, b: string): number {
  const [early, late] = [before.test(a), before.test(b)];
  if (early !== late) return early ? -1 : 1;
  return a === b ? 0 : a.localeCompare(b, 'en', { numeric: true });
}

/** Which of two versions is the later: negative, 0 or positive; `null` where that cannot be told. */
export function compareVersions(a: string, b: string): number | null {
  const [left, right] = [parse(a), parse(b)];
  if (left === null || right === null) return null;
  return compareNumbers(left.numbers, right.numbers) || compareRest(left.rest, right.rest);
}

/**
 * How far it is from one version to another, by their first three numbers (Semantic Versioning 2.0.0). While the first
 * is 0 anything may change with the second one (section 4), so that it counts as the first.
 */
export function stepBetween(from: string, to: string): 'major' | 'minor' | 'patch' | 'downgrade' | 'other' {
  const [left, right] = [parse(from), parse(to)];
  const order = compareVersions(from, to);
  if (left === null || right === null || order === null) return 'other';
  if (order > 0) return 'downgrade';
  const [a, b] = [left.numbers, right.numbers];
  if ((a[0] ?? 0) !== (b[0] ?? 0)) return 'major';
  if ((a[1] ?? 0) !== (b[1] ?? 0)) return (a[0] ?? 0) === 0 ? 'major' : 'minor';
  return 'patch';
}
