import type { Place } from './operation';

/** Lines before the code of a file that say nothing of what it does: comments, what it imports, what it belongs to. */
const preamble =
  /^(?:$|\/\/|#|\*|\/\*|--|<\?php|["']use strict|(?:package|import|from|using|namespace|use|require|require_once|require_relative)\b|declare\(|(?:const|let|var)\s[^=]*=\s*require\()/;

const shown = 2000;

/** Where the code of a file begins, behind its licence and its imports, with what stands there. */
export function firstCode(text: string): Place {
  const lines = text.split('\n');
  let inside = false;
  const at = lines.findIndex((each) => {
    const line = each.trim();
    if (inside) {
      inside = !/^\)|\*\/$/.test(line);
      return false;
    }
    // Go's list of imports, and a comment of several lines.
    inside = /^import \($/.test(line) || (line.startsWith('/*') && !line.includes('*/'));
    return !preamble.test(line);
  });
  const from = Math.max(at, 0);
  return { line: from + 1, text: lines.slice(from).join('\n').slice(0, shown).trimEnd() };
}
