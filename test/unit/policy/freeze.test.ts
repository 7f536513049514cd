import assert from 'node:assert/strict';
import fc from 'fast-check';
import { freezeAt, freezeWords, nextOpening } from '../../../src/core/policy/freeze';
import { weekdays, type FreezePolicy, type FreezeWindow, type WeeklyHours } from '../../../src/core/policy/policy';
import { instantAt, isTimeZone, wallTime, zonedWords } from '../../../src/core/policy/zonedTime';

const window = (when: FreezeWindow['when'], name = 'Peak'): FreezeWindow => ({ name, reason: '', when });
const policy = (change: Partial<FreezePolicy>): FreezePolicy => ({
  timeZone: 'UTC',
  windows: [],
  deployHours: [],
  approvers: [],
  ...change,
});
const once = (from: string, to: string) => window({ repeats: 'never', from, to });
const yearly = (from: string, to: string) => window({ repeats: 'yearly', from, to });
const weekly = (days: WeeklyHours['days'], from: string, to: string) => window({ repeats: 'weekly', days, from, to });
const office = (from = '09:00', to = '16:00'): WeeklyHours => ({ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from, to });

function at(instant: string, change: Partial<FreezePolicy>) {
  const read = freezeAt(Date.parse(instant), policy(change));
  assert.ok(read.known, read.known ? '' : read.reason);
  return read.value;
}
const isOpen = (instant: string, change: Partial<FreezePolicy>) => at(instant, change).open;
const untilOf = (instant: string, change: Partial<FreezePolicy>) => {
  const { until } = at(instant, change);
  return until === null ? null : new Date(until).toISOString().slice(0, 16);
};
const edges = (change: Partial<FreezePolicy>, rows: readonly (readonly [string, boolean])[]) => {
  for (const [instant, expected] of rows) assert.equal(isOpen(instant, change), expected, instant);
};

