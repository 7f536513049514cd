import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { projectRoot } from './projectFolders';

const axeScript = createRequire(join(projectRoot, 'package.json')).resolve('axe-core/axe.min.js');

/** WCAG 2.0 and 2.1, levels A and AA, as axe-core names them. */
export const wcagRules: readonly string[] = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

/** The part of axe that is used here. */
interface Axe {
  run(context: Document, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}

/**
 * Runs axe-core in a document and answers one line for each rule that it breaks, with up to three places. It
 * goes in by the debugger; a page's own content security policy may have to be bypassed for it.
 */
export async function brokenRules(place: Frame | Page, rules: readonly string[]): Promise<readonly string[]> {
  await place.evaluate(await readFile(axeScript, 'utf8'));
  return place.evaluate(
    async (tags) => {
      const { axe } = globalThis as unknown as { axe: Axe };
      const { violations } = await axe.run(document, { runOnly: tags, resultTypes: ['violations'] });
      return violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .map((node) => node.html)
            .slice(0, 3)
            .join(' ')}`,
      );
    },
    [...rules],
  );
}
