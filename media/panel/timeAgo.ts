const units = [
  { unit: 'year', seconds: 31_557_600 },
  { unit: 'month', seconds: 2_629_800 },
  { unit: 'week', seconds: 604_800 },
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3_600 },
  { unit: 'minute', seconds: 60 },
] as const;

const formats = {
  long: new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'long' }),
  narrow: new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'narrow' }),
};

/**
 * A time relative to `now`, both in epoch milliseconds, in its largest whole unit: "3 days ago", "in 2 hours", or narrow
 * "3d ago". Within a minute either way, clocks being what they are: "just now".
 */
export function timeAgo(at: number, now: number, style: 'long' | 'narrow' = 'long'): string {
  const seconds = (at - now) / 1000;
  for (const { unit, seconds: length } of units) {
    if (Math.abs(seconds) >= length) return formats[style].format(Math.trunc(seconds / length), unit);
  }
  return 'just now';
}
