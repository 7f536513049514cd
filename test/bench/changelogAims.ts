import type { Aim } from './aims';
import { figuresOf, medianSeconds, type SizeFigures, type ToolFigures } from './changelogFigures';

const largest = 50_000;
const mostBytes = 200_000_000;

/** Judges our figures against the floor and the peers, by medians. */
export function judgeAims(sizes: readonly SizeFigures[]): readonly Aim[] {
  const atLargest = sizes.find(({ wanted }) => wanted === largest);
  return [
    withinTwiceTheFloor(atLargest, 'ours', ''),
    withinTwiceTheFloor(atLargest, 'oursFirst', ', first run'),
    underMemory(atLargest),
    ...sizes.flatMap((size) => [
      faster(size, 'gitCliff', 4, `at least 4x faster than git-cliff at ${size.commits} commits`),
      faster(size, 'conventionalChangelog', 1, `faster than conventional-changelog at ${size.commits} commits`),
    ]),
  ];
}

function withinTwiceTheFloor(size: SizeFigures | undefined, id: 'ours' | 'oursFirst', which: string): Aim {
  const text = `within 2x of the floor at ${largest} commits${which}`;
  if (size === undefined) return { text, holds: null, found: 'not measured' };
  const [our, floor] = [medianSeconds(figuresOf(size, id)), medianSeconds(figuresOf(size, 'floor'))];
  if (our === null || floor === null) return { text, holds: our === null ? false : null, found: 'a run failed' };
  return { text, holds: our <= 2 * floor, found: `${(our / floor).toFixed(2)}x` };
}

function underMemory(size: SizeFigures | undefined): Aim {
  const text = `under ${mostBytes / 1_000_000} MB at ${largest} commits`;
  const bytes = size === undefined ? null : figuresOf(size, 'ours').peakBytes;
  if (bytes === null) return { text, holds: null, found: 'not measured' };
  return { text, holds: bytes < mostBytes, found: `${Math.round(bytes / 1_000_000)} MB` };
}

/** A peer that failed or was killed gives nothing to compare with. */
function faster(size: SizeFigures, peer: ToolFigures['id'], times: number, text: string): Aim {
  const [our, their] = [medianSeconds(figuresOf(size, 'ours')), medianSeconds(figuresOf(size, peer))];
  if (our === null) return { text, holds: false, found: 'ours failed' };
  if (their === null) return { text, holds: null, found: 'the peer failed' };
  return { text, holds: times === 1 ? their > our : their >= times * our, found: `${(their / our).toFixed(2)}x` };
}
