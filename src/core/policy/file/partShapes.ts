import { categories, securityKinds, weekdays } from '../policy';
import type { RiskLevel } from '../../release';
import { checkPattern, date, filePath, glob, hour, line, personOrTeam, team, timeZone, webAddress } from './forms';
import { windowTime, windowTimes } from './forms';
import { key, map } from './mapShape';
import { amount, either, flag, list, text, word, type Shape } from './shape';

/** The risks by name. */
export const levels: Shape<readonly RiskLevel[]> = list(word(['low', 'medium', 'high']));

/** Names of days that stand for several. */
export const dayGroups = {
  weekdays: ['mon', 'tue', 'wed', 'thu', 'fri'],
  weekend: ['sat', 'sun'],
  daily: weekdays,
} as const;

const days = either(
  'weekdays, weekend, daily or a list of days such as [mon, tue]',
  word(['weekdays', 'weekend', 'daily'], {
    weekdays: 'Monday to Friday',
    weekend: 'Saturday and Sunday',
    daily: 'Every day',
  }),
  list(word(weekdays), { min: 1 }),
);

/** Where a pin stands in its file. */
const pinKey = either(
  'keys from the root of the file, as image.digest or [image, digest]',
  text({
    expected: 'keys from the root of the file with dots between, such as image.digest or images.0.digest',
    pattern: /^[^.\s\p{Cc}]+(?:\.[^.\s\p{Cc}]+)*$/u,
    maxLength: 300,
  }),
  list(either('a key or an index', line('a key'), amount(0, 9999, 'whole')), { min: 1, repeats: true }),
);

/** One entry of `targets`. */
export const target = map(
  'a target with name and file',
  {
    name: key(line('the name of the target', 60), 'What people call it. It stands once in the list.', {
      examples: ['production', 'checkout'],
    }),
    file: key(filePath, 'The file that pins what is deployed, from the root of the repository.', {
      examples: ['version.txt', 'environments/production/values.yaml'],
    }),
    key: key(
      pinKey,
      'Where in a YAML or JSON file the pin stands: the keys from the root with dots between, or as a list where a key has a dot in it. Left out: the file holds the pin and nothing else.',
      { examples: ['image.digest', ['images', 0, 'digest']] },
    ),
    pin: key(
      word(['sha', 'digest'], {
        sha: 'One full commit SHA.',
        digest: 'An image digest, `sha256:…`, also after `name@`. A build attestation tells its commit.',
      }),
      'What stands there.',
      { examples: ['sha', 'digest'], fallback: 'sha' },
    ),
  },
  ['name', 'file'],
);

/** Approvals: `2`, or how many and from which teams. */
export const approvals = either(
  'how many approvals (0 to 20), or a map with count and teams',
  amount(0, 20, 'whole'),
  map(
    'approvals with count, and teams where they matter',
    {
      count: key(amount(0, 20, 'whole'), 'How many people must approve.', { examples: [1, 2] }),
      teams: key(
        list(team),
        'Teams, as `organisation/team`: at least one person of each must be among those who approve.',
        { examples: [['acme/leads']], fallback: [] },
      ),
    },
    ['count'],
  ),
);

/** One entry of `checks.kinds`. */
export const checkKind = map(
  'a kind of checks with name and patterns',
  {
    name: key(line('the name of the kind', 60), 'What people call it.', { examples: ['unit', 'SAST'] }),
    patterns: key(
      list(checkPattern, { min: 1 }),
      'Names of checks; `*` stands for any text, and case does not matter. At least one that fits must have run, and all that fit must pass.',
      { examples: [['unit', 'test (*)'], ['codeql*']] },
    ),
  },
  ['name', 'patterns'],
);

/** Kinds of security triggers. */
export const triggers = list(word(securityKinds));

/** A list of globs. */
export const globs = list(glob);

const shared = {
  name: key(line('the name of the window', 60), 'What people call it.', { examples: ['Holidays'] }),
  reason: key(line('the reason'), 'Why nothing ships then, for those who are held back by it.', {
    examples: ['Peak traffic'],
  }),
};

const anyWindow = map(
  'a freeze window with name, reason, from and to',
  {
    ...shared,
    repeats: key(
      word(['never', 'yearly', 'weekly'], {
        never: '`from` and `to` are `YYYY-MM-DDTHH:MM`.',
        yearly: '`from` and `to` are `MM-DDTHH:MM`; `to` before `from` goes over the turn of the year.',
        weekly: '`from` and `to` are `HH:MM` of the `days`; `to` not after `from` goes into the next day.',
      }),
      'Whether it comes back.',
      { examples: ['never', 'yearly', 'weekly'], fallback: 'never' },
    ),
    days: key(days, 'On which days it begins, when it repeats weekly.', { examples: [['fri'], 'weekend'] }),
    from: key(windowTime, 'Its first minute, in the time zone of `freeze.timeZone`.', {
      examples: ['2026-11-26T00:00', '12-20T00:00', '16:00'],
    }),
    to: key(windowTime, 'The first minute after it.', { examples: ['2026-11-30T00:00', '01-02T00:00', '24:00'] }),
  },
  ['name', 'reason', 'from', 'to'],
);

