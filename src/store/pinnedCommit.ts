import { known, unknown, type Known } from '../core/known';
import type { ForgeReads } from '../core/ports';
import type { CommitSummary } from '../core/release';
import type { RepositoryId } from '../core/repository';
import type { Sha } from '../core/sha';
import type { Pin } from '../core/versionFile';
import { attempt } from './attempt';

/** The SHA of a pin; why there is none otherwise, as a clause. */
export function pinnedCommit(pin: Known<Pin>): Known<Sha> {
  if (!pin.known) return pin;
  switch (pin.value.state) {
    case 'valid':
      return known(pin.value.sha);
    case 'unresolved':
      return unknown('nothing tells which commit the pinned image was built from');
    case 'invalid':
      return unknown('the version file holds no valid SHA');
  }
}

/** The commit of a pin, as far as there is one. */
export async function readPinnedCommit(
  forge: ForgeReads,
  id: RepositoryId,
  pin: Known<Pin>,
): Promise<Known<CommitSummary>> {
  const sha = pinnedCommit(pin);
  return sha.known ? present(await attempt(forge.commit(id, sha.value))) : sha;
}

/** The commit, or why a SHA that names none has none. */
export function present(commit: Known<CommitSummary | null>): Known<CommitSummary> {
  if (!commit.known) return commit;
  return commit.value === null ? unknown('it names no commit of this repository') : known(commit.value);
}
