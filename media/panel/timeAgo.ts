import { ageOf } from '../../src/core/ages';

const formats = {
  long: new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'long' }),
  narrow: new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'narrow' }),
};

/**
 * A time relative to `now`, both in epoch milliseconds, in the whole units of `ageOf`: "3 days ago", "in 2 hours", or
 * narrow "3d ago". Within a minute either way, clocks being what they are: "just now".
 */
export function timeAgo(at: number, now: number, style: 'long' | 'narrow' = 'long'): string {
  const isPast = at <= now;
  const { value, unit } = isPast ? ageOf(at, now) : ageOf(now, at);
  return unit === 'now' ? 'just now' : formats[style].format(isPast ? -value : value, unit);
}
