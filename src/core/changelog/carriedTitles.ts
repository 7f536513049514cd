import type { Token } from 'markdown-it';

/**
 * What a heading says of the text below it.
 *
 * - `changelog`: it lists what changed, as "Changelog", "What's changed" or "Commits" do.
 * - `perhaps`: words for people about the changes ("Changes", "Release notes", a version number); a changelog when
 *   commits or pull requests are named there.
 * - `group`: a part of a changelog, as "Features" is.
 * - `other`: something that names commits for another purpose: what to watch for, the rollout, the checklist.
 */
export type TitleKind = 'changelog' | 'perhaps' | 'group' | 'other';

const tail = '(?: (?:in|since|for|of|from|between|included|with|by|v?\\d).*)?';
const kinds: readonly (readonly [TitleKind, RegExp])[] = [
  [
    'changelog',
    new RegExp(
      `^(?:the |full |generated |whole )?(?:change ?logs?|what s changed|what(?: has| have)? changed|` +
        `what(?: s| is)? (?:shipping|included)|what(?: will)? ships?|what ships and what is taken out|` +
        `what is taken out|(?:included |merged |all )?(?:commits|pull requests)|commit (?:list|log)|git log)${tail}$`,
    ),
  ],
  [
    'perhaps',
    new RegExp(
      `^(?:(?:the |all |included |list of )?changes|release notes?|what s new|what s in(?: here| this release)?|` +
        `unreleased|(?:version |release )?v?\\d+ \\d+(?: \\d+)?)${tail}$`,
    ),
  ],
  [
    'group',
    new RegExp(
      '^(?:(?:breaking|new features?|added|features?|feat|enhancements?|improvements?|(?:bug ?)?fix(?:e[sd])?|bugs?|' +
        'performance|perf|refactor(?:ing|s)?|reverts?|reverted|dependenc(?:y|ies)|documentation|docs|deprecat\\w+)\\b.*|' +
        '(?:build|ci|tests?|chores?|maintenance|misc(?:ellaneous)?|style|security|removed|changed|internal|taken out(?: of production)?|' +
        'also (?:ships from a release that failed|taken out of production)|not listed here|' +
        'new contributors|other(?: changes)?|everything else)(?: \\d+)?)$',
    ),
  ],
  [
    'other',
    /\b(?:watch|risks?|polic(?:y|ies)|assessment|attention|highlights?|check ?list|migrations?|deploy\w*|roll ?(?:out|back)|tests?|testing|warnings?|concerns?|reviews?|reviewers?|summary|monitoring|links|references|checks|approvals?)\b/,
  ],
];

/** Reads a heading without regard to case, emoji, punctuation and a number in brackets at its end. */
export function titleKind(title: string): TitleKind | null {
  if (title.length > 200) return null;
  const plain = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return kinds.find(([, pattern]) => pattern.test(plain))?.[0] ?? null;
}

/** The words of a heading's inline token, without markup. */
export function titleText(inline: Token | undefined): string {
  return (inline?.children ?? [])
    .map((child) => (child.type === 'text' || child.type === 'code_inline' ? child.content : ' '))
    .join('');
}
