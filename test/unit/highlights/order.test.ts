import assert from 'node:assert/strict';
import type { Change } from './migrationsOf';
import { load, type Files } from './twoCommits';

/** What is wrong with the place of each migration, as `file: rule message`. */
async function placed(changes: readonly Change[], stays: Files, source: 'clone' | 'api' = 'clone'): Promise<string[]> {
  const { migrations, notes } = await load(changes, {
    stays,
    prepare: (history) => {
      history.source = source;
    },
  });
  const rules = /^(?:out-of-order|several-heads|missing-parent|duplicate-n)/;
  const found = migrations.flatMap(({ path, findings }) =>
    findings
      .filter(({ rule }) => rules.test(rule))
      .map(({ rule, severity, message, advice }) => {
        assert.equal(severity, 'error');
        assert.notEqual(advice, '');
        return `${path.slice(path.lastIndexOf('/') + 1)}: ${rule} ${message}`;
      }),
  );
  return [...found, ...notes];
}

const alembic = (revision: string, ...down: readonly string[]): string =>
  [
    `"""x\n\nRevises: nothing\n"""`,
    `revision: str = '${revision}'`,
    `down_revision: Union[str, None] = ${down.length === 1 ? `'${down[0] ?? ''}'` : down.length === 0 ? 'None' : `(${down.map((each) => `'${each}'`).join(', ')})`}`,
    'def upgrade():\n    op.add_column("a", sa.Column("b", sa.Integer))\n',
  ].join('\n');

const django = (needs: readonly (readonly [string, string])[], more = ''): string =>
  `class Migration(migrations.Migration):\n${more}    dependencies = [\n${needs.map(([app, name]) => `        ("${app}", "${name}"),\n`).join('')}    ]\n    operations = [migrations.RunSQL("SELECT 1")]\n`;

