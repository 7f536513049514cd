import { count } from '../ages';
import type { Sha } from '../sha';
import { parsePullTitle, type Title } from './commitMessage';
import { escapeMarkdown } from './escapeMarkdown';
import { parseIssues } from './issueReferences';
import type { Author, Commit } from './model';
import { isKnownType } from './sections';
import type { WrittenEntry, WrittenPart } from './writtenParts';

/** How commits and pull requests are written. */
export interface ReferenceStyle {
  readonly commit: (sha: Sha) => string;
  readonly pull: (number: number) => string;
}

const foldedFrom = 3;
const mostIssues = 10;
const mostPeople = 10;
/** In brief entries. */
const longestTitle = 300;

/** Writes the entries of one part after the other, line by line. */
export class EntryWriter {
  readonly #style: ReferenceStyle;

  constructor(style: ReferenceStyle) {
    this.#style = style;
  }

  /** People's entries, then those of each bot, under its name when there are several. */
  *lines(part: WrittenPart): Generator<string, void> {
    const byBot = new Map<string, WrittenEntry[]>();
    for (const entry of part.entries) {
      if (entry.bot === null) continue;
      const own = byBot.get(entry.bot);
      if (own === undefined) byBot.set(entry.bot, [entry]);
      else own.push(entry);
    }
    const isFolded = ({ bot }: WrittenEntry): boolean => bot !== null && (byBot.get(bot)?.length ?? 0) >= foldedFrom;
    for (const entry of part.entries) if (!isFolded(entry)) yield* this.#entry(entry, part, '');
    for (const [bot, own] of byBot) {
      if (own.length < foldedFrom) continue;
      yield `- ${escapeMarkdown(bot)} (${own.length.toLocaleString('en-US')}):`;
      for (const entry of own) yield* this.#entry(entry, part, '  ');
    }
  }

  /** An entry in one line, without the commits below, people and remarks; a very long title is cut, and shows it. */
  brief({ pull, title, commits }: WrittenEntry, { told }: WrittenPart): string {
    const [first] = commits;
    const text = pull === null && first !== undefined ? first : parsePullTitle(title, pull ?? 0);
    const { description } = text;
    const cut = description.length > longestTitle ? `${description.slice(0, longestTitle)}…` : description;
    const shown = statement({ ...text, description: cut }, tellsType(text, commits, told));
    if (pull === null) return `- ${shown} (${commits.map(({ sha }) => this.#style.commit(sha)).join(', ')})`;
    const size = commits.length === 1 ? '' : `, ${count(commits.length, 'commit')}`;
    return `- ${shown} (${this.#style.pull(pull)}${size})`;
  }

