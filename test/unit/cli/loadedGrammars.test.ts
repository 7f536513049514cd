import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { loadedBy, type Loaded } from '../../hosts/grammarTrace';
import { makeRepository, removeScratchFolders, scratchFolder } from '../git/scratchRepository';

const settings = "DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql'}}\n";
const lock = (provider: string): string => `provider = "${provider}"\n`;

describe('what the command line loads for the highlights of a range', function () {
  this.timeout(60_000);
  after(removeScratchFolders);

  async function loaded(
    before: Readonly<Record<string, string>>,
    adds: Readonly<Record<string, string>>,
  ): Promise<Loaded> {
    const repository = makeRepository({
      one: { files: { 'README.md': 'A product.\n', ...before } },
      two: { parents: ['one'], files: adds },
    });
    const env = { ...process.env, XDG_CACHE_HOME: scratchFolder() };
    const [from, to] = [repository.sha('one'), repository.sha('two')];
    const args = ['highlights', '--repo', repository.root, '--from', from, '--to', to, '--format', 'json'];
    return loadedBy(resolve('dist/cli.js'), args, env);
  }

  it('is no worker, no grammar and no WebAssembly where the range has no migration', async () => {
    const files = {
      'src/a.ts': 'export const a = 1;\n',
      'app/models.py': 'class A:\n    pass\n',
      'app/user.rb': 'class User\nend\n',
      'queries/report.sql': 'SELECT 1;\n',
      'package.json': '{ "dependencies": { "pg": "8.0.0" } }\n',
      'k8s/deployment.yaml': 'kind: Deployment\nspec:\n  replicas: 2\n',
    };
    assert.deepEqual(await loaded({}, files), { workers: [], wasmFiles: [], compiled: 0 });
  });

  it('is the grammar of Postgres alone where all migrations are SQL for Postgres', async () => {
    const { workers, wasmFiles, compiled } = await loaded(
      { 'prisma/migrations/migration_lock.toml': lock('postgresql') },
      { 'prisma/migrations/20240101000000_a/migration.sql': 'DROP TABLE a;\n' },
    );
    assert.deepEqual(workers, ['postgresWorker.cjs']);
    assert.deepEqual([...new Set(wasmFiles)], ['libpg-query.wasm']);
    assert.ok(compiled > 0);
  });

  it('is a worker without WebAssembly where all migrations are SQL for MySQL, and nothing for SQLite', async () => {
    const adds = { 'prisma/migrations/20240101000000_a/migration.sql': 'DROP TABLE a;\n' };
    const mysql = await loaded({ 'prisma/migrations/migration_lock.toml': lock('mysql') }, adds);
    assert.deepEqual(mysql, { workers: ['mysqlWorker.js'], wasmFiles: [], compiled: 0 });
    const sqlite = await loaded({ 'prisma/migrations/migration_lock.toml': lock('sqlite') }, adds);
    assert.deepEqual(sqlite, { workers: [], wasmFiles: [], compiled: 0 });
  });

  it('is the grammar of one language where all migrations are written in it', async () => {
    const { workers, wasmFiles } = await loaded(
      { 'shop/settings.py': settings },
      {
        'shop/migrations/0002_a.py':
          'from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n' +
          "    operations = [migrations.DeleteModel('a')]\n",
      },
    );
    assert.deepEqual(workers, ['codeWorker.js']);
    assert.deepEqual([...new Set(wasmFiles)].toSorted(), ['tree-sitter-python.wasm', 'web-tree-sitter.wasm']);
  });
});
