import type { Block, RichText } from '../../src/core/markdown/richText';

/**
 * Levels for the headings of a text so that they follow the page's own outline without a gap, whatever the author chose:
 * the outermost becomes `base`, each deeper one at most one more.
 */
export function headingLevels(text: RichText, base: number): ReadonlyMap<Block, number> {
  const levels = new Map<Block, number>();
  const above: number[] = [];
  const visit = (blocks: RichText): void => {
    for (const block of blocks) {
      if (block.kind === 'heading') {
        while ((above.at(-1) ?? 0) >= block.level) above.pop();
        levels.set(block, Math.min(base + above.length, 6));
        above.push(block.level);
      } else if (block.kind === 'quote') visit(block.children);
      else if (block.kind === 'list') for (const item of block.items) visit(item.children);
    }
  };
  visit(text);
  return levels;
}
