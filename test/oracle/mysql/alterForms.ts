/** One way of altering the table `items` that a server is asked about. */
export interface AlterForm {
  /** The name that the reader knows it by. */
  readonly form: string;
  /** What follows `ALTER TABLE items`. */
  readonly action: string;
  /** Definitions that the table has beyond those of the fixture. */
  readonly with?: string;
  /** What the table has behind its definitions. */
  readonly options?: string;
  /** A statement before it in the same session. */
  readonly before?: string;
  /** The fixture has no primary key. */
  readonly keyless?: true;
  /** It gives a part of the table a new, empty file, which is no rebuild. */
  readonly empties?: true;
}

const range = 'PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN (20))';
const hash = 'PARTITION BY HASH (id) PARTITIONS 4';

/** The fixture: two rows, a character set of one byte, a primary and a secondary key. */
export function fixture({ with: more = '', options = '', keyless }: AlterForm): string {
  return `DROP TABLE IF EXISTS items2, items, parents;
CREATE TABLE parents (id INT NOT NULL PRIMARY KEY) ENGINE=InnoDB;
INSERT INTO parents VALUES (1);
CREATE TABLE items (id INT NOT NULL, a INT, b INT NOT NULL DEFAULT 1, name VARCHAR(50), long_name VARCHAR(300),
  kind ENUM('x','y'), note TEXT, amount DECIMAL(10,2), ${keyless === true ? '' : 'PRIMARY KEY (id), '}KEY a_key (a)${more === '' ? '' : `, ${more}`}
) ENGINE=InnoDB DEFAULT CHARSET=latin1 ${options};
INSERT INTO items (id, a, b) VALUES (1, 1, 1), (12, 1, 2);`;
}

