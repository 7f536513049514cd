import Mocha from 'mocha';
import type { TestResult } from './testResults';
import { writeResults } from './testResults';

/** Options of one run in the extension host. */
export interface SuiteOptions {
  /** Milliseconds that each test may take. Default: 20 s. */
  readonly timeout?: number;
  /** Only tests whose full title matches. Default: what RELEASE_REVIEW_TEST_GREP says, else all. */
  readonly grep?: string;
}

/**
 * Runs test files with mocha inside the extension host, and leaves their results for the process that started it (see
 * `runIntegration`). Call it from the `run()` of the suite module that VS Code loads:
 *
 * ```ts
 * export function run(): Promise<void> {
 *   const files = readdirSync(__dirname).filter((name) => name.endsWith('.test.cjs'));
 *   return runSuite(files.map((name) => join(__dirname, name)));
 * }
 * ```
 *
 * @param files absolute paths of CommonJS modules that call `describe` and `it`.
 * @throws Error when a test failed, none ran, or a file could not be loaded.
 */
export async function runSuite(files: readonly string[], options: SuiteOptions = {}): Promise<void> {
  const { timeout = 20_000, grep = process.env['RELEASE_REVIEW_TEST_GREP'] } = options;
  // The base of all reporters prints nothing by itself.
  const mocha = new Mocha({
    ui: 'bdd',
    timeout,
    reporter: Mocha.reporters.Base,
    ...(grep === undefined ? {} : { grep }),
  });
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  const tests: TestResult[] = [];
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => {
      resolve();
    });
    const add = (test: Mocha.Runnable, state: TestResult['state'], error?: Error): void => {
      const described = error === undefined ? {} : { error: error.stack ?? error.message };
      tests.push({ title: test.fullTitle(), state, duration: test.duration ?? 0, ...described });
    };
    runner.on('pass', (test) => {
      add(test, 'passed');
    });
    runner.on('pending', (test) => {
      add(test, 'pending');
    });
    // Also called for a failing hook.
    runner.on('fail', (test: Mocha.Runnable, error: Error) => {
      add(test, 'failed', error);
    });
  });
  writeResults({ tests });
  const failed = tests.filter((test) => test.state === 'failed').length;
  if (failed > 0) throw new Error(`${String(failed)} of ${String(tests.length)} tests failed.`);
  if (tests.length === 0) throw new Error('No test ran.');
}
