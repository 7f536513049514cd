import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runSuite } from '../hosts/suiteRunner';

/** The suite that the extension host loads: every test beside it. */
export function run(): Promise<void> {
  const files = readdirSync(__dirname).filter((name) => name.endsWith('.test.cjs'));
  return runSuite(files.map((name) => join(__dirname, name)));
}
