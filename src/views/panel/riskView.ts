import { categoryOf } from '../../core/policy/category';
import type { RiskLevel } from '../../core/release';
import { agreement } from '../../core/risk/agreement';
import type { Assessment, RiskPoints } from '../../core/risk/assessment';
import { assessmentOf } from '../../core/risk/assessmentOf';
import { assessmentLine } from '../../core/risk/assessmentText';
import type { RiskEvidence } from '../../core/risk/evidence';
import { riskLevels } from '../../core/risk/labels';
import { scopeOf, strategyFor } from '../../core/risk/scope';
import { whyNotLabel, type ReleaseSnapshot } from '../../core/snapshot';
import type { AssessmentView, Phrase, RiskView } from './protocol';

const riskNames: Readonly<Record<RiskLevel, string>> = { low: 'Low', medium: 'Medium', high: 'High' };

/** The choice, what the bot and the rules suggest beside it, and how to deploy at that risk. */
export function riskView(release: ReleaseSnapshot): RiskView {
  const { risk, suggestion } = release;
  const assessment = assessmentOf(release);
  const several = risk.labels.length > 1;
  const { state, sentence } = agreement(risk, assessment, suggestion);
  return {
    options: riskLevels.map((level) => ({ level, label: riskNames[level], chosen: risk.level === level })),
    note: several
      ? { text: `Several risk labels: ${risk.labels.join(', ')}. Choose one.`, tone: 'error' }
      : risk.level === null
        ? { text: 'No risk label yet. It is your judgement.', tone: 'warn' }
        : null,
    suggestion:
      suggestion === null ? null : { text: `@${suggestion.author} suggests ${suggestion.level}.`, tone: 'dim' },
    agreement: state === 'differs' ? sentence : null,
    assessment: assessmentView(release, assessment),
    strategies: strategyPhrases(release, assessment),
    category: categoryPhrase(release),
    hint: hintFor(release),
    disabled: whyNotLabel(release),
  };
}

function assessmentView(
  { facts, policy }: ReleaseSnapshot,
  assessment: Assessment | null,
): AssessmentView | { readonly status: string } {
  if (assessment === null) {
    const reason = facts.shipped.known ? '' : facts.shipped.reason;
    return { status: `No suggestion yet: ${reason}.` };
  }
  return {
    line: assessmentLine(assessment, policy.risk),
    points: assessment.points.map(pointView),
    unknown: assessment.unknown,
  };
}

function pointView({ points, text, evidence, more }: RiskPoints): AssessmentView['points'][number] {
  const left: readonly Phrase[] = more === 0 ? [] : [{ text: `and ${more} more`, tone: 'dim' }];
  return { points, text, evidence: [...evidence.map(evidencePhrase), ...left] };
}

function evidencePhrase({ text, path, line, url }: RiskEvidence): Phrase {
  if (path !== undefined) return { text, intent: { kind: 'openFile', path, line: line ?? null } };
  return url === undefined ? { text } : { text, intent: { kind: 'openLink', url } };
}

/** At the chosen risk; while none is chosen, at the suggested one. */
function strategyPhrases(release: ReleaseSnapshot, assessment: Assessment | null): readonly Phrase[] {
  const { facts, policy, risk } = release;
  const level = risk.level ?? assessment?.level;
  if (level === undefined || !facts.shipped.known) return [];
  const category = categoryOf(facts, policy);
  const rows = scopeOf(facts.shipped.value, policy.services).rows.map(({ scope }) => scope);
  return strategyFor(level, rows, policy, category.known ? category.value.rule : null).map(({ name, because }) => ({
    text: name,
    title: because,
  }));
}

/** Without rules for categories there is nothing to say but for an emergency. */
function categoryPhrase({ facts, policy }: ReleaseSnapshot): Phrase | null {
  const category = categoryOf(facts, policy);
  if (!category.known) {
    return { text: 'Category not known', tone: 'warn', title: category.reason };
  }
  const { value } = category;
  if (policy.categories.length === 0 && value.category !== 'emergency') return null;
  const board = value.rule?.board === true ? ', goes to the change advisory board' : '';
  const tone = value.category === 'emergency' || value.category === 'high-risk' ? 'warn' : 'dim';
  return { text: `${capital(value.category)} change${board}`, tone, title: value.reason };
}

function hintFor({ risk, policy }: ReleaseSnapshot): string | null {
  const { level } = risk;
  if (level === null) return null;
  const items = policy.checklist[level].length;
  const adds = [
    ...(items === 0 ? [] : [`${items} checklist ${items === 1 ? 'item' : 'items'}`]),
    ...(policy.notes.levels.includes(level) ? [`notes on ${policy.notes.sections.join(' and ')}`] : []),
    ...(policy.monitoring.levels.includes(level) ? ['scheduled monitoring'] : []),
  ];
  if (adds.length === 0) return null;
  const last = adds.at(-1) ?? '';
  const list = adds.length === 1 ? last : `${adds.slice(0, -1).join(', ')} and ${last}`;
  return `${riskNames[level]} asks for ${list}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
