import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import type { SqliteMigration } from '../../../src/core/highlights/sqlite/model';
import { readSqlite } from '../../../src/core/highlights/sqlite/readSqlite';

const base = `CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT, old TEXT, CHECK (length(name) > 0));
CREATE INDEX by_email ON users (email);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);`;

function read(text: string): SqliteMigration {
  const [migration] = readSqlite([{ text: base, sections: 'none' }], [{ text, sections: 'none' }]);
  assert.ok(migration !== undefined);
  return migration;
}

const kinds = (text: string): readonly string[] => read(text).operations.map(({ kind }) => kind);
const rules = (text: string): readonly string[] => read(text).findings.map(({ rule }) => rule);

const rebuilt = `CREATE TABLE new_users (id INTEGER PRIMARY KEY, name TEXT, email TEXT, old TEXT);
INSERT INTO new_users (id, name, email, old) SELECT id, name, email, old FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;`;

describe('an SQLite migration', () => {
  it('is read by its four forms of ALTER TABLE', () => {
    assert.deepEqual(
      kinds(
        'ALTER TABLE users ADD a TEXT; ALTER TABLE users DROP COLUMN old; ALTER TABLE users RENAME name TO n; ALTER TABLE users RENAME TO u;',
      ),
      ['add-column', 'drop-column', 'rename-column', 'rename-table'],
    );
  });

  it('neither fails nor breaks earlier code by a unique index on a column that is NULL in every row', () => {
    const index = (column: string): readonly unknown[] => {
      const { operations, findings } = read(`ALTER TABLE users ADD ${column};\nCREATE UNIQUE INDEX u ON users (org);`);
      return [operations[1]?.backwardCompatible, findings.some(({ rule }) => rule === 'add-unique')];
    };
    assert.deepEqual(index('org TEXT'), [true, false]);
    assert.deepEqual(index("org TEXT DEFAULT 'x'"), [null, true]);
    const filled = read(
      "ALTER TABLE users ADD org TEXT; UPDATE users SET org = 'x'; CREATE UNIQUE INDEX u ON users (org);",
    );
    assert.ok(filled.findings.some(({ rule }) => rule === 'add-unique'));
    const old = read('CREATE UNIQUE INDEX u ON users (old);');
    assert.equal(old.operations[0]?.backwardCompatible, null);
  });

  it('is not understood where it alters a table in another way', () => {
    for (const action of [
      'ALTER COLUMN name TYPE INT',
      'ADD CONSTRAINT c CHECK (id > 0) NOT VALID',
      'MODIFY name INT',
      'DROP CONSTRAINT c',
    ]) {
      assert.equal(read(`ALTER TABLE users ${action};`).understood, false, action);
    }
    assert.deepEqual(rules('ALTER TABLE users ALTER COLUMN name TYPE INT;'), ['refused-alter-table']);
  });

  it('makes a table anew as one change that loses nothing when every column is carried over', () => {
    const { operations } = read(`PRAGMA foreign_keys = OFF;\n${rebuilt}`);
    assert.deepEqual(
      operations.map(({ kind, line, destructive, loses, rewrites }) => ({ kind, line, destructive, loses, rewrites })),
      [
        { kind: 'session', line: 1, destructive: false, loses: false, rewrites: false },
        { kind: 'alter-table', line: 2, destructive: false, loses: false, rewrites: true },
      ],
    );
  });

  it('says which columns are lost when a table is made anew without them', () => {
    const { operations } = read(rebuilt.replaceAll(', old', '').replace(', old TEXT', ''));
    assert.deepEqual(
      operations.map(({ kind, destructive }) => ({ kind, destructive })),
      [
        { kind: 'alter-table', destructive: true },
        { kind: 'drop-column', destructive: true },
      ],
    );
    assert.match(operations[0]?.summary ?? '', /without old\.$/);
  });

  it('does not trust a copy that may leave rows out', () => {
    for (const end of ['WHERE id > 3', 'LIMIT 1', 'GROUP BY name', 'JOIN posts ON 1']) {
      assert.equal(read(rebuilt.replace('FROM users', `FROM users ${end}`)).operations[0]?.destructive, true, end);
    }
  });

  it('takes DROP TABLE for what it is when nothing was copied, or to another table', () => {
    assert.ok(kinds(rebuilt.replace(/INSERT.*\n/, '')).includes('drop-table'));
    assert.ok(kinds(rebuilt.replace('INTO new_users', 'INTO posts')).includes('drop-table'));
    assert.ok(kinds(rebuilt.replace('RENAME TO users', 'RENAME TO people')).includes('drop-table'));
  });

  it('finds a rebuild that is spread over several migrations of the release', () => {
    const parts = rebuilt.split('\n').map((text) => ({ text, sections: 'none' as const }));
    const read = readSqlite([{ text: base, sections: 'none' }], parts).flatMap(({ operations }) => operations);
    assert.deepEqual(
      read.map(({ kind }) => kind),
      ['create-table', 'insert-rows', 'alter-table', 'alter-table'],
    );
    assert.ok(read.every(({ destructive }) => !destructive));
  });

  it('warns that dropping the old table deletes rows that refer to it while foreign keys are enforced', () => {
    assert.ok(rules(rebuilt).includes('rebuild-with-foreign-keys'));
    assert.ok(!rules(`PRAGMA foreign_keys = OFF; ${rebuilt}`).includes('rebuild-with-foreign-keys'));
    assert.ok(rules(`BEGIN; PRAGMA foreign_keys = OFF; ${rebuilt}; COMMIT`).includes('pragma-in-transaction'));
  });

  it('can be rolled back, but for VACUUM', () => {
    assert.equal(read('ALTER TABLE users DROP COLUMN old;').operations[0]?.transactional, true);
    assert.deepEqual(rules('BEGIN; VACUUM; COMMIT;'), ['vacuum-in-transaction']);
  });

  it('has no verdict on a statement that is cut off, broken, or holds a NUL', () => {
    const broken = [
      'CREATE TABLE t (id INT',
      'UPDATE users SET',
      'DROP TABLE',
      'DELETE FROM',
      'SELECT (1',
      "INSERT INTO users VALUES ('x",
      'DROP\0TABLE users',
      'DROP TABLE users extra words',
      'INSERT users',
      'CREATE users',
    ];
    for (const text of broken) assert.equal(read(text).understood, false, text);
  });

  it('knows the line of every statement', () => {
    assert.deepEqual(
      read('\uFEFF-- a\nSELECT 1;\n\nSELECT 2;').operations.map(({ line }) => line),
      [2, 4],
    );
  });
});

