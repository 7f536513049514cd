import { isAscii } from 'node:buffer';

const beyondAscii = /[\x80-\xff]/g;

function nextBeyondAscii(text: string, from: number): number {
  beyondAscii.lastIndex = from;
  return beyondAscii.exec(text)?.index ?? Infinity;
}

/**
 * The fields of a chunk. A text with one character beyond Latin-1 takes two bytes for each of its characters, and what
 * is cut from it keeps all of it in memory; so the bytes are cut first, and only fields that need it are decoded.
 */
function fieldsOf(bytes: Buffer): string[] {
  const text = bytes.toString('latin1');
  const fields = text.split('\0');
  if (isAscii(bytes)) return fields;
  let start = 0;
  let special = nextBeyondAscii(text, 0);
  fields.forEach((field, place) => {
    const end = start + field.length;
    if (special < end) {
      fields[place] = Buffer.from(field, 'latin1').toString('utf8');
      special = nextBeyondAscii(text, end);
    }
    start = end + 1;
  });
  return fields;
}

/**
 * Reads NUL-terminated fields from a stream of bytes: each step gives the fields that the last chunk completed.
 * Bytes that are no UTF-8 become U+FFFD. Throws `TypeError` when the stream ends inside a field.
 */
export async function* nulFields(chunks: AsyncIterable<Buffer>): AsyncGenerator<string[], void, undefined> {
  let open: Buffer[] = [];
  for await (const chunk of chunks) {
    // NUL is a character of its own in UTF-8, so cutting there never splits one.
    const end = chunk.lastIndexOf(0);
    if (end === -1) {
      open.push(chunk);
      continue;
    }
    const whole = chunk.subarray(0, end);
    const bytes = open.length === 0 ? whole : Buffer.concat([...open, whole]);
    open = end + 1 < chunk.length ? [chunk.subarray(end + 1)] : [];
    yield fieldsOf(bytes);
  }
  if (open.length > 0) throw new TypeError('The output ends inside a field.');
}
