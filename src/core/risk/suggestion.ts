import type { Comment, RiskLevel } from '../release';
import { riskLevels } from './labels';

/** The level that a bot names on the pull request. */
export interface RiskSuggestion {
  readonly level: RiskLevel;
  readonly author: string;
  readonly commentId: string;
}

/**
 * The risk that a bot's newest comment suggests: the one level it names as `risk: <level>`. A comment that names
 * several contradicts itself and suggests nothing (process description: "decision support for the reviewer").
 */
export function suggestedRisk(comments: readonly Comment[]): RiskSuggestion | null {
  const bots = comments.filter((comment) => comment.author.isBot).toSorted((a, b) => b.createdAt - a.createdAt);
  for (const comment of bots) {
    const named = new Set(
      [...comment.body.matchAll(/\brisk(?: rating)?\W{0,6}(low|medium|high)\b/gi)].map((match) =>
        match[1]?.toLowerCase(),
      ),
    );
    const [level] = riskLevels.filter((each) => named.has(each));
    if (named.size === 1 && level !== undefined) return { level, author: comment.author.login, commentId: comment.id };
    if (named.size > 1) return null;
  }
  return null;
}
