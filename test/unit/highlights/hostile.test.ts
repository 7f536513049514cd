import assert from 'node:assert/strict';
import fc from 'fast-check';
import { candidateOf } from '../../../src/core/highlights/candidates';
import { codeTokens } from '../../../src/core/highlights/codeTokens';
import { readCalls } from '../../../src/core/highlights/dslCalls';
import { framework } from '../../../src/core/highlights/frameworks';
import { readChangelog, readSqlChangelog } from '../../../src/core/highlights/liquibase';
import { isReworded } from '../../../src/core/highlights/rewording';
import { readSql } from '../../../src/core/highlights/sqlOperations';
import { splitSql } from '../../../src/core/highlights/sqlStatements';

const sqlPieces = [
  'DROP TABLE a',
  'ALTER TABLE b ADD c int',
  'UPDATE t SET a = (1',
  'CREATE TRIGGER x BEGIN',
  'END',
  'COPY t FROM stdin',
  'DELIMITER $$',
  '$$',
  '$a$',
  ';',
  ',',
  '(',
  ')',
  "'",
  '"',
  '`',
  '[a',
  ']',
  '/*',
  '*/',
  '--',
  '#',
  '\\',
  '\\.',
  '\n',
  ' ',
  'GO',
  '/',
  "E'",
  '{{',
  '}}',
  '-- +goose Down',
  '-- +goose Up',
  '/*!40000',
  '\0',
  '\u{1F600}',
  'é',
];
const codePieces = [
  'def up',
  'def change',
  'end',
  'do',
  'if x',
  'execute',
  'remove_column :a, :b',
  '<<~SQL',
  'SQL',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '`',
  '${',
  '#{',
  '"""',
  '@"',
  '$"',
  '=>',
  '->',
  '.',
  ',',
  ';',
  '\n',
  '  ',
  '/',
  '//',
  '/*',
  '#',
  '%w(',
  '~s|',
  ':a',
  'up(',
  'exports.up = (x) =>',
  'operations = [',
  'def upgrade():',
  'async up(q) {',
  'function up() {',
  'void Up(MigrationBuilder m) {',
  'knex.raw(',
  '\\',
  '\0',
  '<?php',
];
const markupPieces = [
  '<changeSet id="1">',
  '</changeSet>',
  '<sql>',
  '<![CDATA[',
  ']]>',
  '<!--',
  '-->',
  '<',
  '>',
  '"',
  "'",
  '&lt;',
  '\n',
  '  ',
  '- changeSet:',
  'changes:',
  '- dropTable:',
  'sql: |',
  '{"changeSet": {',
  '"changes": [',
  '}',
  ']',
  '--changeset a:1',
  '--rollback',
];
const frameworks = ['rails', 'django', 'alembic', 'knex', 'ef-core', 'laravel', 'phinx', 'ecto', 'kysely', 'typeorm'];

function textOf(pieces: readonly string[]): fc.Arbitrary<string> {
  const piece = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...pieces) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  );
  return fc.array(piece, { maxLength: 40 }).map((parts) => parts.join(' '));
}

function inOrder(text: string, lines: readonly number[]): void {
  const last = text.split('\n').length;
  for (const [index, line] of lines.entries()) {
    assert.ok(line >= 1 && line <= last, `line ${String(line)} of ${String(last)}`);
    assert.ok(line >= (lines[index - 1] ?? 1), `line ${String(line)} behind ${String(lines[index - 1])}`);
  }
}

describe('text that nobody meant to be read', () => {
  it('splits into statements that lie in the text, in order, and lose nothing but comments and terminators', () => {
    fc.assert(
      fc.property(textOf(sqlPieces), (sql) => {
        const statements = splitSql(sql);
        inOrder(
          sql,
          statements.map(({ line }) => line),
        );
        let at = 0;
        for (const { start, end, text } of statements) {
          assert.ok(start >= at && end > start);
          assert.equal(sql.slice(start, end), text);
          at = end;
        }
      }),
      { numRuns: 400 },
    );
    const kept = fc.array(fc.constantFrom('SELECT', "'a;b'", '"c"', '(', ')', ',', 'x', '1', ';', '\n'), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(kept, (parts) => {
        const bare = (text: string): string => text.replaceAll(/'a;b'/g, 'S').replaceAll(/[;\s]/g, '');
        const sql = parts.join(' ');
        assert.equal(
          bare(
            splitSql(sql)
              .map(({ text }) => text)
              .join(''),
          ),
          bare(sql),
        );
      }),
      { numRuns: 400 },
    );
  });

  it('reads into SQL operations that lie in the text, in order', () => {
    fc.assert(
      fc.property(textOf(sqlPieces), fc.constantFrom('none', 'goose', 'dbmate'), (sql, sections) => {
        inOrder(
          sql,
          readSql(sql, sections).map(({ line }) => line),
        );
      }),
      { numRuns: 400 },
    );
  });

  it('reads into calls that lie in the text', () => {
    fc.assert(
      fc.property(textOf(codePieces), fc.constantFrom(...frameworks), (code, framework) => {
        const last = code.split('\n').length;
        for (const { line } of readCalls(code, framework, readSql)) assert.ok(line >= 1 && line <= last);
      }),
      { numRuns: 1500 },
    );
  });

  it('gives code tokens that lie in the text, in order, and whose brackets match one another', () => {
    const languages = fc.constantFrom('ruby', 'python', 'javascript', 'csharp', 'php', 'elixir');
    fc.assert(
      fc.property(textOf(codePieces), languages, (code, language) => {
        const { tokens, match } = codeTokens(code, language);
        inOrder(
          code,
          tokens.map(({ line }) => line),
        );
        match.forEach((partner, index) => {
          if (partner !== -1) assert.equal(match[partner], index);
        });
      }),
      { numRuns: 600 },
    );
  });

  it('reads into change sets', () => {
    fc.assert(
      fc.property(textOf(markupPieces), fc.constantFrom('a.xml', 'a.yaml', 'a.json'), (text, path) => {
        readChangelog(text, path, readSql);
        readSqlChangelog(text, readSql);
      }),
      { numRuns: 400 },
    );
  });

  it('may be what a migration was and became', () => {
    const ids = fc.constantFrom('plain-sql', 'goose', 'rails', 'alembic', 'liquibase', 'script');
    const names = fc.constantFrom('a.sql', 'a.xml', 'a.yaml', 'a.json', 'a.rb', 'a');
    const text = textOf([...sqlPieces, ...codePieces, ...markupPieces]);
    fc.assert(
      fc.property(text, text, ids, names, (before, after, id, path) => {
        const same = isReworded(before, after, path, framework(id));
        assert.equal(isReworded(after, before, path, framework(id)), same);
        assert.equal(isReworded(before, before, path, framework(id)), true);
      }),
      { numRuns: 300 },
    );
  });

  it('may be a path', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          textOf(['migrations', '/', '.sql', '..', '0001_', '.up', 'db']).map((path) => path.replaceAll(' ', '')),
        ),
        (path) => {
          candidateOf(path);
        },
      ),
      { numRuns: 400 },
    );
  });
});
