import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import type { CodeInput } from '../../../src/core/highlights/readers';
import { grammarsIn, GrammarCodeReader } from '../../../src/grammars/codeReader';
import { CodeWorkerReader } from '../../../src/grammars/codeWorkerReader';

const dist = pathToFileURL('dist/');
const grammars = new URL('grammars/', dist);
const file = new URL('codeWorker.js', dist);

const rails: CodeInput = {
  framework: 'rails',
  text: 'class A < ActiveRecord::Migration[8.0]\n  def change\n    remove_column :posts, :title, :string\n  end\nend\n',
};
const django: CodeInput = {
  framework: 'django',
  text: "class Migration(migrations.Migration):\n    operations = [migrations.DeleteModel('Post')]\n",
};

describe('the worker that reads migrations in programming languages', function () {
  this.timeout(30_000);
  const readers: CodeWorkerReader[] = [];

  function reader(options: Partial<ConstructorParameters<typeof CodeWorkerReader>[0]> = {}): CodeWorkerReader {
    const made = new CodeWorkerReader({ file, grammars, ...options });
    readers.push(made);
    return made;
  }

  after(async () => {
    for (const each of readers) await each.dispose();
  });

  it('finds what the grammars find without it', async () => {
    const files = [rails, django, rails];
    const results = await reader().read(files);
    assert.deepEqual(results, await new GrammarCodeReader(grammarsIn(grammars)).read(files));
    assert.deepEqual(
      results.map((each) => each.state === 'read' && each.migration.operations.map(({ kind }) => kind)),
      [['drop-column'], ['drop-table'], ['drop-column']],
    );
  });

  it('says why nothing was read when it, or a grammar, is missing', async () => {
    const [noWorker] = await reader({ file: new URL('missing.js', dist) }).read([rails]);
    assert.equal(noWorker?.state, 'unread');
    const [noGrammar] = await reader({ grammars: new URL('missing/', dist) }).read([rails]);
    assert.ok(noGrammar?.state === 'unread');
    assert.match(noGrammar.reason, /ENOENT/);
  });

  it('reads no text that is too long, and the others all the same', async () => {
    const results = await reader({ maxLength: 1000 }).read([{ ...rails, text: '#'.repeat(1001) }, django]);
    assert.deepEqual(
      results.map(({ state }) => state),
      ['unread', 'read'],
    );
  });

  it('stops when it is told to, and reads the next files', async () => {
    const both = reader();
    const stop = new AbortController();
    const running = both.read([rails], stop.signal);
    stop.abort(new Error('enough'));
    await assert.rejects(running, /enough/);
    const [result] = await both.read([rails]);
    assert.equal(result?.state, 'read');
  });
});
