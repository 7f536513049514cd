import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readAll } from './readMysql';

const losing = [
  'DROP TABLE users',
  'ALTER TABLE users DROP COLUMN old',
  'DELETE FROM posts',
  'UPDATE posts SET user_id = NULL',
  'TRUNCATE TABLE users',
  'REPLACE INTO users VALUES (1, 2)',
  'ALTER TABLE users DROP PARTITION p',
];

async function destructive(texts: readonly string[]): Promise<readonly boolean[]> {
  const results = await readAll(texts);
  return results.map(
    (each) => each.state === 'read' && each.migration.operations.some((operation) => operation.destructive),
  );
}

describe('any text as a MySQL migration', function () {
  this.timeout(60_000);

  it('is read without an error', async () => {
    const texts = fc.sample(fc.string({ unit: 'binary', maxLength: 200 }), 100);
    assert.ok((await readAll(texts)).every(({ state }) => state === 'read'));
  });

  it('is never taken for harmless because the end of what loses data is missing', async () => {
    const texts = losing.flatMap((text) => Array.from({ length: text.length }, (_each, at) => text.slice(0, at + 1)));
    assert.deepEqual(
      (await destructive(texts)).flatMap((each, at) => (each ? [] : [texts[at]])),
      [],
    );
  });

  it('is never taken for harmless because a character of what loses data is another one', async () => {
    const arbitrary = fc.tuple(
      fc.constantFrom(...losing),
      fc.nat(),
      fc.constantFrom('\0', "'", '(', ')', '"', '\u0007', '€', '\\', '`'),
    );
    const texts = fc
      .sample(arbitrary, 300)
      .map(
        ([text, place, instead]) =>
          text.slice(0, place % text.length) + instead + text.slice((place % text.length) + 1),
      );
    assert.deepEqual(
      (await destructive(texts)).flatMap((each, at) => (each ? [] : [texts[at]])),
      [],
    );
  });

  it('keeps what a wild text beside it does not touch', async () => {
    const wild = fc.sample(
      fc.string({ maxLength: 40 }).filter((text) => !/['"`#\\/*$-]|delimiter|begin|case|\{/i.test(text)),
      100,
    );
    const results = await destructive(wild.map((text) => `DROP TABLE users;\n${text}`));
    assert.ok(results.every((each) => each));
  });

  it('takes time about in proportion to its length', async () => {
    const time = async (count: number): Promise<number> => {
      const text = `INSERT INTO a VALUES ${Array.from({ length: count }, (_each, at) => `(${at}, 'some text')`).join(', ')};`;
      const start = performance.now();
      await readAll([text]);
      return performance.now() - start;
    };
    await time(2000);
    assert.ok((await time(40_000)) < Math.max(60 * (await time(2000)), 1000));
  });
});
