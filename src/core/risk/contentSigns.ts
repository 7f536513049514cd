import { count } from '../ages';
import type { Changes, ConfigFile, Topic } from '../highlights/changes/model';
import type { Known } from '../known';
import { atPlace, listedEvidence, type RiskEvidence } from './evidence';
import type { Findings, Sign } from './sign';

/** Settings and dependencies count up to this many: by then it is known that there are many. */
const mostCounted = 5;

/** What in the contents can hurt beside migrations: settings, security, dependencies, interfaces. */
export function contentSigns(changes: Known<Changes>): Findings {
  if (!changes.known) {
    const text = `Settings, dependencies and interfaces were not looked at: ${changes.reason}`;
    const most = { settings: mostCounted, security: Infinity, majorDependency: mostCounted, breakingInterface: 1 };
    return { signs: [], gaps: [{ text, most }] };
  }
  const { complete, notes } = changes.value;
  const signs = [settings, security, majorDependencies, breakingInterfaces].map((read) => read(changes.value));
  if (complete) return { signs, gaps: [] };
  const [flagged, , majors, broken] = signs.map(({ times }) => times);
  const most = {
    settings: mostCounted - (flagged ?? 0),
    security: Infinity,
    majorDependency: mostCounted - (majors ?? 0),
    breakingInterface: 1 - (broken ?? 0),
  };
  const why = notes.length === 0 ? '.' : `: ${notes.join(' ')}`;
  return { signs, gaps: [{ text: `Not everything that can hurt was read${why}`, most }] };
}

function settings({ config, infrastructure, flags }: Changes): Sign {
  const found = [...infrastructure, ...config, ...flags].flatMap(flaggedValues);
  const text = `${count(found.length, 'flagged setting')}${beyond(found.length)}`;
  return { rule: 'settings', times: Math.min(found.length, mostCounted), text, ...listedEvidence(found) };
}

/** What is flagged in a file: its values, or the file itself for what it is. */
function flaggedValues({ path, severity, reason, what, changes }: ConfigFile): readonly RiskEvidence[] {
  const values = changes
    .filter((each) => each.severity !== 'low')
    .map(({ key, reason: why, line, side }) =>
      // A line of the old text leads nowhere in the new one.
      atPlace(`${key}${why === null ? '' : `: ${why}`}`, path, side === 'new' ? line : null),
    );
  if (values.length > 0 || severity === 'low') return values;
  return [{ text: `${what}: ${reason}`, path }];
}

/** Infrastructure that is about who gets in ("infrastructure changes affecting production security controls"). */
const controlTopics: ReadonlySet<Topic | null> = new Set<Topic | null>(['permissions', 'network', 'secrets']);

/** The kinds of the code, and infrastructure as a kind of its own where it is about security controls. */
function security({ security: files, infrastructure }: Changes): Sign {
  const kinds = new Map<string, RiskEvidence[]>();
  const add = (kind: string, evidence: RiskEvidence): void => {
    const known = kinds.get(kind);
    if (known === undefined) kinds.set(kind, [evidence]);
    else known.push(evidence);
  };
  for (const { kind, path, line, reason } of files) add(kind, atPlace(`${kind}: ${reason}`, path, line));
  for (const { path, changes } of infrastructure) {
    const control = changes.find(({ topic, severity }) => severity !== 'low' && controlTopics.has(topic));
    if (control !== undefined) add('infrastructure', { text: `infrastructure: ${control.key}`, path });
  }
  const names = [...kinds.keys()].toSorted();
  // The first of every kind before the second of any.
  const rounds = names.flatMap((name) => (kinds.get(name) ?? []).map((evidence, round) => ({ evidence, round })));
  const evidence = rounds.toSorted((a, b) => a.round - b.round).map((each) => each.evidence);
  return { rule: 'security', times: kinds.size, text: `Security: ${names.join(', ')}`, ...listedEvidence(evidence) };
}

/** What the project asks for itself and ships; several lock files that say the same of one package say it once. */
function majorDependencies({ dependencies }: Changes): Sign {
  const found = new Map<string, RiskEvidence>();
  for (const { ecosystem, path, changes } of dependencies) {
    for (const { kind, severity, name, from, to, line, side } of changes) {
      if (kind !== 'major' || severity === 'low') continue;
      const key = JSON.stringify([ecosystem, name]);
      const text = `${name} ${from.join(', ')} → ${to.join(', ')}`;
      if (!found.has(key)) found.set(key, atPlace(text, path, side === 'new' ? line : null));
    }
  }
  const text = `${count(found.size, 'dependency', 'dependencies')} with a major step${beyond(found.size)}`;
  return {
    rule: 'majorDependency',
    times: Math.min(found.size, mostCounted),
    text,
    ...listedEvidence([...found.values()]),
  };
}

function breakingInterfaces({ api }: Changes): Sign {
  const found = api.flatMap(({ path, changes }) =>
    changes
      .filter(({ effect }) => effect === 'breaking')
      .map(({ subject, message, line, side }) => atPlace(`${subject}: ${message}`, path, side === 'new' ? line : null)),
  );
  return {
    rule: 'breakingInterface',
    times: found.length > 0 ? 1 : 0,
    text: `${count(found.length, 'change')} of an interface that ${found.length === 1 ? 'breaks' : 'break'} clients`,
    ...listedEvidence(found),
  };
}

function beyond(found: number): string {
  return found > mostCounted ? `, of which ${mostCounted} count` : '';
}
