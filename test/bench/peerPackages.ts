import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedFolder } from '../hosts/cachedFolder';
import { runNpm } from '../hosts/npm';

/**
 * Installs packages of npm into the cache on first use.
 *
 * @param packages name and version of each.
 * @returns their folder `node_modules`.
 * @throws Error when npm cannot install them.
 */
export async function installPackages(packages: Readonly<Record<string, string>>): Promise<string> {
  const wanted = Object.entries(packages).map(([name, version]) => `${name}@${version}`);
  const name = `bench-peers-${Object.values(packages).join('-')}-${process.platform}-${process.arch}`;
  const folder = await cachedFolder(name, async (staging) => {
    console.error(`Installing ${wanted.join(' and ')} (once)…`);
    await writeFile(join(staging, 'package.json'), '{ "private": true }\n');
    await runNpm(staging, ['install', '--save-exact', ...wanted]);
  });
  return join(folder, 'node_modules');
}
