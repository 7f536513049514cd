import type { Known } from '../known';
import type { BranchRules } from '../release';
import type { RepositoryId } from '../repository';
import { gateCheckName } from '../setup/gateCheck';
import type { Policy } from './policy';

/** One thing that GitHub should hold to, so that the process is not only advice. */
export interface HealthFinding {
  readonly id: 'direct-pushes' | 'reviews' | 'stale-approvals' | 'gate-check' | 'admins';
  readonly state: 'pass' | 'fail' | 'unknown';
  readonly title: string;
  /** A sentence: what was found. */
  readonly detail: string;
  /** A sentence: what to do; `null` when all is well. */
  readonly next: string | null;
}

/** What a repository's rules are held against. */
export interface ExpectedRules {
  readonly productionBranch: string;
  /** The approvals that the policy asks for at least, whatever the risk. */
  readonly approvals: number;
  /** GitHub's id of the app that must report the gates; `null`: any app is taken. */
  readonly gateApp: string | null;
}

/** GitHub Actions on github.com; another GitHub numbers its apps itself. */
const actionsApp = '15368';

/** What the rules of a repository are held against under its policy. */
export function expectedRules({ host }: RepositoryId, { productionBranch, approvals }: Policy): ExpectedRules {
  const counts = Object.values(approvals).map(({ count }) => count);
  return { productionBranch, approvals: Math.min(...counts), gateApp: host === 'github.com' ? actionsApp : null };
}

/**
 * Whether GitHub itself enforces the process: "Direct pushes to production are blocked", author and approver differ, all
 * required checks pass (process description). What GitHub does not tell this account is unknown, and no finding of it is
 * good.
 */
export function repositoryHealth(rules: Known<BranchRules>, expected: ExpectedRules): readonly HealthFinding[] {
  const unread = rules.known
    ? null
    : `The rules of ${expected.productionBranch} could not be read: ${rules.reason.replace(/\.$/, '')}.`;
  return questions.map(({ id, title, ask, fix }) => {
    const answer: Answer = rules.known ? ask(rules.value, expected) : { is: null };
    const state = answer.is === null ? 'unknown' : answer.is ? 'pass' : 'fail';
    const detail = unread ?? answer.words ?? 'GitHub does not tell this account.';
    const next = state === 'pass' ? null : nextStep(state, rules.known ? fix(expected) : null);
    return { id, state, title, detail, next };
  });
}

/** `words` may be missing where GitHub says nothing. */
interface Answer {
  readonly is: boolean | null;
  readonly words?: string;
}

interface Question {
  readonly id: HealthFinding['id'];
  readonly title: string;
  readonly ask: (rules: BranchRules, expected: ExpectedRules) => Answer;
  /** What to switch on, as a sentence. */
  readonly fix: (expected: ExpectedRules) => string;
}

/** @param fix what to switch on; `null`: nobody knows yet whether it is off */
function nextStep(state: 'fail' | 'unknown', fix: string | null): string {
  const look = 'Ask an administrator of the repository to look.';
  if (fix === null) return look;
  return state === 'fail' ? fix : `${look} ${fix}`;
}

function yesOrNo(is: boolean | null, yes: string, no: string): Answer {
  return is === null ? { is } : { is, words: is ? yes : no };
}

const questions: readonly Question[] = [
  {
    id: 'direct-pushes',
    title: 'Direct pushes are blocked',
    ask: ({ pullRequestRequired }, { productionBranch }) =>
      yesOrNo(
        pullRequestRequired,
        `Nothing comes to ${productionBranch} but by a pull request.`,
        `Whoever may write can push to ${productionBranch} directly.`,
      ),
    fix: ({ productionBranch }) => `Require a pull request before merging into ${productionBranch}.`,
  },
  {
    id: 'reviews',
    title: 'Approvals are required',
    ask: ({ requiredApprovals, pullRequestRequired }, { approvals }) => {
      const wanted = Math.max(1, approvals);
      if (requiredApprovals >= wanted) return { is: true, words: `GitHub demands ${requiredApprovals}.` };
      // Where GitHub does not tell whether it demands pull requests, it does not tell a number either.
      if (pullRequestRequired === null) return { is: null };
      return { is: false, words: `GitHub demands ${requiredApprovals}, the policy ${wanted}.` };
    },
    fix: ({ approvals }) => `Require ${Math.max(1, approvals)} or more approvals.`,
  },
  {
    id: 'stale-approvals',
    title: 'Stale approvals are dismissed',
    ask: ({ dismissesStale }) =>
      yesOrNo(dismissesStale, 'A push takes back earlier approvals.', 'Approvals stay when the head moves.'),
    fix: () => 'Dismiss stale pull request approvals when new commits are pushed.',
  },
  {
    id: 'gate-check',
    title: 'The gates are a required check',
    ask: ({ requiredChecks }, { gateApp }) => {
      const gate = requiredChecks.filter(({ name }) => name === gateCheckName);
      if (gate.length === 0) return { is: false, words: `"${gateCheckName}" is not required.` };
      if (gateApp === null || gate.some(({ appId }) => appId === gateApp)) {
        return { is: true, words: `"${gateCheckName}" is required.` };
      }
      const isAny = gate.some(({ appId }) => appId === null);
      const from = isAny ? 'any app or person' : 'another app than the one that reports it';
      return { is: false, words: `"${gateCheckName}" is required, and taken from ${from}.` };
    },
    fix: () => `Require the check "${gateCheckName}" from the app that reports it (GitHub Actions).`,
  },
  {
    id: 'admins',
    title: 'Administrators are included',
    ask: ({ adminsIncluded }) =>
      yesOrNo(adminsIncluded, 'The rules hold for administrators too.', 'Administrators may pass the rules by.'),
    fix: () => 'Do not allow bypassing the settings, and keep the bypass list empty.',
  },
];
