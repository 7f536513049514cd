import type { Sha } from '../sha';
import type { Commit, Section } from './model';
import type { Pace } from './pace';

/** Reading order: what can hurt first, what cancels out last. */
const titles = {
  breaking: 'Breaking changes',
  features: 'Features',
  fixes: 'Fixes',
  performance: 'Performance',
  other: 'Other changes',
  maintenance: 'Maintenance',
  reverted: 'Reverted within this range',
} as const satisfies Record<Section['id'], string>;

const order: readonly Section['id'][] = [
  'breaking',
  'features',
  'fixes',
  'performance',
  'other',
  'maintenance',
  'reverted',
];

const sectionOfType: ReadonlyMap<string, Section['id']> = new Map([
  ['feat', 'features'],
  ['fix', 'fixes'],
  ['perf', 'performance'],
  ...(['chore', 'ci', 'build', 'test', 'docs', 'style', 'refactor'] as const).map(
    (type) => [type, 'maintenance'] as const,
  ),
]);

/**
 * Whether the section of a commit tells its type (in lower case), so that a view need not. Of any other type, `hotfix`
 * or `revert` too, views show the prefix as the commit has it, so that no word is lost.
 */
export function isKnownType(type: string): boolean {
  return sectionOfType.has(type);
}

function sectionOf(type: string | null): Section['id'] {
  return (type === null ? undefined : sectionOfType.get(type)) ?? 'other';
}

/** What the sections need beyond the commits; by place in the range. */
export interface SectionFacts {
  /** 1 for a revert in force whose targets are all in the range. */
  readonly settled: Uint8Array;
  /** The merge that brought each commit; -1 where there is none. */
  readonly broughtBy: (place: number) => number;
  /** Placed commits, merges before what they brought. */
  readonly order: readonly number[];
}

/** The section of a merge: its type, which is its title's; else the foremost section of what it brought; else `other`. */
function sectionOfMerge(commit: Commit, foremost: number): Section['id'] {
  const brought = order[foremost];
  if (brought === 'reverted') return 'reverted';
  if (commit.breaking) return 'breaking';
  return commit.type === null ? (brought ?? 'other') : sectionOf(commit.type);
}

/**
 * Puts every commit into exactly one section. Both sides of a revert go to `reverted`, even when they are breaking; a
 * merge goes there when all that it brought does. Sections come in reading order and are never empty.
 */
export function* groupBySection(
  commits: readonly Commit[],
  facts: SectionFacts,
  pace: Pace,
): Generator<void, Section[]> {
  const sections = new Array<Section['id']>(commits.length).fill('other');
  const foremost = new Int8Array(commits.length).fill(order.length);
  const settle = (place: number): void => {
    const commit = commits[place];
    if (commit === undefined) return;
    let section: Section['id'];
    if (commit.revertedBy !== null || facts.settled[place] === 1) section = 'reverted';
    else if (commit.merge) {
      section = sectionOfMerge(commit, foremost[place] ?? order.length);
    } else section = commit.breaking ? 'breaking' : sectionOf(commit.type);
    sections[place] = section;
    const merge = facts.broughtBy(place);
    if (merge >= 0) foremost[merge] = Math.min(foremost[merge] ?? order.length, order.indexOf(section));
  };
  const placed = new Uint8Array(commits.length);
  for (const place of facts.order) placed[place] = 1;
  for (let place = 0; place < placed.length; place += 1) {
    if (placed[place] === 0) settle(place);
    if (pace.spend()) yield;
  }
  for (let at = facts.order.length - 1; at >= 0; at -= 1) {
    settle(facts.order[at] ?? -1);
    if (pace.spend()) yield;
  }

  const grouped = new Map<Section['id'], Sha[]>(order.map((id) => [id, []]));
  let at = 0;
  for (const { sha } of commits) {
    grouped.get(sections[at] ?? 'other')?.push(sha);
    at += 1;
    if (pace.spend()) yield;
  }
  return [...grouped]
    .filter(([, shas]) => shas.length > 0)
    .map(([id, shas]) => ({ id, title: titles[id], commits: shas }));
}
