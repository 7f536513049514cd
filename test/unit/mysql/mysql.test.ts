import assert from 'node:assert/strict';
import { kinds, operations, readMigration, rules } from './readMysql';

const base = `CREATE TABLE users (
  id INT NOT NULL AUTO_INCREMENT, name VARCHAR(50) NOT NULL DEFAULT '' COMMENT 'who', kind ENUM('a','b'), amount DECIMAL(10,2),
  latin VARCHAR(100) CHARACTER SET latin1, n INT(11), PRIMARY KEY (id), KEY by_name (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE orders (id INT PRIMARY KEY, user_id INT, CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id));
CREATE TABLE notes (id INT PRIMARY KEY, text TEXT);
CREATE TRIGGER t BEFORE INSERT ON notes FOR EACH ROW SET NEW.id = 1;`;

describe('a MySQL migration', () => {
  const clauses: readonly (readonly [string, readonly string[]])[] = [
    ['ADD COLUMN a INT, ADD b INT NOT NULL DEFAULT 1 AFTER a', ['add-column', 'add-column']],
    ['ADD (a INT, b TEXT)', ['add-column', 'add-column']],
    ['ADD a INT NOT NULL', ['add-required-column']],
    ['DROP COLUMN name, DROP n', ['drop-column', 'drop-column']],
    ['MODIFY name VARCHAR(10)', ['change-column']],
    ['MODIFY amount DECIMAL(12,2)', ['widen-column']],
    ['CHANGE n m INT', ['alter-column', 'rename-column']],
    ['RENAME COLUMN n TO m', ['rename-column']],
    ['ALTER COLUMN n SET DEFAULT 3', ['set-default']],
    ['ALTER n DROP DEFAULT', ['drop-default']],
    [
      'ADD INDEX i (n), ADD UNIQUE KEY u (name), ADD FULLTEXT f (name)',
      ['create-index', 'create-index', 'create-index'],
    ],
    ['DROP INDEX by_name, RENAME INDEX a TO b', ['drop-index', 'rename-index']],
    ['ADD CONSTRAINT f FOREIGN KEY (n) REFERENCES orders (id)', ['add-constraint']],
    ['DROP FOREIGN KEY f, DROP CHECK c, ADD CHECK (n > 0)', ['drop-constraint', 'drop-constraint', 'add-constraint']],
    ['ENGINE=InnoDB ROW_FORMAT=COMPACT, AUTO_INCREMENT=7', ['alter-table', 'alter-table', 'alter-table']],
    ['CONVERT TO CHARACTER SET utf8mb4', ['widen-column']],
    ['CONVERT TO CHARACTER SET latin1', ['change-column']],
    ['PARTITION BY HASH (id) PARTITIONS 4', ['maintenance']],
    ['DROP PARTITION p1', ['drop-partition']],
    ['RENAME TO people', ['rename-table']],
    ['ADD COLUMN IF NOT EXISTS a INT', ['add-column']],
  ];
  for (const [clause, expected] of clauses) {
    it(`reads ALTER TABLE users ${clause}`, async () => {
      assert.deepEqual(await kinds(`ALTER TABLE users ${clause};`, { base }), expected);
    });
  }

  const statements: readonly (readonly [string, readonly string[]])[] = [
    ['RENAME TABLE users TO people, orders TO bills', ['rename-table', 'rename-table']],
    ['DROP TABLE IF EXISTS users, orders', ['drop-table', 'drop-table']],
    ['TRUNCATE users', ['truncate-table']],
    ['CREATE INDEX i ON users (n) ALGORITHM=INPLACE LOCK=NONE', ['create-index']],
    ['DROP INDEX by_name ON users', ['drop-index']],
    ['UPDATE users SET n = 1', ['update-all-rows']],
    ['UPDATE users SET n = 1 WHERE id = 2', ['update-rows']],
    ['DELETE FROM users', ['delete-rows']],
    ['REPLACE INTO users (id) VALUES (1)', ['replace-rows']],
    ['CREATE OR REPLACE TABLE users (id INT)', ['drop-table']],
    ['CREATE OR REPLACE VIEW v AS SELECT 1', ['create-view']],
    ['SELECT 1', ['query']],
    ['SELECT do_something()', ['not-understood']],
    ['CALL do_something()', ['not-understood']],
    ['SET GLOBAL max_connections = 1', ['not-understood']],
    ['EXECUTE statement', ['not-understood']],
    ['ALTER TABLE {{ prefix }}users DROP COLUMN n', ['drop-column']],
    ['ALTER TABLE ${prefix}users DROP COLUMN n', ['drop-column']],
  ];
  for (const [statement, expected] of statements) {
    it(`reads ${statement}`, async () => {
      assert.deepEqual(await kinds(`${statement};`, { base }), expected);
    });
  }

  it('reads the statements around a broken one, each with its line', async () => {
    const read = await operations('\uFEFF-- first\nDROP TABLE a;\nALTER TABL b;\n\n# then\nDROP TABLE c;');
    assert.deepEqual(
      read.map(({ line, kind }) => [line, kind]),
      [
        [2, 'drop-table'],
        [3, 'not-understood'],
        [6, 'drop-table'],
      ],
    );
  });

  it('runs what stands in a version comment, and not what stands in others', async () => {
    assert.deepEqual(
      await kinds('/*!40101 DROP TABLE a */; /* DROP TABLE b; */ # DROP TABLE c;\n-- DROP TABLE d;\nSELECT 1;'),
      ['drop-table', 'query'],
    );
    assert.deepEqual(await kinds('/*M!999999\\- enable the sandbox mode */\nSELECT 1;'), ['query']);
  });

  it('obeys DELIMITER, and keeps the body of a routine together without it', async () => {
    const body = 'CREATE PROCEDURE p() BEGIN IF 1 THEN DELETE FROM users; END IF; END';
    assert.deepEqual(await kinds(`DELIMITER $$\n${body}$$\nDELIMITER ;\nSELECT 1;`), ['create-procedure', 'query']);
    assert.deepEqual(await kinds(`${body};\nSELECT 1;`), ['create-procedure', 'query']);
  });

  it('tells what a procedure of the release does where it is called', async () => {
    const made =
      'CREATE PROCEDURE p() BEGIN IF NOT EXISTS (SELECT 1) THEN ALTER TABLE users DROP COLUMN n; END IF; END;';
    assert.deepEqual(
      (await operations(`${made}\nCALL p();`)).map(({ line, kind }) => [line, kind]),
      [
        [1, 'create-procedure'],
        [2, 'drop-column'],
      ],
    );
  });

  it('leaves out the locks on tables that the release creates', async () => {
    const [, added] = await operations('CREATE TABLE fresh (id INT);\nALTER TABLE fresh DROP COLUMN id;');
    assert.deepEqual(
      { locks: added?.locks, loses: added?.loses, findings: added?.findings },
      { locks: [], loses: false, findings: [] },
    );
  });

  it('has no verdict on what holds a NUL, never ends, or has something behind it', async () => {
    for (const text of [
      'DROP\0TABLE a',
      "UPDATE a SET b = 'x",
      'SELECT 1 /* x',
      '/*!50000 SELECT 1',
      'CREATE PROCEDURE p() BEGIN SELECT 1;',
      'DROP TABLE a b',
      'SELECT 1 \u0007',
      '\\! rm x',
      'source other.sql',
    ]) {
      assert.equal((await readMigration(text)).understood, false, text);
    }
  });

  it('fails on MySQL where it is written for MariaDB', async () => {
    const text = 'ALTER TABLE users ADD COLUMN IF NOT EXISTS a INT;';
    assert.ok((await rules(text, { base, server: 'mysql-8.4' })).includes('only-mariadb'));
    assert.ok(!(await rules(text, { base, server: 'mariadb-10.6' })).includes('only-mariadb'));
    assert.deepEqual(Object.keys((await operations(text, { base }))[0]?.online ?? {}), ['mariadb-10.6']);
  });

  it('reads quoted names of every kind', async () => {
    assert.equal((await operations('DROP TABLE `a``b`;'))[0]?.table, 'a`b');
    assert.equal((await operations('ALTER TABLE "a" DROP COLUMN "b";'))[0]?.table, 'a');
    assert.equal((await operations('DROP TABLE `db`.`a`;'))[0]?.table, 'db.a');
  });

  it('finds that MySQL takes no foreign key from the definition of a column', async () => {
    assert.ok(
      (await rules('ALTER TABLE users ADD a INT REFERENCES orders (id);', { base, server: 'mysql-8.4' })).includes(
        'inline-references',
      ),
    );
    assert.ok(
      !(await rules('ALTER TABLE users ADD a INT REFERENCES orders (id);', { base, server: 'mariadb-10.6' })).includes(
        'inline-references',
      ),
    );
  });
});