  *#entry(entry: WrittenEntry, { told }: WrittenPart, indent: string): Generator<string, void> {
    const { pull, commits } = entry;
    const [only] = commits;
    if (only === undefined) return;
    if (pull === null || commits.length === 1) {
      yield* this.#line(only, commits, pull, tellsType(only, commits, told), peopleOf(commits, indent), indent);
      return;
    }
    const title = parsePullTitle(entry.title, pull);
    const merges = commits.filter((commit) => commit.merge);
    const others = commits.filter((commit) => !commit.merge);
    // A commit that says what the title says, or that is alone with its merge, has no line of its own.
    const isTitle = (commit: Commit): boolean => others.length === 1 || sameWords(commit, title);
    const above = [...others.filter(isTitle), ...merges];
    const people = peopleOf(others.length === 0 ? merges : others, indent);
    yield* this.#line(title, above, pull, tellsType(title, commits, told), people, indent);
    for (const commit of others) {
      if (isTitle(commit)) continue;
      const own = people.length > 1 ? peopleOf([commit], indent) : [];
      yield* this.#line(commit, [commit], null, tellsType(commit, [commit], told), own, `${indent}  `);
    }
  }

  /** One list item: what it says, the commits that it links, who wrote them, and what is to be known of them. */
  *#line(
    text: Title,
    commits: readonly Commit[],
    pull: number | null,
    told: boolean,
    people: readonly string[],
    indent: string,
  ): Generator<string, void> {
    const references = commits.map(({ sha }) => this.#style.commit(sha));
    if (pull !== null) references.push(this.#style.pull(pull));
    const by = people.length === 0 ? '' : ` by ${nameList(people, mostPeople)}`;
    const remarks = commits.flatMap((commit) => this.#remarksOf(commit, text.description));
    const said = [...new Set([...(text.breaking ? ['breaking'] : []), ...remarks])].map((remark) => `; ${remark}`);
    yield `${indent}- ${statement(text, told)} (${references.join(', ')})${by}${said.join('')}`;
    for (const { breakingText } of commits) {
      if (breakingText !== null) yield `${indent}  - Breaking: ${escapeMarkdown(breakingText)}`;
    }
  }

  #remarksOf(commit: Commit, described: string): string[] {
    const remarks: string[] = [];
    const { commit: link } = this.#style;
    if (commit.breaking) remarks.push('breaking');
    if (commit.direct) {
      remarks.push(`${commit.directConfirmed ? 'without a' : 'names no'} pull request of its own`);
    }
    if (commit.revertedBy !== null) remarks.push(`reverted by ${link(commit.revertedBy)}`);
    if (commit.reverts.length > 0) remarks.push(`reverts ${commit.reverts.map(link).join(', ')}`);
    return [...remarks, ...issueRemarks(commit, described)];
  }
}

/** Whether the heading above tells the type of a title, which is that of one of these commits. */
function tellsType({ type }: Pick<Title, 'type'>, commits: readonly Commit[], told: ReadonlySet<Sha> | null): boolean {
  if (told === null || type === null || !isKnownType(type)) return false;
  return commits.some((commit) => commit.type === type && told.has(commit.sha));
}

function sameWords({ type, scope, description }: Title, title: Title): boolean {
  return description === title.description && type === title.type && scope === title.scope;
}

/** @param told whether the section's heading tells the type */
function statement({ type, scope, prefix, description }: Title, told: boolean): string {
  if (description === '') return '(no message)';
  if (type !== null && !told) return escapeMarkdown(prefix + description);
  return `${scope === null ? '' : `**${escapeMarkdown(scope)}:** `}${escapeMarkdown(description)}`;
}

/** Who wrote these commits, each name once, escaped. Under the name of a bot, only who helped it is worth a word. */
function peopleOf(commits: readonly Commit[], indent: string): readonly string[] {
  const names = new Map<string, string>();
  const read = ({ name }: Author): void => {
    const key = name.trim().toLowerCase();
    if (!names.has(key)) names.set(key, key === '' ? 'unknown' : escapeMarkdown(name));
  };
  for (const { authors, bot } of commits) if (indent === '' || !bot) authors.forEach(read);
  for (const { coAuthors } of commits) coAuthors.forEach(read);
  return [...names.values()];
}

/** `a, b and 3 more` */
export function nameList(names: readonly string[], most: number): string {
  const rest = names.length - most;
  return rest <= 0 ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${rest.toLocaleString('en-US')} more`;
}

/** The issues that the description does not name. */
function issueRemarks({ issues }: Commit, description: string): string[] {
  if (issues.length === 0) return [];
  const told = new Set(parseIssues(description, '').map(({ text }) => text));
  const others = issues.filter(({ text }) => !told.has(text));
  return [
    ...issueList(
      'closes',
      others.filter(({ closes }) => closes),
    ),
    ...issueList(
      'mentions',
      others.filter(({ closes }) => !closes),
    ),
  ];
}

function issueList(verb: string, issues: Commit['issues']): string[] {
  if (issues.length === 0) return [];
  const shown = issues.slice(0, mostIssues).map(({ text }) => escapeMarkdown(text));
  const rest = issues.length - shown.length;
  return [`${verb} ${shown.join(', ')}${rest === 0 ? '' : ` and ${count(rest, 'more issue')}`}`];
}
