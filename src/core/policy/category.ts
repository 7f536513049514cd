import { pathPattern } from '../globs';
import { known, unknown, type Known } from '../known';
import { readRisk } from '../risk/labels';
import type { GateFacts } from './gate';
import { listed } from './people';
import type { Category, CategoryCondition, CategoryRule, Policy } from './policy';
import { securityTriggers } from './securityTriggers';

/** What kind of change a release is, and why. */
export interface ReleaseCategory {
  readonly category: Category;
  /** The rule that says so and what follows from it; `null`: none, so that nothing does. */
  readonly rule: CategoryRule | null;
  /** A sentence. */
  readonly reason: string;
}

type CategoryFacts = Pick<GateFacts, 'pull' | 'shipped'>;

/**
 * The category of a release: the first of the policy's rules whose condition holds, else `normal`. The emergency label
 * makes it an emergency whatever else holds; then only rules of that category are looked at (process descriptions,
 * "Change Categories" and "Emergency Changes"). Unknown when a fact that decides is not known.
 */
export function categoryOf(facts: CategoryFacts, policy: Policy): Known<ReleaseCategory> {
  const [first, ...more] = possibleCategories(facts, policy);
  if (first === undefined) return unknown('no category is possible');
  return more.length === 0 ? known(first.category) : unknown(first.doubt ?? 'it could not be told');
}

/**
 * What follows from the category of a release, where that can be told: also while the category itself is not known, when
 * the same follows from all that it can be.
 */
export function followsFromCategory<T>(
  facts: CategoryFacts,
  policy: Policy,
  pick: (rule: CategoryRule | null) => T,
): Known<T> {
  const possible = possibleCategories(facts, policy).map(({ category, doubt }) => ({
    value: pick(category.rule),
    category,
    doubt,
  }));
  const [first] = possible;
  if (first === undefined) return unknown('no category is possible');
  const same = possible.every(({ value }) => JSON.stringify(value) === JSON.stringify(first.value));
  return same ? known(first.value) : unknown(first.doubt ?? 'the category of the change could not be told');
}

interface PossibleCategory {
  readonly category: ReleaseCategory;
  /** Why it is not certain; `null`: it is, when none comes before it. */
  readonly doubt: string | null;
}

function possibleCategories(facts: CategoryFacts, policy: Policy): readonly PossibleCategory[] {
  const emergency = isEmergency(facts, policy);
  const rules = emergency ? policy.categories.filter(({ category }) => category === 'emergency') : policy.categories;
  const found: PossibleCategory[] = [];
  for (const rule of rules) {
    const answer = holds(rule.when, facts, policy);
    if (answer.known && !answer.value) continue;
    const reason = emergency ? emergencyReason(policy) : `A rule of the policy names it: ${whenWords(rule.when)}.`;
    const category = { category: rule.category, rule, reason };
    found.push({ category, doubt: answer.known ? null : answer.reason });
    if (answer.known) return found;
  }
  const category: ReleaseCategory = emergency
    ? { category: 'emergency', rule: null, reason: emergencyReason(policy) }
    : { category: 'normal', rule: null, reason: 'No rule of the policy names another.' };
  return [...found, { category, doubt: null }];
}

/** Whether the pull request has the label that marks an emergency. */
export function isEmergency({ pull }: Pick<GateFacts, 'pull'>, { emergencyLabel }: Policy): boolean {
  return hasLabel(pull.labels, [emergencyLabel]);
}

function emergencyReason({ emergencyLabel }: Policy): string {
  return `It has the label ${emergencyLabel}.`;
}

function hasLabel(labels: readonly { readonly name: string }[], names: readonly string[]): boolean {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  return labels.some(({ name }) => wanted.has(name.toLowerCase()));
}

/** Whether what a condition asks for can be told by the pull request alone. */
export function asksWhatShips({
  onlyPaths,
  anyPath,
  migrations,
  security,
  majorDependencies,
}: CategoryCondition): boolean {
  return (
    onlyPaths.length + anyPath.length > 0 || [migrations, security, majorDependencies].some((each) => each !== null)
  );
}

