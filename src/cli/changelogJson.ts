import type { Area, BotGroup, Changelog, Commit, Newcomer, Section } from '../core/changelog/model';
import type { Direction } from '../core/history';
import type { Known } from '../core/known';
import type { Sha } from '../core/sha';
import { jsonPieces } from './jsonText';

export interface RangeJson {
  readonly from: Sha;
  readonly to: Sha;
  readonly direction: Direction;
}

export interface CommitJson extends CommitFacts {
  /** When the author wrote it: ISO 8601 in UTC, to the second; `null` for a time that no calendar has. */
  readonly authoredAt: string | null;
}

type CommitFacts = Pick<
  Commit,
  | 'sha'
  | 'subject'
  | 'type'
  | 'scope'
  | 'breaking'
  | 'breakingText'
  | 'pull'
  | 'authors'
  | 'coAuthors'
  | 'reverts'
  | 'revertedBy'
  | 'issues'
  | 'bot'
  | 'direct'
  | 'directConfirmed'
  | 'removed'
  | 'merge'
>;

/** The changelog as a document, version 1. `null` means not known, or that there is none. */
export interface ChangelogJson {
  readonly version: 1;
  readonly range: RangeJson;
  readonly source: 'clone' | 'api';
  /** `false`: commits are missing; `notes` say why. */
  readonly complete: boolean;
  /** How many commits the range has. */
  readonly total: number | null;
  /** Newest first, each once. */
  readonly commits: readonly CommitJson[];
  /** In reading order; every commit is in exactly one. */
  readonly sections: readonly Section[];
  readonly pulls: Changelog['pulls'];
  /** Distinct authors and co-authors without automation. */
  readonly people: number;
  /** Largest first; `null` when the changed files are not known. */
  readonly areas: readonly Area[] | null;
  /** In the order of their newest commit; `null` when the history before the range is not known. */
  readonly newcomers: readonly Newcomer[] | null;
  /** Largest first. */
  readonly bots: readonly BotGroup[];
  readonly notes: readonly string[];
}

export function changelogJson(changelog: Changelog): ChangelogJson {
  return { ...frame(changelog), commits: changelog.commits.map(commitJson) };
}

/** The same document as text, in pieces; commits are turned into JSON one by one. */
export function changelogJsonPieces(changelog: Changelog): Generator<string, void, undefined> {
  return jsonPieces({ ...frame(changelog), commits: eachAsJson(changelog.commits) });
}

function* eachAsJson(commits: readonly Commit[]): Generator<CommitJson, void, undefined> {
  for (const commit of commits) yield commitJson(commit);
}

/** The document with an empty place for the commits. */
function frame(changelog: Changelog): ChangelogJson {
  const { from, to, direction } = changelog.range;
  return {
    version: 1,
    range: { from, to, direction },
    source: changelog.source,
    complete: changelog.complete,
    total: changelog.total,
    commits: [],
    sections: changelog.sections.map(({ id, title, commits }) => ({ id, title, commits })),
    pulls: changelog.pulls.map(({ number, title, commits }) => ({ number, title, commits })),
    people: changelog.people,
    areas: orNull(changelog.areas)?.map(({ path, files }) => ({ path, files })) ?? null,
    newcomers: orNull(changelog.newcomers)?.map(({ name, login, commits }) => ({ name, login, commits })) ?? null,
    bots: changelog.bots.map(({ name, commits }) => ({ name, commits })),
    notes: changelog.notes,
  };
}

function commitJson(commit: Commit): CommitJson {
  return {
    sha: commit.sha,
    subject: commit.subject,
    type: commit.type,
    scope: commit.scope,
    breaking: commit.breaking,
    breakingText: commit.breakingText,
    pull: commit.pull,
    authors: commit.authors.map(({ name, email, login }) => ({ name, email, login })),
    coAuthors: commit.coAuthors.map(({ name, email, login }) => ({ name, email, login })),
    reverts: commit.reverts,
    revertedBy: commit.revertedBy,
    issues: commit.issues.map(({ text, number, repository, closes }) => ({ text, number, repository, closes })),
    bot: commit.bot,
    direct: commit.direct,
    directConfirmed: commit.directConfirmed,
    removed: commit.removed,
    merge: commit.merge,
    authoredAt: instant(commit.authoredAt),
  };
}

function orNull<Value>(fact: Known<Value>): Value | null {
  return fact.known ? fact.value : null;
}

// RFC 3339 knows the years 0000 to 9999; a commit may claim any other.
const firstInstant = Date.parse('0000-01-01T00:00:00Z');
const lastInstant = Date.parse('9999-12-31T23:59:59Z');

function instant(epochMs: number): string | null {
  if (!(epochMs >= firstInstant && epochMs <= lastInstant)) return null;
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}
