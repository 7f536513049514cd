declare const shaBrand: unique symbol;

/** A full git object name in lower case: 40 hex digits (SHA-1) or 64 (SHA-256). Only {@link parseSha} makes one. */
export type Sha = string & { readonly [shaBrand]: true };

const fullSha = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

function isSha(text: string): text is Sha {
  return fullSha.test(text);
}

/** Reads a full SHA in either case; anything else (short SHAs, refs, surrounding space) is `undefined`. */
export function parseSha(text: string): Sha | undefined {
  // Nearly all are in lower case already: no copy is made of those.
  if (isSha(text)) return text;
  const lower = text.toLowerCase();
  return isSha(lower) ? lower : undefined;
}

/** The first seven digits, for people; never for another command. */
export function shortSha(sha: string): string {
  return sha.slice(0, 7);
}