/** Every form that is asked about. */
export const alterForms: readonly AlterForm[] = [
  { form: 'add-column', action: 'ADD COLUMN z INT' },
  { form: 'add-column/placed', action: 'ADD COLUMN z INT AFTER a' },
  { form: 'add-column/required', action: 'ADD COLUMN z INT NOT NULL' },
  { form: 'add-column/default', action: 'ADD COLUMN z INT NOT NULL DEFAULT 7' },
  { form: 'add-column/expression-default', action: 'ADD COLUMN z CHAR(36) DEFAULT (UUID())' },
  { form: 'add-column/auto-increment', action: 'ADD COLUMN z INT NOT NULL AUTO_INCREMENT UNIQUE' },
  { form: 'add-column/unique', action: 'ADD COLUMN z INT UNIQUE' },
  { form: 'add-column/references', action: 'ADD COLUMN z INT REFERENCES parents (id)' },
  { form: 'add-column/check', action: 'ADD COLUMN z INT CHECK (z > 0)' },
  { form: 'add-column/stored', action: 'ADD COLUMN z INT GENERATED ALWAYS AS (a + 1) STORED' },
  { form: 'add-column/virtual', action: 'ADD COLUMN z INT GENERATED ALWAYS AS (a + 1) VIRTUAL' },
  { form: 'drop-column', action: 'DROP COLUMN b' },
  { form: 'drop-column/stored', action: 'DROP COLUMN s', with: 's INT AS (id + 1) STORED' },
  { form: 'drop-column/virtual', action: 'DROP COLUMN v', with: 'v INT AS (id + 1) VIRTUAL' },
  { form: 'rename-column', action: 'RENAME COLUMN b TO c' },
  { form: 'reorder-column', action: 'MODIFY COLUMN b INT NOT NULL DEFAULT 1 FIRST' },
  { form: 'set-default', action: 'ALTER COLUMN b SET DEFAULT 9' },
  { form: 'drop-default', action: 'ALTER COLUMN b DROP DEFAULT' },
  { form: 'change-comment', action: "MODIFY COLUMN b INT NOT NULL DEFAULT 1 COMMENT 'new'" },
  { form: 'same-definition', action: 'MODIFY COLUMN b INT NOT NULL DEFAULT 1' },
  { form: 'change-type', action: 'MODIFY COLUMN b BIGINT NOT NULL DEFAULT 1' },
  { form: 'change-type', action: 'MODIFY COLUMN amount DECIMAL(12,2)' },
  { form: 'change-type', action: 'MODIFY COLUMN note LONGTEXT' },
  { form: 'change-type', action: 'MODIFY COLUMN name TEXT' },
  { form: 'change-type', action: 'MODIFY COLUMN a INT UNSIGNED' },
  { form: 'extend-varchar', action: 'MODIFY COLUMN name VARCHAR(255)' },
  { form: 'extend-varchar', action: 'MODIFY COLUMN long_name VARCHAR(600)' },
  { form: 'extend-varchar/length-byte', action: 'MODIFY COLUMN name VARCHAR(256)' },
  { form: 'shorten-varchar', action: 'MODIFY COLUMN name VARCHAR(10)' },
  { form: 'make-nullable', action: 'MODIFY COLUMN b INT DEFAULT 1' },
  { form: 'make-required', action: 'MODIFY COLUMN a INT NOT NULL' },
  { form: 'extend-enum', action: "MODIFY COLUMN kind ENUM('x','y','z')" },
  { form: 'reorder-enum', action: "MODIFY COLUMN kind ENUM('y','x')" },
  { form: 'insert-enum', action: "MODIFY COLUMN kind ENUM('x','w','y')" },
  { form: 'shorten-enum', action: "MODIFY COLUMN kind ENUM('x')" },
  {
    form: 'extend-enum/size',
    action: "MODIFY COLUMN f SET('1','2','3','4','5','6','7','8','9')",
    with: "f SET('1','2','3','4','5','6','7','8')",
  },
  { form: 'column-charset', action: 'MODIFY COLUMN name VARCHAR(50) CHARACTER SET utf8mb4' },
  {
    form: 'column-charset/utf8',
    action: 'MODIFY COLUMN u VARCHAR(20) CHARACTER SET utf8mb4',
    with: 'u VARCHAR(20) CHARACTER SET utf8mb3',
  },
  { form: 'column-collation', action: 'MODIFY COLUMN name VARCHAR(50) COLLATE latin1_bin' },
  { form: 'add-index', action: 'ADD INDEX z (b)' },
  { form: 'add-unique-index', action: 'ADD UNIQUE INDEX z (b)' },
  { form: 'add-fulltext-index', action: 'ADD FULLTEXT INDEX z (note)' },
  { form: 'add-fulltext-index/further', action: 'ADD FULLTEXT INDEX z (note)', with: 'FULLTEXT KEY f (name)' },
  { form: 'add-spatial-index', action: 'ADD SPATIAL INDEX z (g)', with: 'g POINT NOT NULL DEFAULT POINT(1,1)' },
  { form: 'drop-index', action: 'DROP INDEX a_key' },
  { form: 'rename-index', action: 'RENAME INDEX a_key TO z' },
  { form: 'index-visibility', action: 'ALTER INDEX a_key IGNORED' },
  { form: 'add-primary-key', action: 'ADD PRIMARY KEY (b)', keyless: true },
  { form: 'drop-primary-key', action: 'DROP PRIMARY KEY' },
  { form: 'replace-primary-key', action: 'DROP PRIMARY KEY, ADD PRIMARY KEY (b)' },
  { form: 'add-foreign-key', action: 'ADD CONSTRAINT z FOREIGN KEY (a) REFERENCES parents (id)' },
  {
    form: 'add-foreign-key/unchecked',
    action: 'ADD CONSTRAINT z FOREIGN KEY (a) REFERENCES parents (id)',
    before: 'SET foreign_key_checks = 0',
  },
  {
    form: 'drop-foreign-key',
    action: 'DROP FOREIGN KEY f',
    with: 'CONSTRAINT f FOREIGN KEY (a) REFERENCES parents (id)',
  },
  { form: 'add-check', action: 'ADD CONSTRAINT z CHECK (b > 0)' },
  { form: 'drop-check', action: 'DROP CONSTRAINT c', with: 'CONSTRAINT c CHECK (b > 0)' },
  { form: 'row-format', action: 'ROW_FORMAT=COMPACT' },
  { form: 'key-block-size', action: 'ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=4' },
  { form: 'statistics', action: 'STATS_PERSISTENT=0' },
  { form: 'auto-increment', action: 'AUTO_INCREMENT=1000' },
  { form: 'default-charset', action: 'DEFAULT CHARACTER SET utf8mb4' },
  { form: 'convert-charset', action: 'CONVERT TO CHARACTER SET utf8mb4' },
  { form: 'rebuild', action: 'FORCE' },
  { form: 'rebuild', action: 'ENGINE=InnoDB' },
  { form: 'change-engine', action: 'ENGINE=MyISAM' },
  { form: 'rename-table', action: 'RENAME TO items2' },
  { form: 'table-comment', action: "COMMENT='new'" },
  { form: 'order-rows', action: 'ORDER BY b' },
  { form: 'partition-by', action: hash },
  { form: 'add-partition', action: 'ADD PARTITION (PARTITION p2 VALUES LESS THAN (30))', options: range },
  { form: 'add-partition/hash', action: 'ADD PARTITION PARTITIONS 2', options: hash },
  { form: 'drop-partition', action: 'DROP PARTITION p0', options: range },
  { form: 'truncate-partition', action: 'TRUNCATE PARTITION p0', options: range, empties: true },
  { form: 'coalesce-partition', action: 'COALESCE PARTITION 1', options: hash },
  {
    form: 'reorganize-partition',
    action: 'REORGANIZE PARTITION p1 INTO (PARTITION p1 VALUES LESS THAN (15), PARTITION p2 VALUES LESS THAN (20))',
    options: range,
  },
  { form: 'rebuild-partition', action: 'REBUILD PARTITION p0', options: range },
  {
    form: 'exchange-partition',
    action: 'EXCHANGE PARTITION p1 WITH TABLE items2',
    options: range,
    before: 'CREATE TABLE items2 LIKE items; ALTER TABLE items2 REMOVE PARTITIONING',
  },
  { form: 'discard-tablespace', action: 'DISCARD TABLESPACE', empties: true },
  { form: 'remove-partitioning', action: 'REMOVE PARTITIONING', options: range },
];
