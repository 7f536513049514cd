// Characters that JSON leaves as they are and that a terminal obeys or does not show: C1 controls, DEL, format
// characters (bidirectional ones, zero-width ones, tags), line and paragraph separators.
const invisible = /[\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}]/gu;

// Most text is plain, which is quicker to see than the classes above.
const special = /[^\n -~]/;

/** Pieces are handed over at about this length, so that a long document is never in memory whole. */
const pieceLength = 65_536;

function escapeOf(character: string): string {
  return [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('');
}

function withoutHidden(json: string): string {
  return special.test(json) ? json.replace(invisible, escapeOf) : json;
}

/** A document as indented JSON. The same values as written, with hidden characters as `\u` escapes. */
export function jsonText(document: object): string {
  return `${withoutHidden(JSON.stringify(document, null, 2))}\n`;
}

/**
 * A long document as JSON, in pieces; hidden characters as in {@link jsonText}. Each property of the document starts a
 * line, and so does each element of one that is a list.
 * @param document lists may be any iterable, which is then gone through once
 */
export function* jsonPieces(document: object): Generator<string, void, undefined> {
  let piece = '{';
  let first = true;
  for (const [name, value] of Object.entries(document) as [string, unknown][]) {
    piece += `${first ? '' : ','}\n  ${JSON.stringify(name)}: `;
    first = false;
    if (!isIterable(value)) {
      piece += withoutHidden(JSON.stringify(value));
      continue;
    }
    let isEmpty = true;
    piece += '[';
    for (const element of value) {
      piece += `${isEmpty ? '' : ','}\n    ${withoutHidden(JSON.stringify(element))}`;
      isEmpty = false;
      if (piece.length < pieceLength) continue;
      yield piece;
      piece = '';
    }
    piece += isEmpty ? ']' : '\n  ]';
  }
  yield `${piece}${first ? '' : '\n'}}\n`;
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}
