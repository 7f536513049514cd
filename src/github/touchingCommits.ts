import { HumanError } from '../core/errors';
import type { RepositoryId } from '../core/repository';
import { repositoryLabel } from '../core/repository';
import { shortSha } from '../core/sha';
import type { Sha } from '../core/sha';
import type { GitHubClient } from './client';
import { mapConcurrently } from './concurrency';
import type { Reader } from './reader';

const concurrency = 4;
const mostPaths = 20;
const mostCommits = 3_000;

/** What a range holds, as far as looking for commits in it goes. */
export interface RangeMembers {
  /** The commits on the side of `tip`. */
  readonly shas: ReadonlySet<Sha>;
  readonly tip: Sha;
  /** Commit date of the oldest of them, in epoch milliseconds. */
  readonly since: number;
}

/**
 * The paths to ask the history for so that every changed path with `text` in it is covered, each as high up as it can be:
 * a folder that has the text in its own name stands for all below it. Only where they are more than twenty, folders of
 * which every changed file matches are taken together as well; such a folder may hold another file that was changed and
 * changed back. Without regard to case.
 *
 * @throws {HumanError} `refused` when more than twenty are left.
 */
export function pathsToAsk(changed: readonly string[], text: string): readonly string[] {
  const wanted = text.toLowerCase();
  const matches = (path: string): boolean => path.toLowerCase().includes(wanted);
  const matching = changed.filter(matches);
  const named = folded(matching, (folder) => matches(`${folder}/`));
  if (named.length <= mostPaths) return named;
  const mixed = new Set(changed.filter((path) => !matches(path)).flatMap(foldersOf));
  const together = folded(matching, (folder) => !mixed.has(folder));
  if (together.length <= mostPaths) return together;
  throw new HumanError(
    'refused',
    `${matching.length} changed files match; without a clone at most ${mostPaths} can be asked for. ` +
      'Narrow the text, or open a clone.',
  );
}

/** Each path's topmost folder that `stands` for it, or the path itself. */
function folded(paths: readonly string[], stands: (folder: string) => boolean): readonly string[] {
  return [...new Set(paths.map((path) => foldersOf(path).find(stands) ?? path))];
}

/** The folders above a path, topmost first. */
function foldersOf(path: string): readonly string[] {
  return [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index));
}

/**
 * The commits of the ranges given that GitHub lists in the history of these paths.
 *
 * Only commits from the oldest of a range on are asked for, by commit date: all that lie between it and the tip are in
 * the range too, so none is lost by that.
 * https://docs.github.com/rest/commits/commits#list-commits
 *
 * @throws {HumanError} `refused` when a path has more than 3,000 commits since then.
 */
export async function readTouching(
  client: GitHubClient,
  id: RepositoryId,
  ranges: readonly RangeMembers[],
  paths: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<Sha>> {
  const questions = ranges.flatMap((range) => paths.map((path) => ({ range, path })));
  const found = await mapConcurrently(questions, concurrency, async ({ range, path }) => {
    // GitHub's dates have whole seconds.
    const since = new Date(range.since - 1_000).toISOString().replace(/\.\d+Z$/, 'Z');
    const ask = {
      doing: `read the history of ${path} up to ${shortSha(range.tip)} of ${repositoryLabel(id)}`,
      route: 'GET /repos/{owner}/{repo}/commits',
      parameters: { owner: id.owner, repo: id.name, sha: range.tip, path, since },
      signal,
    };
    const shas = await client.readAll(ask, shaIn, { limit: mostCommits });
    if (shas.length < mostCommits) return shas.filter((sha) => range.shas.has(sha));
    const why = `GitHub has more than ${mostCommits} commits of ${path} since then`;
    throw new HumanError('refused', `${why}; without a clone they are not read. Narrow the text, or open a clone.`);
  });
  return new Set(found.flat());
}

function shaIn(commit: Reader): Sha {
  return commit.at('sha').sha();
}
