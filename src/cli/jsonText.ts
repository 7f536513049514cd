// Characters that JSON leaves as they are and that a terminal obeys or does not show: C1 controls, DEL, format
// characters (bidirectional ones, zero-width ones, tags), line and paragraph separators.
const invisible = /[\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}]/gu;

function escapeOf(character: string): string {
  return [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('');
}

/** A document as indented JSON. The same values as written, with hidden characters as `\u` escapes. */
export function jsonText(document: object): string {
  return `${JSON.stringify(document, null, 2).replace(invisible, escapeOf)}\n`;
}
