import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { projectRoot } from '../hosts/projectFolders';
import { packagePath } from './session';
import { zipEntries } from './zipEntries';

const kilobyte = 1024;

/** What the package may hold besides the archive's own two descriptions. */
const allowed =
  /^(package\.json|readme\.md|changelog\.md|LICENSE\.txt|dist\/(extension\.js|page\.(js|css)|parts\/[\w-]+\.js|mysqlWorker\.js|codeWorker\.js|postgresWorker\.cjs|libpg-query\.wasm|grammars\/[\w-]+\.wasm|THIRD-PARTY-NOTICES\.txt)|media\/icons\/(icon\.png|release-review\.svg))$/;

describe('the package', () => {
  let archive: Buffer;
  let files: ReadonlyMap<string, Buffer>;

  before(() => {
    archive = readFileSync(packagePath());
    files = new Map(
      [...zipEntries(archive)].flatMap(([path, bytes]) =>
        path.startsWith('extension/') ? [[path.slice('extension/'.length), bytes] as const] : [],
      ),
    );
  });

  it('holds what the extension needs, and nothing else', () => {
    for (const needed of [
      'package.json',
      'LICENSE.txt',
      'dist/extension.js',
      'dist/page.js',
      'dist/page.css',
      'dist/libpg-query.wasm',
    ]) {
      assert.ok(files.has(needed), needed);
    }
    assert.deepEqual(
      [...files.keys()].filter((file) => !allowed.test(file)),
      [],
    );
  });

  it('stays small: what is always loaded under 400 KB, the whole under 6 MB', () => {
    assert.ok((files.get('dist/extension.js')?.length ?? Infinity) < 400 * kilobyte);
    assert.ok(archive.length < 6 * kilobyte * kilobyte);
  });

  it('names no token and no path of the machine that built it', () => {
    for (const [path, bytes] of files) {
      const text = bytes.toString('latin1');
      assert.ok(!text.includes(projectRoot), path);
      assert.doesNotMatch(text, /demo-\w+-token|ghp_\w{20}/, path);
    }
  });
});
