import type { Reversal } from '../model';
import type { ParsedStatement } from './parsedStatement';
import { effectsOf, type Effect } from './schemaEffects';

/**
 * Sees an object that is made anew under its name: renamed away, created, the old one dropped; or created beside it, the
 * old one dropped, renamed. That is how a value is taken out of an enum.
 */
function replacements(effects: readonly Effect[]): readonly Effect[] {
  const dids = new Set(effects.map(({ did }) => did));
  let left = [...effects];
  for (const { did, line } of effects) {
    const [, object, from, to] = /^rename (\S+) ([^>]+)>(.+)$/.exec(did) ?? [];
    if (object === undefined || from === undefined || to === undefined) continue;
    if (!dids.has(`+${object} ${from}`) || !dids.has(`-${object} ${to}`)) continue;
    const at = (sought: string): number => effects.findIndex((each) => each.did === sought);
    const name = at(did) < at(`+${object} ${from}`) ? from : to;
    const gone = new Set([did, `+${object} ${from}`, `-${object} ${to}`]);
    left = left.filter((each) => !gone.has(each.did));
    const replaced = `replace ${object} ${name}`;
    left.push({
      did: replaced,
      undo: [replaced, `-${object} ${name}`, `+${object} ${name}`],
      what: `${object} ${name}, made anew`,
      line,
      vague: true,
    });
  }
  return left;
}

/**
 * Tells whether a down migration is more than a gesture: that it parses, does something, and names the inverse of each
 * thing that the up migration does. It says nothing about data.
 */
export function compareUpDown(up: readonly ParsedStatement[], down: readonly ParsedStatement[]): Reversal {
  const back: Effect[] = [];
  for (const statement of down) {
    const effects = effectsOf(statement);
    if (effects === null) {
      return {
        reversible: null,
        reason: 'A statement of the down migration was not understood.',
        line: statement.place.line,
        part: 'down',
      };
    }
    back.push(...effects);
  }
  const all: Effect[] = [];
  for (const statement of up) {
    const effects = effectsOf(statement);
    if (effects === null) {
      return {
        reversible: null,
        reason: 'A statement of the up migration was not understood.',
        line: statement.place.line,
        part: 'up',
      };
    }
    all.push(...effects);
  }
  if (all.length === 0)
    return { reversible: true, reason: 'The up migration changes nothing in the schema.', line: null, part: null };
  if (back.length === 0) {
    return {
      reversible: false,
      reason: 'The down migration does nothing.',
      line: down[0]?.place.line ?? null,
      part: down.length === 0 ? null : 'down',
    };
  }
  const reverted = replacements(back);
  const undone = new Set([...back, ...reverted].map(({ did }) => did));
  return judged(
    replacements(all),
    undone,
    back.some(({ vague }) => vague === true),
  );
}

function judged(all: readonly Effect[], undone: ReadonlySet<string>, vagueDown: boolean): Reversal {
  const made = new Set(all.filter(({ did }) => did.startsWith('+')).map(({ did }) => did));
  // What the up migration itself makes and drops again, or hangs on a table that it makes, needs no inverse of its own.
  const open = all.filter(({ did, undo }) => {
    if (undo.some((each) => undone.has(each))) return false;
    const inside = undo.some(
      (each) => each.startsWith('-table ') && each.slice(1) !== did.slice(1) && made.has(`+${each.slice(1)}`),
    );
    return (
      !inside &&
      !(did.startsWith('-') && made.has(`+${did.slice(1)}`)) &&
      !all.some((each) => undo.includes(each.did) && each.did !== did)
    );
  });
  const missing = open.find(({ vague }) => vague !== true);
  if (missing !== undefined) {
    return {
      reversible: false,
      reason: `Nothing in the down migration takes back: ${missing.what}.`,
      line: missing.line,
      part: 'up',
    };
  }
  const [unsure] = open;
  if (unsure !== undefined) {
    return {
      reversible: null,
      reason: `Whether the down migration takes it back could not be told: ${unsure.what}.`,
      line: unsure.line,
      part: 'up',
    };
  }
  return vagueDown && all.some(({ vague }) => vague === true)
    ? {
        reversible: null,
        reason: 'The down migration names everything; whether it brings rows back could not be told.',
        line: null,
        part: null,
      }
    : {
        reversible: true,
        reason: 'The down migration names the inverse of everything that the up migration does.',
        line: null,
        part: null,
      };
}
