import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { buildChangelog } from '../../../src/core/changelog/changelog';
import { noFacts, type ChangelogFacts } from '../../../src/core/changelog/facts';
import type { Changelog, Commit } from '../../../src/core/changelog/model';
import type { RangeHistory, RawCommit } from '../../../src/core/history';
import { parseSha, type Sha } from '../../../src/core/sha';

/** A full SHA for a name; the same name gives the same SHA. */
export function shaOf(name: string): Sha {
  const sha = parseSha(createHash('sha1').update(name).digest('hex'));
  if (sha === undefined) throw new Error('not a SHA');
  return sha;
}

/** A commit called `name`, with parents by name. */
export function commit(
  name: string,
  message: string,
  parents: readonly string[],
  more: Partial<RawCommit> = {},
): RawCommit {
  return {
    sha: shaOf(name),
    parents: parents.map((parent) => parseSha(parent) ?? shaOf(parent)),
    authorName: 'Ada',
    authorEmail: 'ada@example.org',
    authorLogin: null,
    authoredAt: 0,
    message,
    removed: false,
    ...more,
  };
}

/** A complete forward range from `base` to its first commit. */
export function range(commits: readonly RawCommit[]): RangeHistory {
  return {
    from: shaOf('base'),
    to: commits[0]?.sha ?? shaOf('base'),
    direction: 'forward',
    source: 'clone',
    commits,
    complete: true,
    total: commits.length,
    notes: [],
  };
}

/** The commit called `name`. */
export function only(changelog: Changelog, name: string): Commit {
  const found = changelog.commits.find((entry) => entry.sha === shaOf(name));
  assert.ok(found, name);
  return found;
}

/** The id of the section that has the commit called `name`. */
export function sectionOf(changelog: Changelog, name: string): string | undefined {
  return changelog.sections.find((section) => section.commits.includes(shaOf(name)))?.id;
}

/** The changelog of a line of commits, oldest first: name, then message. */
export function line(...commits: readonly (readonly [name: string, message: string])[]): Changelog {
  const raws = commits.map(([name, message], place) => commit(name, message, [commits[place - 1]?.[0] ?? 'base']));
  return buildChangelog(range(raws.reverse()));
}

/** Facts of a forge that knows the titles of these pull requests. */
export function titled(...titles: readonly (readonly [number: number, title: string])[]): ChangelogFacts {
  return { ...noFacts, pullTitles: new Map(titles) };
}
