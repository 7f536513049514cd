import type { Person } from '../history';
import { breakingTokenAt, isBreaking, parseFooters, parseHeader, type Footer, type Header } from './conventional';
import { parseIssues } from './issueReferences';
import type { IssueReference } from './model';
import { personKey } from './personKey';
import { parsePullSubject, splitTrailingPull, type PullSubject } from './pullSubject';
import { parseRevert, type RevertClaim } from './revertClaim';

/** What the title of a change says: a commit's subject, or for the merge of a pull request the pull request's title. */
export interface Title {
  /** In lower case; `null` when the title does not follow the specification. */
  readonly type: string | null;
  readonly scope: string | null;
  /** What stands before the description, as written; empty without a type. */
  readonly prefix: string;
  /** The title without prefix and pull request number. */
  readonly description: string;
  /** `!` before the colon. */
  readonly breaking: boolean;
}

/** What one commit message says; type, scope, prefix and description are those of its {@link Title}. */
export interface CommitMessage extends Title {
  /** The first line that is not blank, as written; empty when the message is blank. */
  readonly subject: string;
  /** The rest, footers included, without blank lines around it. */
  readonly body: string;
  /** By the title's `!` or by a footer. */
  readonly breaking: boolean;
  /** The texts of the breaking-change footers, a blank line between them; `null` when there are none. */
  readonly breakingText: string | null;
  readonly footers: readonly Footer[];
  /** From `Co-authored-by` trailers, each person once. */
  readonly coAuthors: readonly Person[];
  /** The pull request that the subject names. */
  readonly pull: PullSubject | null;
  readonly revert: RevertClaim | null;
  /** The numbers of pull requests are among them. */
  readonly issues: readonly IssueReference[];
}

interface Parts {
  readonly subject: string;
  /** From the second line on, untouched. */
  readonly rest: string;
}

/** Leading blank lines are skipped, as `git log` does. */
function split(message: string): Parts {
  let start = 0;
  for (;;) {
    const newline = message.indexOf('\n', start);
    const end = newline < 0 ? message.length : newline;
    const line = message.slice(start, end);
    if (line.trim() !== '') return { subject: line, rest: newline < 0 ? '' : message.slice(newline + 1) };
    if (newline < 0) return { subject: '', rest: '' };
    start = newline + 1;
  }
}

/** Without the blank lines before it (the first line's indentation stays) and the white space after it. */
function trimLines(text: string): string {
  if (text === '') return '';
  const end = text.trimEnd();
  const first = end.length - end.trimStart().length;
  return end.slice(end.lastIndexOf('\n', first) + 1);
}

/** Reads `Name <e-mail>`; the first line only. */
function parsePerson(value: string): Person | null {
  const newline = value.indexOf('\n');
  const line = newline < 0 ? value : value.slice(0, newline);
  const open = line.lastIndexOf('<');
  const close = line.indexOf('>', open);
  if (open < 0 || close < 0) return line.trim() === '' ? null : { name: line.trim(), email: '' };
  const person = { name: line.slice(0, open).trim(), email: line.slice(open + 1, close).trim() };
  return person.name === '' && person.email === '' ? null : person;
}

const nobody: readonly Person[] = [];

function parseCoAuthors(footers: readonly Footer[]): readonly Person[] {
  if (footers.length === 0) return nobody;
  const people = new Map<string, Person>();
  for (const footer of footers) {
    if (footer.token.toLowerCase() !== 'co-authored-by') continue;
    const person = parsePerson(footer.value);
    if (person !== null && !people.has(personKey(person))) people.set(personKey(person), person);
  }
  return people.size === 0 ? nobody : [...people.values()];
}

function joinBreaking(footers: readonly Footer[]): string | null {
  if (footers.length === 0) return null;
  const texts = footers.filter((footer) => isBreaking(footer) && footer.value !== '').map((footer) => footer.value);
  return texts.length === 0 ? null : texts.join('\n\n');
}

