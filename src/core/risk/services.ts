import { pathPattern } from '../globs';
import type { Incident, Service } from '../policy/policy';
import type { Instant } from '../release';

export interface TouchedService {
  readonly service: Service;
  /** Its paths that the release changes, in the order of the alphabet. */
  readonly paths: readonly string[];
}

/** A service that is not touched itself, and needs one that is. */
export interface Dependant {
  readonly service: Service;
  /** The shortest way from a touched service to this one, both named: each needs the one before it. */
  readonly through: readonly string[];
}

/**
 * Which services a release reaches (process description, "Automated change impact analysis": identify every downstream
 * service). Both in the order in which the policy declares them.
 */
export interface BlastRadius {
  readonly touched: readonly TouchedService[];
  readonly dependants: readonly Dependant[];
}

/**
 * Services that own a changed path, and all that need them, however far. A name that no service has leads nowhere;
 * services that need each other are each reached once.
 */
export function touchedServices(paths: readonly string[], services: readonly Service[]): BlastRadius {
  const lowered = paths.map((path) => ({ path, lower: path.toLowerCase() }));
  const touched = services.flatMap((service): readonly TouchedService[] => {
    const patterns = service.paths.map(pathPattern);
    const own = lowered.filter(({ lower }) => patterns.some((matches) => matches(lower)));
    return own.length === 0 ? [] : [{ service, paths: own.map(({ path }) => path).toSorted() }];
  });
  return { touched, dependants: dependantsOf(touched, services) };
}

function dependantsOf(touched: readonly TouchedService[], services: readonly Service[]): readonly Dependant[] {
  const needing = new Map<string, readonly string[]>();
  for (const { name, dependsOn } of services)
    for (const each of new Set(dependsOn)) needing.set(each, [...(needing.get(each) ?? []), name]);
  const ways = new Map(touched.map(({ service }): [string, readonly string[]] => [service.name, [service.name]]));
  // A map goes on with what is added while it is walked: the nearest come first, so every way is a shortest one.
  for (const [name, way] of ways)
    for (const next of needing.get(name) ?? []) if (!ways.has(next)) ways.set(next, [...way, next]);
  return services.flatMap((service) => {
    const through = ways.get(service.name) ?? [];
    return through.length > 1 ? [{ service, through }] : [];
  });
}

export interface RecentIncident extends Incident {
  /** The touched services that had a part in it. */
  readonly services: readonly string[];
}

/** "The historical incident rate for the affected components" (process description) looks this far back, in days. */
export const incidentDays = 90;

const dayLength = 86_400_000;

/**
 * Incidents of the last {@link incidentDays} days in which these services had a part, newest first; one that several of
 * them share is one. A date of tomorrow is still today somewhere; later ones have not happened.
 */
export function recentIncidents(services: readonly Service[], at: Instant): readonly RecentIncident[] {
  const today = Math.floor(at / dayLength);
  const found = new Map<string, RecentIncident>();
  for (const { name, incidents } of services) {
    for (const { date, title, url } of incidents) {
      const age = today - Math.floor(Date.parse(`${date}T00:00:00Z`) / dayLength);
      if (!(age >= -1 && age <= incidentDays)) continue;
      const key = JSON.stringify([date, title, url]);
      const known = found.get(key)?.services ?? [];
      found.set(key, { date, title, url, services: [...new Set([...known, name])] });
    }
  }
  return [...found.values()].sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : a.title < b.title ? -1 : 1));
}