describe('a column that is defined anew', () => {
  const messages = async (definition: string): Promise<string> =>
    (await readMigration(`ALTER TABLE users MODIFY ${definition};`, { base, server: 'mysql-8.4' })).findings
      .map(({ rule, message }) => `${rule}: ${message}`)
      .join('\n');

  it('loses what the new definition leaves out', async () => {
    assert.match(
      await messages('name VARCHAR(60)'),
      /modify-drops-attributes: .*leaves out NOT NULL, DEFAULT '', its COMMENT/,
    );
    assert.doesNotMatch(await messages("name VARCHAR(60) NOT NULL DEFAULT '' COMMENT 'who'"), /modify-drops/);
    assert.match(await messages('latin VARCHAR(100)'), /CHARACTER SET latin1/);
  });

  it('is copied when its length needs another byte in its character set', async () => {
    assert.match(await messages("name VARCHAR(64) NOT NULL DEFAULT '' COMMENT 'who'"), /copies-table/);
    assert.doesNotMatch(await messages("name VARCHAR(63) NOT NULL DEFAULT '' COMMENT 'who'"), /copies-table/);
    assert.doesNotMatch(await messages('latin VARCHAR(255) CHARACTER SET latin1'), /copies-table/);
    assert.match(await messages('latin VARCHAR(256) CHARACTER SET latin1'), /copies-table/);
  });

  it('is not copied once its length has two bytes', async () => {
    const to = (length: number): string =>
      `ALTER TABLE users MODIFY name VARCHAR(${length}) NOT NULL DEFAULT '' COMMENT 'who';`;
    const read = await operations(`${to(64)} ${to(65)}`, { base, server: 'mysql-8.4' });
    assert.deepEqual(
      read.map(({ rewrites }) => rewrites),
      [true, false],
    );
  });

  it('takes new values of an ENUM at its end without a copy', async () => {
    assert.doesNotMatch(await messages("kind ENUM('a','b','c')"), /copies-table|enum-order/);
    assert.match(await messages("kind ENUM('b','a')"), /enum-order/);
    assert.match(await messages("kind ENUM('a')"), /narrows-column/);
  });

  it('may lose values when it becomes narrower', async () => {
    assert.match(await messages('amount DECIMAL(10,1)'), /narrows-column/);
    assert.match(await messages('amount DECIMAL(9,2)'), /narrows-column/);
    assert.match(await messages('n SMALLINT'), /narrows-column/);
    assert.match(await messages('n INT UNSIGNED'), /narrows-column/);
    assert.doesNotMatch(await messages('n BIGINT'), /narrows-column/);
  });

  it('may do anything when its earlier definition is not known', async () => {
    const [operation] = await operations('ALTER TABLE elsewhere MODIFY a INT;');
    assert.deepEqual([operation?.rewrites, operation?.loses, operation?.destructive], [null, null, true]);
  });
});

