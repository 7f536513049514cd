import type { Topic } from './model';
import { isSecretKey } from './secrets';
import { wordsOf } from './words';

/** Words of a key that tell what a value is about; the first topic that has one of them counts. */
const topicWords: readonly (readonly [Topic, ReadonlySet<string>])[] = [
  [
    'permissions',
    new Set([
      'iam',
      'role',
      'roles',
      'rolebinding',
      'clusterrole',
      'permission',
      'permissions',
      'policy',
      'policies',
      'rbac',
      'serviceaccount',
      'privileged',
      'capabilities',
      'securitycontext',
      'principal',
      'principals',
      'grant',
      'grants',
      'admin',
      'admins',
      'hostnetwork',
      'hostpid',
      'runasuser',
      'verbs',
      'user',
      'acl',
      'privilege',
      'escalation',
      'sudo',
      'authorization',
      'root',
    ]),
  ],
  [
    'network',
    new Set([
      'port',
      'ports',
      'host',
      'hosts',
      'hostname',
      'ingress',
      'egress',
      'cors',
      'origin',
      'origins',
      'tls',
      'ssl',
      'https',
      'domain',
      'domains',
      'cidr',
      'cidrs',
      'subnet',
      'subnets',
      'firewall',
      'listen',
      'listener',
      'bind',
      'dns',
      'proxy',
      'expose',
      'loadbalancer',
      'network',
      'networks',
      'url',
      'urls',
      'uri',
      'endpoint',
      'endpoints',
      'address',
      'csp',
      'certificate',
      'cert',
      'certs',
      'vpc',
      'csrf',
      'samesite',
      'hsts',
    ]),
  ],
  [
    'resources',
    new Set([
      'cpu',
      'cpus',
      'memory',
      'mem',
      'replica',
      'replicas',
      'limits',
      'requests',
      'minreplicas',
      'maxreplicas',
      'concurrency',
      'worker',
      'workers',
      'threads',
      'instances',
      'autoscaling',
      'hpa',
      'scaling',
      'capacity',
      'heap',
      'ulimits',
      'processes',
      'parallelism',
      'vm',
      'nodes',
    ]),
  ],
  [
    'storage',
    new Set([
      'volume',
      'volumes',
      'storage',
      'storageclass',
      'pvc',
      'mountpath',
      'disk',
      'disks',
      'backup',
      'backups',
      'retention',
      'bucket',
      'buckets',
      'snapshot',
      'persistence',
      'database',
      'db',
      'mounts',
    ]),
  ],
  [
    'timeouts',
    new Set([
      'timeout',
      'timeouts',
      'pool',
      'connections',
      'retries',
      'retry',
      'interval',
      'keepalive',
      'deadline',
      'ttl',
      'lifetime',
      'ratelimit',
      'rate',
      'throttle',
      'limit',
      'backoff',
      'expiration',
      'expires',
      'delay',
      'period',
      'maxage',
      'poolsize',
      'schedule',
      'cron',
    ]),
  ],
  ['image', new Set(['image', 'images', 'tag', 'digest', 'from', 'uses', 'version', 'chart', 'appversion'])],
  [
    'toggle',
    new Set([
      'feature',
      'features',
      'flag',
      'flags',
      'toggle',
      'toggles',
      'enabled',
      'enable',
      'disabled',
      'disable',
      'debug',
      'experimental',
      'beta',
    ]),
  ],
];

/** Words before `policy` that make it a habit, not a matter of rights. */
const habits = new Set(
  (
    'pull restart eviction retry update upgrade concurrency reclaim traffic dns retention recreation preemption ' +
    'management limiter'
  ).split(' '),
);

/** What a value is about, by the keys that lead to it, the nearest first. */
export function topicOf(keys: readonly string[]): Topic | null {
  if (isSecretKey(keys) || /secretkeyref|secretref|secretname/i.test(keys.join('.'))) return 'secrets';
  // A command that asks whether a service lives names what it asks.
  if (keys.includes('healthcheck')) return null;
  for (const [distance, key] of keys.toReversed().slice(0, 4).entries()) {
    // A title in words names a step, not a setting.
    if (/\w \w/.test(key) && !/^(?:ENV|ARG|LABEL|EXPOSE) /.test(key)) continue;
    const words = wordsOf(key).filter(
      (word, at, all) =>
        // What a program is bound to is a value; a map of that name binds anything.
        (word !== 'bind' || distance === 0) && (word !== 'policy' || !habits.has(all[at - 1] ?? '')),
    );
    const whole = words.join('');
    const found = topicWords.find(([, known]) => known.has(whole) || words.some((word) => known.has(word)));
    if (found !== undefined) return found[0];
  }
  return null;
}
