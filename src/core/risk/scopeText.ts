import { escapeMarkdown } from '../changelog/escapeMarkdown';
import { visibleText } from '../visibleText';
import type { NamedStrategy, ScopeReading } from './scope';

/** What is touched and how to deploy it, for a terminal. */
export function strategyText(strategies: readonly NamedStrategy[], reading: ScopeReading): string {
  return `${strategyLines(strategies, reading).map(oneLine).join('\n')}\n`;
}

/** What is touched and how to deploy it, as a Markdown list. */
export function strategyMarkdown(strategies: readonly NamedStrategy[], reading: ScopeReading): string {
  return `${strategyLines(strategies, reading)
    .map((each) => `- ${escapeMarkdown(each)}`)
    .join('\n')}\n`;
}

function strategyLines(strategies: readonly NamedStrategy[], { rows, unknown }: ScopeReading): readonly string[] {
  const named = strategies.map(({ name, because }) => `Deploy: ${name} (${because})`);
  return [
    ...(named.length === 0 ? ['Deploy: no row of the matrix applies, as far as is known'] : named),
    ...rows.map(({ scope, text }) => `${scope}: ${text}`),
    ...unknown.map((each) => `not known: ${each}`),
  ];
}

function oneLine(text: string): string {
  return visibleText(text.replace(/\s+/g, ' ').trim());
}
