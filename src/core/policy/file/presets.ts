import {
  defaultPolicy,
  securityKinds,
  type Category,
  type CategoryCondition,
  type CategoryRule,
  type Policy,
} from '../policy';

/** The sets of rules that a file can start from, by what they are. */
export type PresetName = 'default' | 'eight-step' | 'risk-based' | 'gitops';

export const presetNames: readonly PresetName[] = ['default', 'eight-step', 'risk-based', 'gitops'];

/** The keys of a policy file that say rules. */
export type Section = keyof Policy;

export interface Preset {
  /** One sentence, for those who choose. */
  readonly about: string;
  readonly policy: Policy;
  /**
   * The category that always needs a security review, once the file says who gives it: before that nobody could, and no
   * release of the category would ever ship.
   */
  readonly reviewed: Category | null;
  /** The part of the process description that a rule comes from, where the preset says it. */
  readonly sources: Readonly<Partial<Record<Section, string>>>;
}

const noCondition: CategoryCondition = {
  onlyPaths: [],
  anyPath: [],
  labels: [],
  levels: [],
  migrations: null,
  security: null,
  majorDependencies: null,
};

function rule(
  category: CategoryRule['category'],
  when: Partial<CategoryCondition>,
  then: Partial<Omit<CategoryRule, 'category' | 'when'>> = {},
): CategoryRule {
  const nothing = { approvals: null, securityReview: null, board: false, strategy: null };
  return { category, when: { ...noCondition, ...when }, ...nothing, ...then };
}

const approvals = (count: number) => ({ count, teams: [] });

/** The sources of what every preset takes from the first process description. */
const common: Preset['sources'] = {
  productionBranch: 'process description "Change management": production is a GitOps branch',
  targets: 'process description "Change management": version.txt on the production branch',
  riskLabels: 'process description "Change management": releases are labelled by risk',
  checklist: 'process description "Change management": the PR template checklist',
  approvals: 'process description "Change management": the author and the approving reviewer are different people',
  notes: 'process description "Change management": notes on rollout and rollback',
  monitoring: 'process description "Change management": a scheduled post-deploy monitoring period',
  strategy: 'process description "Engineering change management", Matching deployment strategy to change risk',
  risk: 'process description "Engineering change management", Risk scoring with historical incident data',
  emergencyLabel: 'process description "Change Management Process", Emergency Changes',
};

const eightStep: Policy = {
  ...defaultPolicy,
  approvals: { ...defaultPolicy.approvals, high: approvals(2) },
  notes: { levels: ['low', 'medium', 'high'], sections: ['justification', 'rollback', 'testing'] },
  monitoring: { levels: ['low', 'medium', 'high'], minutes: 30 },
  provenance: { ...defaultPolicy.provenance, ci: 'required', staging: { environment: 'staging', mode: 'required' } },
  checks: {
    kinds: [
      { name: 'unit', patterns: ['*unit*'] },
      { name: 'integration', patterns: ['*integration*'] },
      { name: 'SAST', patterns: ['*sast*', '*codeql*', '*semgrep*', '*sonar*'] },
      { name: 'dependency', patterns: ['*dependency*', '*dependencies*', '*audit*', '*snyk*', '*trivy*', '*osv*'] },
      { name: 'secret scanning', patterns: ['*secret*', '*gitleaks*', '*trufflehog*'] },
      {
        name: 'infrastructure validation',
        patterns: ['*terraform*', '*tofu*', '*cloudformation*', '*cfn*', '*infrastructure*'],
      },
    ],
  },
  security: { paths: [], kinds: securityKinds, reviewers: [] },
  freeze: {
    ...defaultPolicy.freeze,
    deployHours: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '17:00' }],
  },
  categories: [
    rule(
      'emergency',
      { labels: [defaultPolicy.emergencyLabel] },
      { approvals: approvals(1), strategy: 'Deploy immediately' },
    ),
    ...[{ levels: ['high'] as const }, { migrations: true }].map((when) =>
      rule('high-risk', when, { approvals: approvals(2), strategy: 'Manual deployment' }),
    ),
    rule(
      'standard',
      { levels: ['low'], security: false, majorDependencies: false },
      { approvals: approvals(1), strategy: 'Automated deployment' },
    ),
    rule('normal', {}),
  ],
};