const ends = (repeats: keyof typeof windowTimes) => ({
  from: { pattern: windowTimes[repeats].pattern },
  to: { pattern: windowTimes[repeats].pattern },
});
const repeating = (repeats: 'yearly' | 'weekly') => ({
  properties: { repeats: { const: repeats } },
  required: ['repeats'],
});

/** One entry of `freeze.windows`. How its ends are written depends on `repeats`, which the reader checks afterwards. */
export const freezeWindow: typeof anyWindow = {
  ...anyWindow,
  schema: {
    ...anyWindow.schema,
    allOf: [
      { if: repeating('yearly'), then: { properties: ends('yearly') } },
      { if: repeating('weekly'), then: { properties: ends('weekly'), required: ['days'] } },
      { if: { properties: { repeats: { const: 'never' } } }, then: { properties: ends('never') } },
    ],
  },
};

/** One entry of `freeze.deployHours`. */
export const deployHours = map(
  'hours with days, from and to',
  {
    days: key(days, 'On which days they begin.', { examples: ['weekdays', ['mon', 'tue']] }),
    from: key(hour('start'), 'The first minute, as `HH:MM`.', { examples: ['09:00'] }),
    to: key(
      hour('end'),
      'The first minute after them, as `HH:MM`; not after `from`: on the next day. `24:00` is the end of the day.',
      { examples: ['17:00', '24:00'] },
    ),
  },
  ['days', 'from', 'to'],
);

/** The map `freeze`. */
export const freeze = map('a map with timeZone, windows, deployHours and approvers', {
  timeZone: key(timeZone, 'The time zone of all times here, by its IANA name.', {
    examples: ['Europe/Zurich', 'America/New_York'],
  }),
  windows: key(list(freezeWindow), 'When nothing ships.', {
    examples: [
      [{ name: 'Holidays', reason: 'Peak traffic', repeats: 'yearly', from: '12-20T00:00', to: '01-02T00:00' }],
    ],
  }),
  deployHours: key(list(deployHours), 'Weekly hours in which releases may ship. None: always.', {
    examples: [[{ days: 'weekdays', from: '09:00', to: '17:00' }]],
  }),
  approvers: key(
    list(personOrTeam),
    'Who may second an override, as logins and `organisation/team`. None: everybody who may write.',
    { examples: [['octocat', 'acme/on-call']] },
  ),
});

const incident = map(
  'an incident with date and title',
  {
    date: key(date, 'The day, as `YYYY-MM-DD`.', { examples: ['2026-03-14'] }),
    title: key(line('the title'), 'What happened.', { examples: ['Checkout was down for an hour'] }),
    url: key(webAddress, 'Where to read about it.', { examples: ['https://example.com/incidents/42'] }),
  },
  ['date', 'title'],
);

/** One entry of `services`. */
export const service = map(
  'a service with name and paths',
  {
    name: key(line('the name of the service', 60), 'What people call it. It stands once in the list.', {
      examples: ['checkout'],
    }),
    paths: key(list(glob, { min: 1 }), 'Globs over the paths that belong to it.', {
      examples: [['services/checkout/**']],
    }),
    dependsOn: key(
      list(line('the name of a service', 60)),
      'Names of the services that it needs. They must be in the list, and not need each other in a circle.',
      { examples: [['payments']], fallback: [] },
    ),
    incidents: key(
      list(incident),
      'Known incidents in which it had a part; those of the last 90 days add to the risk.',
      {
        examples: [[{ date: '2026-03-14', title: 'Checkout was down for an hour' }]],
        fallback: [],
      },
    ),
  },
  ['name', 'paths'],
);

const condition = map('a map of conditions', {
  onlyPaths: key(globs, 'Every changed path matches one of these globs.', {
    examples: [['docs/**', '*.md']],
    fallback: [],
  }),
  anyPath: key(globs, 'Some changed path matches one of these globs.', { examples: [['**/*.tf']], fallback: [] }),
  labels: key(list(line('a label', 50)), 'The pull request has one of these labels.', {
    examples: [['EMERGENCY']],
    fallback: [],
  }),
  levels: key(levels, 'The risk is one of these.', { examples: [['high']], fallback: [] }),
  migrations: key(flag, 'Whether the release has database migrations.', { examples: [true] }),
  security: key(flag, 'Whether the release touches a security trigger.', { examples: [false] }),
  majorDependencies: key(flag, 'Whether a dependency takes a major step.', { examples: [false] }),
});

/** One entry of `categories`. */
export const categoryRule = map(
  'a rule with category',
  {
    category: key(word(categories), 'The category of the releases that fit.', { examples: ['standard', 'high-risk'] }),
    when: key(
      condition,
      'All conditions that stand here must hold. Left out: every release that no earlier rule took.',
      { examples: [{ levels: ['high'] }, { migrations: true }], fallback: {} },
    ),
    approvals: key(approvals, 'Approvals, instead of those by risk.', {
      examples: [1, { count: 2, teams: ['acme/leads'] }],
    }),
    securityReview: key(flag, 'Whether a security review is needed, whatever the triggers say.', { examples: [true] }),
    board: key(flag, 'Whether it goes to the change advisory board first.', { examples: [true], fallback: false }),
    strategy: key(line('a deployment strategy'), 'How to deploy, instead of what the matrix says.', {
      examples: ['Manual deployment'],
    }),
  },
  ['category'],
);
