import { readFileSync, writeFileSync } from 'node:fs';

/** Names the file that a suite in the extension host leaves its results in. */
export const resultsVariable = 'RELEASE_REVIEW_TEST_RESULTS';

/** The outcome of one test. */
export interface TestResult {
  /** The titles of its suites and its own. */
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'pending';
  /** Milliseconds. */
  readonly duration: number;
  /** Message and stack of a failed test. */
  readonly error?: string;
}

/** What a suite reports. */
export interface TestResults {
  readonly tests: readonly TestResult[];
}

/** Leaves the results where the environment of the extension host says; does nothing when it says nothing. */
export function writeResults(results: TestResults): void {
  const file = process.env[resultsVariable];
  if (file !== undefined) writeFileSync(file, JSON.stringify(results));
}

/** Reads what a suite left, or undefined when it never got that far. */
export function readResults(file: string): TestResults | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const value: unknown = JSON.parse(text);
  return isResults(value) ? value : undefined;
}

function isResults(value: unknown): value is TestResults {
  return typeof value === 'object' && value !== null && 'tests' in value && Array.isArray(value.tests);
}

/** The results as text: one line per test, the failures with their stacks below. */
export function describeResults({ tests }: TestResults): string {
  const marks = { passed: 'ok  ', failed: 'FAIL', pending: 'skip' } as const;
  const lines = tests.map((test) => `${marks[test.state]} ${test.title} (${String(test.duration)} ms)`);
  const failures = tests
    .filter((test) => test.error !== undefined)
    .map((test) => `\n${test.title}\n${test.error ?? ''}`);
  return [...lines, ...failures].join('\n');
}
