import type { Shipped } from '../../core/changelog/shipped';
import { known, unknown, type Known } from '../../core/known';
import type { Forge } from '../../core/ports';
import { recoveryOf, type Recovery } from '../../core/recovery';
import type { RangeContents } from '../../core/shippedOf';
import type { ReleaseSnapshot, ShipEnds } from '../../core/snapshot';
import { attempt } from '../../store/attempt';
import { readShipping, type Progress } from '../judgeRelease';
import { readChangelogOf, type ChangelogReader } from '../readChangelogOf';
import { failedRange, readDeployedInstead, withMigrationsOf } from './failedRelease';

/** What a release is told to bring. */
export interface ReleaseChangelog {
  readonly shipped: Shipped;
  /** `null` while it is not known. */
  readonly recovery: Recovery | null;
}

/**
 * The changelog of a release with what a release that failed before it left to be deployed, as the editor shows it.
 *
 * @param contents of the range of the release
 * @throws {HumanError}
 */
export async function readReleaseChangelog(
  forge: Forge,
  release: ReleaseSnapshot,
  range: ShipEnds,
  contents: RangeContents,
  reader: ChangelogReader & Progress,
): Promise<ReleaseChangelog> {
  const failed = await readFailed(forge, release, range, reader);
  const changelogOf = (each: RangeContents): ReturnType<typeof readChangelogOf> =>
    readChangelogOf(
      each,
      unknown('the API does not tell who wrote a commit before'),
      { forge, id: release.repository },
      reader,
    );
  const also = await alsoShips(failed, changelogOf);
  const { highlights } = also === null ? contents : withMigrationsOf(contents, failed);
  return {
    shipped: { changelog: await changelogOf(contents), alsoShips: also },
    recovery: highlights.known ? recoveryOf(highlights.value, contents.range.direction) : null,
  };
}

async function alsoShips(
  failed: Known<RangeContents | null>,
  changelogOf: (contents: RangeContents) => ReturnType<typeof readChangelogOf>,
): Promise<Shipped['alsoShips']> {
  if (!failed.known) return failed;
  if (failed.value === null) return null;
  const changelog = await changelogOf(failed.value);
  // What runs is ahead of the branch: nothing of it ships again.
  return changelog.commits.every(({ removed }) => removed) ? null : known({ changelog });
}

async function readFailed(
  forge: Forge,
  release: ReleaseSnapshot,
  range: ShipEnds,
  reader: Progress,
): Promise<Known<RangeContents | null>> {
  const deployed = await readDeployedInstead(forge, release);
  if (!deployed.known) return deployed;
  if (deployed.value === null) return known(null);
  const { repository, policy } = release;
  const ends = failedRange(deployed.value, range);
  return attempt(
    readShipping(forge.history(repository), ends, { owner: repository.owner, servers: policy.migrations }, reader),
  );
}
