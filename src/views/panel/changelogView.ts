import type { Changelog, Commit } from '../../core/changelog/model';
import { shortSha, type Sha } from '../../core/sha';
import type { ReleaseContents } from '../../core/snapshot';
import { completeness } from '../words';
import type { ChangelogView, CommitView, Phrase, Tone } from './protocol';

/** The changelog as the page draws it. Large, and the same for a pair of SHAs for ever. */
export function changelogView(contents: ReleaseContents): ChangelogView {
  const { changelog } = contents;
  const index = new Map<string, number>(changelog.commits.map((commit, at) => [commit.sha, at]));
  const rowsOf = (shas: readonly string[]): readonly number[] =>
    shas.flatMap((sha) => {
      const at = index.get(sha);
      return at === undefined ? [] : [at];
    });
  return {
    key: changelogKey(changelog),
    title: titleOf(changelog),
    summary: completeness(changelog),
    notes: changelog.notes,
    sections: sectionsOf(changelog).map(({ id, title, tone, commits }) => ({ id, title, tone, rows: rowsOf(commits) })),
    pulls: changelog.pulls.map((pull) => ({ number: pull.number, title: pull.title, rows: rowsOf(pull.commits) })),
    commits: changelog.commits.map(commitView),
  };
}

function titleOf({ range }: Changelog): string {
  switch (range.direction) {
    case 'rollback':
      return 'What is taken out';
    case 'diverged':
      return 'What ships, and what is taken out';
    case 'forward':
    case 'same':
    case 'unrelated':
      return 'What ships';
  }
}

/** In a diverged range what is taken out stands apart, so that it cannot be mistaken for what ships. */
function sectionsOf(
  changelog: Changelog,
): readonly { readonly id: string; readonly title: string; readonly tone: Tone; readonly commits: readonly Sha[] }[] {
  const all = changelog.sections.map((section) => ({ ...section, tone: toneOf(section.id) }));
  if (changelog.range.direction !== 'diverged') return all;
  const removed = new Set(changelog.commits.filter((commit) => commit.removed).map((commit) => commit.sha));
  const ships = all
    .map((section) => ({ ...section, commits: section.commits.filter((sha) => !removed.has(sha)) }))
    .filter((section) => section.commits.length > 0);
  return [...ships, { id: 'removed', title: 'Taken out of production', tone: 'warn', commits: [...removed] }];
}

export function changelogKey(changelog: Changelog): string {
  return `${changelog.range.from}..${changelog.range.to} ${changelog.source}`;
}

function toneOf(section: string): Tone {
  return section === 'breaking' ? 'error' : section === 'reverted' ? 'dim' : 'info';
}

function commitView(commit: Commit): CommitView {
  return {
    sha: commit.sha,
    short: shortSha(commit.sha),
    type: commit.type ?? '',
    scope: commit.scope ?? '',
    text: commit.description || commit.subject || '(no subject)',
    author: commit.authors.map((author) => author.name || author.email).join(', '),
    coAuthors: commit.coAuthors.map((author) => author.name || author.email),
    at: commit.authoredAt,
    pull: commit.pull,
    breaking: commit.breaking,
    breakingText: commit.breakingText,
    marks: marksOf(commit),
  };
}

function marksOf(commit: Commit): readonly Phrase[] {
  return [
    ...(commit.removed ? [{ text: 'taken out', tone: 'warn' as const }] : []),
    ...(commit.direct ? [{ text: 'without a pull request', tone: 'warn' as const }] : []),
    ...(commit.revertedBy === null
      ? []
      : [{ text: `reverted by ${shortSha(commit.revertedBy)}`, tone: 'dim' as const }]),
    ...commit.reverts.map((sha) => ({ text: `reverts ${shortSha(sha)}`, tone: 'dim' as const })),
  ];
}
