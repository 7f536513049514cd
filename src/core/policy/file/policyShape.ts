import type { RiskLevel } from '../../release';
import { defaultRiskWeights, type RiskWeights } from '../riskWeights';
import { scopes, type Scope } from '../strategy';
import { branch, checkPattern, line, personOrTeam, shortVersion } from './forms';
import { key, map, type Key } from './mapShape';
import { approvals, categoryRule, checkKind, freeze, globs, levels, service, target, triggers } from './partShapes';
import { presetNames, presets } from './presets';
import { amount, either, list, none, word, type Shape } from './shape';

const label = (level: string) => key(line('a label', 50), `The label for ${level}.`, { examples: [`risk: ${level}`] });

const environment = line('the name of an environment', 255);

const checklistItems = list(line('an item'));
const item = (when: string) =>
  key(checklistItems, `Task items that must be ticked ${when}.`, {
    examples: [['I have reviewed the changes in this release.']],
  });

const approvalsAt = (when: string) =>
  key(approvals, `Approvals needed ${when}: a number, or \`count\` and \`teams\`.`, {
    examples: [1, { count: 2, teams: ['acme/leads'] }],
  });

const mode = word(['required', 'advisory', 'off'], {
  required: 'Holds the release back.',
  advisory: 'Is shown, and does not hold the release back.',
  off: 'Is not asked.',
});

const staging = either(
  'the name of an environment, a map with environment and mode, or false',
  environment,
  map(
    'a map with environment and mode',
    {
      environment: key(environment, 'The environment that comes before production.', { examples: ['beta', 'staging'] }),
      mode: key(
        word(['required', 'advisory'], {
          required: 'Holds the release back.',
          advisory: 'Is shown, and does not hold the release back.',
        }),
        'What a missing deployment means.',
        { examples: ['required'], fallback: 'required' },
      ),
    },
    ['environment'],
  ),
  none,
);

const weights: Readonly<Record<keyof RiskWeights, string>> = {
  files: 'For every doubling of the changed files beyond ten.',
  lines: 'For every doubling of the changed lines beyond two hundred; lines that are not known add nothing.',
  service: 'For every service that is touched.',
  dependant: 'For every service that needs a touched one.',
  incident: 'For every incident of the last 90 days in which a touched service had a part.',
  migration: 'For every migration that counts.',
  heavyMigration: 'Once, where a migration takes a lock that keeps others waiting, or rewrites a table.',
  breaksOldCode: 'Once, where what runs now breaks on the new schema.',
  irreversible: 'Once, where data is lost for good or the release cannot be taken back.',
  settings: 'For every flagged change of a setting or of the infrastructure, up to five.',
  security: 'For every kind of security trigger.',
  majorDependency: 'For every dependency with a major step, up to five.',
  breakingInterface: 'Once, where an interface changes in a way that breaks clients.',
  size: "For every doubling of the commits beyond the median of the repository's own past releases.",
  medium: 'The sum from which a release is suggested to be medium. It is below `high`.',
  high: 'The sum from which a release is suggested to be high.',
};

function weightKey(name: keyof RiskWeights): Key<number> {
  const points = name !== 'medium' && name !== 'high';
  return key(amount(0, 1000, 'any'), points ? `Points. ${weights[name]}` : weights[name], {
    examples: [defaultRiskWeights[name]],
  });
}

/** The same kind of key under many names. */
function each<Name extends string, T>(
  names: readonly Name[],
  make: (name: Name) => Key<T>,
): Readonly<Record<Name, Key<T>>> {
  // Every name gets its key.
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Key<T>>;
}

const weightNames = Object.keys(weights) as readonly (keyof RiskWeights)[];
const riskLevels: readonly RiskLevel[] = ['low', 'medium', 'high'];

const strategyOf = (scope: Scope): Shape<Partial<Readonly<Record<RiskLevel, string>>>> =>
  map(
    'a map with low, medium and high',
    each(riskLevels, (level) =>
      key(line('a deployment strategy'), `How to deploy a change of this kind (${scope}) at ${level} risk.`, {
        examples: ['Canary release'],
      }),
    ),
  );

