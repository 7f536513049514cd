import type { DatabaseServers } from '../highlights/servers';
import type { RiskLevel } from '../release';
import { defaultRiskWeights, type RiskWeights } from './riskWeights';
import { defaultStrategies, type StrategyMatrix } from './strategy';

/** The rules of one repository. Without a policy file {@link defaultPolicy} holds. */
export interface Policy {
  readonly productionBranch: string;
  /** Where candidates come from; `null`: the repository's default branch. */
  readonly candidateBranch: string | null;
  /** The deployment environment that stands for production. */
  readonly environment: string;
  readonly targets: readonly [Target, ...Target[]];
  /** Label of each level; compared without case, as GitHub does. */
  readonly riskLabels: Readonly<Record<RiskLevel, string>>;
  /** Marks a change that skips the ordinary pace; compared without case. */
  readonly emergencyLabel: string;
  readonly checklist: ChecklistPolicy;
  /** Approvals needed at each risk; the rule under `unset` holds while no risk is chosen. */
  readonly approvals: Readonly<Record<RiskLevel | 'unset', ApprovalRule>>;
  readonly notes: NotesPolicy;
  readonly monitoring: MonitoringPolicy;
  readonly provenance: ProvenancePolicy;
  readonly checks: ChecksPolicy;
  readonly security: SecurityPolicy;
  readonly freeze: FreezePolicy;
  readonly services: readonly Service[];
  readonly risk: RiskWeights;
  readonly strategy: StrategyMatrix;
  /** In this order; the first whose condition holds names the category of a release. */
  readonly categories: readonly CategoryRule[];
  readonly migrations: MigrationPolicy;
}

/** One thing that the production branch pins. */
export interface Target {
  readonly name: string;
  /** Path from the root of the repository. */
  readonly file: string;
  /** Where in a YAML or JSON file the pin stands, as keys from the root; `null`: the file holds nothing else. */
  readonly key: readonly (string | number)[] | null;
  /** `sha`: a full commit SHA; `digest`: an image digest (`sha256:…`, also after `name@`), whose commit an attestation tells. */
  readonly pin: 'sha' | 'digest';
}

/** Task items that the description must have, ticked. */
export interface ChecklistPolicy {
  readonly always: readonly string[];
  /** Added at these risks. */
  readonly low: readonly string[];
  readonly medium: readonly string[];
  readonly high: readonly string[];
}

export interface ApprovalRule {
  /** How many people. */
  readonly count: number;
  /** Of these teams (`organisation/team`) at least one person each must be among them. */
  readonly teams: readonly string[];
}

/** Sections of the description that must have text in them. */
export interface NotesPolicy {
  /** At which risks. */
  readonly levels: readonly RiskLevel[];
  /** A heading that contains the words counts, whatever its case. */
  readonly sections: readonly string[];
}

/** Who watches production after the deploy, and how long. */
export interface MonitoringPolicy {
  readonly levels: readonly RiskLevel[];
  /** The shortest period, in minutes. */
  readonly minutes: number;
}

/** What a candidate must have behind it. */
export interface ProvenancePolicy {
  /** The candidate's own checks (not the pull request's): whether they hold the release back. */
  readonly ci: 'required' | 'advisory' | 'off';
  /** Names of checks that must be there; empty: every one there is. `*` stands for any text. */
  readonly ciChecks: readonly string[];
  /** The environment that it must have been deployed to before; `null`: none. */
  readonly staging: { readonly environment: string; readonly mode: 'required' | 'advisory' } | null;
  /** Whether a digest pin needs a build attestation that names this repository. */
  readonly attestation: 'required' | 'advisory' | 'off';
}

/** Kinds of checks of the pull request's head of which at least one must have run and all must pass. */
export interface ChecksPolicy {
  readonly kinds: readonly CheckKind[];
}

export interface CheckKind {
  /** For people: `unit`, `integration`, `SAST`, … */
  readonly name: string;
  /** Names of checks; `*` stands for any text, case does not matter. */
  readonly patterns: readonly string[];
}

/** What leads to a security review. Off while `reviewers` is empty. */
export interface SecurityPolicy {
  /** Globs over the paths that the release changes. */
  readonly paths: readonly string[];
  /** Kinds of content, as the highlights name them. */
  readonly kinds: readonly SecurityKind[];
  /** Logins and teams (`organisation/team`); one person's approval is needed. */
  readonly reviewers: readonly string[];
}

/** The triggers of a security review (process description, "Security Review", step 4). */
export type SecurityKind =
  'authentication' | 'authorisation' | 'cryptography' | 'data access' | 'third-party' | 'infrastructure';

export const securityKinds: readonly SecurityKind[] = [
  'authentication',
  'authorisation',
  'cryptography',
  'data access',
  'third-party',
  'infrastructure',
];

