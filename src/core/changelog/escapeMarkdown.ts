import { visibleText } from '../visibleText';

const zeroWidthSpace = '&#8203;';

// GitHub looks for mentions, issue references and bare links in the rendered text, where a backslash is gone: only a
// character in between stops them (https://docs.github.com/en/get-started/writing-on-github, "Basic writing and
// formatting syntax" and "Autolinked references and URLs").
const special = /[\\`*_[\]&<>~$|]|@|#(?=[0-9])|:(?=\/\/)|\bwww(?=\.)|\bGH-(?=[0-9])/gi;
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function escapeMatch(match: string): string {
  const entity = entities[match];
  if (entity !== undefined) return entity;
  return /^[@#:wWgG]/.test(match) ? `${match}${zeroWidthSpace}` : `\\${match}`;
}

/**
 * One line of foreign text for GitHub-flavoured Markdown: no markup, no mention, no issue reference, no link; hidden
 * characters made visible. What would open a block at the beginning of a line is escaped too.
 */
export function escapeMarkdown(text: string): string {
  return visibleText(text.replace(/[\r\n\t]/g, ' '))
    .trim()
    .replace(special, escapeMatch)
    .replace(/^[-+=#]/, '\\$&')
    .replace(/^([0-9]{1,9})([.)])/, '$1\\$2');
}
