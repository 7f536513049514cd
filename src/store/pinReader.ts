import { known, type Known } from '../core/known';
import { readPinText } from '../core/pins/pinText';
import { builtFrom } from '../core/pins/builtFrom';
import type { Target } from '../core/policy/policy';
import type { ForgeReads } from '../core/ports';
import type { Attestation } from '../core/release';
import type { RepositoryId } from '../core/repository';
import type { Digest, Pin } from '../core/versionFile';
import { attempt } from './attempt';

/** Reads what targets are pinned to: each file of a commit and the attestations of each image are asked for once. */
export class PinReader {
  private readonly texts = new Map<string, Promise<Known<string | null>>>();
  private readonly attested = new Map<Digest, Promise<Known<readonly Attestation[]>>>();
  private readonly forge: ForgeReads;
  private readonly id: RepositoryId;

  constructor(forge: ForgeReads, id: RepositoryId) {
    this.forge = forge;
    this.id = id;
  }

  /** The pin of a target at a commit; an absent file is an invalid pin, not an unknown one. */
  async pin(target: Target, ref: string): Promise<Known<Pin>> {
    const text = await once(this.texts, `${ref} ${target.file}`, () => this.forge.file(this.id, target.file, ref));
    if (!text.known) return text;
    if (text.value === null) {
      return known({ state: 'invalid', found: 'no file', problem: `There is no ${target.file}.` });
    }
    const pin = await pinIn(text.value, target);
    if (pin.state !== 'unresolved') return known(pin);
    const attestations = await this.attestations(pin.digest);
    return attestations.known ? known(builtFrom(pin, attestations.value, this.id)) : attestations;
  }

  attestations(digest: Digest): Promise<Known<readonly Attestation[]>> {
    return once(this.attested, digest, () => this.forge.attestations(this.id, digest));
  }
}

/** The parser of keys is loaded when the first target has one. */
async function pinIn(text: string, target: Target): Promise<Pin> {
  if (target.key === null) return readPinText(text, { pin: target.pin, where: '' });
  const { readTarget } = await import('../core/pins/readTarget');
  return readTarget(text, target);
}

function once<Key, T>(made: Map<Key, Promise<Known<T>>>, key: Key, read: () => Promise<T>): Promise<Known<T>> {
  const before = made.get(key);
  if (before !== undefined) return before;
  const reading = attempt(read());
  made.set(key, reading);
  return reading;
}
