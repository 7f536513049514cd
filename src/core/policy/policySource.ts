import { shortSha, type Sha } from '../sha';
import type { PolicyProblem } from './file/problem';
import type { Policy } from './policy';

/** Where the policy of a repository is read from: this file of its production branch, never of a pull request. */
export const policyPath = '.github/release-review.yml';

/** What the rules of a repository rest on. `tip`: the commit of the production branch that was looked at. */
export type PolicySource =
  /** There is no policy file: the defaults hold. */
  | { readonly kind: 'default'; readonly tip: Sha }
  | { readonly kind: 'file'; readonly tip: Sha }
  | { readonly kind: 'broken'; readonly tip: Sha; readonly problems: readonly PolicyProblem[] }
  | { readonly kind: 'unreadable'; readonly reason: string };

/**
 * A policy with where it comes from. Under `broken` and `unreadable` nobody knows the rules: the policy is then the last
 * that was sound, or the default one, good for finding releases and never for judging them.
 */
export interface PolicyInForce {
  readonly policy: Policy;
  readonly source: PolicySource;
}

/** What the rules rest on, in a phrase: "default", ".github/release-review.yml at abc1234", or what is wrong with it. */
export function policySourceWords(source: PolicySource): string {
  switch (source.kind) {
    case 'default':
      return 'default';
    case 'file':
      return `${policyPath} at ${shortSha(source.tip)}`;
    case 'broken':
      return `${policyPath} at ${shortSha(source.tip)} is broken`;
    case 'unreadable':
      return `could not be read: ${source.reason.replace(/\.$/, '')}`;
  }
}

/** What stands in the way of a policy file, with its place: "line 3, column 1: …". */
export function problemWords({ line, column, message }: PolicyProblem): string {
  return `line ${line}, column ${column}: ${message}`;
}

/** Why the rules of a repository are not known, as a clause; `null` when they are. */
export function whyNoPolicy(source: PolicySource): string | null {
  switch (source.kind) {
    case 'default':
    case 'file':
      return null;
    case 'broken':
      return `the policy file is broken: ${problemsText(source.problems)}`;
    case 'unreadable':
      return `the policy file could not be read: ${source.reason.replace(/\.$/, '')}`;
  }
}

function problemsText([first, ...more]: readonly PolicyProblem[]): string {
  if (first === undefined) return 'it cannot be understood';
  const text = problemWords(first).replace(/\.$/, '');
  return more.length === 0 ? text : `${text} (and ${more.length} more)`;
}
