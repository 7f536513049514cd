import { count } from '../ages';
import { counts, goesBack } from '../highlights/effect';
import type { ConfigFile } from '../highlights/changes/model';
import type { CategoryRule, Policy, Service } from '../policy/policy';
import type { Shipped } from '../policy/shipped';
import { scopes, type Scope } from '../policy/strategy';
import type { RiskLevel } from '../release';
import { atPlace, listedEvidence, pathEvidence, type ListedEvidence, type RiskEvidence } from './evidence';
import { touchedServices } from './services';

/** A row of the strategy matrix that a release falls into. */
export interface TouchedScope extends ListedEvidence {
  readonly scope: Scope;
  /** Why, as a sentence. */
  readonly text: string;
}

/** The rows that apply, from the narrowest to the widest, and as sentences what could not be told. */
export interface ScopeReading {
  readonly rows: readonly TouchedScope[];
  readonly unknown: readonly string[];
}

/**
 * Which rows of the strategy matrix a release falls into (process description, "Matching deployment strategy to change
 * risk"). Services are those that the policy declares; what is not declared is not guessed from folders.
 */
export function scopeOf(shipped: Shipped, services: readonly Service[]): ScopeReading {
  const found = [servicesRow(shipped, services), schemaRow(shipped), ...contentRows(shipped)];
  const rows = found.flatMap((each) => (typeof each === 'string' || each === null ? [] : [each]));
  return {
    rows: rows.toSorted((a, b) => scopes.indexOf(a.scope) - scopes.indexOf(b.scope)),
    unknown: [...new Set(found.filter((each) => typeof each === 'string'))],
  };
}

/** A row, `null` where it does not apply, or a sentence why that is not known. */
type Row = TouchedScope | string | null;

function servicesRow({ paths }: Shipped, services: readonly Service[]): Row {
  if (services.length === 0) return 'No services are declared in the policy.';
  if (!paths.known) return `Which services are touched is not known: ${paths.reason}`;
  const { touched } = touchedServices(paths.value, services);
  const [first] = touched;
  if (first === undefined) return 'No declared service is touched.';
  if (touched.length === 1) {
    return row('single service', `Touches ${first.service.name} only.`, pathEvidence(first.paths));
  }
  const evidence = touched.flatMap(({ service, paths: own }) =>
    own.slice(0, 1).map((path) => ({ text: `${service.name}: ${path}`, path })),
  );
  return row('multi-service', `Touches ${count(touched.length, 'service')}.`, evidence);
}

function schemaRow({ highlights, direction }: Shipped): Row {
  if (!highlights.known) return `Whether the schema changes is not known: ${highlights.reason}`;
  const { migrations, complete } = highlights.value;
  const counted = migrations.filter((each) => counts(each, direction));
  if (counted.length === 0) return complete ? null : 'Not every migration could be looked for.';
  const evidence = counted.map(({ path, frameworkName }) => ({ text: `${frameworkName}: ${path}`, path }));
  return row(
    'database schema',
    `${goesBack(direction) ? 'Runs or leaves behind' : 'Runs'} ${count(counted.length, 'migration')}.`,
    evidence,
  );
}

/** They build and test the program; production does not run on them. */
const pipelines: ReadonlySet<string> = new Set(['GitHub Actions workflow', 'GitHub action', 'pipeline']);

/** As the highlights name it. */
const integrationKind = 'third-party integration';

function contentRows({ changes }: Shipped): readonly Row[] {
  if (!changes.known) {
    return [`Whether infrastructure or integrations change is not known: ${changes.reason}`];
  }
  const { infrastructure, security, complete } = changes.value;
  const runsOn = infrastructure.filter(({ what }: ConfigFile) => !pipelines.has(what));
  const integrations = security.filter(({ kind }) => kind === integrationKind);
  return [
    runsOn.length === 0
      ? null
      : row(
          'infrastructure',
          `${count(runsOn.length, 'file')} of what it runs on ${runsOn.length === 1 ? 'changes' : 'change'}.`,
          runsOn.map(({ what, path }) => ({ text: `${what}: ${path}`, path })),
        ),
    integrations.length === 0
      ? null
      : row(
          'third-party integration',
          `${count(integrations.length, 'file')} of integrations ${integrations.length === 1 ? 'changes' : 'change'}.`,
          integrations.map(({ path, line, reason }) => atPlace(`${path}: ${reason}`, path, line)),
        ),
    complete ? null : 'Not everything that may be infrastructure or an integration was read.',
  ];
}

function row(scope: Scope, text: string, evidence: readonly RiskEvidence[]): TouchedScope {
  return { scope, text, ...listedEvidence(evidence) };
}

/** A way to deploy that the policy names. */
export interface NamedStrategy {
  readonly name: string;
  /** The rows of the matrix that name it; empty for the category's own. */
  readonly scopes: readonly Scope[];
  /** Why, as a phrase. */
  readonly because: string;
}

/**
 * How to deploy, at a risk: what the release's category names goes first, then the matrix's word for every row that
 * applies, the widest first ("the deployment approach should scale with the blast radius").
 */
export function strategyFor(
  level: RiskLevel,
  rows: readonly Scope[],
  { strategy }: Pick<Policy, 'strategy'>,
  rule: Pick<CategoryRule, 'category' | 'strategy'> | null,
): readonly NamedStrategy[] {
  const widestFirst = scopes.filter((each) => rows.includes(each)).toReversed();
  const named = new Map<string, Scope[]>();
  for (const scope of widestFirst) {
    const name = strategy[scope][level];
    const known = named.get(name);
    if (known === undefined) named.set(name, [scope]);
    else known.push(scope);
  }
  const own = rule?.strategy ?? null;
  return [
    ...(own === null || rule === null
      ? []
      : [{ name: own, scopes: [], because: `the policy names it for ${rule.category} changes` }]),
    ...[...named]
      .filter(([name]) => name !== own)
      .map(([name, of]) => ({ name, scopes: of, because: `${of.join(', ')} at ${level} risk` })),
  ];
}
