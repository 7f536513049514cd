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
    const text = open.length === 0 ? whole.toString('utf8') : Buffer.concat([...open, whole]).toString('utf8');
    open = end + 1 < chunk.length ? [chunk.subarray(end + 1)] : [];
    yield text.split('\0');
  }
  if (open.length > 0) throw new TypeError('The output ends inside a field.');
}
