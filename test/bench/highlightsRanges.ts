import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runProgram } from '../hosts/runProgram';

/** Two commits of a repository that was made for this, between which so many migrations are added. */
export interface MadeRange {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

interface Kind {
  readonly name: string;
  /** What tells the database, by path. */
  readonly markers: Readonly<Record<string, string>>;
  /** Path and text of a migration. */
  file(number: number): readonly [path: string, text: string];
}

const padded = (number: number): string => String(number).padStart(4, '0');
const table = (number: number): string =>
  `${['orders', 'customers', 'items', 'events', 'sessions'][number % 5]}_${number}`;
const columns = ['title', 'state', 'amount', 'note', 'source', 'position', 'kind', 'token'] as const;

/** The lines that a template gives for each column. */
function each(line: (column: string, at: number) => string): string {
  return columns.map(line).join('\n');
}

const rails: Kind = {
  name: 'Rails',
  markers: {
    'rails/config/database.yml': 'default:\n  adapter: postgresql\n',
  },
  file: (n) => [
    `rails/db/migrate/2024010100${padded(n)}_change_${table(n)}.rb`,
    `class Change${n} < ActiveRecord::Migration[7.1]
  disable_ddl_transaction!

  def up
    create_table :${table(n)} do |t|
${each((column, at) => `      t.${at % 2 === 0 ? 'string' : 'integer'} :${column}, null: false, default: ${at}`)}
      t.references :customer, foreign_key: true, index: true
      t.timestamps
    end
    add_index :${table(n)}, [:title, :state], unique: true, algorithm: :concurrently
    add_column :${table(n + 1)}, :extra_${n}, :jsonb, default: {}
    change_column_null :${table(n + 1)}, :title, false
    remove_column :${table(n + 2)}, :note, :string
    execute <<~SQL
      UPDATE ${table(n + 1)} SET extra_${n} = jsonb_build_object('a', title) WHERE state = ${n};
    SQL
  end

  def down
    drop_table :${table(n)}
  end
end
`,
  ],
};

const django: Kind = {
  name: 'Django',
  markers: {
    'django/settings.py': "DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql'}}\n",
  },
  file: (n) => [
    `django/shop/migrations/${padded(n)}_change_${table(n)}.py`,
    `from django.db import migrations, models
import django.db.models.deletion


def fill(apps, schema_editor):
    Model = apps.get_model('shop', 'Order')
    for each in Model.objects.filter(state=${n}):
        each.title = each.note
        each.save()


class Migration(migrations.Migration):

    dependencies = [('shop', '${padded(n - 1)}_change_${table(n - 1)}')]

    operations = [
        migrations.CreateModel(
            name='Model${n}',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
${each((column, at) => `                ('${column}', models.CharField(max_length=${20 + at}, null=True, help_text='The ${column}')),`)}
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='shop.customer')),
            ],
            options={'ordering': ['title'], 'verbose_name': 'model'},
        ),
        migrations.AddField(model_name='order', name='extra_${n}', field=models.IntegerField(default=0)),
        migrations.RemoveField(model_name='order', name='note_${n}'),
        migrations.AlterField(model_name='item', name='title', field=models.CharField(max_length=${n})),
        migrations.AddIndex(model_name='item', index=models.Index(fields=['title'], name='item_title_${n}')),
        migrations.RunSQL('UPDATE shop_order SET extra_${n} = 1 WHERE state = ${n}', migrations.RunSQL.noop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
`,
  ],
};

const laravel: Kind = {
  name: 'Laravel',
  markers: { 'laravel/config/database.php': "<?php return ['default' => 'mysql'];\n" },
  file: (n) => [
    `laravel/database/migrations/2024_01_01_00${padded(n)}_change_${table(n)}.php`,
    `<?php

use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\DB;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('${table(n)}', function (Blueprint $table) {
            $table->id();
${each((column, at) => `            $table->string('${column}', ${50 + at})->nullable()->default('${at}');`)}
            $table->foreignId('customer_id')->constrained()->onDelete('cascade');
            $table->timestamps();
        });
        Schema::table('${table(n + 1)}', function (Blueprint $table) {
            $table->dropColumn('note');
            $table->index(['title', 'state']);
        });
        DB::statement('UPDATE ${table(n + 1)} SET state = ${n}');
    }

    public function down(): void
    {
        Schema::dropIfExists('${table(n)}');
    }
};
`,
  ],
};

const knex: Kind = {
  name: 'Knex (TypeScript)',
  markers: { 'knex/knexfile.ts': "export default { client: 'pg' };\n" },
  file: (n) => [
    `knex/migrations/2024010100${padded(n)}_change_${table(n)}.ts`,
    `import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('${table(n)}', (table) => {
    table.increments('id').primary();
${each((column, at) => `    table.string('${column}', ${50 + at}).notNullable().defaultTo('${at}');`)}
    table.integer('customer_id').references('id').inTable('customers').onDelete('CASCADE');
  });
  await knex.schema.alterTable('${table(n + 1)}', (table) => {
    table.dropColumn('note');
    table.index(['title', 'state'], 'index_${n}');
  });
  await knex.raw('UPDATE ${table(n + 1)} SET state = ? WHERE title IS NULL', [${n}]);
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('${table(n)}');
}
`,
  ],
};

function prisma(name: string, provider: string, text: (n: number) => string): Kind {
  return {
    name: `${name} (SQL)`,
    markers: { [`${provider}/prisma/migrations/migration_lock.toml`]: `provider = "${provider}"\n` },
    file: (n) => [`${provider}/prisma/migrations/2024010100${padded(n)}_change_${table(n)}/migration.sql`, text(n)],
  };
}

const kinds: readonly Kind[] = [
  rails,
  django,
  laravel,
  knex,
  prisma(
    'Postgres',
    'postgresql',
    (n) => `-- CreateTable
CREATE TABLE "${table(n)}" (
    "id" BIGSERIAL NOT NULL,
${each((column) => `    "${column}" TEXT NOT NULL DEFAULT '',`)}
    CONSTRAINT "${table(n)}_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "${table(n + 1)}" ADD COLUMN "extra_${n}" JSONB NOT NULL DEFAULT '{}', DROP COLUMN "note";
CREATE UNIQUE INDEX "${table(n)}_title_key" ON "${table(n)}"("title");
ALTER TABLE "${table(n)}" ADD CONSTRAINT "f${n}" FOREIGN KEY ("id") REFERENCES "${table(n + 1)}"("id") ON DELETE CASCADE;
UPDATE "${table(n + 1)}" SET "state" = '${n}' WHERE "title" IS NULL;
`,
  ),
  prisma(
    'MySQL',
    'mysql',
    (n) => `CREATE TABLE \`${table(n)}\` (
    \`id\` BIGINT NOT NULL AUTO_INCREMENT,
${each((column, at) => `    \`${column}\` VARCHAR(${50 + at}) NOT NULL DEFAULT '',`)}
    PRIMARY KEY (\`id\`)
) DEFAULT CHARACTER SET utf8mb4;
ALTER TABLE \`${table(n + 1)}\` ADD COLUMN \`extra_${n}\` JSON NULL, DROP COLUMN \`note\`;
CREATE UNIQUE INDEX \`title_key\` ON \`${table(n)}\`(\`title\`);
UPDATE \`${table(n + 1)}\` SET \`state\` = '${n}' WHERE \`title\` IS NULL;
`,
  ),
  prisma(
    'SQLite',
    'sqlite',
    (n) => `PRAGMA foreign_keys=OFF;
CREATE TABLE "new_${table(n)}" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
${each((column, at) => `    "${column}" TEXT NOT NULL DEFAULT '${at}'${at === 7 ? '' : ','}`)}
);
INSERT INTO "new_${table(n)}" ("id", "title", "state") SELECT "id", "title", "state" FROM "${table(n)}";
DROP TABLE "${table(n)}";
ALTER TABLE "new_${table(n)}" RENAME TO "${table(n)}";
PRAGMA foreign_keys=ON;
CREATE INDEX "${table(n)}_title" ON "${table(n)}"("title");
ALTER TABLE "${table(n + 1)}" ADD COLUMN "extra_${n}" TEXT;
`,
  ),
];