/** All that is asked must hold; one thing that does not settles it, whatever is not known. */
function holds(when: CategoryCondition, facts: CategoryFacts, policy: Policy): Known<boolean> {
  const { level } = readRisk(facts.pull.labels, policy);
  const answers: Known<boolean>[] = [];
  if (when.labels.length > 0) answers.push(known(hasLabel(facts.pull.labels, when.labels)));
  if (when.levels.length > 0) answers.push(known(level !== null && when.levels.includes(level)));
  if (when.onlyPaths.length > 0) answers.push(pathsHold(facts, when.onlyPaths, 'every'));
  if (when.anyPath.length > 0) answers.push(pathsHold(facts, when.anyPath, 'some'));
  if (when.migrations !== null) answers.push(equals(hasMigrations(facts), when.migrations));
  if (when.security !== null) answers.push(equals(isSensitive(facts, policy), when.security));
  if (when.majorDependencies !== null) answers.push(equals(hasMajor(facts), when.majorDependencies));
  const no = answers.find((each) => each.known && !each.value);
  return no ?? answers.find((each) => !each.known) ?? known(true);
}

function equals(answer: Known<boolean>, wanted: boolean): Known<boolean> {
  return answer.known ? known(answer.value === wanted) : answer;
}

/** A release that changes no path has nothing that a glob could vouch for. */
function pathsHold({ shipped }: CategoryFacts, globs: readonly string[], how: 'every' | 'some'): Known<boolean> {
  if (!shipped.known) return shipped;
  const { paths } = shipped.value;
  if (!paths.known) return paths;
  const patterns = globs.map(pathPattern);
  const matches = (path: string): boolean => patterns.some((pattern) => pattern(path.toLowerCase()));
  return known(paths.value.length > 0 && paths.value[how](matches));
}

/** Yes as soon as one is found; no only when everything was read. */
function sureOf(found: boolean, complete: boolean, notes: readonly string[]): Known<boolean> {
  return found || complete ? known(found) : unknown(notes[0] ?? 'not every changed file was read');
}

function hasMigrations({ shipped }: CategoryFacts): Known<boolean> {
  if (!shipped.known) return shipped;
  const { highlights } = shipped.value;
  if (!highlights.known) return highlights;
  const { migrations, complete, notes } = highlights.value;
  return sureOf(
    migrations.some(({ effect }) => effect !== 'reworded'),
    complete,
    notes,
  );
}

function isSensitive({ shipped }: CategoryFacts, { security }: Policy): Known<boolean> {
  const { found, doubts } = securityTriggers(shipped, security);
  return sureOf(found.length > 0, doubts.length === 0, doubts);
}

function hasMajor({ shipped }: CategoryFacts): Known<boolean> {
  if (!shipped.known) return shipped;
  const { changes } = shipped.value;
  if (!changes.known) return changes;
  const { dependencies, complete, notes } = changes.value;
  return sureOf(
    dependencies.some((file) => file.changes.some(({ kind }) => kind === 'major')),
    complete,
    notes,
  );
}

function whenWords(when: CategoryCondition): string {
  const flag = (value: boolean | null, words: string): readonly string[] =>
    value === null ? [] : [value ? words : `no ${words}`];
  const parts = [
    ...(when.onlyPaths.length > 0 ? [`only ${listed(when.onlyPaths, 'or')}`] : []),
    ...(when.anyPath.length > 0 ? [`some path of ${listed(when.anyPath, 'or')}`] : []),
    ...(when.labels.length > 0 ? [`label ${listed(when.labels, 'or')}`] : []),
    ...(when.levels.length > 0 ? [`risk ${listed(when.levels, 'or')}`] : []),
    ...flag(when.migrations, 'migrations'),
    ...flag(when.security, 'security triggers'),
    ...flag(when.majorDependencies, 'major dependency updates'),
  ];
  return parts.length === 0 ? 'any change' : parts.join(', ');
}
