import { window } from 'vscode';
import { HumanError } from '../core/errors';
import { parseRepository, repositoryLabel } from '../core/repository';
import type { RepositorySnapshot } from '../core/snapshot';
import type { ReleaseStore } from '../store/releaseStore';
import { Cancelled } from './boundary';

/** The repository that a command is about: the one it was given, else the only one, else the one that is picked. */
export async function pickRepository(store: ReleaseStore, given: unknown): Promise<RepositorySnapshot> {
  const id = typeof given === 'string' ? parseRepository(given) : undefined;
  if (id !== undefined) {
    const snapshot = store.entry(id)?.snapshot;
    if (snapshot != null) return snapshot;
    throw new HumanError('not-found', `${repositoryLabel(id)} has not been read yet. Refresh and try again.`);
  }
  const known = store.state.repositories.flatMap(({ snapshot }) => snapshot ?? []);
  const [only, ...others] = known;
  if (only === undefined) {
    throw new HumanError('not-found', 'No repository has been read yet. The Releases view says why and what to do.');
  }
  if (others.length === 0) return only;
  const choice = await window.showQuickPick(
    known.map((snapshot) => ({ label: repositoryLabel(snapshot.repository), snapshot })),
    { title: 'Which repository?' },
  );
  if (choice === undefined) throw new Cancelled();
  return choice.snapshot;
}