/**
 * Makes a repository in `folder` with one range per kind of migration, and one without any. Before each range there are
 * as many migrations of the kind as it adds.
 */
export async function makeRanges(folder: string, migrations: number): Promise<readonly MadeRange[]> {
  const git = async (...args: readonly string[]): Promise<string> =>
    (await runProgram({ command: 'git', args: ['-C', folder, ...args] })).trim();
  const write = async ([path, text]: readonly [string, string]): Promise<void> => {
    const file = join(folder, ...path.split('/'));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  };
  const commit = async (message: string): Promise<string> => {
    await git('add', '--all');
    const author = ['-c', 'user.name=A', '-c', 'user.email=a@example.com', '-c', 'commit.gpgSign=false'];
    await git(...author, 'commit', '--quiet', '--no-verify', '--message', message);
    return git('rev-parse', 'HEAD');
  };
  const filesOf = (kind: Kind, first: number): readonly (readonly [string, string])[] =>
    Array.from({ length: migrations }, (_each, at) => kind.file(first + at));
  await mkdir(folder, { recursive: true });
  await git('init', '--quiet', '--template=', '--initial-branch=main');
  for (const kind of kinds) {
    for (const file of [...Object.entries(kind.markers), ...filesOf(kind, 1)]) await write(file);
  }
  let from = await commit('chore: begin');
  const ranges: MadeRange[] = [];
  const add = async (name: string, files: readonly (readonly [string, string])[]): Promise<void> => {
    for (const file of files) await write(file);
    const to = await commit(`feat: ${name}`);
    ranges.push({ name, from, to });
    from = to;
  };
  for (const kind of kinds) await add(kind.name, filesOf(kind, migrations + 1));
  await add(
    noMigrations,
    Array.from({ length: migrations }, (_each, at) => [`app/part${at}.ts`, `export const value = ${at};\n`] as const),
  );
  return ranges;
}

/** The name of the range without any migration. */
export const noMigrations = 'no migrations';
