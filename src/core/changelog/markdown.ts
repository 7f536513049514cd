import { count } from '../ages';
import { shortSha, type Sha } from '../sha';
import { EntryWriter, nameList, type ReferenceStyle } from './entryMarkdown';
import { escapeMarkdown } from './escapeMarkdown';
import type { Changelog } from './model';
import { Pace, runToEnd } from './pace';
import { alsoShipsWords, whyMoreMayShip, type Shipped } from './shipped';
import { writtenSteps, type Written, type WrittenPart } from './writtenParts';

/** Where the links of a written changelog lead. */
export interface ChangelogLinks {
  readonly commitUrl: (sha: Sha) => string;
  readonly pullUrl: (number: number) => string;
}

/** With an address for each. */
export function linkedReferences({ commitUrl, pullUrl }: ChangelogLinks): ReferenceStyle {
  return {
    commit: (sha) => `[\`${shortSha(sha)}\`](${commitUrl(sha)})`,
    pull: (number) => `[#${String(number)}](${pullUrl(number)})`,
  };
}

/**
 * Pull requests as `#12`, which GitHub links in the descriptions of the same repository
 * (https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls).
 */
export function shortReferences(links: ChangelogLinks): ReferenceStyle {
  return { ...linkedReferences(links), pull: (number) => `#${String(number)}` };
}

const mostAreas = 10;
const mostNewcomers = 10;

function directionOf({ range }: Changelog, { parts }: Written): string {
  const from = `\`${shortSha(range.from)}\``;
  const to = `\`${shortSha(range.to)}\``;
  switch (range.direction) {
    case 'forward':
      return `forward from ${from} to ${to}`;
    case 'rollback':
      return `a rollback from ${from} to ${to}, which takes these out`;
    case 'diverged':
      return `from ${from} to ${to}, which have diverged: ${sides(parts)}`;
    case 'same':
      return `${from} and ${to} are the same commit`;
    case 'unrelated':
      return `from ${from} to ${to}, which have no common history`;
  }
}

function sides(parts: Written['parts']): string {
  const of = (side: WrittenPart['side']): number =>
    parts.reduce((sum, part) => sum + (part.side === side ? part.commits : 0), 0);
  const [comes, goes] = [of('range'), of('removed')];
  const words = [comes === 1 ? 'comes in' : 'come in', goes === 1 ? 'is taken out' : 'are taken out'] as const;
  return `${comes.toLocaleString('en-US')} ${words[0]}, ${goes.toLocaleString('en-US')} ${words[1]}`;
}

/** The first line: how much of the range is there, which way it goes, and what ships beside it. */
export function headingLine(written: Written): string {
  const { changelog } = written.shipped;
  const read = changelog.commits.length;
  const { total, complete } = changelog;
  const all = total === null ? count(read, 'commit') : `${read.toLocaleString('en-US')} of ${count(total, 'commit')}`;
  const also = [
    alsoShipsWords(written.alsoShips),
    written.alsoRemoved === 0
      ? null
      : `${count(written.alsoRemoved, 'commit')} that it was to take out ${written.alsoRemoved === 1 ? 'goes' : 'go'} too`,
  ].filter((words) => words !== null);
  return `**${all}**${complete ? '' : ' (not complete)'}, ${[directionOf(changelog, written), ...also].join('; ')}.`;
}

/** What qualifies the changelog, as list items. */
export function noteLines({ shipped, alreadyRun }: Written): readonly string[] {
  const also = shipped.alsoShips?.known === true ? shipped.alsoShips.value.changelog : null;
  const more = whyMoreMayShip(shipped);
  const notes = [
    ...shipped.changelog.notes,
    ...(more === null ? [] : [more]),
    ...(also?.complete === false ? ['Not all commits of the release that failed could be read.'] : []),
    ...(also?.notes ?? []),
    ...(alreadyRun === 0
      ? []
      : [
          `${alreadyRun.toLocaleString('en-US')} of these commits run in production already: ` +
            'the release that was to take them out failed.',
        ]),
  ];
  return [...new Set(notes)].map((note) => `- ${escapeMarkdown(note)}`);
}

