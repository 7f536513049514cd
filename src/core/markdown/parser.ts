import MarkdownIt, { type Token } from 'markdown-it';

/**
 * Only `https:` links without user info become links: `command:`, `vscode:`, `file:` and script schemes could act, and
 * `https://github.com@evil.example/` reads as one host and leads to another.
 */
export function isSafeLink(url: string): boolean {
  if (!/^https:\/\//i.test(url) || url.includes('\\')) return false;
  try {
    const parsed = new URL(url);
    return parsed.username === '' && parsed.password === '';
  } catch {
    return false;
  }
}

// Raw HTML is parsed as such, so that a comment still hides what stands in it, and never drawn. Bare addresses become
// links only when they name their scheme.
const parser = new MarkdownIt({ html: true, linkify: true, typographer: false });
parser.validateLink = isSafeLink;
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });

/** The tokens of a GitHub-flavoured text (tables, strike-through), block tokens with their source lines. */
export function parseMarkdown(text: string): Token[] {
  return parser.parse(text, {});
}
