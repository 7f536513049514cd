import assert from 'node:assert/strict';
import type { MigrationOperation } from '../../../src/core/highlights/model';
import { only } from './twoCommits';

const file = (operations: string): string =>
  `from django.db import migrations, models\nclass Migration(migrations.Migration):\n    operations = [\n${operations}\n    ]\n`;

const stays = {
  'shop/settings.py': '"ENGINE": "django.db.backends.postgresql"',
  'shop/migrations/0001_initial.py': file(`
        migrations.CreateModel(name="User", fields=[
            ("id", models.BigAutoField(primary_key=True)),
            ("name", models.CharField(max_length=50, null=True)),
            ("kind", models.CharField(max_length=20, choices=[("a", "A")])),
            ("plan", models.ForeignKey("shop.Plan", models.CASCADE)),
        ]),`),
  'shop/migrations/0002_more.py': file(`
        migrations.AddField(model_name="user", name="note", field=models.TextField(default="")),
        migrations.AlterField(model_name="user", name="kind", field=models.CharField(max_length=30)),
        migrations.RenameField(model_name="user", old_name="note", new_name="memo"),`),
};

async function altered(name: string, field: string): Promise<MigrationOperation | undefined> {
  const text = file(`        migrations.AlterField(model_name="user", name="${name}", field=${field}),`);
  return (await only([['shop/migrations/0003_x.py', null, text]], { stays })).operations[0];
}

describe('a field that Django alters', () => {
  const cases: readonly (readonly [what: string, name: string, field: string, kind: string, destructive: boolean])[] = [
    [
      'with other choices is not touched',
      'kind',
      'models.CharField(max_length=30, choices=[("b", "B")])',
      'alter-column',
      false,
    ],
    ['gets longer', 'kind', 'models.CharField(max_length=40)', 'widen-column', false],
    ['gets shorter', 'kind', 'models.CharField(max_length=20)', 'change-column', true],
    ['may no longer be NULL', 'name', 'models.CharField(max_length=50)', 'set-not-null', false],
    ['may be NULL', 'kind', 'models.CharField(max_length=30, null=True)', 'drop-not-null', false],
    ['was renamed before', 'memo', 'models.TextField(default="", help_text="x")', 'alter-column', false],
    ['points somewhere else', 'plan', 'models.ForeignKey("shop.Other", models.CASCADE)', 'change-column', true],
    ['is of a class of its own', 'kind', 'fields.Encrypted(max_length=30)', 'change-column', true],
    ['gets an index', 'kind', 'models.CharField(max_length=30, db_index=True)', 'alter-column', false],
    ['becomes the key', 'kind', 'models.CharField(max_length=30, primary_key=True)', 'change-column', true],
    ['is not known', 'other', 'models.CharField(max_length=30)', 'change-column', true],
  ];
  for (const [what, name, field, kind, destructive] of cases) {
    it(what, async () => {
      const operation = await altered(name, field);
      assert.deepEqual([operation?.kind, operation?.destructive], [kind, destructive]);
    });
  }

  it('says so when nothing reaches the database', async () => {
    const operation = await altered('kind', 'models.CharField(max_length=30, verbose_name="k")');
    assert.match(operation?.summary ?? '', /^Changes nothing in the database/);
    assert.deepEqual([operation?.backwardCompatible, operation?.phase, operation?.locks], [true, 'neutral', []]);
    const indexed = await altered('kind', 'models.CharField(max_length=30, db_index=True)');
    assert.doesNotMatch(indexed?.summary ?? '', /nothing in the database/);
  });
});
