import assert from 'node:assert/strict';
import fc from 'fast-check';

import { nulFields } from '../../../src/git/nulFields';

async function* inPieces(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer, void, undefined> {
  let start = 0;
  for (let turn = 0; start < bytes.length; turn += 1) {
    await Promise.resolve();
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(start, start + size);
    start += size;
  }
}

async function fieldsOf(chunks: AsyncIterable<Buffer>): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const fields of nulFields(chunks)) all.push(...fields);
  return all;
}

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });

describe('fields that end with NUL', () => {
  it('are the same wherever the stream is cut, whatever characters they have', async () => {
    const field = fc.string({ unit: fc.constantFrom('a', 'b', '\n', 'é', 'ÿ', '…', '😀', '\u0080') });
    await fc.assert(
      fc.asyncProperty(fc.array(field), sizes, async (fields, cuts) => {
        const bytes = Buffer.from(fields.map((each) => `${each}\0`).join(''));
        assert.deepEqual(await fieldsOf(inPieces(bytes, cuts)), fields);
      }),
    );
  });

  it('have U+FFFD for bytes that are no UTF-8, and only in the field with those bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array()), sizes, async (fields, cuts) => {
        const all = fields.map((each) => Buffer.from(each.filter((byte) => byte !== 0)));
        const bytes = Buffer.concat(all.flatMap((each) => [each, Buffer.alloc(1)]));
        const expected = all.map((each) => each.toString('utf8'));
        assert.deepEqual(await fieldsOf(inPieces(bytes, cuts)), expected);
      }),
    );
  });

  it('may not end before their NUL', async () => {
    await assert.rejects(fieldsOf(inPieces(Buffer.from('a\0b'), [2])), TypeError);
  });
});