function titleOf(header: Header | null, text: string): Title {
  return header ?? { type: null, scope: null, prefix: '', description: text.trim(), breaking: false };
}

function withoutNumber(title: string, number: number): string {
  const numbered = splitTrailingPull(title);
  return numbered?.number === number && numbered.rest !== '' ? numbered.rest : title;
}

/** Reads the title of the pull request `number`. */
export function parsePullTitle(title: string, number: number): Title {
  const text = withoutNumber(title, number);
  return titleOf(parseHeader(text), text);
}

const noFooters: readonly Footer[] = [];
const ellipses = ['…', '...'];

/**
 * GitHub cuts a long title and writes what is left at the beginning of the body: `A long ti…`, then `…tle`. The whole
 * description; as it is when it is not cut.
 * @param rest what follows the title
 */
function joinCut(description: string, rest: string): string {
  if (rest === '') return description;
  const mark = ellipses.find((ellipsis) => description.endsWith(ellipsis));
  if (mark === undefined) return description;
  const start = rest.trimStart();
  const other = ellipses.find((ellipsis) => start.startsWith(ellipsis));
  if (other === undefined) return description;
  const end = start.indexOf('\n');
  const tail = (end < 0 ? start : start.slice(0, end)).slice(other.length).trimEnd();
  return description.slice(0, -mark.length) + tail;
}

/** What follows the first line that is not blank. */
function afterFirstLine(body: string): string {
  return split(body).rest;
}

function unifyLines(message: string): string {
  return message.includes('\r\n') ? message.replaceAll('\r\n', '\n') : message;
}

/**
 * What to call a commit in one line: for the merge of a pull request the pull request's title, where the message has
 * it; else the subject as written, empty when the message is blank.
 */
export function displaySubject(message: string): string {
  const { subject, rest } = split(unifyLines(message));
  const pull = parsePullSubject(subject, rest);
  return pull?.kind === 'merge' ? (pull.title ?? subject) : subject;
}

/**
 * Reads one commit message: Conventional Commits 1.0.0 (see {@link parseHeader} and {@link parseFooters}), co-author
 * trailers, the issues that it names (see {@link parseIssues}), the pull request and the revert that its subject names.
 * CRLF reads as LF; every other character stays as it is.
 *
 * Never throws, and takes time linear in the length of the message. A body that does not begin after a blank line
 * (item 6) does not undo the type. `BREAKING CHANGE:` counts also without a conventional subject, and at the
 * beginning of the subject itself: in doubt a breaking change is shown. The type comes first (item 1): a subject with a
 * gitmoji (`:sparkles: feat: x`) or a marker (`[skip ci] feat: x`) before it has none, and is all description.
 */
export function parseCommitMessage(message: string): CommitMessage {
  const { subject, rest } = split(unifyLines(message));
  const body = trimLines(rest);
  const footers = body === '' ? noFooters : parseFooters(rest);
  const pull = parsePullSubject(subject, body);
  const merge = pull?.kind === 'merge' && pull.title !== null ? parsePullTitle(pull.title, pull.number) : null;
  const statement = pull?.kind === 'squash' && pull.title !== null ? pull.title : subject;
  const header = parseHeader(statement);
  // `feat: (#12)` has a type only together with its number.
  const title = merge ?? titleOf(header ?? (statement === subject ? null : parseHeader(subject)), statement);
  const titleInBody = merge !== null && body !== '' && !subject.includes(title.description);
  return {
    subject,
    body,
    type: title.type,
    scope: title.scope,
    prefix: title.prefix,
    description: joinCut(title.description, titleInBody ? afterFirstLine(body) : body),
    breaking: title.breaking || footers.some(isBreaking) || breakingTokenAt(subject, 0) !== null,
    breakingText: joinBreaking(footers),
    footers,
    coAuthors: parseCoAuthors(footers),
    pull,
    revert: parseRevert(header, statement, body, footers),
    issues: parseIssues(subject, body),
  };
}