describe('the place of a migration among the others', () => {
  describe('of Alembic', () => {
    const stays = {
      'migrations/versions/1_a.py': alembic('aaaa'),
      'migrations/versions/2_b.py': alembic('bbbb', 'aaaa'),
    };

    it('is beside another head when both come after the same', async () => {
      const found = await placed([['migrations/versions/3_c.py', null, alembic('cccc', 'aaaa')]], stays);
      assert.deepEqual(found, [
        '3_c.py: several-heads One of several heads, beside bbbb: `alembic upgrade head` refuses.',
      ]);
    });

    it('is right at the end, and where heads are joined', async () => {
      assert.deepEqual(await placed([['migrations/versions/3_c.py', null, alembic('cccc', 'bbbb')]], stays), []);
      const fork = { ...stays, 'migrations/versions/3_c.py': alembic('cccc', 'aaaa') };
      assert.deepEqual(await placed([['migrations/versions/4_d.py', null, alembic('dddd', 'bbbb', 'cccc')]], fork), []);
    });

    it('is not the fault of the range where it was forked before', async () => {
      const fork = { ...stays, 'migrations/versions/3_c.py': alembic('cccc', 'aaaa') };
      assert.deepEqual(await placed([['migrations/versions/4_d.py', null, alembic('dddd', 'cccc')]], fork), []);
    });

    it('is after nothing when what it names is not there', async () => {
      const found = await placed([['migrations/versions/3_c.py', null, alembic('cccc', 'gone')]], stays);
      assert.match(found.join('\n'), /3_c\.py: missing-parent It comes after revision gone, which is not there/);
      const removed = await placed([['migrations/versions/1_a.py', alembic('aaaa'), null]], {
        'migrations/versions/2_b.py': alembic('bbbb', 'aaaa'),
      });
      assert.deepEqual(removed, ['1_a.py: missing-parent bbbb still comes after it: Alembic refuses to run anything.']);
    });

    it('is told across the folders below versions', async () => {
      const years = {
        'db/alembic/versions/2025/a.py': alembic('aaaa'),
        'db/alembic/versions/2025/b.py': alembic('bbbb', 'aaaa'),
      };
      assert.deepEqual(await placed([['db/alembic/versions/2026/c.py', null, alembic('cccc', 'bbbb')]], years), []);
    });

    it('is not looked at where that would take too many requests, which is said', async () => {
      const many = Object.fromEntries(
        Array.from({ length: 60 }, (_, at) => [`migrations/versions/${at}.py`, alembic(`r${at}`, `r${at - 1}`)]),
      );
      const found = await placed([['migrations/versions/x.py', null, alembic('x', 'r1')]], many, 'api');
      assert.match(found.join(), /^Whether the migrations of migrations\/versions\/? fork was not looked at/);
    });
  });

  describe('of Django', () => {
    const stays = {
      'shop/migrations/0001_initial.py': django([]),
      'shop/migrations/0002_a.py': django([
        ['auth', '0001_initial'],
        ['shop', '0001_initial'],
      ]),
    };

    it('is beside another last one of its app', async () => {
      const found = await placed([['shop/migrations/0002_b.py', null, django([['shop', '0001_initial']])]], stays);
      assert.deepEqual(found, [
        '0002_b.py: several-heads One of several last migrations of its app, beside 0002_a: `migrate` refuses.',
      ]);
    });

    it('is right when it is joined, or comes after the last', async () => {
      const merge = django([
        ['shop', '0002_a'],
        ['shop', '0002_b'],
      ]);
      const changes: readonly Change[] = [
        ['shop/migrations/0002_b.py', null, django([['shop', '0001_initial']])],
        ['shop/migrations/0003_merge.py', null, merge],
      ];
      assert.deepEqual(await placed(changes, stays), []);
      assert.deepEqual(await placed([['shop/migrations/0003_c.py', null, django([['shop', '0002_a']])]], stays), []);
    });

    it('is not forked by a migration that stands for several', async () => {
      const squashed = django([], '    replaces = [("shop", "0001_initial"), ("shop", "0002_a")]\n');
      const changes: readonly Change[] = [['shop/migrations/0001_squashed_0002.py', null, squashed]];
      const later = { ...stays, 'shop/migrations/0003_c.py': django([['shop', '0002_a']]) };
      assert.deepEqual(await placed(changes, later), []);
    });

    it('is told by the label that the app gives itself', async () => {
      const labelled = {
        'pkg/shop/migrations/0001_initial.py': django([]),
        'pkg/shop/migrations/0002_a.py': django([['store', '0001_initial']]),
      };
      const found = await placed(
        [['pkg/shop/migrations/0002_b.py', null, django([['store', '0001_initial']])]],
        labelled,
      );
      assert.equal(found.length, 1);
    });
  });

  describe('by its number', () => {
    const taken: readonly (readonly [what: string, old: string, added: string, text: string, says: RegExp])[] = [
      [
        'Rails',
        'db/migrate/20260101000000_a.rb',
        'db/migrate/20260101000000_b.rb',
        'class B < ActiveRecord::Migration[7.1]\n  def change\n    add_column :a, :b, :string\n  end\nend\n',
        /DuplicateMigrationVersionError/,
      ],
      [
        'Ecto',
        'priv/repo/migrations/20260101000000_a.exs',
        'priv/repo/migrations/20260101000000_b.exs',
        'defmodule B do\n  use Ecto.Migration\n  def change do\n    create table(:b)\n  end\nend\n',
        /Ecto refuses/,
      ],
      [
        'golang-migrate',
        'migrations/000001_a.up.sql',
        'migrations/1_b.up.sql',
        'CREATE TABLE b (id jsonb);',
        /duplicate migration file/,
      ],
      [
        'goose',
        'migrations/00001_a.sql',
        'migrations/00001_b.sql',
        '-- +goose Up\nCREATE TABLE b (id jsonb);\n',
        /duplicate version/,
      ],
      [
        'Flyway',
        'db/migration/V1.0__a.sql',
        'db/migration/V1__b.sql',
        'CREATE TABLE b (id jsonb);',
        /more than one migration/,
      ],
      [
        'Supabase',
        'supabase/migrations/20260101000000_a.sql',
        'supabase/migrations/20260101000000_b.sql',
        'CREATE TABLE b (id jsonb);',
        /the second of them fails/,
      ],
    ];
    for (const [what, old, added, text, says] of taken) {
      it(`is taken already: ${what}`, async () => {
        const found = await placed([[added, null, text]], { [old]: text });
        assert.equal(found.length, 1);
        assert.match(found[0] ?? '', /duplicate-number It has the same number as/);
        assert.match(found[0] ?? '', says);
      });
    }

    it('is its own with its undo, its baseline and the same for another database beside it', async () => {
      const sql = 'CREATE TABLE b (id jsonb);';
      const undo = {
        'migrations/1_b.down.sql': 'DROP TABLE b;',
        'db/migration/B1__x.sql': sql,
        'db/migration/U1__x.sql': '',
      };
      assert.deepEqual(await placed([['migrations/1_b.up.sql', null, sql]], undo), []);
      assert.deepEqual(await placed([['db/migration/V1__x.sql', null, sql]], undo), []);
      const other = { 'migrations/V1__x.mysql.sql': sql };
      assert.deepEqual(await placed([['migrations/V1__x.postgres.sql', null, sql]], other), []);
    });

    it('may be another while the name is taken', async () => {
      const text =
        'class AddB < ActiveRecord::Migration[7.1]\n  def change\n    add_column :a, :b, :string\n  end\nend\n';
      const found = await placed([['db/migrate/20260102000000_add_b.rb', null, text]], {
        'db/migrate/20250101000000_add_b.rb': text,
      });
      assert.match(
        found.join(),
        /duplicate-name It has the same name as 20250101000000_add_b\.rb.*DuplicateMigrationNameError/,
      );
    });

    const late: readonly (readonly [what: string, old: string, added: string, text: string, says: RegExp])[] = [
      [
        'Kysely',
        'migrations/20260102_a.ts',
        'migrations/20260101_b.ts',
        "import { Kysely } from 'kysely';\nexport async function up(db) { await db.schema.dropTable('a').execute(); }\n",
        /Kysely refuses/,
      ],
      [
        'node-pg-migrate',
        'migrations/20260102000000_a.js',
        'migrations/20260101000000_b.js',
        "exports.up = (pgm) => pgm.dropTable('a');\nexports.down = false;\n",
        /node-pg-migrate refuses/,
      ],
      [
        'Supabase',
        'supabase/migrations/20260102000000_a.sql',
        'supabase/migrations/20260101000000_b.sql',
        'CREATE TABLE b (id jsonb);',
        /Supabase refuses/,
      ],
    ];
    for (const [what, old, added, text, says] of late) {
      it(`is below one that has shipped: ${what}`, async () => {
        const found = await placed([[added, null, text]], { [old]: text });
        assert.equal(found.length, 1);
        assert.match(found[0] ?? '', /out-of-order Its number is below that of/);
        assert.match(found[0] ?? '', says);
      });
    }
  });

  it('is before what has shipped by the journal of Drizzle, which then never runs it', async () => {
    const journal = (...entries: readonly (readonly [tag: string, when: number])[]): string =>
      JSON.stringify({ entries: entries.map(([tag, when], idx) => ({ idx, tag, when })) });
    const stays = { 'drizzle/0000_a.sql': 'CREATE TABLE a (x jsonb);' };
    const added: Change = ['drizzle/0001_b.sql', null, 'ALTER TABLE a ADD COLUMN y jsonb;'];
    const dated = (when: number): Change => [
      'drizzle/meta/_journal.json',
      journal(['0000_a', 200]),
      journal(['0000_a', 200], ['0001_b', when]),
    ];
    const found = await placed([added, dated(100)], stays);
    assert.match(found.join(), /^0001_b\.sql: out-of-order The journal dates it before 0000_a, which has shipped/);
    assert.deepEqual(await placed([added, dated(300)], stays), []);
    const broken: Change = ['drizzle/meta/_journal.json', '{', '[]'];
    assert.deepEqual(await placed([added, broken], stays), []);
  });
});
