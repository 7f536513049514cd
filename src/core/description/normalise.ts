import { count } from '../ages';
import { readChecklist, restoreItems } from '../checklist/checklist';
import { lineEndingOf } from '../changelog/descriptionBlock';
import type { Policy } from '../policy/policy';
import type { RiskLevel } from '../release';
import { gapBefore, hasPreamble, sectionNamed, sectionsOf } from './sections';

/** A description in the expected form, and what was put into it. */
export interface Normalised {
  readonly body: string;
  /** A phrase for each: "the heading Summary", "2 checklist items". Empty: nothing was missing. */
  readonly added: readonly string[];
  /** What is missing and could not be put in, as a sentence; `null` when nothing is. */
  readonly problem: string | null;
}

const summaryPrompt = '<!-- What ships and why, in a sentence or two. -->';

/**
 * Puts into a description what the expected format has and its author missed (process description: "normalises the PR
 * summary and description into the expected format, in case the author missed a field"): a heading for the summary, a
 * place for the changelog, the required checklist items, and the sections that this risk asks notes for, each with a
 * comment that says what belongs there. It only ever adds: every character of the body stays, in its order.
 *
 * @param changelog `elsewhere`: it is not written into the description, which then needs no place for it
 */
export function normaliseDescription(
  body: string,
  policy: Policy,
  risk: RiskLevel | null,
  changelog: 'here' | 'elsewhere' = 'here',
): Normalised {
  const added: string[] = [];
  let text = body;
  let problem: string | null = null;
  const add = (what: string, next: string, isThere: (next: string) => boolean): void => {
    if (next === text) return;
    // Behind an open code fence or comment nobody would see it.
    if (isThere(next)) {
      text = next;
      added.push(what);
    } else problem = 'The description ends within a code block or a comment that nothing closes: close it first.';
  };
  const has = (word: string) => (next: string) => sectionNamed(next, word) !== null;
  const missing = (next: string): readonly string[] => readChecklist(next, policy.checklist, risk).missing;

  if (!has('summary')(text)) add('the heading Summary', withSummary(text), has('summary'));
  if (changelog === 'here' && !has('changelog')(text) && !has("what's changed")(text)) {
    add(
      'the heading Changelog',
      withHeading(text, 'Changelog', '<!-- Written by Release Review. -->'),
      has('changelog'),
    );
  }
  const wanted = risk !== null && policy.notes.levels.includes(risk) ? policy.notes.sections : [];
  for (const word of wanted.filter((each) => !has(each)(text))) {
    const title = word.charAt(0).toUpperCase() + word.slice(1);
    add(`the heading ${title}`, withHeading(text, title, `<!-- Notes on ${word.toLowerCase()}. -->`), has(word));
  }
  const items = missing(text);
  add(count(items.length, 'checklist item'), restoreItems(text, items), (next) => missing(next).length === 0);
  return { body: text, added, problem };
}

/** Words before the first heading are the summary, and get its heading; else the heading stands first. */
function withSummary(body: string): string {
  const newline = lineEndingOf(body);
  if (hasPreamble(body)) return `## Summary${newline}${newline}${body}`;
  const rest = body.trim() === '' ? body : newline + newline + body;
  return `## Summary${newline}${newline}${summaryPrompt}${rest === '' ? newline : rest}`;
}

/** The heading stands before the checklist, which ends a description, else at the end. */
function withHeading(body: string, title: string, prompt: string): string {
  const newline = lineEndingOf(body);
  const block = `## ${title}${newline}${newline}${prompt}${newline}`;
  const last = sectionsOf(body).findLast(({ level }) => level <= 2);
  if (last?.title.toLowerCase().includes('checklist') !== true) return body + gapBefore(body, newline) + block;
  const before = body.slice(0, last.start);
  return `${before}${gapBefore(before, newline)}${block}${newline}${body.slice(last.start)}`;
}
