import assert from 'node:assert/strict';
import { readCalls } from '../../../src/core/highlights/dslCalls';
import { readChangelog } from '../../../src/core/highlights/liquibase';
import { framework } from '../../../src/core/highlights/frameworks';
import { isReworded } from '../../../src/core/highlights/rewording';
import { readSql } from '../../../src/core/highlights/sqlOperations';

/** Units whose repetition is the worst for a reader that looks back or ahead. */
const worst: readonly [reader: string, units: readonly string[], read: (text: string) => unknown][] = [
  [
    'SQL',
    [
      "'",
      '/*',
      '(',
      '$a$ ',
      '$',
      '[a ',
      '{{',
      '/ ',
      '# ',
      '\\',
      'a;',
      'a ',
      'a\n',
      'COPY a FROM stdin;',
      'DROP TABLE a\n',
      'ALTER TABLE a ADD b,',
      'CREATE TRIGGER BEGIN ',
      'GO\n',
      '`',
      'a.',
      ',',
    ],
    (text): unknown => readSql(text, 'goose'),
  ],
  [
    'an ALTER TABLE',
    [' ADD b int,', ' DROP COLUMN b,', ' (', ','],
    (text): unknown => readSql(`ALTER TABLE a ${text}`, 'none'),
  ],
  [
    'Ruby',
    [
      '<<~A ',
      '<<~A\n',
      'def up\n',
      'do ',
      '"#{',
      '%w(',
      '/[',
      'if a\n',
      'a.',
      'a(',
      'a ',
      ':a,',
      '[',
      'a { ',
      '<<A\nA\n',
    ],
    (text): unknown => readCalls(`def up\n${text}`, 'rails', readSql),
  ],
  [
    'Python',
    ['(', '"""', 'if a:\n ', 'def upgrade(', 'a = "b"\n', 'op.f(', 'operations = ['],
    (text): unknown => readCalls(`def upgrade():\n ${text}`, 'alembic', readSql),
  ],
  [
    'JavaScript',
    [
      '`${',
      '/[',
      'up(',
      'exports.up = ',
      '=> ',
      'a(',
      '{',
      'x => {',
      '[[',
      'a.b(',
      'a = "b"\n',
      'a<',
      'knex.raw("DROP TABLE a");',
      "t.string('a').",
    ],
    (text): unknown => readCalls(`exports.up = (knex) => {${text}`, 'knex', readSql),
  ],
  [
    'PHP',
    ['<<<A ', '<<<A\n', '"{$', 'function up() {', '$a->b(', "DB::table('a')->"],
    (text): unknown => readCalls(`function up() {${text}`, 'laravel', readSql),
  ],
  [
    'Elixir',
    ['do ', 'fn ', '"#{', '~s(', 'def up do ', 'a |> '],
    (text): unknown => readCalls(`def up do ${text}`, 'ecto', readSql),
  ],
  [
    'XML',
    ['<a "', '<!--', '<![CDATA[', '<a>', '</a>', '<changeSet>', '<'],
    (text): unknown => readChangelog(text, 'a.xml', readSql),
  ],
  [
    'YAML',
    ['- changeSet:\n', ' sql: |\n', '- ', 'a: b\n', '- changeSet:\n  changes:\n  - sql:\n      sql: |\n'],
    (text): unknown => readChangelog(text, 'a.yaml', readSql),
  ],
  [
    'SQL that is compared',
    ["'", '/*', '/* ', '-- a\n', '$a$ ', '"', '[', '{{', 'a ', ';', '--> \n', '\\a '],
    (text): unknown => isReworded(text, ` ${text}`, 'a.sql', framework('plain-sql')),
  ],
  [
    'XML that is compared',
    ['<!--', '<!-- -->', '<a/>'],
    (text): unknown => isReworded(text, ` ${text}`, 'a.xml', framework('liquibase')),
  ],
];

/** Milliseconds of the processor: what else the machine does does not count. */
function cost(run: () => unknown): number {
  const times = [0, 1, 2].map(() => {
    const started = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

describe('the cost of reading', () => {
  for (const [reader, units, read] of worst) {
    it(`grows with the length of ${reader}, not with its square`, function () {
      this.timeout(20_000);
      for (const unit of units) {
        const text = (bytes: number): string => unit.repeat(Math.ceil(bytes / unit.length));
        const costs: string[] = [];
        // Eight times the text: a square would be 64 times the cost, however often it is measured.
        const grows = [0, 1, 2, 3].every(() => {
          const [small, large] = [cost(() => read(text(8_000))), cost(() => read(text(64_000)))];
          costs.push(`${small.toFixed(2)} ms, then ${large.toFixed(2)} ms`);
          return large >= 15 && large / small >= 30;
        });
        assert.ok(!grows, `${JSON.stringify(unit)}: ${costs.join('; ')}`);
      }
    });
  }
});