/** The whole file. */
export const policyShape = map('a map with the keys of a policy, at least `version: 1`', {
  version: key(
    amount(1, 1, 'whole'),
    'The version of this format. `version: 1` alone stands for the rules of the preset.',
    { examples: [1], fallback: 1 },
  ),
  preset: key(
    word(presetNames, Object.fromEntries(presetNames.map((name) => [name, presets[name].about]))),
    'The rules that hold where this file says nothing. A map is filled up key by key; a list stands for itself as a whole.',
    { examples: presetNames as [string, ...string[]], fallback: 'default' },
  ),
  productionBranch: key(
    branch,
    'The branch that defines production. The policy is read from it, never from a pull request.',
    {
      examples: ['production', 'main'],
    },
  ),
  candidateBranch: key(
    branch,
    'The branch that a proposed commit must be on. Left out: the default branch of the repository.',
    {
      examples: ['main'],
    },
  ),
  environment: key(environment, 'The deployment environment that stands for production.', { examples: ['production'] }),
  targets: key(list(target, { min: 1 }), 'What production pins. The first is meant where nothing else is said.', {
    examples: [[{ name: 'production', file: 'deploy/values.yaml', key: 'image.digest', pin: 'digest' }]],
  }),
  riskLabels: key(
    map('a map with low, medium and high', { low: label('low'), medium: label('medium'), high: label('high') }),
    'The label of each risk, whatever its case.',
    { examples: [{ high: 'risk/high' }] },
  ),
  emergencyLabel: key(line('a label', 50), 'The label of a change that skips the ordinary pace, whatever its case.', {
    examples: ['EMERGENCY'],
  }),
  checklist: key(
    map('a map with always, low, medium and high', {
      always: item('in every release'),
      low: item('besides when the risk is low'),
      medium: item('besides when the risk is medium'),
      high: item('besides when the risk is high'),
    }),
    'What the reviewer ticks in the description of the pull request.',
    { examples: [{ high: ['The on-call engineer knows.'] }] },
  ),
  approvals: key(
    map('a map with low, medium, high and unset', {
      unset: approvalsAt('while no risk is chosen'),
      low: approvalsAt('at low risk'),
      medium: approvalsAt('at medium risk'),
      high: approvalsAt('at high risk'),
    }),
    'How many people must approve the head of the pull request, by risk. Its author, its committers and bots do not count.',
    { examples: [{ high: { count: 2, teams: ['acme/leads'] } }] },
  ),
  notes: key(
    map('a map with levels and sections', {
      levels: key(levels, 'At which risks the sections are asked for. None: never.', {
        examples: [['medium', 'high']],
      }),
      sections: key(
        list(line('words of a heading', 100)),
        'Headings that the description must have, with text below. A heading that contains the words counts, whatever its case.',
        { examples: [['rollout', 'rollback']] },
      ),
    }),
    'Notes that the description must have.',
    { examples: [{ levels: ['high'], sections: ['rollout', 'rollback'] }] },
  ),
  monitoring: key(
    map('a map with levels and minutes', {
      levels: key(levels, 'At which risks a period after the deployment must be scheduled. None: never.', {
        examples: [['high']],
      }),
      minutes: key(amount(1, 10_080, 'whole', 'minutes'), 'The shortest period, in minutes.', { examples: [30] }),
    }),
    'Who watches production after the deployment, and how long.',
    { examples: [{ levels: ['low', 'medium', 'high'], minutes: 30 }] },
  ),
  provenance: key(
    map('a map with ci, ciChecks, staging and attestation', {
      ci: key(mode, "Whether the proposed commit's own checks must pass, besides those of the pull request.", {
        examples: ['required'],
      }),
      ciChecks: key(
        list(checkPattern),
        'Names of the checks that must be among them; `*` stands for any text. None: every one there is.',
        { examples: [['build', 'test (*)']] },
      ),
      staging: key(
        staging,
        'The environment that the proposed commit must have been deployed to before: its name, or `environment` and `mode`; `false`: none.',
        { examples: ['beta', { environment: 'staging', mode: 'advisory' }, false] },
      ),
      attestation: key(mode, 'Whether a pinned digest needs a build attestation that names this repository.', {
        examples: ['required'],
      }),
    }),
    'What a proposed commit must have behind it.',
    { examples: [{ ci: 'required', staging: 'beta' }] },
  ),
  checks: key(
    map('a map with kinds', {
      kinds: key(list(checkKind), 'Kinds of checks. A kind of which no check ran is a failure.', {
        examples: [[{ name: 'SAST', patterns: ['codeql*'] }]],
      }),
    }),
    'Kinds of checks that the head of the pull request must have, besides those that GitHub requires.',
    { examples: [{ kinds: [{ name: 'unit', patterns: ['unit*'] }] }] },
  ),
  security: key(
    map('a map with paths, kinds and reviewers', {
      paths: key(globs, 'Globs over the changed paths that lead to a security review.', { examples: [['auth/**']] }),
      kinds: key(triggers, 'Kinds of content that lead to a security review.', {
        examples: [['authentication', 'cryptography']],
      }),
      reviewers: key(
        list(personOrTeam),
        'Who gives it, as logins and `organisation/team`; one approval is needed. None: no security review.',
        { examples: [['acme/security']] },
      ),
    }),
    'What leads to a security review, and who gives it.',
    { examples: [{ kinds: ['authentication'], reviewers: ['acme/security'] }] },
  ),
  freeze: key(freeze, 'When nothing ships.', {
    examples: [{ timeZone: 'Europe/Zurich', deployHours: [{ days: 'weekdays', from: '09:00', to: '17:00' }] }],
  }),
  services: key(list(service), 'The services of the repository, for areas, blast radius and the order of releases.', {
    examples: [[{ name: 'checkout', paths: ['services/checkout/**'], dependsOn: [] }]],
  }),
  risk: key(
    map('a map of points', each(weightNames, weightKey)),
    'How the suggested risk is added up. The reviewer decides.',
    {
      examples: [{ migration: 5, medium: 8, high: 16 }],
    },
  ),
  strategy: key(
    map(
      'a map by what a release touches',
      each(scopes, (scope) =>
        key(strategyOf(scope), `How to deploy a change of this kind: ${scope}.`, {
          examples: [{ high: 'Maintenance window' }],
        }),
      ),
    ),
    'The deployment strategy by what a release touches and at which risk.',
    { examples: [{ infrastructure: { high: 'Maintenance window' } }] },
  ),
  categories: key(list(categoryRule), 'Kinds of change, in this order: the first rule that fits names the category.', {
    examples: [[{ category: 'high-risk', when: { migrations: true }, approvals: 2, board: true }]],
  }),
  migrations: key(
    map('a map with postgres, mysql, mariadb and largeTables', {
      postgres: key(amount(9, 99, 'whole'), 'Major version of the Postgres server. Left out: not known.', {
        examples: [17],
      }),
      mysql: key(shortVersion, 'Version of the MySQL server, in quotes. Left out: not known.', { examples: ['8.4'] }),
      mariadb: key(shortVersion, 'Version of the MariaDB server, in quotes. Left out: not known.', {
        examples: ['10.11'],
      }),
      largeTables: key(
        list(line('the name of a table', 130)),
        'Tables on which a lock or a rewrite hurts. None: any may be one.',
        {
          examples: [['orders', 'public.events']],
        },
      ),
    }),
    'What is known of the databases that migrations run on.',
    { examples: [{ postgres: 17, largeTables: ['orders'] }] },
  ),
});

/** What a file says, before the preset fills it up. */
export type PolicyFile = typeof policyShape extends Shape<infer T> ? T : never;
