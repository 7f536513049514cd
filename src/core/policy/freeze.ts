import { known, unknown, type Known } from '../known';
import type { Instant } from '../release';
import { visibleText } from '../visibleText';
import type { FreezePolicy, FreezeWindow } from './policy';
import { hoursWithin, windowsWithin, type Interval } from './freezeIntervals';
import { isTimeZone, zonedWords } from './zonedTime';

/** What the calendar of a policy says of one instant. */
export interface FreezeMoment {
  /** Whether releases may ship: no window is open, and it is within the deploy hours. */
  readonly open: boolean;
  /** The open window that ends last; `null`: none is open. */
  readonly window: FreezeWindow | null;
  /** When that window ends; `null` without one. */
  readonly windowEnds: Instant | null;
  /** `null`: the policy has no deploy hours. */
  readonly withinHours: boolean | null;
  /** When `open` changes; `null`: not within {@link horizon}. */
  readonly until: Instant | null;
}

const day = 86_400_000;

/** How far ahead a change is looked for: a year and some days. */
export const horizon = 400 * day;

/** Whether the policy says anything about when releases ship. */
export function hasFreeze(policy: FreezePolicy): boolean {
  return policy.windows.length > 0 || policy.deployHours.length > 0;
}

/**
 * Judges an instant by the policy's calendar, in its own time zone. Where the clock is put back and a local time comes
 * twice, windows last from the first to the last of them and deploy hours from the last to the first: in doubt nothing
 * ships. Unknown when the zone or a time of the policy cannot be read.
 */
export function freezeAt(instant: Instant, policy: FreezePolicy): Known<FreezeMoment> {
  if (!isTimeZone(policy.timeZone)) {
    return unknown(`the time zone "${visibleText(policy.timeZone)}" of the policy is not known here`);
  }
  // Most changes are near; a whole year is reckoned only when they are not.
  for (const ahead of [16 * day, horizon]) {
    const calendar = calendarOf(policy, instant, instant + ahead);
    if (calendar === null) return unknown('a time of the freeze policy cannot be read');
    const moment = momentOf(instant, calendar, instant + ahead);
    if (moment.until !== null || ahead === horizon) return known(moment);
  }
  return unknown('the calendar has no end');
}

/** The next instant from which releases may ship, this one included; `null`: not within {@link horizon}. */
export function nextOpening(instant: Instant, policy: FreezePolicy): Known<Instant | null> {
  const moment = freezeAt(instant, policy);
  return moment.known ? known(moment.value.open ? instant : moment.value.until) : moment;
}

interface Calendar {
  readonly windows: readonly (Interval & { readonly window: FreezeWindow })[];
  /** `null`: there are no deploy hours, so all hours are. */
  readonly hours: readonly Interval[] | null;
}

function calendarOf(policy: FreezePolicy, from: Instant, to: Instant): Calendar | null {
  const windows = [];
  for (const window of policy.windows) {
    const found = windowsWithin(window.when, policy.timeZone, from, to);
    if (found === null) return null;
    windows.push(...found.map((each) => ({ ...each, window })));
  }
  if (policy.deployHours.length === 0) return { windows, hours: null };
  const hours = [];
  for (const each of policy.deployHours) {
    const found = hoursWithin(each, policy.timeZone, from, to);
    if (found === null) return null;
    hours.push(...found);
  }
  return { windows, hours };
}

const holds = (instant: Instant) => (each: Interval) => each.from <= instant && instant < each.until;

function isOpen(instant: Instant, { windows, hours }: Calendar): boolean {
  return !windows.some(holds(instant)) && (hours === null || hours.some(holds(instant)));
}

function momentOf(instant: Instant, calendar: Calendar, end: Instant): FreezeMoment {
  const { windows, hours } = calendar;
  const open = isOpen(instant, calendar);
  const [longest] = windows.filter(holds(instant)).sort((a, b) => b.until - a.until);
  const edges = [...windows, ...(hours ?? [])].flatMap(({ from, until }) => [from, until]);
  const ahead = [...new Set(edges)].filter((each) => each > instant && each <= end).sort((a, b) => a - b);
  return {
    open,
    window: longest?.window ?? null,
    windowEnds: longest?.until ?? null,
    withinHours: hours === null ? null : hours.some(holds(instant)),
    until: ahead.find((each) => isOpen(each, calendar) !== open) ?? null,
  };
}

/** What the calendar says, as a sentence for people; times in the policy's zone. */
export function freezeWords(moment: FreezeMoment, { timeZone }: FreezePolicy): string {
  const { open, window, windowEnds, until } = moment;
  const at = (instant: Instant): string => zonedWords(instant, timeZone);
  if (open) return until === null ? 'Releases may ship.' : `Releases may ship until ${at(until)}.`;
  const opens = until === null ? 'No later time to ship is in sight.' : `Releases may ship from ${at(until)}.`;
  if (window === null || windowEnds === null) return `It is outside of the deploy hours. ${opens}`;
  const reason = window.reason.trim() === '' ? '' : ` (${visibleText(window.reason.trim()).replace(/\.$/, '')})`;
  // Where another window or the night follows, the end of the window is not the next opening.
  const ends = windowEnds === until ? '' : `, which ends ${at(windowEnds)}`;
  return `Frozen by "${visibleText(window.name)}"${reason}${ends}. ${opens}`;
}
