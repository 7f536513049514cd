/** Turns places in a text from UTF-8 bytes, as Postgres counts them, into characters and lines. */
export class TextOffsets {
  readonly #text: string;
  readonly #bytes: Uint32Array | null;
  readonly #lines: readonly number[];

  constructor(text: string) {
    this.#text = text;
    this.#bytes = isAscii(text) ? null : byteStarts(text);
    this.#lines = lineStarts(text);
  }

  /** The character that a byte belongs to. */
  character(byte: number): number {
    if (this.#bytes === null) return Math.min(byte, this.#text.length);
    return floor(this.#bytes, byte);
  }

  /** The line of a character, from 1. */
  line(character: number): number {
    return floor(this.#lines, character) + 1;
  }
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 127) return false;
  return true;
}

/** The first byte of every character, and the end. */
function byteStarts(text: string): Uint32Array {
  const starts = new Uint32Array(text.length + 1);
  let byte = 0;
  for (let at = 0; at < text.length; at += 1) {
    starts[at] = byte;
    const code = text.charCodeAt(at);
    // A pair of surrogates has four bytes together.
    byte += code < 0x80 ? 1 : code < 0x800 ? 2 : code >= 0xd800 && code < 0xe000 ? 2 : 3;
  }
  starts[text.length] = byte;
  return starts;
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The index of the last value that is not above the one that is sought. */
function floor(values: ArrayLike<number>, sought: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((values[middle] ?? Infinity) <= sought) low = middle;
    else high = middle - 1;
  }
  return low;
}
