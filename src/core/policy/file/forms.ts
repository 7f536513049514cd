import { isTimeZone } from '../zonedTime';
import { nearest } from './nearest';
import { text, type Shape, type TextForm } from './shape';

/** Longest text that people read in one line: names, labels, items. */
const lineLimit = 300;

const linePattern = /^[^\s\p{Cc}\p{Cf}](?:[^\p{Cc}\p{Zl}\p{Zp}]*[^\s\p{Cc}\p{Cf}])?$/u;

/** One line of text for people. */
export function line(what: string, maxLength = lineLimit): Shape<string> {
  return text({ expected: `${what}: one line of text without spaces around it`, pattern: linePattern, maxLength });
}

/**
 * A branch (https://git-scm.com/docs/git-check-ref-format), as `production` or `release/live`, without `refs/heads/`.
 */
export const branch: Shape<string> = text({
  expected: 'the name of a branch, such as production',
  pattern: /^(?![-/.])(?!refs\/)(?!@$)(?!.*(?:\.\.|\/\/|@\{|\/\.|\.lock(?:\/|$)|[/.]$))[^\s\p{Cc}~^:?*[\\]+$/u,
  maxLength: 244,
  fix: (name) => (name.startsWith('refs/heads/') ? name.slice('refs/heads/'.length) : null),
});

/** A file of the repository. */
export const filePath: Shape<string> = text({
  expected: 'the path of a file from the root of the repository, such as deploy/values.yaml',
  pattern: /^(?!\/)(?!(?:.*\/)?\.{0,2}(?:\/|$))[^\\\p{Cc}]+$/u,
  maxLength: 500,
  fix: (path) => path.replaceAll('\\', '/').replace(/^(?:\.?\/)+/, '') || null,
});

/** Names between slashes; more of them match no path. */
const globParts = 64;

/**
 * A glob over paths: `*` and `?` stand for characters of one name, `**` for any number of folders; without `/` it is
 * matched against the last name.
 */
export const glob: Shape<string> = text({
  expected:
    'a glob over paths: * and ? within a name, ** alone between slashes, no braces, no !, nothing that leads out of the repository',
  pattern: /^(?![!\s])(?!\/?$)(?!\.{1,2}\/)(?!.*\/\.{0,2}(?:\/|$))(?!.*[^/]\*\*)(?!.*\*\*[^/])[^\\{}\p{Cc}]+$/u,
  maxLength: 300,
  check: (path) => (path.split('/').length > globParts ? `at most ${globParts} names between slashes` : null),
  fix: (path) => {
    if (path.endsWith('/') && path !== '/') return `${path}**`;
    return path.startsWith('./') && path.length > 2 ? path.slice(2) : null;
  },
});

/** A pattern over the names of checks. */
export const checkPattern: Shape<string> = line('the name of a check, in which * stands for any text', 200);

const login = '[A-Za-z0-9][A-Za-z0-9_-]{0,99}';
const slug = '[A-Za-z0-9_.-]{1,100}';

function withoutAt(name: string): string | null {
  return /^@./u.test(name) ? name.slice(1) : null;
}

/** A team. */
export const team: Shape<string> = text({
  expected: 'a team as organisation/team, such as acme/leads',
  pattern: new RegExp(`^${login}/${slug}$`, 'u'),
  maxLength: 201,
  fix: withoutAt,
});

/** A person or a team. */
export const personOrTeam: Shape<string> = text({
  expected: 'a login such as octocat, or a team as organisation/team',
  pattern: new RegExp(`^${login}(?:/${slug})?$`, 'u'),
  maxLength: 201,
  fix: withoutAt,
});

/** A time zone that this machine's clock knows. */
export const timeZone: Shape<string> = text({
  expected: 'the IANA name of a time zone, such as Europe/Zurich',
  pattern: /^[A-Za-z][A-Za-z0-9_+/-]*$/u,
  maxLength: 64,
  check: (zone) => (isTimeZone(zone) ? null : 'the IANA name of a time zone, such as Europe/Zurich'),
  fix: (zone) => nearest(zone, Intl.supportedValuesOf('timeZone')),
});

const month = '(?:0[1-9]|1[0-2])';
const day = '(?:0[1-9]|[12][0-9]|3[01])';
const clock = '(?:[01][0-9]|2[0-3]):[0-5][0-9]';

const dateForm: TextForm = {
  expected: 'a day as YYYY-MM-DD',
  pattern: new RegExp(`^[0-9]{4}-${month}-${day}$`, 'u'),
  maxLength: 10,
  check: (date) => (isDay(Number(date.slice(0, 4)), date.slice(5)) ? null : 'a day that the calendar has'),
};

/** A day. */
export const date: Shape<string> = text(dateForm);

/** An hour of the day, the end of the day included for an end. */
export function hour(end: 'start' | 'end'): Shape<string> {
  return text({
    expected: `a time of day as HH:MM, from 00:00 to ${end === 'end' ? '24:00' : '23:59'}`,
    pattern: new RegExp(`^(?:${clock}${end === 'end' ? '|24:00' : ''})$`, 'u'),
    maxLength: 5,
    fix: (time) => (/^[0-9]:[0-5][0-9]$/u.test(time) ? `0${time}` : null),
  });
}

/** How the ends of a freeze window are written, by how it repeats. */
export const windowTimes = {
  never: { expected: 'a local time as YYYY-MM-DDTHH:MM', pattern: `^[0-9]{4}-${month}-${day}T${clock}$` },
  yearly: { expected: 'a local time as MM-DDTHH:MM', pattern: `^${month}-${day}T${clock}$` },
  weekly: { expected: 'a time of day as HH:MM', pattern: `^(?:${clock}|24:00)$` },
} as const;

/** An end of a freeze window, however it repeats. */
export const windowTime: Shape<string> = text({
  expected: 'YYYY-MM-DDTHH:MM; where it repeats, MM-DDTHH:MM (yearly) or HH:MM (weekly)',
  pattern: new RegExp(
    Object.values(windowTimes)
      .map(({ pattern }) => pattern)
      .join('|'),
    'u',
  ),
  maxLength: 16,
  check: (time) => {
    const found = /^(?:([0-9]{4})-)?([0-9]{2}-[0-9]{2})T/u.exec(time);
    // The leap day comes in some years, so a yearly window may name it.
    const known = found === null || isDay(Number(found[1] ?? 2000), found[2] ?? '');
    return known ? null : 'a day that the calendar has';
  },
});

function isDay(year: number, monthAndDay: string): boolean {
  const [month = 0, day = 0] = monthAndDay.split('-').map(Number);
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day <= days;
}

/** An address that a reader may follow. */
export const webAddress: Shape<string> = text({
  expected: 'an address that starts with https://',
  pattern: /^https:\/\/[^\s\p{Cc}]+$/u,
  maxLength: 2000,
  check: (url) => (URL.canParse(url) ? null : 'an address that starts with https:// and names a host'),
});

/** A version of two numbers. Without quotes, `8.10` would be the number 8.1. */
export const shortVersion: Shape<string> = text({
  expected: "a version of two numbers such as '8.4'",
  pattern: /^[0-9]{1,3}\.[0-9]{1,3}$/u,
  maxLength: 7,
});
