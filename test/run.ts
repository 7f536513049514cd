import { globSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runIntegration } from './hosts/integration';
import { projectRoot } from './hosts/projectFolders';
import { runProgram } from './hosts/runProgram';

/** How one part of the tests ended; `report` is what to read when something failed. */
interface PartOutcome {
  readonly passed: number;
  readonly failed: number;
  readonly report: string;
}

/** The parts in the order in which they run: the quick ones first. */
const parts: Readonly<Record<string, () => Promise<PartOutcome>>> = {
  types: () => check('npm', ['run', '--silent', 'check']),
  lint: () => check('npm', ['run', '--silent', 'lint']),
  unit: () => mocha('unit'),
  page: () => mocha('page'),
  integration,
  package: () => check('npm', ['run', '--silent', 'package']),
  ui: () => mocha('ui'),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. Parts: ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}

let passed = 0;
let failed = 0;
for (const [name, run] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const start = Date.now();
  const outcome = await run().catch((error: unknown): PartOutcome => ({ passed: 0, failed: 1, report: String(error) }));
  passed += outcome.passed;
  failed += outcome.failed;
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  console.log(`${name}: ${outcome.passed} passed, ${outcome.failed} failed (${seconds} s)`);
  if (outcome.failed > 0) console.log(`\n${outcome.report}\n`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

/** A program that passes or fails as a whole. */
async function check(command: string, args: readonly string[]): Promise<PartOutcome> {
  await runProgram({ command, args, cwd: projectRoot });
  return { passed: 1, failed: 0, report: '' };
}

/** What mocha's JSON reporter leaves (https://mochajs.org/#json). */
interface MochaReport {
  readonly stats: { readonly passes: number; readonly failures: number };
  readonly failures: readonly {
    readonly fullTitle: string;
    readonly err: { readonly stack?: string; readonly message?: string };
  }[];
}

async function mocha(folder: string): Promise<PartOutcome> {
  const files = globSync(`dist/test/${folder}/**/*.test.mjs`, { cwd: projectRoot });
  if (files.length === 0) return { passed: 0, failed: 1, report: `There is no test in ${folder}.` };
  const scratch = await mkdtemp(join(tmpdir(), 'release-review-report-'));
  const output = join(scratch, 'report.json');
  let printed = '';
  try {
    await runProgram({
      command: process.execPath,
      args: [
        '--enable-source-maps',
        join('node_modules', 'mocha', 'bin', 'mocha.js'),
        ...['--reporter', 'json', '--reporter-option', `output=${output}`],
        ...files,
      ],
      cwd: projectRoot,
    });
  } catch (error) {
    // Failing tests end mocha with another code than 0; the report says which.
    printed = String(error);
  }
  const text = await readFile(output, 'utf8').catch(() => null);
  await rm(scratch, { recursive: true, force: true });
  if (text === null) return { passed: 0, failed: 1, report: printed };
  const { stats, failures } = JSON.parse(text) as MochaReport;
  const report = failures.map(({ fullTitle, err }) => `${fullTitle}\n${err.stack ?? err.message ?? ''}`).join('\n\n');
  return { passed: stats.passes, failed: stats.failures, report };
}

async function integration(): Promise<PartOutcome> {
  const { passed, failed, output } = await runIntegration({
    extensionPath: projectRoot,
    suite: join(projectRoot, 'dist', 'test', 'integration', 'suite.cjs'),
    workspace: join(projectRoot, 'test', 'fixtures'),
    log: () => undefined,
  });
  return { passed, failed, report: output };
}
