import { pathPattern } from '../globs';
import type { Changes, ConfigFile, Topic } from '../highlights/changes/model';
import type { Known } from '../known';
import { securityKinds, type SecurityKind, type SecurityPolicy } from './policy';
import type { Shipped } from './shipped';

/** Something in the ship range that asks for a security review. */
export interface SecurityTrigger {
  readonly path: string;
  /** Why, as the rest of a phrase that begins with the path. */
  readonly why: string;
}

/** Triggers that are known, and why there may be more, as ends of sentences. */
export interface SecurityTriggers {
  readonly found: readonly SecurityTrigger[];
  readonly doubts: readonly string[];
}

/** The trigger that a kind of security-sensitive file, as the highlights name it, is one of. */
const kindOfFile: Readonly<Record<string, SecurityKind>> = {
  authentication: 'authentication',
  secrets: 'authentication',
  authorisation: 'authorisation',
  cryptography: 'cryptography',
  'data access and privacy': 'data access',
  'third-party integration': 'third-party',
  'security controls': 'infrastructure',
};

/** What the values of production's security controls are about. */
const controls: ReadonlySet<Topic> = new Set<Topic>(['permissions', 'network', 'secrets']);

/**
 * What of the ship range leads to a security review (process description, "Security Review", triggers): paths by the
 * policy's globs, contents by its kinds. A policy that names neither means all kinds.
 */
export function securityTriggers(shipped: Known<Shipped>, policy: SecurityPolicy): SecurityTriggers {
  if (!shipped.known) return { found: [], doubts: [shipped.reason] };
  const kinds = policy.kinds.length + policy.paths.length === 0 ? securityKinds : policy.kinds;
  const [byPath, byContent] = [pathTriggers(shipped.value.paths, policy.paths), contentTriggers(shipped.value, kinds)];
  return { found: [...byPath.found, ...byContent.found], doubts: [...byPath.doubts, ...byContent.doubts] };
}

function pathTriggers(paths: Shipped['paths'], globs: readonly string[]): SecurityTriggers {
  if (globs.length === 0) return { found: [], doubts: [] };
  if (!paths.known) return { found: [], doubts: [paths.reason] };
  const patterns = globs.map((glob) => ({ glob, matches: pathPattern(glob) }));
  const found = paths.value.flatMap((path) => {
    const lower = path.toLowerCase();
    const pattern = patterns.find(({ matches }) => matches(lower));
    return pattern === undefined ? [] : [{ path, why: `matches ${pattern.glob}` }];
  });
  return { found, doubts: [] };
}

function contentTriggers({ changes }: Shipped, kinds: readonly SecurityKind[]): SecurityTriggers {
  if (kinds.length === 0) return { found: [], doubts: [] };
  if (!changes.known) return { found: [], doubts: [changes.reason] };
  const wanted = new Set(kinds);
  const found = changes.value.security.flatMap(({ path, kind }) => {
    const trigger = kindOfFile[kind] ?? 'infrastructure';
    return wanted.has(trigger) ? [{ path, why: `is about ${kind}` }] : [];
  });
  const infrastructure = wanted.has('infrastructure') ? controlsIn(changes.value) : [];
  const [note] = changes.value.notes;
  const doubts = changes.value.complete ? [] : [note ?? 'not every changed file was read'];
  return { found: [...found, ...infrastructure], doubts };
}

/** What could not be understood may be about them, and a person who looks at it can tell. */
function controlsIn({ infrastructure }: Changes): readonly SecurityTrigger[] {
  return infrastructure.flatMap((file) => {
    const why = whyControl(file) ?? (file.notUnderstood === null ? null : 'could not be understood');
    return why === null ? [] : [{ path: file.path, why }];
  });
}

function whyControl({ changes }: ConfigFile): string | null {
  const change = changes.find(({ topic, severity }) => topic !== null && controls.has(topic) && severity !== 'low');
  return change === undefined ? null : `changes ${change.topic ?? ''} (${change.key})`;
}
