import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, LaunchOptions } from 'playwright-core';
import type { Log } from './cachedFolder';
import { cachedFolder } from './cachedFolder';
import { projectRoot } from './projectFolders';
import { runProgram } from './runProgram';

/** One way to get a browser, and how to name it in a message. */
interface Candidate {
  readonly name: string;
  readonly options: () => Promise<LaunchOptions>;
}

const commonArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  // No page under test has any business outside this machine.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

/**
 * Launches a headless Chromium: the one that the environment variable CHROME_PATH names, else an installed Chrome,
 * Chromium or Edge, else the one from the npm package `@sparticuz/chromium` (Linux x64), unpacked into the cache.
 * It reaches nothing but this machine.
 *
 * @param log is told about the unpacking and about browsers that were found but did not start.
 * @throws Error listing what was tried when none starts.
 */
export async function launchBrowser(log: Log = console.log): Promise<Browser> {
  const failures: string[] = [];
  for (const candidate of candidates(log)) {
    try {
      const options = await candidate.options();
      return await chromium.launch({ headless: true, ...options, args: [...commonArguments, ...(options.args ?? [])] });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      failures.push(`- ${candidate.name}: ${firstLines(reason)}`);
      if (candidate.name.startsWith('CHROME_PATH')) break;
    }
  }
  throw new Error(
    `No Chromium-based browser could be started. Tried:\n${failures.join('\n')}\n` +
      'Install Chrome, Chromium or Edge, or set CHROME_PATH to the program file of one.',
  );
}

function candidates(log: Log): readonly Candidate[] {
  const named = process.env['CHROME_PATH'];
  if (named !== undefined && named !== '') {
    return [{ name: `CHROME_PATH (${named})`, options: () => Promise.resolve({ executablePath: named }) }];
  }
  const installed = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'microsoft-edge']
    .map((name) => onPath(name))
    .filter((path) => path !== undefined)
    .map((path) => ({ name: path, options: () => Promise.resolve({ executablePath: path }) }));
  const channels = ['chrome', 'msedge'].map((channel) => ({
    name: `Playwright's channel "${channel}"`,
    options: () => Promise.resolve({ channel }),
  }));
  return [...installed, ...channels, { name: 'npm package @sparticuz/chromium', options: () => packagedChromium(log) }];
}

function onPath(name: string): string | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

/** The browser of `@sparticuz/chromium`, with its own libraries and fonts where the machine has none. */
async function packagedChromium(log: Log): Promise<LaunchOptions> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`it is for Linux on x64 only; this is ${process.platform} on ${process.arch}`);
  }
  const folder = await cachedFolder(`chromium-${packageVersion()}`, (staging) => unpack(staging, log));
  const executablePath = join(folder, 'chromium');
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] = value;
  if (!(await starts(executablePath, env))) {
    env['LD_LIBRARY_PATH'] = [join(folder, 'al2023', 'lib'), env['LD_LIBRARY_PATH']].filter(Boolean).join(delimiter);
  }
  if (!existsSync('/etc/fonts/fonts.conf')) env['FONTCONFIG_FILE'] = await fontConfiguration(folder);
  return { executablePath, env, args: ['--headless=shell'] };
}

function packageVersion(): string {
  const manifest: unknown = createRequire(join(projectRoot, 'package.json'))(
    join(projectRoot, 'node_modules', '@sparticuz', 'chromium', 'package.json'),
  );
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version);
  throw new Error('it is not installed');
}

/** The package unpacks into the temporary folder of the process that asks: one of its own keeps that in the cache. */
async function unpack(staging: string, log: Log): Promise<void> {
  log('Browser: unpacking the Chromium of @sparticuz/chromium (once) ...');
  const script = "await (await import('@sparticuz/chromium')).default.executablePath();";
  await runProgram({
    command: process.execPath,
    args: ['--input-type=module', '--eval', script],
    cwd: projectRoot,
    // The second variable is how the package is asked for its libraries (NSS, NSPR, expat) as well.
    env: { ...process.env, TMPDIR: staging, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' },
    timeout: 120_000,
  });
  await chmod(join(staging, 'chromium'), 0o755);
}

async function starts(executable: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(executable, ['--version'], { env, stdio: 'ignore', timeout: 20_000 });
    child.once('error', () => {
      resolve(false);
    });
    child.once('close', (code) => {
      resolve(code === 0);
    });
  });
}

/** A machine without fontconfig has no fonts that Chromium finds: point it at the ones in the package. */
async function fontConfiguration(folder: string): Promise<string> {
  const file = join(folder, 'fonts.conf');
  const directory = `<dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'fonts-cache')}</cachedir>`;
  await writeFile(file, `<?xml version="1.0"?><fontconfig>${directory}</fontconfig>\n`);
  return file;
}

function firstLines(text: string): string {
  return text.split('\n').slice(0, 3).join(' ').trim();
}
