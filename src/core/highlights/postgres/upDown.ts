import type { Reversal } from '../model';
import { applyStatement, type Bodies } from './catalogue/apply';
import { Catalogue } from './catalogue/catalogue';
import { differences, type Difference } from './catalogue/comparison';
import { Run } from './catalogue/run';
import type { ParsedStatement } from './parsedStatement';

/** What the database holds before a migration, in every detail that statements told. */
export interface Known {
  readonly catalogue: Catalogue;
  /** Something was named that nothing made, or a statement could not be followed. */
  isDoubtful: boolean;
  readonly bodies: Bodies;
}

/**
 * What is known at the beginning: nothing.
 * @param toldAll what the database runs is told from its beginning, so that there is nothing that is not told
 */
export function nothingKnown(toldAll: boolean): Known {
  return { catalogue: new Catalogue(), isDoubtful: !toldAll, bodies: new Map() };
}

/** Applies what the database has run before. */
export function applyBase(known: Known, statements: readonly ParsedStatement[]): void {
  const run = new Run(known.catalogue, 'base', known);
  for (const each of statements) applyStatement(run, known.bodies, each);
  known.isDoubtful = run.isDoubtful;
}

const unclear = (reason: string, line: number | null, part: Reversal['part']): Reversal => ({
  reversible: null,
  reason,
  line,
  part: line === null ? null : part,
});

/**
 * Tells whether a down migration brings the schema back, by running both over what is known of the database: every detail
 * must be as it was, and nothing in the way. It says nothing about rows, nor about rights and comments.
 */
export function compareUpDown(
  known: Known,
  up: readonly ParsedStatement[],
  down: readonly ParsedStatement[],
): Reversal {
  const badDown = down.find(({ node, problem }) => node === null || problem !== null);
  if (badDown !== undefined) {
    return unclear('A statement of the down migration was not understood.', badDown.place.line, 'down');
  }
  const badUp = up.find(({ node, problem }) => node === null || problem !== null);
  if (badUp !== undefined) {
    return unclear('A statement of the up migration was not understood.', badUp.place.line, 'up');
  }
  const before = new Catalogue(known.catalogue);
  const catalogue = new Catalogue(before);
  const bodies: Bodies = new Map(known.bodies);
  const forward = new Run(catalogue, 'up', known);
  for (const each of up) applyStatement(forward, bodies, each);
  const changed = differences(before, catalogue).length > 0;
  const between = new Catalogue(catalogue);
  const back = new Run(catalogue, 'down', forward);
  for (const each of down) applyStatement(back, bodies, each);
  if (back.refused !== null) {
    const { why, line } = back.refused;
    return { reversible: false, reason: `The down migration fails: ${why}.`, line, part: 'down' };
  }
  if (back.touched.size === 0 && back.opaque === null && forward.opaque === null && changed) {
    return {
      reversible: false,
      reason: 'The down migration does nothing.',
      line: down[0]?.place.line ?? null,
      part: down.length === 0 ? null : 'down',
    };
  }
  // What may have been there, and is made anew by the way forward, is made and not replaced in most cases.
  const found = differences(before, catalogue).filter(({ certainty, ids }) => {
    const was = certainty === 'possible' ? before.get(ids[0] ?? 0) : null;
    return was === null || between.find(was.kind, was.name, was.owner) === null;
  });
  if (!changed && forward.opaque === null && back.opaque === null && found.length === 0) {
    return { reversible: true, reason: 'The up migration changes nothing in the schema.', line: null, part: null };
  }
  return judged(found, forward, back);
}

/** The line that a difference comes from: of the up migration, if that touched it. */
function placeOf({ ids }: Difference, forward: Run, back: Run): Pick<Reversal, 'line' | 'part'> {
  for (const [run, part] of [
    [forward, 'up'],
    [back, 'down'],
  ] as const) {
    const line = ids.map((id) => run.touched.get(id)).find((each) => each !== undefined);
    if (line !== undefined) return { line, part };
  }
  return { line: null, part: null };
}

function sentence({ kind, what, fact }: Difference, part: Reversal['part']): string {
  if (kind === 'left') {
    return part === 'down'
      ? `The down migration makes what was not there before: ${what}.`
      : `Nothing in the down migration takes back: ${what}.`;
  }
  return kind === 'not back'
    ? `The down migration leaves out what was there before: ${what}.`
    : `What comes back is not as it was: ${what} (${fact ?? ''}).`;
}

function judged(found: readonly Difference[], forward: Run, back: Run): Reversal {
  const placed = found.map((each) => ({ each, ...placeOf(each, forward, back) }));
  placed.sort((a, b) => Number(a.part === 'down') - Number(b.part === 'down') || (a.line ?? 0) - (b.line ?? 0));
  const opaque = forward.opaque ?? back.opaque;
  // What only the way forward touched is not what it was, whatever that was.
  const sure = placed.find(
    ({ each: { certainty, ids } }) =>
      certainty === 'certain' ||
      (certainty === 'perhaps' && ids.some((id) => forward.touched.has(id)) && !ids.some((id) => back.touched.has(id))),
  );
  if (sure !== undefined && opaque === null) {
    return { reversible: false, reason: sentence(sure.each, sure.part), line: sure.line, part: sure.part };
  }
  if (opaque !== null) {
    const part = forward.opaque === null ? 'down' : 'up';
    return unclear(`Whether the schema comes back could not be told: ${lower(opaque.why)}.`, opaque.line, part);
  }
  if (back.needsNoRows !== null) return unclear(`${back.needsNoRows.why}.`, back.needsNoRows.line, 'down');
  const [unsure] = placed;
  if (unsure !== undefined) {
    const { each, line, part } = unsure;
    return unclear(`Whether it comes back as it was could not be told: ${each.what}.`, line, part);
  }
  return {
    reversible: true,
    reason: 'By their text the down migration brings back every detail of the schema.',
    line: null,
    part: null,
  };
}

const lower = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);
