import { count } from '../ages';
import type { RepositoryId } from '../repository';
import type { Sha } from '../sha';
import { EntryWriter, type ReferenceStyle } from './entryMarkdown';
import {
  headingLine,
  linkedReferences,
  noteLines,
  partHeading,
  shortReferences,
  tailLines,
  TextLines,
  wholeSteps,
  type ChangelogLinks,
} from './markdown';
import { Pace, runToEnd } from './pace';
import type { Shipped } from './shipped';
import { writtenSteps, type Written, type WrittenPart } from './writtenParts';

/** GitHub refuses longer descriptions: "body is too long (maximum is 65536 characters)". */
export const descriptionLimit = 65_536;

/** Where the links of a changelog in a description lead. */
export interface DescriptionLinks extends ChangelogLinks {
  /** The page that compares two commits. */
  readonly compareUrl: (from: Sha, to: Sha) => string;
}

/** The pages of a repository on its host. */
export function repositoryLinks({ host, owner, name }: RepositoryId): DescriptionLinks {
  const base = `https://${host}/${owner}/${name}`;
  return {
    commitUrl: (sha) => `${base}/commit/${sha}`,
    pullUrl: (number) => `${base}/pull/${String(number)}`,
    compareUrl: (from, to) => `${base}/compare/${from}...${to}`,
  };
}

/** What stands around the entries. */
interface Frame {
  readonly notes: readonly string[];
  readonly tail: readonly string[];
  /** What of both is left out, in words. */
  readonly without: readonly string[];
}

/** How many entries of each part are listed. */
type Listed = readonly number[];

/** Fills the room with the entries of one part after the other; what does not fit is counted. */
class Filler {
  readonly #written: Written;
  readonly #links: DescriptionLinks;
  readonly #writer: EntryWriter;
  readonly #room: number;
  readonly #ending: number;

  constructor(written: Written, links: DescriptionLinks, style: ReferenceStyle, room: number, ending: number) {
    this.#written = written;
    this.#links = links;
    this.#writer = new EntryWriter(style);
    this.#room = room;
    this.#ending = ending;
  }

  /** `null` when not even the counts fit. */
  *fill(frame: Frame, pace: Pace): Generator<void, { readonly text: string; readonly isAll: boolean } | null> {
    const { parts, commits } = this.#written;
    // Whatever is listed in the end, the first line is no longer than with the greatest numbers.
    const firsts = [
      this.#first(frame, commits, 0),
      this.#first(frame, 0, commits),
      this.#first(frame, commits, commits),
    ];
    const longest = Math.max(...firsts.map(({ length }) => length));
    const around = this.#cost([
      'x'.repeat(longest),
      ...spaced(frame.notes),
      ...frame.tail.flatMap((line) => ['', line]),
    ]);
    const restCosts = parts.map((_, at) => this.#cost(countLines(parts.slice(at))));
    let left = this.#room - around - (restCosts[0] ?? 0);
    if (left < 0) return null;

    const lines: string[] = [];
    const listed = parts.map(() => 0);
    for (const [at, part] of parts.entries()) {
      left += (restCosts[at] ?? 0) - (restCosts[at + 1] ?? 0);
      const here: string[] = [];
      const reserve = this.#cost([moreLine(part, 0)]);
      for (const entry of part.entries) {
        const line = this.#writer.brief(entry, part);
        const isFirst = here.length === 0;
        const isLast = here.length + 1 === part.entries.length;
        const cost = this.#cost([...(isFirst ? ['', ...partHeading(part)] : []), line]);
        if (cost + (isLast ? 0 : reserve) > left) break;
        left -= cost;
        here.push(line);
        if (pace.spend(line.length / 50)) yield;
      }
      listed[at] = here.length;
      if (here.length === 0) break;
      lines.push('', ...partHeading(part), ...here);
      if (here.length === part.entries.length) continue;
      lines.push(moreLine(part, here.length));
      break;
    }
    return this.#text(frame, listed, lines);
  }

  #text(frame: Frame, listed: Listed, lines: readonly string[]): { readonly text: string; readonly isAll: boolean } {
    const { parts, commits } = this.#written;
    const shown = parts.reduce((sum, part, at) => sum + commitsOf(part, 0, listed[at] ?? 0), 0);
    const uncounted = parts.filter((_, at) => listed[at] === 0);
    const text = new TextLines(this.#ending);
    text.push(this.#first(frame, shown, commits - shown), ...spaced(frame.notes), ...lines, ...countLines(uncounted));
    for (const line of frame.tail) text.push('', line);
    return { text: text.text(), isAll: shown === commits };
  }

  /** What is not listed, and where all of it is. */
  #first({ without }: Frame, listed: number, others: number): string {
    const all = count(this.#written.commits, 'commit');
    const what =
      others === 0
        ? 'Listed by pull request, without the commits, people and remarks of each'
        : listed === 0
          ? `Only counted: none of ${all} is listed`
          : `${listed.toLocaleString('en-US')} of ${all} listed by pull request, ` +
            `${others.toLocaleString('en-US')} only counted`;
    const gone = without.length === 0 ? '' : `, and without ${without.join(' and ')}`;
    const { range } = this.#written.shipped.changelog;
    const [from, to] = range.direction === 'rollback' ? [range.to, range.from] : [range.from, range.to];
    const link = `[Compare all](${this.#links.compareUrl(from, to)})`;
    return `${headingLine(this.#written)} ${what}${gone}, as a description has no room for more. ${link}`;
  }

  #cost(lines: readonly string[]): number {
    return lines.reduce((sum, line) => sum + line.length + this.#ending, 0);
  }
}

