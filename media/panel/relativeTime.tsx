import { useEffect, useState } from 'preact/hooks';
import { timeAgo } from './timeAgo';

const listeners = new Set<(now: number) => void>();
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });

setInterval(() => {
  const now = Date.now();
  for (const listener of listeners) listener(now);
}, 60_000);

/** "2 hours ago", corrected every minute; the exact time is in the tooltip. `at` is in epoch milliseconds. */
export function RelativeTime({ at, style = 'long' }: { at: number; style?: 'long' | 'narrow' }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    listeners.add(setNow);
    return () => {
      listeners.delete(setNow);
    };
  }, []);
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <span>at an unknown time</span>;
  return (
    <time dateTime={date.toISOString()} title={full.format(date)}>
      {timeAgo(at, Math.max(now, 0), style)}
    </time>
  );
}
