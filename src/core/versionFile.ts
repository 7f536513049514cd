import { parseSha, type Sha } from './sha';
import { visibleText } from './visibleText';

/** What a target is pinned to: one commit, or something that is not one. */
export type Pin =
  /** `digest` is the pinned image, of which `sha` is the commit that it was built from; `null`: the commit is pinned. */
  | { readonly state: 'valid'; readonly sha: Sha; readonly digest: Digest | null }
  /** A sound image digest, of which no attestation tells the commit; `found` is the digest, `problem` a whole sentence. */
  | { readonly state: 'unresolved'; readonly digest: Digest; readonly found: string; readonly problem: string }
  /** `found` quotes the content for people, shortened; `problem` is a whole sentence. */
  | { readonly state: 'invalid'; readonly found: string; readonly problem: string };

/** An image digest, `sha256:` and 64 hex digits in lower case. */
export type Digest = `sha256:${string}`;

/** Whether two readings found the same: the same commit by the same image, or the same text that is no pin. */
export function samePin(a: Pin, b: Pin): boolean {
  if (a.state === 'valid' && b.state === 'valid') return a.sha === b.sha && a.digest === b.digest;
  return a.state !== 'valid' && b.state !== 'valid' && a.state === b.state && a.found === b.found;
}

const quoteLimit = 60;

/** Text of a file for people: in quotes, in one line, shortened, with nothing in it that hides. */
export function quotedText(text: string): string {
  const shown = text.length > quoteLimit ? `${text.slice(0, quoteLimit)}…` : text;
  const escaped = shown.replaceAll('\r', '\\r').replaceAll('\n', '\\n');
  return `"${visibleText(escaped)}"`;
}

function problemWith(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return 'it is empty';
  if (text.startsWith('\uFEFF')) return 'it starts with a byte order mark';
  if (text.includes('\r')) return 'its line ends with CRLF instead of LF';
  if (trimmed.includes('\n')) return `it has ${trimmed.split('\n').length} lines instead of one`;
  if (trimmed !== text.replace(/\n$/, '')) return 'there is white space around the SHA';
  if (/^[0-9a-fA-F]{4,39}$/.test(trimmed)) return `it is a short SHA of ${trimmed.length} digits`;
  return 'it is not a SHA';
}

/**
 * Reads the content of a version file: exactly one full SHA (40 hex digits, or 64), optionally a final newline
 * (process description: "version.txt … holds the git SHA to release"). Whether it names a commit is another question.
 */
export function readPin(text: string): Pin {
  const sha = parseSha(text.replace(/\n$/, ''));
  if (sha !== undefined) return { state: 'valid', sha, digest: null };
  // The final newline belongs there and is no news.
  const found = quotedText(text.replace(/(?<!\r)\n$/, ''));
  return {
    state: 'invalid',
    found,
    problem: `Expected one full commit SHA, found ${found}: ${problemWith(text)}.`,
  };
}
