import { parseSha, type Sha } from './sha';
import { visibleText } from './visibleText';

/** What a version file says: one commit, or something that is not one. */
export type Pin =
  | { readonly state: 'valid'; readonly sha: Sha }
  /** `found` quotes the content for people, shortened; `problem` is a whole sentence. */
  | { readonly state: 'invalid'; readonly found: string; readonly problem: string };

const quoteLimit = 60;

function quoted(text: string): string {
  const shown = text.length > quoteLimit ? `${text.slice(0, quoteLimit)}…` : text;
  const escaped = shown.replaceAll('\r', '\\r').replaceAll('\n', '\\n');
  return `"${visibleText(escaped)}"`;
}

function problemWith(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return 'it is empty';
  if (text.startsWith('\uFEFF')) return 'it starts with a byte order mark';
  if (text.includes('\r')) return 'its line ends with CRLF instead of LF';
  if (trimmed.includes('\n')) return `it has ${trimmed.split('\n').length} lines instead of one`;
  if (trimmed !== text.replace(/\n$/, '')) return 'there is white space around the SHA';
  if (/^[0-9a-fA-F]{4,39}$/.test(trimmed)) return `it is a short SHA of ${trimmed.length} digits`;
  return 'it is not a SHA';
}

/**
 * Reads the content of a version file: exactly one full SHA (40 hex digits, or 64), optionally a final newline
 * (process description: "version.txt … holds the git SHA to release"). Whether it names a commit is another question.
 */
export function readPin(text: string): Pin {
  const sha = parseSha(text.replace(/\n$/, ''));
  if (sha !== undefined) return { state: 'valid', sha };
  // The final newline belongs there and is no news.
  const found = quoted(text.replace(/(?<!\r)\n$/, ''));
  return {
    state: 'invalid',
    found,
    problem: `Expected one full commit SHA, found ${found}: ${problemWith(text)}.`,
  };
}
