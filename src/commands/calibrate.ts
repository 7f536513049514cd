import { commands, ProgressLocation, window, type Disposable, type Uri } from 'vscode';
import { count } from '../core/ages';
import { HumanError } from '../core/errors';
import type { MigrationReaders } from '../core/highlights/readers';
import type { CloneHistory, Forge, Log } from '../core/ports';
import { repositoryLabel, type RepositoryId } from '../core/repository';
import { calibrate } from '../core/risk/calibration';
import { calibrationMarkdown } from '../core/risk/calibrationText';
import type { RepositorySnapshot } from '../core/snapshot';
import { loadPastReleases, type PastReleases } from '../store/loadPastReleases';
import type { ReleaseStore } from '../store/releaseStore';
import { Cancelled, register } from './boundary';
import { pickRepository } from './pickRepository';

export interface CalibrateServices {
  readonly store: ReleaseStore;
  readonly connect: (host: string) => Promise<Forge>;
  readonly findClone: (id: RepositoryId) => Promise<CloneHistory | null>;
  readonly readers: MigrationReaders;
  /** A read-only document with a text. */
  readonly document: (name: string, text: string) => Uri;
  readonly log: Log;
}

/** So many are looked at; what ten years ago went wrong says little of today. */
const looked = 30;

/** The command that holds the risk of past releases against what became of them. */
export function registerCalibrateCommand(services: CalibrateServices): Disposable {
  return register('releaseReview.calibrateRisk', services.log, async (argument) => {
    const snapshot = await pickRepository(services.store, argument.repository);
    const { releases, direct } = await read(services, snapshot);
    if (releases.length === 0) {
      throw new HumanError('not-found', `${repositoryLabel(snapshot.repository)} has no past release to learn from.`);
    }
    const past =
      direct === 0
        ? ''
        : `\n${count(direct, 'change')} of production belonged to no pull request and is not counted.\n`;
    const text = `# Risk and outcomes\n\n${calibrationMarkdown(calibrate(releases))}${past}`;
    await commands.executeCommand('markdown.showPreview', services.document('Risk and outcomes.md', text));
  });
}

async function read(services: CalibrateServices, snapshot: RepositorySnapshot): Promise<PastReleases> {
  const title = `Reading the past releases of ${repositoryLabel(snapshot.repository)}`;
  return window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    async (bar, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      try {
        const sources = {
          forge: await services.connect(snapshot.repository.host),
          clone: await services.findClone(snapshot.repository),
          readers: services.readers,
          now: Date.now(),
          signal: stop.signal,
          onProgress: (done: number, total: number) => bar.report({ message: `${done} of ${total}` }),
        };
        return await loadPastReleases(sources, snapshot, looked);
      } catch (error) {
        if (stop.signal.aborted) throw new Cancelled();
        throw error;
      }
    },
  );
}
