import type { Sha } from '../sha';
import type { Attributed } from './attribution';
import { parsePullTitle, type Title } from './commitMessage';
import type { ChangelogFacts } from './facts';
import type { PullGroup } from './model';
import type { Pace } from './pace';

/** What the forge calls the pull request `number`, which it told to be that of `sha`. */
function forgeTitle(sha: Sha, number: number, { pullTitles, pullOf }: ChangelogFacts): string | undefined {
  const answer = pullOf.get(sha);
  return pullTitles.get(number) ?? (answer?.number === number ? answer.title : undefined);
}

/**
 * What a commit is read by: its own subject, or for a merge the title of its pull request, which the forge may know
 * better than the message.
 */
export function titleOf({ raw, message, pull }: Attributed, facts: ChangelogFacts): Title {
  const isMerge = raw.parents.length > 1;
  if (message.pull === null) {
    const told = isMerge && pull !== null && facts.pullOf.has(raw.sha) ? forgeTitle(raw.sha, pull, facts) : undefined;
    return told === undefined || pull === null ? message : parsePullTitle(told, pull);
  }
  const { number, kind } = message.pull;
  const told = kind === 'merge' || isMerge ? forgeTitle(raw.sha, number, facts) : undefined;
  if (told !== undefined) return parsePullTitle(told, number);
  // A squash subject's number that is not the pull request's stays readable.
  const isOther = kind === 'squash' && number !== pull;
  return isOther ? { ...message, description: `${message.description} (#${String(number)})` } : message;
}

/**
 * The pull requests of a range in the order of their newest commit, titled by the forge, else by the messages that have
 * a title, else by the subject of their oldest commit that is no merge.
 */
export function* groupByPull(
  commits: readonly Attributed[],
  facts: ChangelogFacts,
  pace: Pace,
): Generator<void, PullGroup[]> {
  const groups = new Map<number, { title: string | undefined; told: string | null; fallback: string; shas: Sha[] }>();
  for (const { raw, message, pull } of commits) {
    if (pace.spend()) yield;
    if (pull === null) continue;
    // Merges know the title best; of several squash commits with one number the newest speaks.
    const told = message.pull?.number === pull ? message.pull.title : null;
    const group = groups.get(pull) ?? { title: undefined, told, fallback: message.subject, shas: [] };
    // A merge without a body says nothing: the first commit of the branch is the nearest to a title.
    if (raw.parents.length < 2) group.fallback = message.subject;
    group.title ??= forgeTitle(raw.sha, pull, facts);
    group.told ??= told;
    group.shas.push(raw.sha);
    groups.set(pull, group);
  }
  return [...groups].map(([number, { title, told, fallback, shas }]) => ({
    number,
    title: title ?? told ?? fallback,
    commits: shas,
  }));
}
