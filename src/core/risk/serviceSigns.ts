import { count } from '../ages';
import type { Known } from '../known';
import type { Service } from '../policy/policy';
import type { Instant } from '../release';
import { listedEvidence } from './evidence';
import { incidentDays, recentIncidents, touchedServices } from './services';
import type { Findings } from './sign';

/** Names in a phrase, before the rest is counted. */
const namedAtMost = 5;

/** The blast radius: services touched, services that need them, and what happened to the touched ones lately. */
export function serviceSigns(paths: Known<readonly string[]>, services: readonly Service[], at: Instant): Findings {
  if (services.length === 0) {
    return { signs: [], gaps: [{ text: 'No services are declared in the policy.', most: {} }] };
  }
  if (!paths.known) {
    const text = `Which services are touched is not known: ${paths.reason}`;
    const most = {
      service: services.length,
      dependant: services.length,
      incident: recentIncidents(services, at).length,
    };
    return { signs: [], gaps: [{ text, most }] };
  }
  const { touched, dependants } = touchedServices(paths.value, services);
  const incidents = recentIncidents(
    touched.map(({ service }) => service),
    at,
  );
  return {
    signs: [
      {
        rule: 'service',
        times: touched.length,
        text: `Touches ${names(touched.map(({ service }) => service.name))}`,
        ...listedEvidence(
          touched.flatMap(({ service, paths: own }) => {
            const rest = own.length === 1 ? '' : ` and ${count(own.length - 1, 'more file')}`;
            return own.slice(0, 1).map((path) => ({ text: `${service.name}: ${path}${rest}`, path }));
          }),
        ),
      },
      {
        rule: 'dependant',
        times: dependants.length,
        text: `Needed by ${names(dependants.map(({ service }) => service.name))}`,
        ...listedEvidence(dependants.map(({ through }) => ({ text: wayWords(through) }))),
      },
      {
        rule: 'incident',
        times: incidents.length,
        text: `${count(incidents.length, 'incident')} of touched services in the last ${incidentDays} days`,
        ...listedEvidence(
          incidents.map(({ date, title, url, services: part }) => {
            const text = `${date} ${title} (${part.join(', ')})`;
            return url === null ? { text } : { text, url };
          }),
        ),
      },
    ],
    gaps: [],
  };
}

/** `web needs checkout, which needs payments`: from the far end back to the touched service. */
export function wayWords(through: readonly string[]): string {
  const [first = '', ...rest] = through.toReversed();
  return `${first}${rest.map((each, index) => `${index === 0 ? ' needs ' : ', which needs '}${each}`).join('')}`;
}

function names(all: readonly string[]): string {
  const rest = all.length - namedAtMost;
  return rest > 0 ? `${all.slice(0, namedAtMost).join(', ')} and ${rest} more` : all.join(', ');
}
