import type { Known } from './known';
import { shortSha, type Sha } from './sha';
import type { RiskLevel } from './release';
import { rangeOf, type ReleaseSnapshot } from './snapshot';
import type { Pin } from './versionFile';

/** What a person had in front of them when they decided; an act is bound to it. */
export interface ShownRelease {
  readonly accountId: string;
  readonly head: Sha;
  readonly base: string;
  /** Text of the pins: a SHA, an image digest, or what was found instead. */
  readonly previous: string;
  readonly proposed: string;
  readonly state: string;
  readonly risk: RiskLevel | null;
  /** Ids of the ticked required items, and how many are required. */
  readonly ticked: readonly string[];
  readonly required: number;
}

function pinText(pin: Known<Pin>): string {
  if (!pin.known) return 'unknown';
  if (pin.value.state !== 'valid') return pin.value.found;
  // Two images of one commit are two releases.
  return pin.value.digest ?? pin.value.sha;
}

export function shownOf(snapshot: ReleaseSnapshot): ShownRelease {
  return {
    accountId: snapshot.account.id,
    head: snapshot.pull.headSha,
    base: snapshot.pull.baseRef,
    previous: pinText(snapshot.facts.previous),
    proposed: pinText(snapshot.facts.proposed),
    state: snapshot.pull.state,
    risk: snapshot.risk.level,
    ticked: snapshot.checklist.items.filter((item) => item.required && item.checked).map((item) => item.id),
    required: snapshot.checklist.required,
  };
}

/** What an act is bound to: its subject, or its subject and the reviewer's own answers. */
export type Binding = 'subject' | 'decision';

/** Sentences that say what is different now; empty when the act may go ahead. */
export function differences(shown: ShownRelease, now: ShownRelease, binding: Binding): readonly string[] {
  const changes: string[] = [];
  const say = (changed: boolean, sentence: string): void => {
    if (changed) changes.push(sentence);
  };
  say(shown.accountId !== now.accountId, 'Another account is signed in.');
  say(shown.state !== now.state, `The pull request is ${now.state} now.`);
  say(shown.base !== now.base, `It goes into ${now.base} now, not into ${shown.base}.`);
  say(shown.head !== now.head, `Its head moved from ${shortSha(shown.head)} to ${shortSha(now.head)}.`);
  say(shown.proposed !== now.proposed, `It would ship ${end(now.proposed)} now, not ${end(shown.proposed)}.`);
  say(shown.previous !== now.previous, `Production has ${end(now.previous)} now, not ${end(shown.previous)}.`);
  if (binding === 'decision') {
    say(shown.risk !== now.risk, `The risk is ${now.risk ?? 'not set'} now, it was ${shown.risk ?? 'not set'}.`);
    const changed = shown.required !== now.required || sorted(shown.ticked) !== sorted(now.ticked);
    say(changed, `The checklist has ${now.ticked.length} of ${now.required} ticked now.`);
  }
  return changes;
}

function sorted(ids: readonly string[]): string {
  return JSON.stringify(ids.toSorted());
}

function end(text: string): string {
  if (text.startsWith('sha256:')) return text.slice(0, 19);
  return /^[0-9a-f]{40,64}$/.test(text) ? shortSha(text) : text;
}

/** The ship range in short, for dialogs and records; true in either direction. */
export function rangeText(snapshot: ReleaseSnapshot): string {
  const range = rangeOf(snapshot);
  return range === null
    ? 'the SHAs are not two commits'
    : `moves production from ${shortSha(range.from)} to ${shortSha(range.to)}`;
}
