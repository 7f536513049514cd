import { setImmediate } from 'node:timers/promises';

import { nulFields } from './nulFields';

const longestSliceMs = 8;

/**
 * Reads records of `size` NUL-terminated fields from a stream of bytes: each step gives the fields of the records that
 * the last chunk completed, one record after the other. Goes on in slices of some milliseconds, so that nothing else
 * has to wait for a long stream. Throws `TypeError` when the stream ends inside a record.
 */
export async function* nulRecords(
  chunks: AsyncIterable<Buffer>,
  size: number,
): AsyncGenerator<readonly string[], void, undefined> {
  let pending: string[] = [];
  let sliceStart = performance.now();
  for await (const fields of nulFields(chunks)) {
    pending = pending.length === 0 ? fields : [...pending, ...fields];
    const whole = pending.length - (pending.length % size);
    if (whole === 0) continue;
    yield pending.slice(0, whole);
    pending = pending.slice(whole);
    if (performance.now() - sliceStart > longestSliceMs) {
      await setImmediate();
      sliceStart = performance.now();
    }
  }
  if (pending.length > 0) throw new TypeError('The output ends inside a record.');
}
