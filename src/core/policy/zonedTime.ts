/** A local time as if it were UTC, in epoch milliseconds: what the clock on the wall shows, for reckoning with. */
export type WallTime = number;

const day = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const made =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  formats.set(zone, made);
  return made;
}

/** Whether the name is a time zone that is known here (https://www.iana.org/time-zones). */
export function isTimeZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** What the clock shows in the zone. @throws RangeError for a zone that is not known */
export function wallTime(instant: number, zone: string): WallTime {
  const part = new Map(
    formatOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (name: Intl.DateTimeFormatPartTypes): number => part.get(name) ?? 0;
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
}

/** Local time minus UTC, in milliseconds. */
function offset(instant: number, zone: string): number {
  const whole = Math.floor(instant / 1000) * 1000;
  return wallTime(whole, zone) - whole;
}

/**
 * When the clock in the zone shows that time. A time that comes twice, because the clock is put back, has a `first` and a
 * `last` instant; one that is left out, because the clock is put forward, is the instant at which that happens.
 */
export function instantAt(wall: WallTime, zone: string, which: 'first' | 'last'): number {
  const around = [offset(wall - day, zone), offset(wall + day, zone)];
  const found = [...new Set(around)].map((each) => wall - each).filter((each) => wallTime(each, zone) === wall);
  if (found.length > 0) return which === 'first' ? Math.min(...found) : Math.max(...found);
  // The clock jumps over it: look for the second at which its offset changes.
  let [before, after] = [wall - day - (around[0] ?? 0), wall + day - (around[1] ?? 0)];
  const old = offset(before, zone);
  while (after - before > 1000) {
    const middle = Math.floor((before + after) / 2000) * 1000;
    if (offset(middle, zone) === old) before = middle;
    else after = middle;
  }
  return after;
}

const weekdayNames = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** `Mon 2026-11-23 09:00 Europe/Berlin`, the same on every machine. */
export function zonedWords(instant: number, zone: string): string {
  const shown = new Date(wallTime(instant, zone));
  const [date = '', time = ''] = shown.toISOString().split('T');
  return `${weekdayNames[shown.getUTCDay()] ?? ''} ${date} ${time.slice(0, 5)} ${zone}`;
}