const riskBased: Policy = {
  ...defaultPolicy,
  approvals: { ...defaultPolicy.approvals, high: approvals(2) },
  notes: {
    levels: ['high'],
    sections: ['rollout', 'rollback', 'blast radius', 'verification', 'deployment window'],
  },
  categories: [
    rule('emergency', { labels: [defaultPolicy.emergencyLabel] }, { approvals: approvals(1) }),
    ...[
      { levels: ['high'] as const },
      { migrations: true },
      { anyPath: ['**/*.tf', '**/*.tfvars', 'terraform/**', 'infrastructure/**', 'infra/**'] },
    ].map((when) => rule('high-risk', when, { approvals: approvals(2), board: true })),
    rule('pre-approved', { labels: ['pre-approved'], levels: ['low'], security: false }, { approvals: approvals(0) }),
    rule('standard', { levels: ['low'], security: false, majorDependencies: false }),
    rule('normal', {}, { approvals: approvals(2) }),
  ],
};

const gitOps: Policy = {
  ...defaultPolicy,
  targets: [
    {
      name: 'production',
      file: 'environments/production/values.yaml',
      key: ['image', 'digest'],
      pin: 'digest',
    },
  ],
  provenance: {
    ci: 'required',
    ciChecks: [],
    staging: { environment: 'staging', mode: 'required' },
    attestation: 'required',
  },
  freeze: {
    ...defaultPolicy.freeze,
    windows: [
      {
        name: 'Holidays',
        reason: 'Peak and holiday season',
        when: { repeats: 'yearly', from: '12-20T00:00', to: '01-02T00:00' },
      },
    ],
  },
};

const eight = 'process description "Change Management Process"';
const engineering = 'process description "Engineering change management"';
const workflows = 'process description "Release Workflows"';

/** Every rule of a preset is one of a published process description; none names a team, which only a file can know. */
export const presets: Readonly<Record<PresetName, Preset>> = {
  default: {
    about: 'A reviewed pull request that moves version.txt: checklist, risk label, one approval.',
    policy: defaultPolicy,
    reviewed: null,
    sources: common,
  },
  'eight-step': {
    about:
      'Eight steps: two approvals for high risk, kinds of checks, security review, staging first, business hours, monitoring of every release.',
    policy: eightStep,
    reviewed: 'high-risk',
    sources: {
      ...common,
      approvals: `${eight}, Step 3: Peer Review`,
      notes: `${eight}, Step 1: Change Proposal`,
      monitoring: `${eight}, Step 7: Post-Deployment Verification`,
      provenance: `${eight}, Step 2: Automated Testing, and Step 5: Staging Deployment`,
      checks: `${eight}, Step 2: Automated Testing`,
      security: `${eight}, Step 4: Security Review`,
      freeze: `${eight}, Step 6: Production Deployment`,
      categories: `${eight}, Change Categories, and Emergency Changes`,
    },
  },
  'risk-based': {
    about: 'Routing by risk: classes of change, a change advisory board for high risk, a strategy for every scope.',
    policy: riskBased,
    reviewed: null,
    sources: {
      ...common,
      approvals: `${engineering}, Replace approval gates with risk-based routing`,
      notes: `${engineering}, Structure the CAB for speed, not ceremony`,
      monitoring: `${engineering}, The post-deployment communication protocol`,
      categories: `${engineering}, Four types of changes and how to handle each`,
    },
  },
  gitops: {
    about: 'Promotion by digest: attested images, green staging first, freeze windows.',
    policy: gitOps,
    reviewed: null,
    sources: {
      ...common,
      targets: `${workflows}, The release & promotion flow`,
      provenance: `${workflows}, The release & promotion flow`,
      freeze: `${workflows}, Cadence & communication`,
    },
  },
};
