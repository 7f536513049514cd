import { parseSha } from '../sha';
import { quotedText, readPin, type Digest, type Pin } from '../versionFile';

/** What kind of pin is read, and where it stands as the end of a sentence's beginning: ` at "image.tag" of values.yaml`. */
export interface PinPlace {
  readonly pin: 'sha' | 'digest';
  readonly where: string;
}

/**
 * Reads the text that stands for a pin and nothing else. An image digest is `unresolved` here: of which commit it was
 * built is told by its attestations.
 */
export function readPinText(text: string, { pin, where }: PinPlace): Pin {
  return pin === 'digest' ? readDigestPin(text, where) : readShaPin(text, where);
}

function readShaPin(text: string, where: string): Pin {
  const read = readPin(text);
  return read.state === 'invalid'
    ? { ...read, problem: read.problem.replace('full commit SHA,', `full commit SHA${where},`) }
    : read;
}

// https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests: hex digits are lower case. Before it may
// stand what it is a digest of: a name, a tag, or both, none of which has an `@` or white space in it.
const digestPattern = /^(?:[^\s@]{1,400}@)?(?<digest>sha256:[0-9a-f]{64})$/;

function readDigestPin(text: string, where: string): Pin {
  const bare = text.replace(/\n$/, '');
  const digest = digestPattern.exec(bare)?.groups?.['digest'];
  if (digest !== undefined && isDigest(digest)) {
    const problem = `Which commit ${digest.slice(0, 19)}… was built from has not been read.`;
    return { state: 'unresolved', digest, found: digest, problem };
  }
  const found = quotedText(bare);
  return {
    state: 'invalid',
    found,
    problem: `Expected one image digest (sha256:…)${where}, found ${found}: ${problemWith(bare)}.`,
  };
}

function isDigest(text: string): text is Digest {
  return text.startsWith('sha256:');
}

function problemWith(text: string): string {
  if (text.trim() === '') return 'it is empty';
  if (text.startsWith('\uFEFF')) return 'it starts with a byte order mark';
  if (text.includes('\r')) return 'its line ends with CRLF instead of LF';
  if (/\s/.test(text)) return 'there is white space in it';
  if (parseSha(text) !== undefined) return 'it is a commit SHA';
  const [, algorithm, digits] = /(?:^|@)([a-z0-9+._-]{1,20}):([0-9a-fA-F]{20,})$/i.exec(text) ?? [];
  if (algorithm === 'sha256' && digits !== undefined) {
    return digits.length === 64 ? 'its digits are not in lower case' : `it has ${digits.length} digits instead of 64`;
  }
  if (algorithm !== undefined && digits !== undefined) return `${algorithm} digests are not known`;
  return 'a tag alone may stand for another image tomorrow';
}
