import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { setImmediate } from 'node:timers/promises';
import { openClone } from '../../src/cli/clone';
import { languages, type Language } from '../../src/core/highlights/dsl/syntax';
import type { FrameworkId } from '../../src/core/highlights/frameworks';
import type { SqlInput } from '../../src/core/highlights/readers';
import { parseSha } from '../../src/core/sha';
import { createMigrationReaders, grammarFilesBeside } from '../../src/grammars/migrationReaders';
import { PostgresWorkerReader } from '../../src/grammars/postgresWorkerReader';
import type { WorkerMessage } from '../../src/grammars/workerProtocol';
import { loadHighlights } from '../../src/store/loadHighlights';
import { projectRoot } from '../hosts/projectFolders';
import type { GrammarFigures, RangeFigures, StatementFigures, Taken } from './highlightsFigures';

const dist = join(projectRoot, 'dist');
const bundles = grammarFilesBeside(pathToFileURL(join(dist, 'cli.js')).href);

/**
 * Measures one thing in this process, and prints what it found as JSON: `statements FOLDER`, `grammar NAME` or
 * `range FOLDER FROM TO`.
 */
export async function runHighlightsProbe([what = '', ...args]: readonly string[]): Promise<number> {
  const [first = '', from = '', to = ''] = args;
  const figures = await (what === 'statements'
    ? statements(first)
    : what === 'grammar'
      ? grammar(first)
      : range(first, from, to));
  process.stdout.write(JSON.stringify(figures));
  return 0;
}

/** Looks every millisecond whether this thread has its turn. */
async function watched(work: () => Promise<unknown>): Promise<Taken> {
  let [blockMs, workMs] = [0, 0];
  let before = { at: performance.now(), worked: workedMs() };
  const look = (): void => {
    const now = { at: performance.now(), worked: workedMs() };
    blockMs = Math.max(blockMs, now.at - before.at);
    workMs = Math.max(workMs, now.worked - before.worked);
    before = now;
  };
  const ticker = setInterval(look, 1);
  const start = performance.now();
  await work();
  const ms = performance.now() - start;
  // What was done since the last look counts too.
  look();
  clearInterval(ticker);
  return { ms, blockMs, workMs };
}

/** How long this thread has been at work, in milliseconds. */
function workedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

const readings = 12;

async function statements(folder: string): Promise<StatementFigures> {
  const names = (await readdir(folder)).toSorted();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  const migrations = texts.map((text): SqlInput => ({ text, sections: 'none', transaction: 'one', down: null }));
  const reader = new PostgresWorkerReader({ file: bundles.postgresWorker });
  let operations = 0;
  let unread = 0;
  const read = async (): Promise<void> => {
    const answer = await reader.read({ base: [], migrations, version: null });
    if (answer.state === 'unavailable') throw new Error(answer.reason);
    const lists = answer.results.map((each) => (each.state === 'read' ? each.migration.operations : null));
    operations = lists.reduce((sum, list) => sum + (list?.length ?? 0), 0);
    unread = lists.filter((list) => list === null).length;
  };
  const start = await watched(() => reader.read({ base: [], migrations: [], version: null }));
  const first = await watched(read);
  const again: Taken[] = [];
  while (again.length < readings) again.push(await watched(read));
  await reader.dispose();
  return { start, first, again, operations, unread };
}

const frameworkOf = {
  ruby: 'rails',
  python: 'django',
  typescript: 'knex',
  php: 'laravel',
  csharp: 'ef-core',
  elixir: 'ecto',
} as const satisfies Record<Language, FrameworkId>;

const samples: Readonly<Record<Language, string>> = {
  ruby: 'class A < ActiveRecord::Migration[8.0]\nend\n',
  python: 'class Migration(migrations.Migration):\n    pass\n',
  typescript: 'export const up = () => null;\n',
  php: '<?php\nreturn null;\n',
  csharp: 'class A : Migration { }\n',
  elixir: 'defmodule A do\nend\n',
};

/** What each worker is asked, so that its grammar is not only loaded but has also been used. */
function workerOf(name: string): { readonly file: URL; readonly request: unknown } {
  const language = languages.find((each) => each === name);
  if (language !== undefined) {
    const migrations = [{ framework: frameworkOf[language], text: samples[language], down: null }];
    return {
      file: new URL('../codeWorker.js', bundles.grammars),
      request: { base: [], migrations, grammars: bundles.grammars.href },
    };
  }
  const migrations = [{ text: 'CREATE TABLE a (b int)', sections: 'none', transaction: 'one', down: null }];
  const request = { base: [], migrations, version: null, server: null };
  return { file: name === 'mysql' ? bundles.mysqlWorker : bundles.postgresWorker, request };
}

async function grammar(name: string): Promise<GrammarFigures> {
  const { file, request } = workerOf(name);
  const before = process.memoryUsage.rss();
  const start = performance.now();
  const worker = new Worker(file);
  await new Promise<void>((resolve, reject) => {
    worker.once('error', reject);
    worker.on('message', (message: WorkerMessage<{ readonly state: string }>) => {
      if (message.type === 'done') resolve();
      if (message.type === 'failed') reject(new Error(message.reason));
      if (message.type === 'result' && message.result.state !== 'read') reject(new Error(`${name} was not read.`));
    });
    worker.postMessage({ request, skipped: [] });
  });
  const ms = performance.now() - start;
  const residentBytes = process.memoryUsage.rss() - before;
  const { used_heap_size: heapBytes } = await worker.getHeapStatistics();
  await worker.terminate();
  return { ms, residentBytes, heapBytes };
}

async function range(folder: string, fromText: string, toText: string): Promise<RangeFigures> {
  const [from, to] = [parseSha(fromText), parseSha(toText)];
  if (from === undefined || to === undefined) throw new Error('Two full SHAs are needed.');
  const { signal } = new AbortController();
  const { history } = await openClone(folder, process.env, signal);
  const changed = await history.changedFiles(from, to);
  const readers = createMigrationReaders(bundles);
  let migrations: Awaited<ReturnType<typeof loadHighlights>>['migrations'] = [];
  const taken = await watched(async () => {
    const pause = (): Promise<void> => setImmediate();
    ({ migrations } = await loadHighlights({ history, from, to, changed, readers, signal, pause }));
  });
  await readers.dispose();
  return {
    ...taken,
    migrations: migrations.length,
    operations: migrations.reduce((sum, { operations }) => sum + operations.length, 0),
    byWords: migrations.filter(({ read }) => read === 'words').length,
  };
}