describe('the calendar of a policy', () => {
  it('is open always when it is empty', () => {
    assert.deepEqual(at('2026-11-21T12:00Z', {}), {
      open: true,
      window: null,
      windowEnds: null,
      withinHours: null,
      until: null,
    });
  });

  it('closes for a window from its first minute to the minute before its end', () => {
    edges({ windows: [once('2026-11-20T00:00', '2026-11-30T00:00')] }, [
      ['2026-11-19T23:59:59Z', true],
      ['2026-11-20T00:00:00Z', false],
      ['2026-11-29T23:59:59Z', false],
      ['2026-11-30T00:00:00Z', true],
    ]);
  });

  it('reads times in the zone of the policy', () => {
    const windows = [once('2026-11-20T00:00', '2026-11-30T00:00')];
    assert.equal(isOpen('2026-11-19T23:30Z', { windows, timeZone: 'Europe/Berlin' }), false);
    assert.equal(isOpen('2026-11-20T04:30Z', { windows, timeZone: 'America/New_York' }), true);
    assert.equal(isOpen('2026-11-30T04:30Z', { windows, timeZone: 'America/New_York' }), false);
  });

  it('goes over the turn of the year', () => {
    edges({ windows: [yearly('12-20T00:00', '01-05T09:00')] }, [
      ['2026-12-19T23:59Z', true],
      ['2026-12-20T00:00Z', false],
      ['2027-01-01T00:00Z', false],
      ['2027-01-05T08:59Z', false],
      ['2027-01-05T09:00Z', true],
      ['2027-12-24T00:00Z', false],
    ]);
  });

  it('takes the 29th of February for the 1st of March in an ordinary year', () => {
    edges({ windows: [yearly('02-28T00:00', '02-29T00:00')] }, [
      ['2027-02-28T12:00Z', false],
      ['2027-03-01T00:00Z', true],
      ['2028-02-28T12:00Z', false],
      ['2028-02-29T00:00Z', true],
    ]);
  });

  it('goes over midnight, and to the end of the day', () => {
    edges({ windows: [weekly(['fri'], '22:00', '06:00'), weekly(['sun'], '00:00', '24:00')] }, [
      ['2026-11-20T21:59Z', true],
      ['2026-11-20T22:00Z', false],
      ['2026-11-21T05:59Z', false],
      ['2026-11-21T06:00Z', true],
      ['2026-11-22T00:00Z', false],
      ['2026-11-22T23:59Z', false],
      ['2026-11-23T00:00Z', true],
    ]);
  });

  it('lasts a whole day when it ends at the time at which it began', () => {
    edges({ windows: [weekly(['sat'], '09:00', '09:00')] }, [
      ['2026-11-21T08:59Z', true],
      ['2026-11-21T09:00Z', false],
      ['2026-11-22T08:59Z', false],
      ['2026-11-22T09:00Z', true],
    ]);
  });

  it('is open within the deploy hours only', () => {
    const change = { deployHours: [office()], timeZone: 'Europe/Berlin' };
    edges(change, [
      ['2026-11-20T07:59Z', false],
      ['2026-11-20T08:00Z', true],
      ['2026-11-20T14:59Z', true],
      ['2026-11-20T15:00Z', false],
      ['2026-11-21T10:00Z', false],
    ]);
    assert.equal(untilOf('2026-11-20T16:00Z', change), '2026-11-23T08:00');
    assert.equal(at('2026-11-20T10:00Z', change).withinHours, true);
    assert.equal(at('2026-11-21T10:00Z', change).withinHours, false);
  });

  it('keeps local hours when the clock changes', () => {
    const berlin = { deployHours: [office()], timeZone: 'Europe/Berlin' };
    assert.equal(untilOf('2026-03-27T18:00Z', berlin), '2026-03-30T07:00');
    assert.equal(untilOf('2026-10-23T18:00Z', berlin), '2026-10-26T08:00');
    const newYork = { deployHours: [office()], timeZone: 'America/New_York' };
    assert.equal(untilOf('2026-03-06T22:00Z', newYork), '2026-03-09T13:00');
    assert.equal(untilOf('2026-10-30T22:00Z', newYork), '2026-11-02T14:00');
  });

  it('is closed in both of the hours that come twice', () => {
    // Berlin: 03:00 to 02:00 on 25 October 2026, 01:00 UTC. New York: 02:00 to 01:00 on 1 November 2026, 06:00 UTC.
    edges({ windows: [once('2026-10-25T02:15', '2026-10-25T02:45')], timeZone: 'Europe/Berlin' }, [
      ['2026-10-25T00:14Z', true],
      ['2026-10-25T00:15Z', false],
      ['2026-10-25T00:50Z', false],
      ['2026-10-25T01:44Z', false],
      ['2026-10-25T01:45Z', true],
    ]);
    edges({ windows: [once('2026-11-01T01:15', '2026-11-01T01:45')], timeZone: 'America/New_York' }, [
      ['2026-11-01T05:14Z', true],
      ['2026-11-01T05:15Z', false],
      ['2026-11-01T06:44Z', false],
      ['2026-11-01T06:45Z', true],
    ]);
  });

  it('opens deploy hours at the last and closes them at the first of times that come twice', () => {
    const sunday = (from: string, to: string): WeeklyHours => ({ days: ['sun'], from, to });
    edges({ deployHours: [sunday('02:30', '04:00')], timeZone: 'Europe/Berlin' }, [
      ['2026-10-25T00:45Z', false],
      ['2026-10-25T01:29Z', false],
      ['2026-10-25T01:30Z', true],
    ]);
    edges({ deployHours: [sunday('01:00', '02:30')], timeZone: 'Europe/Berlin' }, [
      ['2026-10-25T00:29Z', true],
      ['2026-10-25T00:30Z', false],
      ['2026-10-25T01:15Z', false],
    ]);
  });

  it('takes a time that the clock jumps over for the moment of the jump', () => {
    // Berlin: 02:00 to 03:00 on 29 March 2026, 01:00 UTC. New York: 02:00 to 03:00 on 8 March 2026, 07:00 UTC.
    edges({ windows: [once('2026-03-29T02:30', '2026-03-29T04:00')], timeZone: 'Europe/Berlin' }, [
      ['2026-03-29T00:59:59Z', true],
      ['2026-03-29T01:00:00Z', false],
      ['2026-03-29T01:59:59Z', false],
      ['2026-03-29T02:00:00Z', true],
    ]);
    edges({ windows: [once('2026-03-08T00:00', '2026-03-08T02:30')], timeZone: 'America/New_York' }, [
      ['2026-03-08T06:59:59Z', false],
      ['2026-03-08T07:00:00Z', true],
    ]);
    assert.equal(
      untilOf('2026-03-28T00:00Z', {
        windows: [once('2026-03-29T02:10', '2026-03-29T02:40')],
        timeZone: 'Europe/Berlin',
      }),
      null,
    );
  });

  it('tells when a release may ship again, over windows and nights that follow each other', () => {
    const change = {
      windows: [once('2026-11-20T00:00', '2026-11-27T00:00'), once('2026-11-26T00:00', '2026-11-28T12:00')],
      deployHours: [office()],
    };
    const moment = at('2026-11-21T12:00Z', change);
    assert.equal(new Date(moment.until ?? 0).toISOString(), '2026-11-30T09:00:00.000Z');
    assert.equal(new Date(moment.windowEnds ?? 0).toISOString(), '2026-11-27T00:00:00.000Z');
    assert.equal(untilOf('2026-11-19T10:00Z', change), '2026-11-19T16:00');
    const next = nextOpening(Date.parse('2026-11-21T12:00Z'), policy(change));
    assert.deepEqual(next, { known: true, value: Date.parse('2026-11-30T09:00Z') });
    const now = Date.parse('2026-11-19T10:00Z');
    assert.deepEqual(nextOpening(now, policy(change)), { known: true, value: now });
  });

  it('sees no opening where there never is one', () => {
    assert.equal(untilOf('2026-11-21T12:00Z', { windows: [weekly(weekdays, '00:00', '24:00')] }), null);
    assert.equal(untilOf('2026-11-21T12:00Z', { windows: [yearly('01-01T00:00', '01-01T00:00')] }), null);
  });

  it('looks a year ahead', () => {
    assert.equal(untilOf('2026-11-21T12:00Z', { windows: [yearly('11-01T00:00', '11-15T00:00')] }), '2027-11-01T00:00');
  });

  for (const change of [
    { timeZone: 'Mars/Olympus' },
    { windows: [once('2026-02-30T00:00', '2026-03-01T00:00')] },
    { windows: [once('2027-02-29T00:00', '2027-03-01T00:00')] },
    { windows: [once('tomorrow', '2026-03-01T00:00')] },
    { windows: [yearly('13-01T00:00', '01-01T00:00')] },
    { windows: [weekly(['mon'], '25:00', '26:00')] },
    { deployHours: [office('9', '17')] },
  ] satisfies readonly Partial<FreezePolicy>[]) {
    it(`is not known with ${JSON.stringify(change)}`, () => {
      assert.equal(freezeAt(Date.parse('2026-11-21T12:00Z'), policy(change)).known, false);
    });
  }

  it('says it in the zone of the policy', () => {
    const berlin = policy({ timeZone: 'Europe/Berlin', deployHours: [office()] });
    const words = (instant: string, rules: FreezePolicy) => {
      const read = freezeAt(Date.parse(instant), rules);
      return read.known ? freezeWords(read.value, rules) : read.reason;
    };
    assert.equal(words('2026-11-20T10:00Z', berlin), 'Releases may ship until Fri 2026-11-20 16:00 Europe/Berlin.');
    assert.equal(
      words('2026-11-21T10:00Z', berlin),
      'It is outside of the deploy hours. Releases may ship from Mon 2026-11-23 09:00 Europe/Berlin.',
    );
    const peak = { ...once('2026-11-20T00:00', '2026-11-28T00:00'), reason: 'Black Friday' };
    assert.equal(
      words('2026-11-21T10:00Z', { ...berlin, windows: [peak] }),
      'Frozen by "Peak" (Black Friday), which ends Sat 2026-11-28 00:00 Europe/Berlin. ' +
        'Releases may ship from Mon 2026-11-30 09:00 Europe/Berlin.',
    );
  });
});

