import type { Attestation } from '../release';
import type { RepositoryId } from '../repository';
import type { Pin } from '../versionFile';

/**
 * Tells of which commit a pinned image was built: what all attestations say that name this repository and a commit.
 * Without any, or where two differ, the pin stays unresolved and says why. Pins of commits stay as they are.
 */
export function builtFrom(pin: Pin, attestations: readonly Attestation[], id: RepositoryId): Pin {
  if (pin.state !== 'unresolved') return pin;
  const unresolved = (why: string): Pin => {
    const problem = `Which commit ${pin.digest.slice(0, 19)}… was built from is not known: ${why}.`;
    return { ...pin, problem };
  };
  const own = attestations.filter((each) => namesRepository(each, id));
  const [sha, ...more] = new Set(own.flatMap(({ commit }) => (commit === null ? [] : [commit])));
  if (sha === undefined) {
    const none = 'it has no build attestation';
    return unresolved(attestations.length === 0 ? none : 'no attestation names a commit of this repository');
  }
  if (more.length > 0) return unresolved(`its attestations name ${more.length + 1} different commits`);
  return { state: 'valid', sha, digest: pin.digest };
}

/** Whether an attestation says that this repository's workflow made the build; names are compared without case. */
export function namesRepository({ repository }: Attestation, id: RepositoryId): boolean {
  return repository?.toLowerCase() === `${id.owner}/${id.name}`.toLowerCase();
}
