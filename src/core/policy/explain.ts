import { escapeMarkdown } from '../changelog/escapeMarkdown';
import type { RiskLevel } from '../release';
import type { GateId } from './gate';
import { listed } from './people';
import { presetNames, presets } from './file/presets';
import type { ApprovalRule, FreezeWindow, Policy, WeeklyHours } from './policy';
import { policyPath } from './policySource';

/**
 * What a gate asks under a policy, where its rules come from, who can move it, and whether GitHub holds a merge back for
 * it (`enforced` as the gate has it; `null`: not known). Markdown, safe to show: names of the policy are escaped.
 */
export function explainGate(id: GateId, policy: Policy, enforced: boolean | null): string {
  const { asks, keys, movers } = explanations[id];
  return [...asks(policy), sources(keys, policy), `**Who can move it:** ${movers}`, enforcement(enforced)].join('\n\n');
}

interface Explanation {
  /** Paragraphs. */
  readonly asks: (policy: Policy) => readonly string[];
  /** The keys of the policy that say it; none: it cannot be changed. */
  readonly keys: readonly (keyof Policy)[];
  readonly movers: string;
}

const author = 'the author of the pull request, by editing its description.';
const whoever = 'whoever may push to the branch of the pull request.';

const explanations: Readonly<Record<GateId, Explanation>> = {
  sha: {
    asks: ({ targets }) => [
      `What is proposed must be there: ${listed(targets.map(({ file, pin }) => `${text(file)} holds ${pin === 'sha' ? 'one full commit SHA' : 'an image digest'}`))}, and the commit is one of this repository.`,
    ],
    keys: ['targets'],
    movers: whoever,
  },
  provenance: {
    asks: ({ candidateBranch, provenance }) => {
      const { ci, ciChecks, staging, attestation } = provenance;
      const branch = candidateBranch === null ? 'the default branch' : `the branch ${text(candidateBranch)}`;
      const checks =
        ciChecks.length === 0 ? 'its own checks are green' : `its own checks ${listed(ciChecks.map(text))} are green`;
      return [
        `The proposed commit must be on ${branch}.`,
        bullets([
          `${capital(checks)}: ${modes[ci]}.`,
          staging === null
            ? 'It was deployed to another environment before: not asked.'
            : `It was deployed to ${text(staging.environment)} before: ${modes[staging.mode]}.`,
          `A pinned image digest has a build attestation that names this repository: ${modes[attestation]}.`,
        ]),
      ];
    },
    keys: ['candidateBranch', 'provenance'],
    movers: 'whoever runs the checks, deploys to staging, or proposes another commit.',
  },
  risk: {
    asks: ({ riskLabels }) => [
      `Exactly one risk label must be on the pull request: ${listed(
        levels.map((level) => text(riskLabels[level])),
        'or',
      )}. The level is the reviewer's own judgement; suggestions only inform it.`,
    ],
    keys: ['riskLabels'],
    movers: 'everybody who may label pull requests.',
  },
  checks: {
    asks: ({ checks: { kinds } }) => [
      'Every check that GitHub requires for the production branch must pass at the head of the pull request; where what is required cannot be read, every check there is.',
      ...(kinds.length === 0
        ? []
        : [
            'Of each of these kinds at least one check must have run, and all must pass:',
            bullets(kinds.map(({ name, patterns }) => `${text(name)}: ${listed(patterns.map(text), 'or')}`)),
          ]),
    ],
    keys: ['checks'],
    movers: 'whoever can fix or run the checks again.',
  },
  checklist: {
    asks: ({ checklist }) => [
      'These items must be in the description, ticked:',
      bullets([
        ...checklist.always.map(text),
        ...levels.flatMap((level) => checklist[level].map((item) => `${text(item)} (${level} risk)`)),
      ]),
    ],
    keys: ['checklist'],
    movers: 'a reviewer who may edit the pull request.',
  },
  approvals: {
    asks: ({ approvals, categories }) => [
      'People must have approved exactly the head that would be merged. The author, committers of the pull request and bots do not count, nor does who made a bot open it; a request for changes holds it back.',
      bullets([
        ...([...levels, 'unset'] as const).map(
          (level) => `${level === 'unset' ? 'No risk chosen' : `${capital(level)} risk`}: ${people(approvals[level])}`,
        ),
        ...new Set(
          categories.flatMap(({ category, approvals: own }) =>
            own === null ? [] : [`Category ${category}: ${people(own)} instead`],
          ),
        ),
      ]),
    ],
    keys: ['approvals', 'categories'],
    movers: 'reviewers who wrote no part of the pull request.',
  },
  notes: {
    asks: ({ notes }) => [
      notes.levels.length === 0
        ? 'No notes are asked for.'
        : `At ${listed(notes.levels, 'or')} risk the description must have headings with text below for: ${listed(notes.sections.map(text))}.`,
    ],
    keys: ['notes'],
    movers: author,
  },
  monitoring: {
    asks: ({ monitoring }) => [
      monitoring.levels.length === 0
        ? 'No monitoring period is asked for.'
        : `At ${listed(monitoring.levels, 'or')} risk somebody must be named who watches production for at least ${monitoring.minutes} minutes after the deployment, in a line such as \`Post-deploy monitoring: @octocat, ${monitoring.minutes} minutes\`.`,
    ],
    keys: ['monitoring'],
    movers: 'the author of the pull request or a reviewer, by writing it into the description.',
  },
  security: {
    asks: ({ security, categories }) => {
      if (security.reviewers.length === 0) return ['It is off: the policy names no security reviewers.'];
      const triggers = [
        ...security.kinds.map((kind) => kind),
        ...(security.paths.length === 0 ? [] : [`changes of ${listed(security.paths.map(text), 'or')}`]),
        ...categories.flatMap((rule) => (rule.securityReview === true ? [`the category ${rule.category}`] : [])),
      ];
      return [
        triggers.length === 0
          ? 'Nothing leads to a security review.'
          : `One of ${listed(security.reviewers.map(text), 'or')} must have approved the head when the release touches one of: ${listed([...new Set(triggers)])}.`,
      ];
    },
    keys: ['security', 'categories'],
    movers: 'the security reviewers.',
  },
  freeze: {
    asks: ({ freeze: { timeZone, windows, deployHours, approvers }, emergencyLabel }) => {
      if (windows.length + deployHours.length === 0)
        return ['It is off: the policy names no freeze windows and no deployment hours.'];
      const seconds =
        approvers.length === 0 ? 'somebody else who may write' : `one of ${listed(approvers.map(text), 'or')}`;
      return [
        ...(windows.length === 0
          ? []
          : [`Nothing ships in these windows (${text(timeZone)}):`, bullets(windows.map(window))]),
        ...(deployHours.length === 0
          ? []
          : [
              `Releases ship only in these hours (${text(timeZone)}):`,
              bullets(deployHours.map(hours)),
              `The label ${text(emergencyLabel)} lifts the hours, not the windows.`,
            ]),
        `An override needs a reason, and ${seconds} as a second person.`,
      ];
    },
    keys: ['freeze'],
    movers: 'time; or two people, by an override with a reason.',
  },
  scope: {
    asks: ({ targets }) => [
      `The pull request should change nothing but ${listed([...new Set(targets.map(({ file }) => text(file)))])}. This is advice: it does not hold the release back.`,
    ],
    keys: ['targets'],
    movers: whoever,
  },
  current: {
    asks: ({ productionBranch }) => [
      `The branch ${text(productionBranch)} must not have moved since the pull request was made or brought up to date, and there must be no conflict with it.`,
    ],
    keys: ['productionBranch'],
    movers: 'whoever may push to the branch of the pull request, by bringing it up to date.',
  },
};