describe('times of a zone', () => {
  const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe');
  const instants = fc
    .integer({ min: Date.parse('2020-01-01'), max: Date.parse('2035-01-01') })
    .map((each) => each - (each % 1_000));

  it('are the instants that show them', () => {
    fc.assert(
      fc.property(zones, instants, (zone, instant) => {
        const wall = wallTime(instant, zone);
        const [first, last] = [instantAt(wall, zone, 'first'), instantAt(wall, zone, 'last')];
        assert.ok(first === instant || last === instant);
        assert.ok(first <= last && last - first <= 3_600_000);
      }),
    );
  });

  it('never come before those of an earlier time', () => {
    fc.assert(
      fc.property(zones, instants, fc.integer({ min: 0, max: 7_200 }), (zone, wall, seconds) => {
        for (const which of ['first', 'last'] as const) {
          assert.ok(
            instantAt(wall, zone, which) <=
              instantAt(wall + seconds * 1_000, zone, which) + (which === 'last' ? 3_600_000 : 0),
          );
        }
      }),
    );
  });

  it('are written the same everywhere', () => {
    assert.equal(zonedWords(Date.parse('2026-11-22T23:30Z'), 'Europe/Berlin'), 'Mon 2026-11-23 00:30 Europe/Berlin');
    assert.equal(isTimeZone('Europe/Berlin'), true);
    assert.equal(isTimeZone('nowhere'), false);
  });

  it('agree with a policy that is read minute by minute', () => {
    const days = fc.subarray([...weekdays], { minLength: 1 });
    const hours = fc.record({
      days,
      from: fc.constantFrom('00:00', '02:30', '09:00', '22:00'),
      to: fc.constantFrom('02:30', '06:00', '16:00', '24:00'),
    });
    fc.assert(
      fc.property(zones, fc.array(hours, { maxLength: 2 }), instants, (timeZone, deployHours, instant) => {
        const read = freezeAt(instant, policy({ timeZone, deployHours }));
        assert.ok(read.known);
        const { open, until } = read.value;
        if (until === null) return;
        assert.ok(until > instant);
        const state = (moment: number) => {
          const there = freezeAt(moment, policy({ timeZone, deployHours }));
          return there.known && there.value.open;
        };
        assert.equal(state(until), !open);
        assert.equal(state(until - 1_000), open);
      }),
      { numRuns: 60 },
    );
  });
});
