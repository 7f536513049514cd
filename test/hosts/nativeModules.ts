import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Log } from './cachedFolder';
import { runNpm } from './npm';
import { runProgram } from './runProgram';

/**
 * VS Code's watchdog ends an extension host whose parent is gone even when its event loop hangs. The extension host
 * polls for its parent by itself as well, so that for a test run doing nothing is enough.
 */
const watchdogStandIn = `exports.start = () => {};
exports.exit = (code) => process.exit(code ?? 0);
`;

/** VS Code's log files, written plainly. The native module also rotates them, which no test run needs. */
const spdlogStandIn = `const fs = require('node:fs');
const path = require('node:path');
const names = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];
class Logger {
  constructor(type, name, file) {
    this.file = file;
    this.level = 2;
    this.pattern = true;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.appendFileSync(file, '');
  }
  write(level, message) {
    if (level < this.level) return;
    const stamp = new Date().toISOString().replace('T', ' ').replace('Z', '');
    try {
      fs.appendFileSync(this.file, this.pattern ? stamp + ' [' + names[level] + '] ' + message + '\\n' : message);
    } catch {
      // The folder of a run that is over may be gone already.
    }
  }
  trace(message) { this.write(0, message); }
  debug(message) { this.write(1, message); }
  info(message) { this.write(2, message); }
  warn(message) { this.write(3, message); }
  error(message) { this.write(4, message); }
  critical(message) { this.write(5, message); }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  setPattern() {}
  clearFormatters() { this.pattern = false; }
  flush() {}
  drop() {}
}
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = async (name, file) => new Logger('rotating', name, file);
exports.createAsyncRotatingLogger = async (name, file) => new Logger('rotating_async', name, file);
`;

/**
 * Supplies the two native modules that VS Code's server loads at every start, in its folder `vscode`.
 *
 * `@vscode/native-watchdog` is compiled where there is a compiler, else replaced by a stand-in. `@vscode/spdlog` is
 * always a stand-in: compiling it takes longer than the rest of the installation together, and without it every log
 * channel of every extension fails.
 *
 * @param scratch an empty folder, for Node's headers; removed afterwards.
 */
export async function supplyNativeModules(vscode: string, scratch: string, log: Log): Promise<void> {
  const modules = join(vscode, 'node_modules', '@vscode');
  await writeFile(join(modules, 'spdlog', 'index.js'), spdlogStandIn);
  try {
    const nodedir = await nodeHeaders(scratch);
    await runNpm(vscode, ['rebuild', '--ignore-scripts=false', '@vscode/native-watchdog'], {
      npm_config_nodedir: nodedir,
    });
    await runProgram({ command: process.execPath, args: ['-e', "require('@vscode/native-watchdog')"], cwd: vscode });
  } catch (error) {
    log('VS Code server: @vscode/native-watchdog could not be compiled; a stand-in takes its place, which is enough.');
    log(`  (${error instanceof Error ? reasonIn(error.message) : String(error)})`);
    await writeFile(join(modules, 'native-watchdog', 'index.js'), watchdogStandIn);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** A folder with `include/node` for the running Node: its own where it came with one, else from the npm registry. */
async function nodeHeaders(scratch: string): Promise<string> {
  const own = dirname(dirname(process.execPath));
  if (existsSync(join(own, 'include', 'node', 'node_api.h'))) return own;
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  await mkdir(scratch, { recursive: true });
  await writeFile(join(scratch, 'package.json'), '{ "private": true }\n');
  await runNpm(scratch, ['install', '--ignore-scripts', `${name}@${process.versions.node}`]);
  return join(scratch, 'node_modules', name);
}

/** The line of a compiler's or npm's output that says most. */
function reasonIn(output: string): string {
  const lines = output.trim().split('\n');
  return (lines.find((line) => /not found|gyp ERR! stack|Error: /.test(line)) ?? lines.at(-1) ?? '').trim();
}
