import type { Gate, GateFacts } from '../gate';
import { listed } from '../people';
import type { Policy } from '../policy';

/** A release PR changes version files and nothing else; advisory. */
export function scopeGate(facts: GateFacts, policy: Policy): Gate {
  const pinned = new Set(policy.targets.map(({ file }) => file));
  const moved = [...new Set([facts.target, ...facts.otherTargets.map(({ target }) => target)].map(({ file }) => file))];
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
  const { length } = facts.files.value;
  if (length < facts.pull.changedFiles) {
    const detail = `Only ${length} of ${facts.pull.changedFiles} changed files could be listed.`;
    return { ...gate, state: 'unknown', detail, evidence: [], action: { kind: 'refresh' } };
  }
  const others = facts.files.value.filter(({ path }) => !pinned.has(path));
  if (others.length === 0) {
    return {
      ...gate,
      state: 'pass',
      detail: `Only ${listed(moved)} ${moved.length > 1 ? 'change' : 'changes'}.`,
      evidence: [],
      action: null,
    };
  }
  const detail = `${others.length} other ${others.length === 1 ? 'file changes' : 'files change'} on production.`;
  const evidence = others.map((file) => ({ text: `${file.path} (${file.status})`, state: 'fail' as const }));
  return { ...gate, state: 'fail', detail, evidence, action: { kind: 'open-pull' } };
}
