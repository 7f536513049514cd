import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { launchBrowser } from './browser';
import { startVsCode } from './runningVsCode';

/*
 * Takes the place of the desktop's program: honours the arguments that a test run passes to VS Code, but shows the
 * workbench of VS Code's server in a headless browser. Ends with the exit code of the suite.
 *
 * Understood: --extensionDevelopmentPath= (any number), --extensionTestsPath=, --user-data-dir= (for its
 * User/settings.json), --disable-workspace-trust, and the folder or .code-workspace to open. Other switches are about
 * the desktop only.
 */

/** A workbench that never comes up must not keep a run waiting for ever. In milliseconds. */
const limit = 15 * 60_000;

/** What the command line asks for. */
interface Arguments {
  readonly extensions: readonly string[];
  readonly suite: string;
  readonly workspace: string;
  readonly userSettings: Record<string, unknown>;
  readonly workspaceTrust: boolean;
}

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const { extensions, suite, ...options } = await parse(args);
  const code = await startVsCode({
    ...options,
    development: true,
    log: (line) => {
      console.error(line);
    },
  });
  try {
    const exitCode = await runInPage(code.url({ extensionDevelopmentPath: extensions, extensionTestsPath: suite }));
    if (exitCode !== 0) console.error(code.logs());
    return exitCode;
  } finally {
    await code.stop();
  }
}

async function runInPage(url: string): Promise<number> {
  const browser = await launchBrowser((line) => {
    console.error(line);
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    // The page calls these two by name: with the console of the extension host, and when the suite has ended.
    await page.exposeFunction('codeAutomationLog', (type: string, words: readonly unknown[]) => {
      (type === 'error' ? console.error : console.log)(...words);
    });
    const ended = new Promise<number>((resolve, reject) => {
      page
        .exposeFunction('codeAutomationExit', (exitCode: number) => {
          resolve(exitCode);
        })
        .catch(reject);
      page.on('crash', () => {
        reject(new Error('The page of the workbench crashed.'));
      });
      setTimeout(() => {
        reject(new Error(`The suite has not ended within ${String(limit)} ms.`));
      }, limit).unref();
      page.on('close', () => {
        reject(new Error('The page of the workbench was closed.'));
      });
    });
    await page.goto(url);
    return await ended;
  } finally {
    await browser.close();
  }
}

async function parse(args: readonly string[]): Promise<Arguments> {
  const all = (name: string): string[] =>
    args.filter((arg) => arg.startsWith(`--${name}=`)).map((arg) => arg.slice(name.length + 3));
  const suite = all('extensionTestsPath')[0];
  const workspace = args.find((arg) => !arg.startsWith('-'));
  if (suite === undefined) throw new Error('--extensionTestsPath= is missing: this program only runs suites.');
  if (workspace === undefined) throw new Error('No folder to open: pass it as the first launch argument.');
  return {
    extensions: all('extensionDevelopmentPath'),
    suite,
    workspace: resolve(workspace),
    userSettings: await settingsIn(all('user-data-dir')[0]),
    workspaceTrust: !args.includes('--disable-workspace-trust'),
  };
}

async function settingsIn(userDataDir: string | undefined): Promise<Record<string, unknown>> {
  if (userDataDir === undefined) return {};
  const text = await readFile(join(userDataDir, 'User', 'settings.json'), 'utf8').catch(() => '{}');
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
