import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this project: the nearest one above the running bundle that holds a package.json. */
export const projectRoot: string = folderWithPackage(dirname(fileURLToPath(import.meta.url)));

/** Where downloaded and unpacked hosts are kept between runs. Ignored by git; safe to delete at any time. */
export const cacheRoot: string = join(projectRoot, '.vscode-test');

function folderWithPackage(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (dirname(folder) === folder) throw new Error(`No package.json in ${start} or any folder above it.`);
  }
}
