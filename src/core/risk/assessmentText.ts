import { count } from '../ages';
import { escapeMarkdown } from '../changelog/escapeMarkdown';
import type { RiskWeights } from '../policy/riskWeights';
import { visibleText } from '../visibleText';
import type { Assessment, RiskPoints } from './assessment';
import type { RiskEvidence } from './evidence';

/** `medium`, or `at least medium` where what is not known could raise it. */
export function levelWords({ level, atLeast }: Pick<Assessment, 'level' | 'atLeast'>): string {
  return atLeast ? `at least ${level}` : level;
}

/** The suggestion in one line: level, sum, and from which sums on it would be another. */
export function assessmentLine(assessment: Assessment, { medium, high }: Pick<RiskWeights, 'medium' | 'high'>): string {
  const { score } = assessment;
  const words = `Suggested: ${levelWords(assessment)}, ${count(score, 'point')}`;
  return `${words} (medium from ${medium}, high from ${high}).`;
}

/** The suggestion with all that it rests on, for a terminal. Foreign text stays in its line and hides nothing. */
export function assessmentText(assessment: Assessment, weights: Pick<RiskWeights, 'medium' | 'high'>): string {
  const lines = assessment.points.flatMap((each) => [
    `  ${`+${each.points}`.padStart(5)}  ${oneLine(each.text)}`,
    ...each.evidence.map((evidence) => `           ${oneLine(evidenceText(evidence))}`),
    ...(each.more > 0 ? [`           and ${count(each.more, 'more', 'more')}`] : []),
  ]);
  const unknown = assessment.unknown.map((each) => `  not known: ${oneLine(each)}`);
  return `${[assessmentLine(assessment, weights), ...lines, ...unknown].join('\n')}\n`;
}

/** The suggestion with all that it rests on, in GitHub-flavoured Markdown. */
export function assessmentMarkdown(assessment: Assessment, weights: Pick<RiskWeights, 'medium' | 'high'>): string {
  const lines = assessment.points.flatMap(pointMarkdown);
  const unknown = assessment.unknown.map((each) => `- Not known: ${escapeMarkdown(each)}`);
  const list = [...lines, ...unknown].join('\n');
  return `**${assessmentLine(assessment, weights)}**\n${list === '' ? '' : `\n${list}\n`}`;
}

function pointMarkdown({ points, text, evidence, more }: RiskPoints): readonly string[] {
  return [
    `- **+${points}** ${escapeMarkdown(text)}`,
    ...evidence.map((each) => `  - ${escapeMarkdown(evidenceText(each))}`),
    ...(more > 0 ? [`  - and ${count(more, 'more', 'more')}`] : []),
  ];
}

/** The words with their place, unless they name it themselves. */
function evidenceText({ text, path, line, url }: RiskEvidence): string {
  const place = path === undefined ? url : `${path}${line === undefined ? '' : `:${line}`}`;
  return place === undefined || text.includes(place) ? text : `${text} (${place})`;
}

function oneLine(text: string): string {
  return visibleText(text.replace(/\s+/g, ' ').trim());
}
