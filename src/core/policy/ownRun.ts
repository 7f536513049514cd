import { known, type Known } from '../known';
import type { Check } from '../release';
import type { CandidateFacts, GateFacts, TargetMove } from './gate';

/**
 * The facts as a run of a GitHub Actions workflow has to judge them: the jobs of the run itself are not done while it
 * judges, so neither they nor a rule that requires one of them can be waited for.
 *
 * @param run the id of the run (`GITHUB_RUN_ID`)
 */
export function withoutOwnRun(facts: GateFacts, run: string): GateFacts {
  const { rules, checks, candidate } = facts;
  const own = new Set(checks.known ? checks.value.filter((each) => isOfRun(each, run)).map(({ name }) => name) : []);
  const others = checksOfOthers(checks, run);
  for (const { name } of others.known ? others.value : []) own.delete(name);
  const requiredChecks = rules.known ? rules.value.requiredChecks.filter(({ name }) => !own.has(name)) : [];
  return {
    ...facts,
    checks: others,
    rules: rules.known ? known({ ...rules.value, requiredChecks }) : rules,
    candidate: candidateWithout(candidate, run),
    otherTargets: facts.otherTargets.map((each) => targetWithout(each, run)),
  };
}

function targetWithout(move: TargetMove, run: string): TargetMove {
  return move.candidate === undefined ? move : { ...move, candidate: candidateWithout(move.candidate, run) };
}

function candidateWithout(candidate: CandidateFacts, run: string): CandidateFacts {
  return { ...candidate, checks: checksOfOthers(candidate.checks, run) };
}

function checksOfOthers(checks: Known<readonly Check[]>, run: string): Known<readonly Check[]> {
  return checks.known ? known(checks.value.filter((each) => !isOfRun(each, run))) : checks;
}

/** The page of a job is `…/actions/runs/RUN/job/JOB`; other apps may name any page as theirs. */
function isOfRun({ kind, source, url }: Check, run: string): boolean {
  if (kind !== 'check-run' || source !== 'github-actions' || url === null || !URL.canParse(url)) return false;
  const parts = new URL(url).pathname.split('/');
  return parts.some((part, at) => part === 'actions' && parts[at + 1] === 'runs' && parts[at + 2] === run);
}
