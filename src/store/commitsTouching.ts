import type { History } from '../core/ports';
import type { RepositoryId } from '../core/repository';
import type { Sha } from '../core/sha';
import type { ReleaseSnapshot } from '../core/snapshot';
import type { Range } from './openHistory';

/**
 * The commits of a release that change a path in which the text occurs, without regard to case.
 *
 * @param historyWith a history of the repository that has these commits
 * @throws {HumanError} where it cannot be told
 */
export async function commitsTouching(
  { repository }: Pick<ReleaseSnapshot, 'repository'>,
  ranges: readonly Range[],
  text: string,
  historyWith: (id: RepositoryId, shas: readonly Sha[]) => Promise<History>,
  signal?: AbortSignal,
): Promise<ReadonlySet<Sha>> {
  const found = await Promise.all(
    ranges.map(async ({ from, to }) =>
      (await historyWith(repository, [from, to])).commitsTouching(from, to, text, signal),
    ),
  );
  return new Set(found.flatMap((shas) => [...shas]));
}
