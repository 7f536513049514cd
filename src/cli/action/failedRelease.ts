import { withFailedRelease } from '../../core/highlights/failedRelease';
import { known, unknown, type Known } from '../../core/known';
import type { ForgeReads } from '../../core/ports';
import type { RangeContents } from '../../core/shippedOf';
import { deployedInstead, type ReleaseSnapshot, type ShipEnds } from '../../core/snapshot';
import type { Deployment } from '../../core/release';
import { attempt } from '../../store/attempt';

/** So far back is the last success looked for; each deployment on the way takes a request. */
const deploymentsLookedAt = 20;

/**
 * The last deployment to production that succeeded, when it is of another commit than the branch names: what came
 * between was merged, never deployed, and ships with this release. `null`: there is none such.
 */
export async function readDeployedInstead(
  forge: ForgeReads,
  { repository, policy, facts }: ReleaseSnapshot,
): Promise<Known<Deployment | null>> {
  const { previous } = facts;
  if (!previous.known) return previous;
  const [newest, lastSuccess] = await Promise.all([
    attempt(forge.deployments(repository, policy.environment, 1)),
    attempt(forge.lastSuccess(repository, policy.environment, deploymentsLookedAt)),
  ]);
  if (!lastSuccess.known) return lastSuccess;
  const pin = previous.value;
  const own = newest.known ? newest.value.find(({ sha }) => pin.state === 'valid' && pin.sha === sha) : undefined;
  return known(deployedInstead({ pin, deployment: known(own ?? null), lastSuccess }));
}

/** The same contents, with the migrations that a release that failed left to run. */
export function withMigrationsOf(contents: RangeContents, failed: Known<RangeContents | null>): RangeContents {
  if (failed.known && failed.value === null) return contents;
  const theirs = failed.known ? (failed.value?.highlights ?? unknown('they were not read')) : failed;
  return { ...contents, highlights: withFailedRelease(contents.highlights, theirs) };
}

/** What lies between what is deployed and what the branch names. */
export function failedRange(deployed: Deployment, { from }: ShipEnds): ShipEnds {
  return { from: deployed.sha, to: from };
}