describe('what MySQL can do beside the traffic', () => {
  it('is told for each server, and is not known where they differ', async () => {
    const [operation] = await operations('ALTER TABLE users ADD a INT;', { base });
    assert.equal(operation?.rewrites, null);
    assert.equal(operation.online['mysql-5.7']?.algorithm, 'INPLACE');
    assert.equal(operation.online['mysql-8.4']?.algorithm, 'INSTANT');
    assert.deepEqual(operation.locks, [{ table: 'users', mode: 'NONE' }]);
  });

  it('is that of its least online clause, and an index beside a new column rebuilds the table', async () => {
    const [operation] = await operations('ALTER TABLE users ADD a INT, ADD INDEX i (n);', {
      base,
      server: 'mysql-8.4',
    });
    assert.deepEqual(operation?.online['mysql-8.4'], { algorithm: 'INPLACE', lock: 'NONE', rebuilds: true });
  });

  it('fails when more is asked for', async () => {
    const refused = async (options: string, server: 'mysql-5.7' | 'mysql-8.4' | 'mariadb-10.6'): Promise<boolean> =>
      (await rules(`ALTER TABLE users ${options};`, { base, server })).includes('refused-algorithm');
    assert.ok(await refused('MODIFY n BIGINT, LOCK=NONE', 'mysql-8.4'));
    assert.ok(await refused('MODIFY n BIGINT, ALGORITHM=INPLACE', 'mysql-8.4'));
    assert.ok(await refused('ADD a INT, ALGORITHM=INSTANT', 'mysql-5.7'));
    assert.ok(await refused('ADD a INT, ALGORITHM=INSTANT, LOCK=NONE', 'mysql-8.4'));
    assert.ok(await refused('ADD INDEX i (n), ALGORITHM=NOCOPY', 'mysql-8.4'));
    assert.ok(!(await refused('ADD INDEX i (n), ALGORITHM=NOCOPY', 'mariadb-10.6')));
    assert.ok(!(await refused('ADD a INT, ALGORITHM=INSTANT', 'mysql-8.4')));
  });

  it('advises no tool that does not take the table', async () => {
    const advice = async (table: string): Promise<string> =>
      (await readMigration(`ALTER TABLE ${table} MODIFY id BIGINT;`, { base })).findings.find(({ rule }) =>
        rule.endsWith('table'),
      )?.advice ?? '';
    assert.match(await advice('orders'), /pt-online-schema-change; gh-ost takes no table with foreign keys/);
    assert.match(await advice('users'), /gh-ost takes no table with foreign keys/);
    assert.match(await advice('notes'), /gh-ost takes no table with triggers/);
  });

  it('breaks no earlier code by a unique index on a column that this code leaves NULL', async () => {
    const base = 'CREATE TABLE a (id int PRIMARY KEY, b int);';
    const meaning = async (text: string): Promise<boolean | null | undefined> =>
      (await operations(text, { base })).at(-1)?.backwardCompatible;
    assert.equal(await meaning('ALTER TABLE a ADD c int; CREATE UNIQUE INDEX u ON a (c);'), true);
    assert.equal(await meaning('ALTER TABLE a ADD c int; ALTER TABLE a ADD UNIQUE u (b, c);'), true);
    assert.equal(await meaning('ALTER TABLE a ADD c int NOT NULL DEFAULT 1; CREATE UNIQUE INDEX u ON a (c);'), null);
    assert.equal(await meaning('CREATE UNIQUE INDEX u ON a (b);'), null);
  });

  it('cannot be rolled back', async () => {
    assert.ok((await rules('BEGIN; ALTER TABLE users ADD a INT; COMMIT;', { base })).includes('implicit-commit'));
    assert.equal((await operations('ALTER TABLE users ADD a INT;', { base }))[0]?.transactional, false);
    assert.equal((await operations('DELETE FROM users;', { base }))[0]?.transactional, true);
  });

  it('waits for those who use the table, unless it was told how long', async () => {
    assert.ok((await rules('ALTER TABLE users ADD a INT;', { base })).includes('metadata-lock'));
    assert.ok(
      !(await rules('SET SESSION lock_wait_timeout = 5; ALTER TABLE users ADD a INT;', { base })).includes(
        'metadata-lock',
      ),
    );
  });
});
