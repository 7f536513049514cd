import { count } from '../../core/ages';
import { categoryOf } from '../../core/policy/category';
import { listed, mention } from '../../core/policy/people';
import { whyNoPolicy } from '../../core/policy/policySource';
import type { RiskLevel } from '../../core/release';
import { agreement } from '../../core/risk/agreement';
import type { Assessment, RiskPoints } from '../../core/risk/assessment';
import { assessmentOf } from '../../core/risk/assessmentOf';
import { assessmentLine } from '../../core/risk/assessmentText';
import type { RiskEvidence } from '../../core/risk/evidence';
import { riskLevels } from '../../core/risk/labels';
import { scopeOf, strategyFor } from '../../core/risk/scope';
import { whyNotLabel, type ReleaseSnapshot } from '../../core/snapshot';
import type { AssessmentView, Phrase, ReasonedPhrase, RiskView } from './protocol';

const riskNames: Readonly<Record<RiskLevel, string>> = { low: 'Low', medium: 'Medium', high: 'High' };

/** The choice, what the bot and the rules suggest beside it, and how to deploy at that risk. */
export function riskView(release: ReleaseSnapshot): RiskView {
  const { risk, suggestion } = release;
  // Weights, strategies and categories are policy: without one they would be somebody else's.
  const hasPolicy = whyNoPolicy(release.policySource) === null;
  const assessment = hasPolicy ? assessmentOf(release) : null;
  const several = risk.labels.length > 1;
  return {
    options: riskLevels.map((level) => ({ level, label: riskNames[level], chosen: risk.level === level })),
    note: several
      ? { text: `Several risk labels: ${risk.labels.join(', ')}. Choose one.`, tone: 'error' }
      : risk.level === null
        ? { text: 'No risk label yet. It is your judgement.', tone: 'warn' }
        : null,
    suggestion:
      suggestion === null ? null : { text: `@${suggestion.author} suggests ${suggestion.level}.`, tone: 'dim' },
    agreement: differsWords(release, assessment),
    assessment: hasPolicy
      ? assessmentView(release, assessment)
      : { status: 'No suggestion: the policy, which says how risk is weighed, is not known.' },
    strategies: hasPolicy ? strategyPhrases(release, assessment) : [],
    category: hasPolicy ? categoryPhrase(release) : null,
    hint: hasPolicy ? hintFor(release) : null,
    disabled: whyOff(release, hasPolicy),
  };
}

/** What is wrong with the policy is said once, above everything. */
function whyOff(release: ReleaseSnapshot, hasPolicy: boolean): string | null {
  const why = whyNotLabel(release);
  return why !== null && !hasPolicy && release.pull.state === 'open'
    ? 'Which labels there are is not known without the policy.'
    : why;
}

/** The suggestions themselves stand beside it. */
function differsWords({ risk, suggestion }: ReleaseSnapshot, assessment: Assessment | null): string | null {
  if (risk.level === null || agreement(risk, assessment, suggestion).state !== 'differs') return null;
  const differs =
    assessment !== null && suggestion !== null
      ? `Neither suggests ${risk.level}.`
      : `${riskNames[risk.level]} is not what is suggested.`;
  return `${differs} The choice stands; a review can carry the reason.`;
}

function assessmentView(
  { facts, policy }: ReleaseSnapshot,
  assessment: Assessment | null,
): AssessmentView | { readonly status: string } {
  if (assessment === null) {
    const reason = facts.shipped.known ? '' : facts.shipped.reason;
    return { status: `No suggestion yet: ${reason.replace(/\.$/, '')}.` };
  }
  return {
    line: assessmentLine(assessment, policy.risk),
    points: assessment.points.map(pointView),
    unknown: assessment.unknown,
  };
}

function pointView({ points, text, evidence, more }: RiskPoints): AssessmentView['points'][number] {
  const left: readonly Phrase[] = more === 0 ? [] : [{ text: `and ${more} more`, tone: 'dim' }];
  const isTwice = (each: RiskEvidence): boolean => evidence.some((other) => other !== each && other.text === each.text);
  return { points, text, evidence: [...evidence.map((each) => evidencePhrase(each, isTwice(each))), ...left] };
}

/** @param named whether the words alone do not tell it from others */
function evidencePhrase({ text, path, line, url }: RiskEvidence, named: boolean): Phrase {
  if (path !== undefined) {
    const place = line === undefined ? path : `${path}:${line}`;
    const words = named ? `${text} (${place.split('/').at(-1) ?? place})` : text;
    return { text: words, title: place, intent: { kind: 'openFile', path, line: line ?? null } };
  }
  return url === undefined ? { text } : { text, intent: { kind: 'openLink', url } };
}

/** At the chosen risk; while none is chosen, at the suggested one. */
function strategyPhrases(release: ReleaseSnapshot, assessment: Assessment | null): readonly ReasonedPhrase[] {
  const { facts, policy, risk } = release;
  const level = risk.level ?? assessment?.level;
  if (level === undefined || !facts.shipped.known) return [];
  const category = categoryOf(facts, policy);
  const rows = scopeOf(facts.shipped.value, policy.services).rows.map(({ scope }) => scope);
  return strategyFor(level, rows, policy, category.known ? category.value.rule : null).map(({ name, because }) => ({
    text: name,
    because,
  }));
}

/** Without rules for categories there is nothing to say but for an emergency. */
function categoryPhrase({ facts, policy }: ReleaseSnapshot): ReasonedPhrase | null {
  const category = categoryOf(facts, policy);
  if (!category.known) {
    return { text: 'not known', tone: 'warn', because: category.reason };
  }
  const { value } = category;
  if (policy.categories.length === 0 && value.category !== 'emergency') return null;
  const board = value.rule?.board === true ? ', goes to the change advisory board' : '';
  const tone = value.category === 'emergency' || value.category === 'high-risk' ? 'warn' : 'dim';
  return { text: `${value.category}${board}`, tone, because: value.reason };
}

function hintFor({ risk, policy }: ReleaseSnapshot): string | null {
  const { level } = risk;
  if (level === null) return null;
  const items = policy.checklist[level].length;
  const { count: people, teams } = policy.approvals[level];
  const among = teams.length === 0 ? '' : ` with ${listed(teams.map(mention))} among them`;
  const adds = [
    ...(people > 1 || teams.length > 0 ? [`${count(people, 'approval')}${among}`] : []),
    ...(items === 0 ? [] : [count(items, 'checklist item')]),
    ...(policy.notes.levels.includes(level) ? [`notes on ${listed(policy.notes.sections)}`] : []),
    ...(policy.monitoring.levels.includes(level) ? ['scheduled monitoring'] : []),
  ];
  return adds.length === 0 ? null : `${riskNames[level]} asks for ${sentenceOf(adds)}.`;
}

/** With a comma before the last where parts have an "and" of their own. */
function sentenceOf(parts: readonly string[]): string {
  if (parts.length < 2 || !parts.some((part) => part.includes(' and '))) return listed(parts);
  return `${parts.slice(0, -1).join(', ')}, and ${parts.at(-1) ?? ''}`;
}
