import { count } from '../ages';
import { escapeMarkdown } from '../changelog/escapeMarkdown';
import type { RiskLevel } from '../release';
import type { Assessment } from './assessment';
import { levelWords } from './assessmentText';
import { riskLevels, type RiskChoice } from './labels';
import type { RiskSuggestion } from './suggestion';

/** The reviewer's choice beside the suggestions. The choice stands, whatever they say. */
export interface Agreement {
  /** `null`: no level is chosen, or there is nothing to compare it with. */
  readonly state: 'agrees' | 'differs' | null;
  /** `null` without {@link state}. */
  readonly sentence: string | null;
}

/**
 * Compares the choice with the rules' suggestion and the bot's (process description: the bot "is decision support for
 * the reviewer"; the reviewer's own assessment stands). It differs when it is neither. A suggestion that is a lower bound
 * agrees with every level from there on.
 */
export function agreement(choice: RiskChoice, assessment: Assessment | null, bot: RiskSuggestion | null): Agreement {
  const { level } = choice;
  if (level === null || (assessment === null && bot === null)) return { state: null, sentence: null };
  const voices = [
    ...(assessment === null
      ? []
      : [{ words: `the rules suggest ${levelWords(assessment)}`, agrees: suggests(assessment, level) }]),
    ...(bot === null ? [] : [{ words: `@${bot.author} suggests ${bot.level}`, agrees: bot.level === level }]),
  ];
  const told = voices.map(({ words }) => words).join(', and ');
  if (voices.some(({ agrees }) => agrees)) {
    return { state: 'agrees', sentence: `The choice is ${level}; ${told}.` };
  }
  const reason = 'Your choice stands; your review can carry the reason.';
  return { state: 'differs', sentence: `The choice is ${level}; ${told}. ${reason}` };
}

function suggests({ level, atLeast }: Assessment, chosen: RiskLevel): boolean {
  return atLeast ? riskLevels.indexOf(chosen) >= riskLevels.indexOf(level) : level === chosen;
}

/**
 * The paragraph of a review's body that keeps why the reviewer chose another level, in Markdown: the forge keeps it with
 * who wrote it, when, and for which head. Empty without a reason. The reason is the reviewer's own Markdown.
 */
export function riskReason(
  level: RiskLevel,
  assessment: Assessment | null,
  bot: RiskSuggestion | null,
  reason: string,
): string {
  const text = reason.trim();
  if (text === '') return '';
  const suggested = [
    ...(assessment === null ? [] : [`${levelWords(assessment)} by the rules (${count(assessment.score, 'point')})`]),
    ...(bot === null ? [] : [`${bot.level} by ${escapeMarkdown(bot.author)}`]),
  ];
  const beside = suggested.length === 0 ? '' : ` Suggested: ${suggested.join(', ')}.`;
  return `**Risk: ${level}.**${beside} Reason: ${text}`;
}
