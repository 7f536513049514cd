import type {
  ApprovalRule,
  CategoryCondition,
  CategoryRule,
  FreezeWindow,
  Policy,
  Service,
  Target,
  Weekday,
  WeeklyHours,
} from '../policy';
import { scopes, type StrategyMatrix } from '../strategy';
import { dayGroups } from './partShapes';
import type { PolicyFile } from './policyShape';
import { presets, type Preset } from './presets';

type Entry<Name extends keyof PolicyFile> = NonNullable<PolicyFile[Name]> extends readonly (infer T)[] ? T : never;
type Days = readonly Weekday[] | keyof typeof dayGroups;

/** Fills up what a file says with its preset: maps key by key; a list stands for itself as a whole. */
export function assemble(file: PolicyFile): Policy {
  const preset = presets[file.preset ?? 'default'];
  const base = preset.policy;
  const emergencyLabel = file.emergencyLabel ?? base.emergencyLabel;
  const [target, ...further] = file.targets ?? [];
  return {
    productionBranch: file.productionBranch ?? base.productionBranch,
    candidateBranch: file.candidateBranch ?? base.candidateBranch,
    environment: file.environment ?? base.environment,
    targets: target === undefined ? base.targets : [targetOf(target), ...further.map(targetOf)],
    riskLabels: { ...base.riskLabels, ...file.riskLabels },
    emergencyLabel,
    checklist: { ...base.checklist, ...file.checklist },
    approvals: {
      unset: approvalOf(file.approvals?.unset) ?? base.approvals.unset,
      low: approvalOf(file.approvals?.low) ?? base.approvals.low,
      medium: approvalOf(file.approvals?.medium) ?? base.approvals.medium,
      high: approvalOf(file.approvals?.high) ?? base.approvals.high,
    },
    notes: { ...base.notes, ...file.notes },
    monitoring: { ...base.monitoring, ...file.monitoring },
    provenance: { ...base.provenance, ...file.provenance, staging: stagingOf(file, base) },
    checks: { ...base.checks, ...file.checks },
    security: { ...base.security, ...file.security },
    freeze: {
      ...base.freeze,
      ...file.freeze,
      windows: file.freeze?.windows?.map(windowOf) ?? base.freeze.windows,
      deployHours: file.freeze?.deployHours?.map(hoursOf) ?? base.freeze.deployHours,
    },
    services: file.services?.map(serviceOf) ?? base.services,
    risk: { ...base.risk, ...file.risk },
    strategy: strategyOf(file, base),
    categories:
      file.categories?.map(categoryOf) ?? presetCategories(preset, emergencyLabel, file.security?.reviewers ?? []),
    migrations: { ...base.migrations, ...file.migrations },
  };
}

/** The preset's rules, with the label of an emergency as it is called here, and with security reviews if somebody gives them. */
function presetCategories(
  { policy: base, reviewed }: Preset,
  emergencyLabel: string,
  reviewers: readonly string[],
): readonly CategoryRule[] {
  return base.categories.map((rule) => ({
    ...rule,
    when: {
      ...rule.when,
      labels: rule.when.labels.map((label) => (label === base.emergencyLabel ? emergencyLabel : label)),
    },
    securityReview: rule.category === reviewed && reviewers.length > 0 ? true : rule.securityReview,
  }));
}

function targetOf({ name, file, key, pin }: Entry<'targets'>): Target {
  return {
    name,
    file,
    key: key === undefined ? null : typeof key === 'string' ? keyParts(key) : key,
    pin: pin ?? 'sha',
  };
}

/** `images.0.digest`: what is all digits counts the entries of a list. */
function keyParts(text: string): readonly (string | number)[] {
  return text.split('.').map((part) => (/^(?:0|[1-9][0-9]{0,3})$/.test(part) ? Number(part) : part));
}

type Approvals = NonNullable<NonNullable<PolicyFile['approvals']>['high']>;

function approvalOf(rule: Approvals | undefined): ApprovalRule | undefined {
  if (rule === undefined) return undefined;
  return typeof rule === 'number' ? { count: rule, teams: [] } : { count: rule.count, teams: rule.teams ?? [] };
}

function stagingOf({ provenance }: PolicyFile, base: Policy): Policy['provenance']['staging'] {
  const staging = provenance?.staging;
  if (staging === undefined) return base.provenance.staging;
  if (staging === false) return null;
  if (typeof staging === 'string') return { environment: staging, mode: 'required' };
  return { environment: staging.environment, mode: staging.mode ?? 'required' };
}

function windowOf(window: WindowEntry): FreezeWindow {
  const { name, reason, from, to, repeats = 'never', days } = window;
  const when =
    repeats === 'weekly' ? { repeats, days: daysOf(days ?? []), from, to } : ({ repeats, from, to } as const);
  return { name, reason, when };
}

type FreezeEntry = NonNullable<PolicyFile['freeze']>;
type WindowEntry = NonNullable<FreezeEntry['windows']>[number];

function hoursOf({ days, from, to }: NonNullable<FreezeEntry['deployHours']>[number]): WeeklyHours {
  return { days: daysOf(days), from, to };
}

function daysOf(days: Days): readonly Weekday[] {
  return typeof days === 'string' ? dayGroups[days] : days;
}

function serviceOf({ name, paths, dependsOn, incidents }: Entry<'services'>): Service {
  return {
    name,
    paths,
    dependsOn: dependsOn ?? [],
    incidents: (incidents ?? []).map((incident) => ({ url: null, ...incident })),
  };
}

function strategyOf({ strategy }: PolicyFile, base: Policy): StrategyMatrix {
  const rows = scopes.map((scope) => [scope, { ...base.strategy[scope], ...strategy?.[scope] }] as const);
  // Every scope has its row.
  return Object.fromEntries(rows) as unknown as StrategyMatrix;
}

const always: CategoryCondition = {
  onlyPaths: [],
  anyPath: [],
  labels: [],
  levels: [],
  migrations: null,
  security: null,
  majorDependencies: null,
};

function categoryOf({ category, when, approvals, securityReview, board, strategy }: Entry<'categories'>): CategoryRule {
  return {
    category,
    when: { ...always, ...when },
    approvals: approvalOf(approvals) ?? null,
    securityReview: securityReview ?? null,
    board: board ?? false,
    strategy: strategy ?? null,
  };
}