const levels: readonly RiskLevel[] = ['low', 'medium', 'high'];

const modes = {
  required: 'required',
  advisory: 'shown, and does not hold the release back',
  off: 'not asked',
} as const;

function sources(keys: readonly (keyof Policy)[], policy: Policy): string {
  const told = keys.map((key) => {
    const name = presetNames.find((each) => equal(policy[key], presets[each].policy[key]));
    if (name === undefined) return `\`${key}\`: written for this repository.`;
    const source = presets[name].sources[key];
    const from = source === undefined ? '' : `, from the ${text(source)}`;
    return `\`${key}\`: ${name === 'default' ? 'the default' : `as in the preset ${name}`}${from}.`;
  });
  return `**Where it comes from**, all of it to be changed in \`${policyPath}\` on the production branch:\n\n${bullets(told)}`;
}

function enforcement(enforced: boolean | null): string {
  const said =
    enforced === null
      ? 'whether GitHub holds a merge back for it could not be read.'
      : enforced
        ? 'GitHub itself holds the merge back until it passes.'
        : 'GitHub does not: whoever has the right to merge can do so without it, unless the gates are a required check.';
  return `**Who enforces it:** ${said}`;
}

function people({ count, teams }: ApprovalRule): string {
  const number = count === 1 ? '1 person' : `${count} people`;
  return teams.length === 0 ? number : `${number}, at least one of ${listed(teams.map(text), 'and one of')}`;
}

function window({ name, reason, when }: FreezeWindow): string {
  const time =
    when.repeats === 'weekly'
      ? hours(when)
      : `${when.repeats === 'yearly' ? 'every year ' : ''}from ${when.from} to ${when.to}`;
  return `${text(name)}, ${time}${reason === '' ? '' : `: ${text(reason)}`}`;
}

function hours({ days, from, to }: WeeklyHours): string {
  return `${days.join(', ')} from ${from} to ${to}`;
}

function text(value: string): string {
  return escapeMarkdown(value);
}

function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** Whether two plain values say the same. */
function equal(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [left, right] = [new Map<string, unknown>(Object.entries(a)), new Map<string, unknown>(Object.entries(b))];
  return (
    left.size === right.size && [...left].every(([name, value]) => right.has(name) && equal(value, right.get(name)))
  );
}
