import type { Severity, Topic } from './model';
import { isReference } from './secrets';
import { stepBetween } from './versions';

/** How much a change weighs, and why. */
export interface Weight {
  readonly severity: Severity;
  readonly reason: string | null;
}

interface Danger {
  readonly key: RegExp;
  readonly value: RegExp;
  readonly severity: Severity;
  readonly reason: string;
}

/** Values that open or lose something, by the last key in lower case without separators, and the value. */
const dangers: readonly Danger[] = [
  {
    key: /privileged$|allowprivilegeescalation$|^hostnetwork$|^hostpid$|^hostipc$/,
    value: /^true$/i,
    severity: 'high',
    reason: 'The container gets rights over its host.',
  },
  {
    key: /^runasnonroot$|^readonlyrootfilesystem$/,
    value: /^false$/i,
    severity: 'high',
    reason: 'A restriction of the container is lifted.',
  },
  { key: /^runasuser$|^user$/, value: /^(?:0|root|0:0)$/, severity: 'high', reason: 'It runs as root.' },
  {
    key: /deletionprotection$|^preventdestroy$|^multiaz$|^backupenabled$|storageencrypted$|^encrypted$|^blockpublic\w*$/,
    value: /^false$/i,
    severity: 'high',
    reason: 'A protection of stored data is switched off.',
  },
  {
    key: /^forcedestroy$|^skipfinalsnapshot$|publiclyaccessible$|^publicaccess\w*$/,
    value: /^true$/i,
    severity: 'high',
    reason: 'Stored data can be lost or seen.',
  },
  {
    key: /(?:^|verify|validate|enable|require|force|use|reject)(?:ssl|tls|https|hsts|cert\w*|unauthorized|csrf\w*)(?:verify|verification|enabled)?$|^sslverify\w*$/,
    value: /^(?:false|0|off|no|none|disable|disabled)$/i,
    severity: 'high',
    reason: 'Encryption or a check of certificates is switched off.',
  },
  {
    key: /^(?:sslmode|pgsslmode)$/,
    value: /^(?:disable|allow|prefer)$/i,
    severity: 'high',
    reason: 'The connection may go unencrypted.',
  },
  {
    key: /(?:origins?|hosts?|principals?|actions?|verbs|resources?|apigroups|cors|methods|permissions|\[\])$/,
    value: /^(?:\*|"\*"|\["\*"\])$/,
    severity: 'high',
    reason: 'It allows everything.',
  },
  {
    key: /^replicas$|^minreplicas$|^replicacount$|^desiredcount$/,
    value: /^0$/,
    severity: 'high',
    reason: 'Nothing is left running.',
  },
  {
    key: /^(?:roles?|access|acl|visibility)$/,
    value: /^(?:public_access|is_authenticated_anonymously|anonymous|permitall|everyone|public-read(?:-write)?)$/i,
    severity: 'high',
    reason: 'It is open to everybody.',
  },
  { key: /^(?:\w*debug)$/, value: /^(?:true|1|yes|on)$/i, severity: 'medium', reason: 'Debugging is switched on.' },
];