function spaced(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', ...lines];
}

/** How many commits the entries from one place to another have. */
function commitsOf({ entries }: WrittenPart, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at += 1) sum += entries[at]?.commits.length ?? 0;
  return sum;
}

function amount(commits: number, pulls: number): string {
  return `${count(commits, 'commit')}${pulls === 0 ? '' : ` of ${count(pulls, 'pull request')}`}`;
}

/** What of a part is not listed. */
function moreLine(part: WrittenPart, listed: number): string {
  const commits = part.commits - commitsOf(part, 0, listed);
  const pulls = part.entries.slice(listed).filter(({ pull }) => pull !== null).length;
  const all = (part.entries.length - listed).toLocaleString('en-US');
  return `- and ${all} more: ${amount(commits, pulls)}`;
}

/** The parts of which nothing is listed. */
function countLines(parts: readonly WrittenPart[]): readonly string[] {
  const lines = parts.map(({ title, commits, pulls }) => `- ${title}: ${amount(commits, pulls)}`);
  return lines.length === 0 ? [] : ['', '### Not listed here', '', ...lines];
}

/**
 * What a release brings as Markdown in at most `room` characters; `null` when not even the counts fit. The whole of it
 * where there is room (see `markdownSteps`), also with pull requests as bare numbers; else a line for each pull request,
 * and for each commit without one, part by part in reading order, as many as fit. What is left of the part that is cut
 * is counted below it ("and 12 more"), the parts after it at the end. First contributions and areas stay only when
 * everything is listed, and notes go last.
 *
 * Whatever is left out is said on the first line, with how many and a link that shows all.
 *
 * @param newline `room` counts line endings in this form
 */
export function* compactSteps(
  written: Written,
  links: DescriptionLinks,
  room: number,
  newline: '\n' | '\r\n',
): Generator<void, string | null> {
  const pace = new Pace();
  const ending = newline.length;
  for (const style of [linkedReferences(links), shortReferences(links)]) {
    const whole = yield* wholeSteps(written, style, pace, room, ending);
    if (whole !== null) return whole;
  }
  const filler = new Filler(written, links, shortReferences(links), room, ending);
  const [notes, tail] = [noteLines(written), tailLines(written)];
  if (tail.length > 0) {
    const all = yield* filler.fill({ notes, tail, without: [] }, pace);
    if (all?.isAll === true) return all.text;
  }
  const gone = tail.length === 0 ? [] : ['first contributions and areas'];
  const cut = yield* filler.fill({ notes, tail: [], without: gone }, pace);
  if (cut !== null || notes.length === 0) return cut?.text ?? null;
  const bare = yield* filler.fill({ notes: [], tail: [], without: [...gone, 'notes'] }, pace);
  return bare?.text ?? null;
}

/** {@link compactSteps}, run to its end without a pause. */
export function compactMarkdown(
  shipped: Shipped,
  links: DescriptionLinks,
  room: number,
  newline: '\n' | '\r\n' = '\n',
): string | null {
  return runToEnd(compactSteps(runToEnd(writtenSteps(shipped, new Pace())), links, room, newline));
}
