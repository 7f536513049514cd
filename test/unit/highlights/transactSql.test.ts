import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readSql } from '../../../src/core/highlights/sqlOperations';

/** Each operation as `line kind table name`, with `!` where it is destructive. */
function told(...lines: readonly string[]): readonly string[] {
  return readSql(lines.join('\n'), 'none').map(({ line, kind, table, name, destructive }) =>
    [line, `${kind}${destructive ? '!' : ''}`, table ?? '-', name ?? '-'].join(' '),
  );
}

describe('reading Transact-SQL into operations', () => {
  it('takes a procedure, function, view or trigger with all of its batch for one', () => {
    assert.deepEqual(
      told(
        'CREATE OR ALTER PROCEDURE [dbo].[User_Clean] @Id INT = NULL',
        'AS',
        'BEGIN',
        '  DELETE FROM [dbo].[User] WHERE Id = @Id;',
        '  DROP TABLE #a',
        'END',
        'GO',
        'CREATE VIEW [dbo].[V] AS SELECT 1 AS a',
        'GO',
        'DROP PROC IF EXISTS [dbo].[Old]',
      ),
      ['1 alter-procedure - dbo.User_Clean', '8 create-view - dbo.V', '10 drop-procedure - dbo.Old'],
    );
    const [first] = readSql('CREATE OR ALTER PROCEDURE [dbo].[A] AS SELECT 1', 'none');
    assert.equal(first?.summary, 'Creates or changes the procedure dbo.A; no rows are lost.');
    assert.equal(first.backwardCompatible, null);
  });

  it('counts what runs under a condition as if it ran, on its own line', () => {
    assert.deepEqual(
      told(
        "IF COL_LENGTH('[dbo].[User]', 'Old') IS NOT NULL",
        'BEGIN',
        '    ALTER TABLE [dbo].[User]',
        '    DROP COLUMN [Old]',
        'END',
        'GO',
        "IF EXISTS (SELECT NULL FROM sys.indexes WHERE [name] = 'I')",
        'BEGIN',
        '    CREATE NONCLUSTERED INDEX [I] ON [dbo].[User] ([A]) WITH (DROP_EXISTING = ON);',
        'END',
        'ELSE',
        'BEGIN',
        '    CREATE UNIQUE NONCLUSTERED INDEX [I] ON [dbo].[User] ([A])',
        'END',
        "IF OBJECT_ID('[dbo].[Gone]') IS NOT NULL DROP TABLE [dbo].[Gone]",
      ),
      [
        '3 drop-column! dbo.User Old',
        '9 create-index dbo.User I',
        '13 create-index dbo.User I',
        '15 drop-table! dbo.Gone -',
      ],
    );
  });

  it('cuts statements that no semicolon ends, and keeps what belongs to one', () => {
    assert.deepEqual(
      told(
        'SET XACT_ABORT ON',
        'BEGIN TRANSACTION',
        'ALTER TABLE [dbo].[A]',
        '    ADD [B] INT NULL, [C] INT NOT NULL CONSTRAINT [D] DEFAULT (0)',
        'ALTER TABLE [dbo].[A] ALTER COLUMN [E] NVARCHAR(MAX) NULL',
        'ALTER TABLE [dbo].[A] ADD CONSTRAINT [F] FOREIGN KEY ([B]) REFERENCES [dbo].[G] ([Id]) ON DELETE SET NULL',
        'UPDATE U',
        'SET [C] = CASE WHEN [B] = 1 THEN 2 ELSE 3 END',
        'FROM [dbo].[A] AS U',
        'WHERE [C] IS NULL',
        'INSERT INTO [dbo].[A] ([B])',
        'SELECT [B] FROM [dbo].[H]',
        'DROP INDEX IF EXISTS [I] ON [dbo].[A]',
        'COMMIT TRANSACTION',
      ),
      [
        '1 session - -',
        '2 transaction - -',
        '4 add-column dbo.A B',
        '4 add-column dbo.A C',
        '5 change-column! dbo.A E',
        '6 add-constraint dbo.A F',
        '7 fill-column dbo.A -',
        '11 insert-rows dbo.A -',
        '13 drop-index dbo.A I',
        '14 transaction - -',
      ],
    );
  });

  it('sees the statements of a loop', () => {
    assert.deepEqual(
      told(
        'DECLARE @Size INT = 1000',
        'WHILE @Size > 0',
        'BEGIN',
        '    DELETE TOP (@Size) FROM [dbo].[Event] WHERE [Old] = 1',
        '    SET @Size = @@ROWCOUNT',
        'END',
      ),
      ['1 session - -', '4 delete-rows! dbo.Event -', '5 session - -'],
    );
  });

  it('knows a renaming, SQL that is a literal, and that other procedures may do anything', () => {
    assert.deepEqual(
      told(
        "EXEC sp_rename '[dbo].[User].[Name]', 'FullName', 'COLUMN'",
        "EXECUTE sp_rename N'dbo.Old', N'New'",
        "EXEC sp_refreshview N'[dbo].[V]'",
        "EXEC sp_executesql N'ALTER TABLE dbo.A DROP COLUMN B'",
        "EXEC('DROP TABLE dbo.C')",
        "EXEC('DROP TABLE ' + @name)",
        'EXEC [dbo].[Something] 1',
      ),
      [
        '1 rename-column dbo.User Name',
        '2 rename-table dbo.Old -',
        '3 maintenance - -',
        '4 drop-column! dbo.A B',
        '5 drop-table! dbo.C -',
        '6 not-understood! - -',
        '7 not-understood! - -',
      ],
    );
  });

  it('never throws, and loses no statement to what stands around it', () => {
    const piece = fc.constantFrom(
      'IF',
      'ELSE',
      'BEGIN',
      'END',
      'BEGIN TRY',
      'END TRY',
      'CASE',
      'WHILE',
      '(',
      ')',
      ';',
      'SET',
      'SELECT',
      'WITH',
      '\nGO\n',
      "'",
      '[dbo].[a]',
      'UPDATE',
      'EXEC',
      'AS',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        readSql(`[dbo].${pieces.join(' ')}`, 'none');
        const whole = readSql(`DROP TABLE [dbo].[z]\nGO\n${pieces.join(' ')}`, 'none');
        assert.ok(whole.some(({ destructive }) => destructive));
      }),
      { numRuns: 300 },
    );
  });
});
