import type { Instant } from '../release';
import { weekdays, type FreezeWindow, type OnceWindow, type WeeklyHours, type YearlyWindow } from './policy';
import { instantAt, wallTime, type WallTime } from './zonedTime';

/** From `from`, up to and without `until`. */
export interface Interval {
  readonly from: Instant;
  readonly until: Instant;
}

const day = 86_400_000;
const full = /^(\d{4})-(\d{2}-\d{2}T\d{2}:\d{2})$/;
const inYear = /^(\d{2})-(\d{2})T(\d{2}:\d{2})$/;
const clock = /^(\d{2}):(\d{2})$/;

/** The times of a window that reach into a span; `null` when the policy's times cannot be read. */
export function windowsWithin(
  when: FreezeWindow['when'],
  zone: string,
  from: Instant,
  to: Instant,
): readonly Interval[] | null {
  switch (when.repeats) {
    case 'never':
      return within(once(when, zone), from, to);
    case 'yearly':
      return within(yearly(when, zone, from, to), from, to);
    case 'weekly':
      return within(weekly(when, zone, from, to, ['first', 'last']), from, to);
  }
}

/** As {@link windowsWithin}, of hours in which something may be done: they end where windows would begin. */
export function hoursWithin(hours: WeeklyHours, zone: string, from: Instant, to: Instant): readonly Interval[] | null {
  return within(weekly(hours, zone, from, to, ['last', 'first']), from, to);
}

function within(all: readonly Interval[] | null, from: Instant, to: Instant): readonly Interval[] | null {
  return all?.filter((each) => each.from < each.until && each.until > from && each.from < to) ?? null;
}

function once({ from, to }: OnceWindow, zone: string): readonly Interval[] | null {
  const [begins, ends] = [wallOf(from), wallOf(to)];
  if (begins === null || ends === null) return null;
  return [{ from: instantAt(begins, zone, 'first'), until: instantAt(ends, zone, 'last') }];
}

function yearly({ from, to }: YearlyWindow, zone: string, start: Instant, end: Instant): readonly Interval[] | null {
  const [first, last] = [start, end].map((each) => new Date(wallTime(each, zone)).getUTCFullYear());
  const found: Interval[] = [];
  for (let year = (first ?? 0) - 1; year <= (last ?? 0); year += 1) {
    const begins = wallInYear(from, year);
    const sameYear = wallInYear(to, year);
    const nextYear = wallInYear(to, year + 1);
    if (begins === null || sameYear === null || nextYear === null) return null;
    const ends = sameYear > begins ? sameYear : nextYear;
    found.push({ from: instantAt(begins, zone, 'first'), until: instantAt(ends, zone, 'last') });
  }
  return found;
}

type Choice = 'first' | 'last';

function weekly(
  { days, from, to }: WeeklyHours,
  zone: string,
  start: Instant,
  end: Instant,
  [begin, finish]: readonly [Choice, Choice],
): readonly Interval[] | null {
  const [begins, ends] = [clockOf(from), clockOf(to)];
  if (begins === null || ends === null) return null;
  const found: Interval[] = [];
  const midnight = (instant: Instant): WallTime => Math.floor(wallTime(instant, zone) / day) * day;
  // From the day before, whose hours may end in this one.
  for (let date = midnight(start) - day; date <= midnight(end); date += day) {
    // `weekdays` begins with Monday.
    const name = weekdays[(new Date(date).getUTCDay() + 6) % 7];
    if (name === undefined || !days.includes(name)) continue;
    const until = ends > begins ? date + ends : date + day + ends;
    found.push({ from: instantAt(date + begins, zone, begin), until: instantAt(until, zone, finish) });
  }
  return found;
}

/** `YYYY-MM-DDTHH:MM`; `null` for anything else, and for a day that the calendar does not have. */
function wallOf(text: string): WallTime | null {
  const found = full.exec(text);
  if (found === null) return null;
  const wall = wallInYear(found[2] ?? '', Number(found[1]));
  if (wall === null) return null;
  // The 29th of February of an ordinary year would be the 1st of March.
  return text.slice(5, 10) === '02-29' && !new Date(wall).toISOString().includes('-02-29T') ? null : wall;
}

/** `MM-DDTHH:MM` in that year; the 29th of February is the 1st of March in a year that lacks it. */
function wallInYear(text: string, year: number): WallTime | null {
  const [, month, date, time] = inYear.exec(text) ?? [];
  const hours = clockOf(time ?? '');
  if (hours === null) return null;
  const [monthNumber, dayNumber] = [Number(month), Number(date)];
  // 2024 has every date that any year has.
  const sample = new Date(Date.UTC(2024, monthNumber - 1, dayNumber));
  const isDate = sample.getUTCMonth() === monthNumber - 1 && sample.getUTCDate() === dayNumber && dayNumber > 0;
  return isDate ? Date.UTC(year, monthNumber - 1, dayNumber) + hours : null;
}

/** Milliseconds since midnight; `24:00` is the end of the day. */
function clockOf(text: string): number | null {
  const [, hours, minutes] = clock.exec(text) ?? [];
  const total = Number(hours) * 60 + Number(minutes);
  return hours !== undefined && Number(minutes) < 60 && total <= 24 * 60 ? total * 60_000 : null;
}
