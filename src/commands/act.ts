import { window } from 'vscode';
import type { ActContext } from '../actions/context';
import type { Forge } from '../core/ports';
import { shownOf } from '../core/shown';
import type { ReleaseSnapshot } from '../core/snapshot';
import type { ReleaseStore } from '../store/releaseStore';

export interface ActServices {
  readonly store: ReleaseStore;
  readonly connect: (host: string) => Promise<Forge>;
}

/** Runs an act on a release with progress in the view, and reads the release again whatever came of it. */
export async function act<T>(
  { store, connect }: ActServices,
  release: ReleaseSnapshot,
  run: (context: ActContext) => Promise<T>,
): Promise<T> {
  const shown = store.shownFor(release);
  return window.withProgress({ location: { viewId: 'releaseReview.releases' } }, async () => {
    const forge = await connect(release.repository.host);
    const context: ActContext = {
      forge,
      read: () => store.readRelease(release.repository, release.pull.number),
      readBody: async () => (await forge.pull(release.repository, release.pull.number)).body,
      shown: { ...shown, risk: release.risk.level, ...checklistOf(release) },
    };
    try {
      return await run(context);
    } finally {
      await store.refreshRelease(release.repository, release.pull.number);
    }
  });
}

/** The reviewer's own answers are compared with what the screen says now; the subject with what was acknowledged. */
function checklistOf(release: ReleaseSnapshot): { ticked: readonly string[]; required: number } {
  const { ticked, required } = shownOf(release);
  return { ticked, required };
}
