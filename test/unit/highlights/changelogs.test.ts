import assert from 'node:assert/strict';
import { findings, kinds, only } from './migrationsOf';

describe('a changelog of Liquibase', () => {
  const xml = (...sets: readonly string[]): string =>
    `<?xml version="1.0"?>\n<databaseChangeLog>\n${sets.join('\n')}\n</databaseChangeLog>`;
  const first =
    '<changeSet id="1" author="me"><dropTable tableName="a"/><rollback><dropTable tableName="z"/></rollback></changeSet>';

  it('is read change set by change set', () => {
    const second =
      '<changeSet id="2" author="me">\n<!-- <dropTable/> -->\n<addColumn tableName="b"><column name="c"/></addColumn>\n<sql>\nDELETE FROM d\n</sql></changeSet>';
    const migration = only([['db/changelog/a.xml', null, xml(first, second)]]);
    assert.deepEqual(
      migration.operations.map(({ line, kind, table }) => [line, kind, table]),
      [
        [3, 'drop-table', 'a'],
        [6, 'add-column', 'b'],
        [8, 'delete-rows', 'd'],
      ],
    );
  });

  it('may grow, and then lists what is new', () => {
    const second = '<changeSet id="2" author="me"><renameTable oldTableName="b" newTableName="c"/></changeSet>';
    const migration = only([['db/changelog/a.xml', xml(first), xml(first, second)]]);
    assert.deepEqual([migration.effect, migration.findings], ['run', []]);
    assert.deepEqual(
      migration.operations.map(({ kind }) => kind),
      ['rename-table'],
    );
  });

  it('must not change or lose what has shipped', () => {
    const edited = only([['db/changelog/a.xml', xml(first), xml(first.replace('"a"', '"b"'))]]);
    assert.deepEqual([edited.effect, kinds(edited)], ['edited', ['drop-table']]);
    assert.match(findings(edited).join(), /error: The change set me:1 was edited/);
    const gone = only([['db/changelog/a.xml', xml(first), `${xml()}<!-- changeSet -->`]]);
    assert.deepEqual([gone.effect, kinds(gone)], ['taken-out', ['drop-table']]);
    assert.match(findings(gone).join(), /change set me:1 was removed; .* It destroyed data/);
  });

  it('runs its new change sets only, whatever else was edited', () => {
    const second = '<changeSet id="2" author="me"><addColumn tableName="b"><column name="c"/></addColumn></changeSet>';
    const migration = only([['db/changelog/a.xml', xml(first), xml(first.replace('"a"', '"b"'), second)]]);
    assert.deepEqual([migration.effect, kinds(migration)], ['run', ['add-column']]);
    assert.match(findings(migration).join(), /error: The change set me:1 was edited/);
  });

  it('runs a change set again that is meant to be edited', () => {
    const set = (table: string): string =>
      xml(`<changeSet id="1" author="me" runOnChange="true"><dropTable tableName="${table}"/></changeSet>`);
    const migration = only([['db/changelog/a.xml', set('a'), set('b')]]);
    assert.deepEqual([migration.effect, migration.findings, kinds(migration)], ['run', [], ['drop-table']]);
  });

  it('may be edited in comments and layout', () => {
    const yaml = 'databaseChangeLog:\n  - changeSet:\n      id: 1\n      author: me\n      changes: []\n';
    const sql = '--liquibase formatted sql\n--changeset me:1\nDROP TABLE a;\n';
    for (const change of [
      ['db/changelog/a.xml', xml(first), xml(`<!-- <changeSet/> -->\n\n${first}`)],
      ['db/changelog/a.yaml', yaml, `# note\n${yaml}`],
      ['db/changelog/a.sql', sql, `${sql}\n`],
    ] as const) {
      const migration = only([change]);
      assert.deepEqual([migration.effect, migration.operations, migration.findings], ['reworded', [], []], change[0]);
    }
    const more = only([['db/changelog/a.xml', xml(first), xml(first, '<include file="b.xml"/>')]]);
    assert.deepEqual([more.effect, more.operations], ['run', []]);
  });

  it('is read from YAML, JSON and SQL too', () => {
    const yaml = [
      'databaseChangeLog:',
      '  - changeSet:',
      '      id: 1',
      '      author: me',
      '      changes:',
      '        - dropColumn:',
      '            tableName: a',
      '            columnName: b',
      '        - sql:',
      '            sql: DROP TABLE c',
      '      rollback:',
      '        - dropTable:',
      '            tableName: z',
    ].join('\n');
    const json =
      '{"databaseChangeLog": [{"changeSet": {"id": "1", "author": "me", "changes": [\n{"dropTable": {"tableName": "a"}}]}}]}';
    const sql = '--liquibase formatted sql\n--changeset me:1\nDROP TABLE a;\n--rollback CREATE TABLE a;';
    const read = (path: string, text: string): readonly unknown[] =>
      only([[path, null, text]]).operations.map(({ line, kind, table }) => [line, kind, table]);
    assert.deepEqual(read('db/changelog/a.yaml', yaml), [
      [6, 'drop-column', 'a'],
      [10, 'drop-table', 'c'],
    ]);
    assert.deepEqual(read('db/changelog/a.json', json), [[2, 'drop-table', 'a']]);
    assert.deepEqual(read('db/changelog/a.sql', sql), [[3, 'drop-table', 'a']]);
  });
});
