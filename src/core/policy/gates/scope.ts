import type { Gate, GateFacts } from '../gate';
import type { Policy } from '../policy';

/** A release PR changes the version file and nothing else; advisory. */
export function scopeGate(facts: GateFacts, policy: Policy): Gate {
  const gate = {
    id: 'scope',
    title: 'Nothing but the version file',
    actors: [`@${facts.pull.author.login}`],
    enforced: false,
    advisory: true,
  } as const;
  if (!facts.files.known) {
    const detail = `The changed files could not be read: ${facts.files.reason}`;
    return { ...gate, state: 'unknown', detail, evidence: [], action: { kind: 'refresh' } };
  }
  const others = facts.files.value.filter((file) => file.path !== policy.versionFile);
  if (others.length === 0) {
    return { ...gate, state: 'pass', detail: `Only ${policy.versionFile} changes.`, evidence: [], action: null };
  }
  const detail = `${others.length} other ${others.length === 1 ? 'file changes' : 'files change'} on production.`;
  const evidence = others.map((file) => ({ text: `${file.path} (${file.status})`, state: 'fail' as const }));
  return { ...gate, state: 'fail', detail, evidence, action: { kind: 'open-pull' } };
}
