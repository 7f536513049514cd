import { count } from '../core/ages';
import type { RepositoryId } from '../core/repository';
import { repositoryLabel } from '../core/repository';
import type { Sha } from '../core/sha';
import type { GitHubClient } from './client';
import { mapConcurrently } from './concurrency';
import { Unfinished } from './githubErrors';
import type { Reader } from './reader';

// GitHub ends a query after ten seconds; fifty commits take about one.
const batchSize = 50;
// GraphQL has limits of its own on computing time, which many queries at once use up sooner.
const concurrency = 2;

const pullFields = 'number title merged mergedAt baseRefName mergeCommit { oid } repository { nameWithOwner }';
const fragment = `fragment brought on Commit { associatedPullRequests(first: 10) { nodes { ${pullFields} } } }`;

/** A merged pull request that a commit belongs to. */
interface MergedPull {
  readonly number: number;
  readonly title: string;
  readonly mergedAt: number;
  readonly mergeCommit: Sha | null;
  readonly intoDefault: boolean;
}

type Landing = readonly [Sha, { readonly number: number; readonly title: string }];

/**
 * The pull request that brought each commit to a branch; a commit without one, or that GitHub does not have, has no entry.
 *
 * GitHub's `associatedPullRequests` are “the merged Pull Request that introduced the commit to the repository. If the
 * commit is not present in the default branch, additionally returns open Pull Requests associated with the commit”
 * (https://docs.github.com/graphql/reference/objects#commit). In practice it also lists others whose branch merely
 * contains the commit, and in a fork those of the repository it came from. So only merged ones of this repository count,
 * and of several: the one whose merge made this very commit (a squash, a rebase or the merge itself); else one into the
 * default branch, where changes arrive first; else the one merged first, since whatever was merged later only passed
 * the commit on; else the lowest number.
 *
 * Fifty commits a query; half as many whenever GitHub gives up on one. Rejects when any commit stays unanswered.
 */
export async function readPullsOfCommits(
  client: GitHubClient,
  id: RepositoryId,
  shas: readonly Sha[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<Sha, { readonly number: number; readonly title: string }>> {
  const distinct = [...new Set(shas)];
  const batches = Array.from({ length: Math.ceil(distinct.length / batchSize) }, (_, index) =>
    distinct.slice(index * batchSize, (index + 1) * batchSize),
  );
  const found = await mapConcurrently(batches, concurrency, (batch) => askInHalves(client, id, batch, signal));
  return new Map(found.flat());
}

async function askInHalves(
  client: GitHubClient,
  id: RepositoryId,
  shas: readonly Sha[],
  signal: AbortSignal | undefined,
): Promise<readonly Landing[]> {
  const query = {
    doing: `read which pull requests brought ${count(shas.length, 'commit')} to ${repositoryLabel(id)}`,
    document: documentOf(shas.length),
    variables: { owner: id.owner, name: id.name, ...Object.fromEntries(shas.map((sha, index) => [`c${index}`, sha])) },
    signal,
  };
  try {
    return await client.query(query, (data) => landingsIn(data, shas));
  } catch (error) {
    if (!(error instanceof Unfinished) || shas.length === 1) throw error;
    const middle = Math.ceil(shas.length / 2);
    const first = await askInHalves(client, id, shas.slice(0, middle), signal);
    return [...first, ...(await askInHalves(client, id, shas.slice(middle), signal))];
  }
}

/** The SHAs are variables: nothing of a repository's making is ever part of the document. */
function documentOf(count: number): string {
  const aliases = Array.from({ length: count }, (_, index) => `c${index}`);
  const declared = aliases.map((alias) => `, $${alias}: GitObjectID!`).join('');
  const asked = aliases.map((alias) => `${alias}: object(oid: $${alias}) { ...brought }`).join(' ');
  return (
    `query($owner: String!, $name: String!${declared}) { repository(owner: $owner, name: $name) ` +
    `{ nameWithOwner defaultBranchRef { name } ${asked} } } ${fragment}`
  );
}

/** Maps the answer's data: `shas` are in the order of their aliases. */
export function landingsIn(data: Reader, shas: readonly Sha[]): readonly Landing[] {
  const repository = data.at('repository');
  const own = repository.at('nameWithOwner').text();
  const defaultBranch = repository.at('defaultBranchRef').maybe((ref) => ref.at('name').text());
  return shas.flatMap((sha, index): readonly Landing[] => {
    const pulls = repository.at(`c${index}`).maybe((commit) => pullsIn(commit, own, defaultBranch)) ?? [];
    const [chosen] = [...pulls].sort((a, b) => preference(a, b, sha));
    return chosen === undefined ? [] : [[sha, { number: chosen.number, title: chosen.title }]];
  });
}

function pullsIn(commit: Reader, own: string, defaultBranch: string | null): readonly MergedPull[] {
  const nodes = commit.at('associatedPullRequests').at('nodes').list();
  return nodes.flatMap((pull) => {
    if (!pull.at('merged').flag() || pull.at('repository').at('nameWithOwner').text() !== own) return [];
    return {
      number: pull.at('number').count(),
      title: pull.at('title').text(),
      mergedAt: pull.at('mergedAt').instant(),
      mergeCommit: pull.at('mergeCommit').maybe((merge) => merge.at('oid').sha()),
      intoDefault: pull.at('baseRefName').text() === defaultBranch,
    };
  });
}

function preference(a: MergedPull, b: MergedPull, sha: Sha): number {
  return (
    Number(b.mergeCommit === sha) - Number(a.mergeCommit === sha) ||
    Number(b.intoDefault) - Number(a.intoDefault) ||
    a.mergedAt - b.mergedAt ||
    a.number - b.number
  );
}
