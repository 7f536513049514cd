import type { Finding } from '../model';

interface Entry {
  readonly tag: string;
  readonly when: number;
}

function entriesOf(text: string | undefined): readonly Entry[] {
  if (text === undefined) return [];
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return [];
  }
  const listed: unknown = typeof json === 'object' && json !== null && 'entries' in json ? json.entries : null;
  if (!Array.isArray(listed)) return [];
  return (listed as readonly unknown[]).flatMap((each): readonly Entry[] => {
    if (typeof each !== 'object' || each === null || !('tag' in each) || !('when' in each)) return [];
    const { tag, when } = each;
    return typeof tag === 'string' && typeof when === 'number' ? [{ tag, when }] : [];
  });
}

/**
 * Tells which new migrations Drizzle never runs, because its journal dates them before one that has shipped: it takes up
 * what is later than the last that has run, and passes over the rest without a word
 * (https://github.com/drizzle-team/drizzle-orm/issues/5316).
 * @param before text of `meta/_journal.json` before the release
 * @param after the same of the release
 * @returns findings by the name of the migration's file, without its ending
 */
export function journalFindings(
  before: string | undefined,
  after: string | undefined,
): ReadonlyMap<string, readonly Finding[]> {
  const shipped = entriesOf(before);
  const known = new Set(shipped.map(({ tag }) => tag));
  const last = shipped.reduce<Entry | null>(
    (most, each) => (most === null || each.when > most.when ? each : most),
    null,
  );
  if (last === null) return new Map();
  const late = entriesOf(after).filter(({ tag, when }) => !known.has(tag) && when <= last.when);
  return new Map(
    late.map(({ tag }) => [
      tag,
      [
        {
          rule: 'out-of-order',
          severity: 'error',
          line: null,
          message: `The journal dates it before ${last.tag}, which has shipped: Drizzle never runs it where that one has run, and says nothing.`,
          advice: 'Generate it again, or give it a later `when` in meta/_journal.json.',
        },
      ],
    ]),
  );
}