describe('what SQLite itself refuses', () => {
  const forms: readonly string[] = [
    'ADD COLUMN z INTEGER',
    'ADD COLUMN z INTEGER NOT NULL',
    "ADD COLUMN z TEXT NOT NULL DEFAULT ''",
    'ADD COLUMN z INTEGER UNIQUE',
    'ADD COLUMN z INTEGER PRIMARY KEY',
    'ADD COLUMN z INTEGER AS (id + 1) STORED',
    'ADD COLUMN z INTEGER AS (id + 1) VIRTUAL',
    'ADD COLUMN z INTEGER REFERENCES users (id)',
    'ADD COLUMN z INTEGER NOT NULL DEFAULT NULL',
    'ADD COLUMN z TEXT DEFAULT CURRENT_TIMESTAMP',
    'DROP COLUMN old',
    'DROP COLUMN email',
    'DROP COLUMN id',
    'DROP COLUMN name',
    'RENAME COLUMN email TO mail',
    'RENAME TO people',
  ];
  for (const form of forms) {
    it(`is found in ALTER TABLE users ${form}`, () => {
      const database = new DatabaseSync(':memory:');
      database.exec(`${base} INSERT INTO users (id, name) VALUES (1, 'a');`);
      let refused = false;
      try {
        database.exec(`ALTER TABLE users ${form}`);
      } catch {
        refused = true;
      }
      database.close();
      assert.equal(
        rules(`ALTER TABLE users ${form};`).some((rule) => rule.startsWith('refused')),
        refused,
      );
    });
  }
});

describe('any text as an SQLite migration', () => {
  it('never throws, and gives an operation for whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (wild) => {
        read(wild);
      }),
    );
  });

  const losing = [
    'DROP TABLE users',
    'ALTER TABLE users DROP COLUMN old',
    'DELETE FROM posts',
    'UPDATE posts SET user_id = NULL',
    'INSERT OR REPLACE INTO users VALUES (1, 2)',
  ];

  it('is never taken for harmless because the end of what loses data is missing', () => {
    for (const statement of losing) {
      for (let length = 1; length <= statement.length; length += 1) {
        const { operations } = read(statement.slice(0, length));
        assert.ok(
          operations.length > 0 && operations.every(({ destructive }) => destructive),
          statement.slice(0, length),
        );
      }
    }
  });

  it('is never taken for harmless because a character of what loses data is another one', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...losing),
        fc.nat(),
        fc.constantFrom('\0', "'", '(', ')', '"', '\u0007', '€', '\\'),
        (statement, place, instead) => {
          const at = place % statement.length;
          const { operations } = read(statement.slice(0, at) + instead + statement.slice(at + 1));
          assert.ok(operations.some(({ destructive }) => destructive));
        },
      ),
    );
  });

  it('takes time about in proportion to its length', () => {
    const time = (count: number): number => {
      const long = Array.from(
        { length: count },
        (_each, at) => `CREATE TABLE t${at} (id INT REFERENCES t0 (id)); DROP TABLE u${at};`,
      ).join('\n');
      const start = performance.now();
      readSqlite([], [{ text: long, sections: 'none' }]);
      return performance.now() - start;
    };
    time(500);
    assert.ok(time(8000) < Math.max(40 * time(1000), 400));
  });
});
