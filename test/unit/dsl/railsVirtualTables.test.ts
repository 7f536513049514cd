import assert from 'node:assert/strict';
import { loadAll, migration } from './grammarsForTests';

describe('virtual tables of SQLite in Rails', () => {
  before(loadAll);

  it('are made and dropped with what is in them', () => {
    const { operations } = migration(
      'rails',
      'class A < ActiveRecord::Migration[8.0]\n  def up\n    create_virtual_table :fts, :fts5, ["title"]\n    drop_virtual_table :old, :fts5, ["title"]\n  end\nend',
    );
    assert.deepEqual(
      operations.map(({ kind, table, name, destructive }) => [kind, table, name, destructive]),
      [
        ['create-virtual-table', null, 'fts', false],
        ['drop-table', 'old', null, true],
      ],
    );
  });
});
