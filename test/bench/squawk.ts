import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages } from './peerPackages';

const version = '2.66.0';

/** The linter of Postgres migrations that is measured beside ours. */
export interface Squawk {
  readonly name: string;
  /** Milliseconds of one run of its own program over SQL files, from the start of the process to its end. */
  run(files: readonly string[], outputFile: string): number;
}

/** Installs it into the cache on first use. @throws Error when npm cannot install it, or not for this system */
export async function installSquawk(): Promise<Squawk> {
  const modules = await installPackages({ 'squawk-cli': version });
  const system = `${process.platform}-${process.arch}`;
  // Its own program, not the script of its npm package that starts it.
  const program = join(modules, '@squawk-cli', system, 'bin', process.platform === 'win32' ? 'squawk.exe' : 'squawk');
  if (!existsSync(program)) throw new Error(`squawk has no program for this system: ${program} is not there.`);
  return {
    name: `squawk ${version}`,
    run(files, outputFile) {
      const output = openSync(outputFile, 'w');
      try {
        const start = performance.now();
        const { status, error } = spawnSync(program, ['--reporter', 'json', ...files], {
          stdio: ['ignore', output, 'ignore'],
        });
        const ms = performance.now() - start;
        if (error !== undefined) throw error;
        // 1: it has found something.
        if (status !== 0 && status !== 1) throw new Error(`squawk ended with code ${String(status)}`);
        return ms;
      } finally {
        closeSync(output);
      }
    },
  };
}
