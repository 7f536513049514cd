import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from './cachedFolder';
import { cachedFolder } from './cachedFolder';
import { supplyNativeModules } from './nativeModules';
import { runNpm } from './npm';

/** The npm package that carries the whole of VS Code's server and web workbench in `lib/vscode`. */
const packageName = 'code-server';
const packageVersion = '4.139.1';

/** An installed VS Code server. */
export interface VsCodeServer {
  /** The Node program that runs it. */
  readonly node: string;
  /** The script that starts the server or installs an extension. */
  readonly main: string;
  /** VS Code's own version, such as "1.139.1". */
  readonly version: string;
}

/**
 * Installs VS Code's server from the npm registry into the cache, once; later calls return at once.
 *
 * @param log takes progress lines; nothing is logged when there is nothing to do.
 * @throws Error saying what was tried, what was found and what to do next.
 */
export async function ensureVsCodeServer(log: Log = console.log): Promise<VsCodeServer> {
  requireNode24();
  const name = `vscode-server-${packageVersion}-${process.platform}-${process.arch}-node${process.versions.modules}-${recipe}`;
  const folder = await cachedFolder(name, async (staging) => {
    try {
      await install(staging, log);
    } catch (error) {
      throw new Error(
        `VS Code's server (npm package ${packageName}@${packageVersion}) could not be installed. ` +
          'It needs npm and a registry that serves this package: check "npm ping" and "npm config get registry", ' +
          'then run this again; nothing half-finished was kept.',
        { cause: error },
      );
    }
  });
  const vscode = vscodeFolder(folder);
  return { node: process.execPath, main: join(vscode, 'out', 'server-main.js'), version: await versionOf(vscode) };
}

/** To be raised when `install` changes, so that an older cache is not taken for its result. */
const recipe = 'r2';

async function install(staging: string, log: Log): Promise<void> {
  const started = performance.now();
  log(`VS Code server: installing ${packageName}@${packageVersion} from the npm registry (once, about 30 seconds) ...`);
  await writeFile(join(staging, 'package.json'), '{ "private": true }\n');
  // Install scripts are left out: they compile modules that no test uses, and fail without Kerberos headers.
  await runNpm(staging, ['install', '--ignore-scripts', `${packageName}@${packageVersion}`]);
  const vscode = vscodeFolder(staging);
  if (!existsSync(join(vscode, 'out', 'server-main.js'))) {
    throw new Error(`${packageName}@${packageVersion} has no lib/vscode/out/server-main.js: not the expected package.`);
  }
  log('VS Code server: installing what it depends on ...');
  await runNpm(vscode, ['install', '--ignore-scripts', '--omit=dev']);
  await supplyNativeModules(vscode, join(staging, 'headers'), log);
  // It looks for a TypeScript of its own, which is not in the package, and says so to everybody who opens such a file.
  await rm(join(vscode, 'extensions', 'typescript-language-features'), { recursive: true, force: true });
  log(`VS Code server: ready after ${((performance.now() - started) / 1000).toFixed(0)} s.`);
}

function vscodeFolder(installation: string): string {
  return join(installation, 'node_modules', packageName, 'lib', 'vscode');
}

async function versionOf(vscode: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(vscode, 'package.json'), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version);
  throw new Error(`No version in ${join(vscode, 'package.json')}: delete the cache folder and run this again.`);
}

function requireNode24(): void {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= 24) return;
  throw new Error(
    `VS Code's server needs Node 24 or later; this is Node ${process.versions.node} (${process.execPath}). ` +
      'Run this through an npm script of the project (they put its own Node first on the path), ' +
      'or with node_modules/.bin/node.',
  );
}