/** When nothing ships. Off while both lists are empty. */
export interface FreezePolicy {
  /** IANA name. */
  readonly timeZone: string;
  readonly windows: readonly FreezeWindow[];
  /** Weekly hours in which releases may ship; empty: always. */
  readonly deployHours: readonly WeeklyHours[];
  /** Who may second an override; empty: everybody who may write. */
  readonly approvers: readonly string[];
}

export interface FreezeWindow {
  readonly name: string;
  readonly reason: string;
  readonly when: OnceWindow | YearlyWindow | WeeklyWindow;
}

/** Local times `YYYY-MM-DDTHH:MM` in the policy's time zone; `to` is the first minute after it. */
export interface OnceWindow {
  readonly repeats: 'never';
  readonly from: string;
  readonly to: string;
}

/** Local times `MM-DDTHH:MM`; `to` before `from` goes over the turn of the year. */
export interface YearlyWindow {
  readonly repeats: 'yearly';
  readonly from: string;
  readonly to: string;
}

export interface WeeklyWindow extends WeeklyHours {
  readonly repeats: 'weekly';
}

/** Hours of certain days; `to` not after `from` goes into the next day. `24:00` is the end of the day. */
export interface WeeklyHours {
  readonly days: readonly Weekday[];
  /** `HH:MM`. */
  readonly from: string;
  readonly to: string;
}

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

export const weekdays: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

export interface Service {
  readonly name: string;
  /** Globs over paths. */
  readonly paths: readonly string[];
  /** Names of services that this one needs. */
  readonly dependsOn: readonly string[];
  /** Known incidents in which it had a part. */
  readonly incidents: readonly Incident[];
}

export interface Incident {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly title: string;
  readonly url: string | null;
}

/** The kinds of change that the process descriptions tell apart. */
export type Category = 'standard' | 'normal' | 'high-risk' | 'emergency' | 'pre-approved';

export const categories: readonly Category[] = ['standard', 'normal', 'high-risk', 'emergency', 'pre-approved'];

/** All conditions that are named must hold; one that is left out (`null` or empty) asks nothing. */
export interface CategoryCondition {
  /** Every changed path matches one of these globs. */
  readonly onlyPaths: readonly string[];
  /** Some changed path matches one of these globs. */
  readonly anyPath: readonly string[];
  /** The pull request has one of these labels. */
  readonly labels: readonly string[];
  readonly levels: readonly RiskLevel[];
  readonly migrations: boolean | null;
  readonly security: boolean | null;
  readonly majorDependencies: boolean | null;
}

/** What follows from a category; `null` and empty leave what the rest of the policy says. */
export interface CategoryRule {
  readonly category: Category;
  readonly when: CategoryCondition;
  readonly approvals: ApprovalRule | null;
  readonly securityReview: boolean | null;
  /** Whether it goes to the change advisory board first. */
  readonly board: boolean;
  readonly strategy: string | null;
}

/** What is known of the databases that migrations run on. */
export interface MigrationPolicy extends DatabaseServers {
  /** Tables on which a lock or a rewrite hurts; empty: any may be one. */
  readonly largeTables: readonly string[];
}

/** The first process description, word for word ("A reviewer … completes the PR template checklist"). */
export const defaultPolicy: Policy = {
  productionBranch: 'production',
  candidateBranch: null,
  environment: 'production',
  targets: [{ name: 'production', file: 'version.txt', key: null, pin: 'sha' }],
  riskLabels: { low: 'risk: low', medium: 'risk: medium', high: 'risk: high' },
  emergencyLabel: 'EMERGENCY',
  checklist: {
    always: ['I have reviewed the changes in this release.', 'I have applied the appropriate risk label.'],
    low: [],
    medium: [],
    high: [
      'I have reviewed the rollback procedure and confirmed it is applicable to this release.',
      'Post-deploy monitoring has been scheduled per the incident response policy.',
    ],
  },
  approvals: {
    unset: { count: 1, teams: [] },
    low: { count: 1, teams: [] },
    medium: { count: 1, teams: [] },
    high: { count: 1, teams: [] },
  },
  notes: { levels: ['high'], sections: ['rollout', 'rollback'] },
  monitoring: { levels: ['high'], minutes: 30 },
  provenance: { ci: 'advisory', ciChecks: [], staging: null, attestation: 'required' },
  checks: { kinds: [] },
  security: { paths: [], kinds: [], reviewers: [] },
  freeze: { timeZone: 'UTC', windows: [], deployHours: [], approvers: [] },
  services: [],
  risk: defaultRiskWeights,
  strategy: defaultStrategies,
  categories: [],
  migrations: { postgres: null, mysql: null, mariadb: null, largeTables: [] },
};
