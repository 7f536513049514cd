const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export type AgeUnit = 'now' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/**
 * How long ago, in the unit that people would say: minutes below an hour, hours below a day, days below two weeks, weeks
 * below nine, months of 30 days below a year, years of 365 days. Rounded down, never negative.
 */
export function ageOf(then: number, now: number): { readonly value: number; readonly unit: AgeUnit } {
  const age = Math.max(0, now - then);
  if (age < minute) return { value: 0, unit: 'now' };
  if (age < hour) return { value: Math.floor(age / minute), unit: 'minute' };
  if (age < day) return { value: Math.floor(age / hour), unit: 'hour' };
  if (age < 14 * day) return { value: Math.floor(age / day), unit: 'day' };
  if (age < 63 * day) return { value: Math.floor(age / (7 * day)), unit: 'week' };
  if (age < 365 * day) return { value: Math.floor(age / (30 * day)), unit: 'month' };
  return { value: Math.floor(age / (365 * day)), unit: 'year' };
}

const letters: Readonly<Record<AgeUnit, string>> = {
  now: 'now',
  minute: 'm',
  hour: 'h',
  day: 'd',
  week: 'w',
  month: 'mo',
  year: 'y',
};

/** The age in the shortest form that people use in lists: `now`, `5m`, `3h`, `2d`, `4mo`. */
export function shortAge(then: number, now: number): string {
  const { value, unit } = ageOf(then, now);
  return unit === 'now' ? letters.now : `${value}${letters[unit]}`;
}

/** `1 commit`, `2 commits`; thousands are grouped. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;
}
