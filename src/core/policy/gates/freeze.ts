import { visibleText } from '../../visibleText';
import { isEmergency } from '../category';
import { freezeAt, freezeWords, type FreezeMoment } from '../freeze';
import { freezeOverrides, type FreezeOverride, type FreezeOverrides } from '../freezeOverride';
import type { Gate, GateEvidence, GateFacts } from '../gate';
import { listed, mention } from '../people';
import type { Policy } from '../policy';
import { zonedWords } from '../zonedTime';

/**
 * No freeze window is open, and it is within the deploy hours ("Freeze windows (peak/holiday) enforced"; "Deploy during
 * business hours (unless emergency)", process descriptions), or two people have overridden it for this head and until a
 * time that has not come. The emergency label lifts the deploy hours, not the windows.
 */
export function freezeGate(facts: GateFacts, policy: Policy): Gate {
  const { freeze } = policy;
  const { approvers } = freeze;
  const gate = {
    id: 'freeze',
    title: 'Freeze',
    enforced: false,
    advisory: false,
    actors: ['a reviewer', approvers.length === 0 ? 'a second person' : listed(approvers.map(mention), 'or')],
  } as const;
  const read = freezeAt(facts.at, freeze);
  if (!read.known) {
    const detail = `Whether releases may ship cannot be told: ${read.reason}.`;
    return { ...gate, state: 'unknown', detail, evidence: [], action: { kind: 'open-policy' } };
  }
  const moment = read.value;
  const words = freezeWords(moment, freeze);
  const evidence: readonly GateEvidence[] = [{ text: words, state: moment.open ? 'pass' : 'fail' }];
  if (moment.open) return { ...gate, state: 'pass', detail: words, evidence, action: null };
  if (isLifted(moment, facts, policy)) {
    const detail = `It is outside of the deploy hours, and an emergency (label ${policy.emergencyLabel}).`;
    return { ...gate, state: 'pass', detail, evidence, action: null };
  }
  if (!facts.comments.known) {
    const detail = `${words} Whether it is overridden could not be read: ${facts.comments.reason}`;
    return { ...gate, state: 'unknown', detail, evidence, action: { kind: 'refresh' } };
  }
  const overrides = freezeOverrides(facts.comments.value, facts, freeze);
  const all = [...evidence, ...overrideEvidence(overrides, freeze.timeZone)];
  const [best] = overrides.standing;
  if (best === undefined) {
    const [past] = overrides.expired;
    const note = past === undefined ? '' : ` @${past.by}'s override ended ${zonedWords(past.until, freeze.timeZone)}.`;
    return { ...gate, state: 'fail', detail: `${words}${note}`, evidence: all, action: { kind: 'override-freeze' } };
  }
  const until = zonedWords(best.until, freeze.timeZone);
  const override = `@${best.by} overrides it until ${until}: ${visibleText(best.reason)}`;
  switch (best.state) {
    case 'confirmed': {
      const detail = `${words} ${withStop(override)} Confirmed by @${best.second?.author.login ?? ''}.`;
      return { ...gate, state: 'pass', detail, evidence: all, action: null };
    }
    case 'unknown': {
      const detail = `${words} ${withStop(override)} Whether it is confirmed cannot be told: ${best.doubt ?? ''}.`;
      return { ...gate, state: 'unknown', detail, evidence: all, action: { kind: 'refresh' } };
    }
    case 'waiting': {
      const actors = gate.actors.slice(1);
      const who = approvers.length === 0 ? 'A second person' : actors.join();
      const detail = `${words} ${withStop(override)} ${who} has to confirm it.`;
      return { ...gate, state: 'pending', detail, evidence: all, actors, action: { kind: 'confirm-freeze-override' } };
    }
  }
}

function isLifted(moment: FreezeMoment, facts: GateFacts, policy: Policy): boolean {
  return moment.window === null && isEmergency(facts, policy);
}

function withStop(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function overrideEvidence({ standing, expired, refused }: FreezeOverrides, zone: string): readonly GateEvidence[] {
  return [
    ...standing.flatMap((each) => askedEvidence(each, zone, each.state === 'confirmed' ? 'pass' : 'pending')),
    ...expired.flatMap((each) => askedEvidence(each, zone, 'fail')),
    ...refused.map(({ comment, text }) => ({
      text,
      state: 'fail' as const,
      url: comment.url,
      who: comment.author.login,
      at: comment.createdAt,
    })),
  ];
}

function askedEvidence(
  { by, reason, until, comment, second }: FreezeOverride,
  zone: string,
  state: 'pass' | 'pending' | 'fail',
): readonly GateEvidence[] {
  const text = `@${by} overrides it until ${zonedWords(until, zone)}: ${visibleText(reason)}`;
  const asked = { text, state, url: comment.url, who: by, at: comment.createdAt };
  if (second === null) return [asked];
  const { login } = second.author;
  return [asked, { text: `@${login} confirmed it`, state, url: second.url, who: login, at: second.createdAt }];
}
