import { count } from '../ages';
import type { Shipped } from '../policy/shipped';
import { listedEvidence, pathEvidence } from './evidence';
import { fewestForMedian, medianCommits, type PastRelease } from './pastRelease';
import type { Findings, Gap, Sign } from './sign';

const usualFiles = 10;
const usualLines = 200;

/** How much ships: files, lines, and commits beside what the repository usually ships. */
export function sizeSigns(
  { paths, lines, commits }: Pick<Shipped, 'paths' | 'lines' | 'commits'>,
  past: readonly PastRelease[] | null,
): Findings {
  const signs: Sign[] = [];
  const gaps: Gap[] = [];
  if (paths.known) {
    const files = paths.value.length;
    const times = doublings(files, usualFiles);
    const text = `${count(files, 'changed file')}, ${doublingWords(times)} beyond ${usualFiles}`;
    signs.push({ rule: 'files', times, text, ...listedEvidence(pathEvidence(paths.value)) });
  } else gaps.push({ text: `Which files change is not known: ${paths.reason}`, most: { files: Infinity } });
  if (lines !== null) {
    const times = doublings(lines, usualLines);
    const text = `${count(lines, 'changed line')}, ${doublingWords(times)} beyond ${usualLines}`;
    signs.push({ rule: 'lines', times, text, evidence: [], more: 0 });
  } else if (!paths.known || paths.value.length > 0) {
    gaps.push({ text: 'The changed lines were not counted.', most: { lines: Infinity } });
  }
  const median = past === null ? null : medianCommits(past);
  if (median !== null) {
    const usual = Math.max(1, median);
    const times = doublings(commits, usual);
    const text = `${count(commits, 'commit')}, ${doublingWords(times)} beyond the usual ${usual.toLocaleString('en-US')}`;
    const of = past?.filter((each) => each.commits !== null).length ?? 0;
    const evidence = [{ text: `The median of ${count(of, 'past release')} is ${count(median, 'commit')}.` }];
    signs.push({ rule: 'size', times, text, evidence, more: 0 });
  } else if (past === null) {
    // Whatever the usual size is, it is not below one commit.
    const text = 'How large releases of this repository usually are was not read.';
    gaps.push({ text, most: { size: doublings(commits, 1) } });
  } else {
    const text = `The size of fewer than ${fewestForMedian} past releases is known, so that there is no usual size.`;
    gaps.push({ text, most: {} });
  }
  return { signs, gaps };
}

/** How many times `usual` can be doubled within a value. */
function doublings(value: number, usual: number): number {
  let times = 0;
  for (let reach = usual * 2; reach <= value; reach *= 2) times += 1;
  return times;
}

function doublingWords(times: number): string {
  return times === 1 ? 'one doubling' : `${times} doublings`;
}