/** First contributions and areas, as far as they are known: one paragraph each. */
export function tailLines({ shipped }: Written): readonly string[] {
  const { changelog, alsoShips } = shipped;
  const all = alsoShips?.known === true ? [changelog, alsoShips.value.changelog] : [changelog];
  const newcomers = new Map<string, string>();
  for (const { name, login } of all.flatMap((each) => (each.newcomers.known ? each.newcomers.value : []))) {
    const shown = name === '' ? (login ?? 'unknown') : name;
    newcomers.set(shown.toLowerCase(), escapeMarkdown(shown));
  }
  const lines: string[] = [];
  if (newcomers.size > 0) lines.push(`First contributions: ${nameList([...newcomers.values()], mostNewcomers)}.`);
  if (changelog.areas.known && changelog.areas.value.length > 0) lines.push(areasLine(changelog.areas.value));
  return lines;
}

function areasLine(areas: readonly { readonly path: string; readonly files: number }[]): string {
  const shown = areas
    .slice(0, mostAreas)
    .map(({ path, files }) => `${path === '' ? 'top level' : escapeMarkdown(path)} (${count(files, 'file')})`);
  const rest = areas.slice(mostAreas);
  const files = rest.reduce((sum, area) => sum + area.files, 0);
  const more = rest.length === 0 ? '' : ` and ${count(rest.length, 'more area')} (${count(files, 'file')})`;
  return `Areas: ${shown.join(', ')}${more}.`;
}

/** The heading of a part, with how many entries it has, and what stands below it. */
export function partHeading({ title, note, entries }: WrittenPart): readonly string[] {
  const heading = `### ${title} (${entries.length.toLocaleString('en-US')})`;
  return note === null ? [heading, ''] : [heading, '', note, ''];
}

/** Lines with how long they are as a text, each with its line ending. */
export class TextLines {
  readonly #ending: number;
  readonly #lines: string[] = [];
  #length = 0;

  /** @param ending the length of a line ending */
  constructor(ending: number) {
    this.#ending = ending;
  }

  get length(): number {
    return this.#length;
  }

  push(...lines: readonly string[]): void {
    for (const line of lines) {
      this.#lines.push(line);
      this.#length += line.length + this.#ending;
    }
  }

  text(): string {
    return `${this.#lines.join('\n')}\n`;
  }
}

/** So many characters of Markdown are written in the time of one unit of {@link Pace}. */
const charactersPerUnit = 60;

/**
 * All of it, in slices; `null` as soon as it has more than `room` characters.
 * @param ending the length of a line ending
 */
export function* wholeSteps(
  written: Written,
  style: ReferenceStyle,
  pace: Pace,
  room = Infinity,
  ending = 1,
): Generator<void, string | null> {
  const lines = new TextLines(ending);
  const writer = new EntryWriter(style);
  lines.push(headingLine(written));
  const notes = noteLines(written);
  if (notes.length > 0) lines.push('', ...notes);
  for (const part of written.parts) {
    lines.push('', ...partHeading(part));
    for (const line of writer.lines(part)) {
      lines.push(line);
      if (lines.length > room) return null;
      if (pace.spend(line.length / charactersPerUnit)) yield;
    }
  }
  for (const line of tailLines(written)) lines.push('', line);
  yield;
  return lines.length > room ? null : lines.text();
}

/**
 * What a release brings as GitHub-flavoured Markdown for the clipboard, in slices of some milliseconds. The first line
 * says how much of the range is there and which way the release goes; then come the notes, the sections, and at the end
 * first contributions and areas, where they are known.
 *
 * What a release that failed left to be deployed stands under a heading of its own, and so does what a diverged range
 * takes out. Every commit is linked once as an entry. A pull request stands in one section only, the foremost of its
 * commits'; a heading counts the pull requests and the commits without one, as the page does. What belongs to another
 * section shows its type. Three or more entries of one bot in a section stand under its name.
 *
 * A pull request of several commits is written by its title, with everybody who wrote them; they stand below, unless
 * they only repeat the title. Text from commits, titles, people and paths is escaped by {@link escapeMarkdown}; issues
 * are plain text.
 *
 * @returns with how many commits it lists
 */
export function* markdownSteps(
  shipped: Shipped,
  links: ChangelogLinks,
): Generator<void, { readonly text: string; readonly commits: number }> {
  const pace = new Pace();
  const written = yield* writtenSteps(shipped, pace);
  const text = yield* wholeSteps(written, linkedReferences(links), pace);
  return { text: text ?? '', commits: written.commits };
}

/** {@link markdownSteps} of one changelog, run to its end without a pause. */
export function changelogMarkdown(changelog: Changelog, links: ChangelogLinks): string {
  return runToEnd(markdownSteps({ changelog, alsoShips: null }, links)).text;
}
