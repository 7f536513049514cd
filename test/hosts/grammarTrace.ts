import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runProgram } from './runProgram';

/** What a run of a Node program loaded, in all of its threads. */
export interface Loaded {
  /** Files of worker threads that were started. */
  readonly workers: readonly string[];
  /** Files that were opened whose name ends in `.wasm`. */
  readonly wasmFiles: readonly string[];
  /** How often WebAssembly was compiled. */
  readonly compiled: number;
}

/** Runs before the program in each of its threads; every event is a line, for a thread may be ended at any time. */
const hook = `
import { appendFileSync } from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
const require = createRequire(import.meta.url);
const note = (...line) => appendFileSync(process.env.LOADED_TRACE, JSON.stringify(line) + '\\n');
const threads = require('node:worker_threads');
threads.Worker = class extends threads.Worker {
  constructor(file, ...rest) {
    note('worker', String(file));
    super(file, ...rest);
  }
};
const fs = require('node:fs');
const ways = ['open', 'openSync', 'readFile', 'readFileSync', 'createReadStream'];
for (const [holder, names] of [[fs, ways], [fs.promises, ['open', 'readFile']]]) {
  for (const name of names) {
    const real = holder[name];
    holder[name] = function (path, ...rest) {
      if (String(path).endsWith('.wasm')) note('wasm', String(path));
      return real.call(this, path, ...rest);
    };
  }
}
for (const name of ['compile', 'instantiate', 'compileStreaming', 'instantiateStreaming']) {
  const real = WebAssembly[name];
  if (real !== undefined) WebAssembly[name] = (...given) => (note('compiled'), real.apply(WebAssembly, given));
}
WebAssembly.Module = new Proxy(WebAssembly.Module, {
  construct: (real, given, target) => (note('compiled'), Reflect.construct(real, given, target)),
});
syncBuiltinESMExports();
`;

/** Runs a Node program, which has to end well, and tells which workers, files and WebAssembly it loaded. */
export async function loadedBy(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Loaded> {
  const folder = await mkdtemp(join(tmpdir(), 'release-review-trace-'));
  try {
    const [file, trace] = [join(folder, 'hook.mjs'), join(folder, 'trace')];
    await writeFile(file, hook);
    await writeFile(trace, '');
    await runProgram({
      command: process.execPath,
      args: ['--import', pathToFileURL(file).href, program, ...args],
      env: { ...env, LOADED_TRACE: trace },
    });
    const lines = (await readFile(trace, 'utf8')).split('\n').filter((line) => line !== '');
    const events = lines.map((line) => JSON.parse(line) as readonly [string, string?]);
    const files = (what: string): readonly string[] =>
      events.flatMap(([kind, path]) => (kind === what ? [path?.replace(/^.*[\\/]/, '') ?? ''] : []));
    return { workers: files('worker'), wasmFiles: files('wasm'), compiled: files('compiled').length };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
