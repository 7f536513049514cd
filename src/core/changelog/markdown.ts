import { shortSha, type Sha } from '../sha';
import { visibleText } from '../visibleText';
import type { Changelog, Commit, PullGroup, Section } from './model';
import { isKnownType } from './sections';

/** Where the links of a copied changelog lead. */
export interface ChangelogLinks {
  readonly commitUrl: (sha: Sha) => string;
  readonly pullUrl: (number: number) => string;
}

const zeroWidthSpace = '&#8203;';

// GitHub looks for mentions, issue references and bare links in the rendered text, where a backslash is gone: only a
// character in between stops them (https://docs.github.com/en/get-started/writing-on-github, "Basic writing and
// formatting syntax" and "Autolinked references and URLs").
const special = /[\\`*_[\]&<>~$|]|@|#(?=[0-9])|:(?=\/\/)|\bwww(?=\.)|\bGH-(?=[0-9])/gi;
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function escapeMatch(match: string): string {
  const entity = entities[match];
  if (entity !== undefined) return entity;
  return /^[@#:wWgG]/.test(match) ? `${match}${zeroWidthSpace}` : `\\${match}`;
}

/**
 * One line of foreign text for GitHub-flavoured Markdown: no markup, no mention, no issue reference, no link; hidden
 * characters made visible. What would open a block at the beginning of a line is escaped too.
 */
export function escapeMarkdown(text: string): string {
  return visibleText(text.replace(/[\r\n\t]/g, ' '))
    .trim()
    .replace(special, escapeMatch)
    .replace(/^[-+=#]/, '\\$&')
    .replace(/^([0-9]{1,9})([.)])/, '$1\\$2');
}

function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
}

function directionOf(changelog: Changelog): string {
  const from = `\`${shortSha(changelog.range.from)}\``;
  const to = `\`${shortSha(changelog.range.to)}\``;
  const removed = changelog.commits.filter((commit) => commit.removed).length;
  switch (changelog.range.direction) {
    case 'forward':
      return `forward from ${from} to ${to}`;
    case 'rollback':
      return `a rollback from ${from} to ${to}, which takes these out`;
    case 'diverged':
      return (
        `from ${from} to ${to}, which have diverged: ${String(changelog.commits.length - removed)} come in, ` +
        `${String(removed)} are taken out`
      );
    case 'same':
      return `${from} and ${to} are the same commit`;
    case 'unrelated':
      return `from ${from} to ${to}, which have no common history`;
  }
}

function heading(changelog: Changelog): string {
  const read = changelog.commits.length;
  const of =
    changelog.total === null ? count(read, 'commit') : `${String(read)} of ${count(changelog.total, 'commit')}`;
  const gap = changelog.complete ? '' : ' (not complete)';
  return `**${of}**${gap}, ${directionOf(changelog)}.`;
}

/** Writes the lines of one section; commits that share a pull request there stand under it. */
class SectionWriter {
  readonly #links: ChangelogLinks;
  readonly #mixed: boolean;

  constructor(changelog: Changelog, links: ChangelogLinks) {
    this.#links = links;
    this.#mixed = changelog.range.direction === 'diverged' || changelog.range.direction === 'unrelated';
  }

  write(commits: readonly Commit[], titles: ReadonlyMap<number, string>): string[] {
    const groups = new Map<string | number, Commit[]>();
    for (const commit of commits) {
      const key = commit.pull ?? commit.sha;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [commit]);
      else group.push(commit);
    }
    return [...groups.values()].flatMap((group) => this.#group(group, titles));
  }

  #group(group: readonly Commit[], titles: ReadonlyMap<number, string>): string[] {
    const [only] = group;
    if (only === undefined) return [];
    if (group.length === 1) return [`- ${this.#line(only, true)}`, ...breakingLine(only, '  ')];
    const merges = group.filter((commit) => commit.merge);
    const rest = group.filter((commit) => !commit.merge);
    const title = only.pull === null ? '' : (titles.get(only.pull) ?? '');
    const references = [...this.#pull(only), ...merges.map((merge) => this.#commit(merge.sha))].join(', ');
    return [
      `- ${escapeMarkdown(title)} (${references})`,
      ...merges.flatMap((merge) => breakingLine(merge, '  ')),
      ...rest.flatMap((commit) => [`  - ${this.#line(commit, false)}`, ...breakingLine(commit, '    ')]),
    ];
  }

  #line(commit: Commit, withPull: boolean): string {
    const references = [this.#commit(commit.sha), ...(withPull ? this.#pull(commit) : [])].join(', ');
    const people = [...commit.authors, ...commit.coAuthors].map(({ name }) =>
      name.trim() === '' ? 'unknown' : escapeMarkdown(name),
    );
    return `${statement(commit)} (${references}) by ${people.join(', ')}${this.#remarks(commit)}`;
  }

  #remarks(commit: Commit): string {
    const remarks: string[] = [];
    if (commit.breaking) remarks.push('breaking');
    if (commit.direct) remarks.push('without a pull request');
    if (commit.removed && this.#mixed) remarks.push('taken out');
    if (commit.revertedBy !== null) remarks.push(`reverted by ${this.#commit(commit.revertedBy)}`);
    if (commit.reverts.length > 0) remarks.push(`reverts ${commit.reverts.map((sha) => this.#commit(sha)).join(', ')}`);
    return remarks.length === 0 ? '' : `; ${remarks.join('; ')}`;
  }

  #commit(sha: Sha): string {
    return `[\`${shortSha(sha)}\`](${this.#links.commitUrl(sha)})`;
  }

  #pull({ pull }: Commit): string[] {
    return pull === null ? [] : [`[#${String(pull)}](${this.#links.pullUrl(pull)})`];
  }
}

function statement({ type, scope, prefix, description }: Commit): string {
  if (description === '') return '(no message)';
  if (type !== null && !isKnownType(type)) return escapeMarkdown(prefix + description);
  return `${scope === null ? '' : `**${escapeMarkdown(scope)}:** `}${escapeMarkdown(description)}`;
}

function breakingLine(commit: Commit, indent: string): string[] {
  return commit.breakingText === null ? [] : [`${indent}- Breaking: ${escapeMarkdown(commit.breakingText)}`];
}

function titlesOf(pulls: readonly PullGroup[]): ReadonlyMap<number, string> {
  return new Map(pulls.map(({ number, title }) => [number, title]));
}

function sectionHeading(section: Section): string {
  return `### ${section.title} (${String(section.commits.length)})`;
}

/**
 * The changelog as GitHub-flavoured Markdown for the clipboard. The first line says how much of the range is there and
 * which way the release goes; then come the notes and the sections. Every commit is linked once as an entry; text from
 * commits, titles and people is escaped by {@link escapeMarkdown}.
 */
export function changelogMarkdown(changelog: Changelog, links: ChangelogLinks): string {
  const bySha = new Map(changelog.commits.map((commit) => [commit.sha, commit]));
  const titles = titlesOf(changelog.pulls);
  const writer = new SectionWriter(changelog, links);
  const blocks = [heading(changelog)];
  if (changelog.notes.length > 0) blocks.push(changelog.notes.map((note) => `- ${escapeMarkdown(note)}`).join('\n'));
  for (const section of changelog.sections) {
    const commits = section.commits.flatMap((sha) => bySha.get(sha) ?? []);
    blocks.push(sectionHeading(section), writer.write(commits, titles).join('\n'));
  }
  return `${blocks.join('\n\n')}\n`;
}
