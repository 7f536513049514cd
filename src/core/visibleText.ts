// Characters that change how other text looks, or that cannot be seen: Unicode control (other than tab and line feed),
// format (bidirectional controls, zero-width, tags, byte order mark) and line or paragraph separators.
// Unicode Technical Report 36, section 2; CVE-2021-42574.
const invisible = /(?![\t\n\u200D])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0]/gu;

const joinerOutsideEmoji = /(?<!\p{Extended_Pictographic}\uFE0F?|\p{Emoji_Modifier})\u200D/gu;

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
}

/**
 * Makes characters visible that would reorder, hide or fake text, as `‹U+202E›`; joins inside emoji stay.
 * For display only: comparisons are made on what was written.
 */
export function visibleText(text: string): string {
  return text.replace(invisible, escapeOf).replace(joinerOutsideEmoji, escapeOf);
}

/**
 * Text for the editor's notifications, which turn `[words](address)` into a link, commands included: the two halves are
 * taken apart.
 */
export function plainMessage(text: string): string {
  return visibleText(text).replaceAll('](', '] (');
}