const everywhere = /(?:^|["'\s=,[])(?:0\.0\.0\.0\/0|::\/0)(?:$|["'\s,\]])/;

const quantities: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  s: 1,
  ms: 1e-3,
  h: 3600,
  min: 60,
  d: 86_400,
};

function amount(text: string): number | null {
  const found = /^(\d+(?:\.\d+)?)\s?([A-Za-z]{0,3})$/.exec(text.trim());
  const unit = found === null ? undefined : quantities[found[2] ?? ''];
  return found === null || unit === undefined ? null : Number(found[1]) * unit;
}

/** Ways to ask for an environment variable that fail without it; each names it in its first group that holds. */
const demands: readonly RegExp[] = [
  /\bSystem\.fetch_env!\(\s*["'](\w+)["']\s*\)/g,
  /\bENV\.fetch\(\s*["'](\w+)["']\s*\)(?!\s*(?:\{|do\b))/g,
  /\bos\.environ\[\s*["'](\w+)["']\s*\]/g,
  /\$\{(\w+):?\?[^}]*\}/g,
];

/** The environment variables without which a value cannot be had. */
export function demandedBy(text: string | null): readonly string[] {
  return demands.flatMap((pattern) => [...(text ?? '').matchAll(pattern)].map(([, name = '']) => name));
}

/** How much a change of a value weighs, by what it is about and what it becomes. */
export function weighValue(
  keys: readonly string[],
  topic: Topic | null,
  was: string | null,
  now: string | null,
): Weight {
  const last = (keys.at(-1) === '[]' ? (keys.at(-2) ?? '') : (keys.at(-1) ?? ''))
    .toLowerCase()
    .replace(/[^a-z\d]/g, '');
  if (now !== null) {
    const danger = dangers.find(({ key, value }) => key.test(last) && value.test(now));
    if (danger !== undefined) return { severity: danger.severity, reason: danger.reason };
    if (everywhere.test(now) && (was === null || !everywhere.test(was)))
      return { severity: 'high', reason: 'It is open to every address.' };
    if (topic === 'image') return weighImage(was, now);
  } else if (
    was !== null &&
    /^true$/i.test(was) &&
    /^(?:preventdestroy|deletionprotection|runasnonroot|readonlyrootfilesystem)$/.test(last)
  ) {
    return { severity: 'high', reason: 'A protection is taken away.' };
  }
  return byTopic(topic, was, now);
}

/** Debian's and Ubuntu's releases, which tags name. */
const systems = new Set(
  'stretch buster bullseye bookworm trixie forky duke sid bionic focal jammy noble resolute'.split(' '),
);

/** How far it is between two tags, by the versions between their dashes: `9-jdk8-corretto`, `3.11-alpine3.19`. */
function stepOfTags(from: string, to: string): ReturnType<typeof stepBetween> | 'system' {
  const [before, after] = [from.split('-'), to.split('-')];
  if (before.length !== after.length) return stepBetween(from, to);
  const steps = before.flatMap((was, at) => {
    const now = after[at] ?? '';
    if (was === now) return [];
    if (systems.has(was) && systems.has(now)) return ['system' as const];
    // The day on which it was made.
    if (/^\d{8}$/.test(was) && /^\d{8}$/.test(now)) return [now > was ? ('patch' as const) : ('downgrade' as const)];
    const name = /^\D*/.exec(was)?.[0] ?? '';
    return [now.startsWith(name) ? stepBetween(was.slice(name.length), now.slice(name.length)) : ('other' as const)];
  });
  return (['major', 'downgrade', 'system', 'minor', 'patch'] as const).find((each) => steps.includes(each)) ?? 'other';
}

/** How much another argument of an image weighs: a version, or a part of a tag. */
export function weighImagePart(was: string | null, now: string | null): Weight {
  return was === null || now === null ? { severity: 'low', reason: null } : weighImage(`image:${was}`, `image:${now}`);
}

/** How much another image weighs, by its name and the numbers of its tag. */
export function weighImage(was: string | null, now: string | null): Weight {
  if (now === null) return { severity: 'low', reason: null };
  if (now.endsWith(':latest'))
    return { severity: 'medium', reason: 'The image "latest" is another one from day to day.' };
  if (was === null) return { severity: 'low', reason: null };
  const [before, after] = [was, now].map((each) => /^(?:--\S+\s+)?(.*?)(?::([^:/@]+))?(?:@\S+)?$/s.exec(each.trim()));
  if (before?.[1] !== after?.[1] && /[:/]/.test(now)) return { severity: 'medium', reason: 'It is another image.' };
  const [from, to] = [before, after].map((each) => each?.[2] ?? each?.[1] ?? '');
  // A tag with fewer numbers is the same line, less exactly.
  if (`${from ?? ''}.`.startsWith(`${to ?? ''}.`)) return { severity: 'low', reason: null };
  const step = stepOfTags(from ?? '', to ?? '');
  if (step === 'system') return { severity: 'medium', reason: 'It stands on another release of its system.' };
  if (step === 'major') return { severity: 'medium', reason: 'It is a major step.' };
  return step === 'downgrade'
    ? { severity: 'medium', reason: 'It goes back to an earlier version.' }
    : { severity: 'low', reason: null };
}

function byTopic(topic: Topic | null, was: string | null, now: string | null): Weight {
  switch (topic) {
    case 'permissions':
      return { severity: 'medium', reason: 'It is about permissions.' };
    case 'network':
      return { severity: 'medium', reason: 'It is about the network.' };
    case 'secrets': {
      const literal = now !== null && now !== '' && !isReference(now);
      return {
        severity: 'medium',
        reason: literal ? 'A secret stands in the file, or what looks like one.' : 'It is about secrets.',
      };
    }
    case 'resources':
    case 'timeouts':
      return {
        severity: 'medium',
        reason: factor(was, now) ?? (topic === 'resources' ? 'It is about resources.' : 'It is about times or limits.'),
      };
    case 'storage':
      return { severity: 'medium', reason: 'It is about stored data.' };
    case 'toggle':
      return { severity: 'medium', reason: 'It switches something on or off.' };
    case 'trigger':
      return { severity: 'medium', reason: 'It changes what starts it.' };
    case 'image':
    case 'script':
    case null:
      return { severity: 'low', reason: null };
  }
}

function factor(was: string | null, now: string | null): string | null {
  const [before, after] = [was, now].map((each) => (each === null ? null : amount(each)));
  if (before == null || after == null || before === 0 || after === 0 || before === after) return null;
  const times = Math.max(before, after) / Math.min(before, after);
  const shown = times >= 10 ? String(Math.round(times)) : String(Math.round(times * 10) / 10);
  return after > before ? `It grows ${shown} times.` : `It shrinks ${shown} times.`;
}
