const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long ago, in the shortest form that people use in lists: `now`, `5m`, `3h`, `2d`, `4mo`. Never negative. */
export function shortAge(then: number, now: number): string {
  const age = Math.max(0, now - then);
  if (age < minute) return 'now';
  if (age < hour) return `${Math.floor(age / minute)}m`;
  if (age < day) return `${Math.floor(age / hour)}h`;
  if (age < 60 * day) return `${Math.floor(age / day)}d`;
  return `${Math.floor(age / (30 * day))}mo`;
}

/** `1 commit`, `2 commits`; thousands are grouped. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;
}
