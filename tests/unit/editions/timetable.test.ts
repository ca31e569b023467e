import {
  type Chain,
  endOfQuiet,
  lastDeparture,
  nextDeparture,
  planNext,
} from '../../../src/editions/digests/timetable.ts';

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const berlin = (minutes: number, weekdays = everyDay) => ({ minutes, weekdays, timeZone: 'Europe/Berlin' });
const at = (text: string): Date => new Date(text);

/** A chain of runs as lines: start, end, departure. */
function chainOf(chain: Chain, from: string | null, count: number): readonly string[] {
  const lines: string[] = [];
  let last = from === null ? null : { windowEnd: at(from), departsAt: at(from) };
  for (let n = 0; n < count; n += 1) {
    const run = planNext(chain, last);
    lines.push(
      [run.windowStart, run.windowEnd, run.departsAt]
        .map((each) => each.toISOString().slice(0, 16))
        .join(' '),
    );
    last = run;
  }
  return lines;
}

describe('runs over the change of the clocks', () => {
  test('06:30 in Berlin stays 06:30 on the wall in spring: a window of 23 hours', () => {
    const chain = { timetable: berlin(390), leadMinutes: 0, since: at('2027-03-26T12:00:00Z') };
    expect(chainOf(chain, null, 4)).toEqual([
      '2027-03-26T05:30 2027-03-27T05:30 2027-03-27T05:30',
      '2027-03-27T05:30 2027-03-28T04:30 2027-03-28T04:30',
      '2027-03-28T04:30 2027-03-29T04:30 2027-03-29T04:30',
      '2027-03-29T04:30 2027-03-30T04:30 2027-03-30T04:30',
    ]);
  });

  test('06:30 in Berlin stays 06:30 on the wall in autumn: a window of 25 hours', () => {
    const chain = { timetable: berlin(390), leadMinutes: 0, since: at('2027-10-29T12:00:00Z') };
    expect(chainOf(chain, null, 3)).toEqual([
      '2027-10-29T04:30 2027-10-30T04:30 2027-10-30T04:30',
      '2027-10-30T04:30 2027-10-31T05:30 2027-10-31T05:30',
      '2027-10-31T05:30 2027-11-01T05:30 2027-11-01T05:30',
    ]);
  });

  test('a time in the skipped hour is one run, at the first moment after', () => {
    const chain = { timetable: berlin(150), leadMinutes: 0, since: at('2027-03-27T00:00:00Z') };
    expect(chainOf(chain, null, 3)).toEqual([
      '2027-03-26T01:30 2027-03-27T01:30 2027-03-27T01:30',
      '2027-03-27T01:30 2027-03-28T01:00 2027-03-28T01:00',
      '2027-03-28T01:00 2027-03-29T00:30 2027-03-29T00:30',
    ]);
  });

  test('a time in the doubled hour is one run, at the first of the two', () => {
    const chain = { timetable: berlin(150), leadMinutes: 0, since: at('2027-10-30T00:00:00Z') };
    expect(chainOf(chain, null, 3)).toEqual([
      '2027-10-29T00:30 2027-10-30T00:30 2027-10-30T00:30',
      '2027-10-30T00:30 2027-10-31T00:30 2027-10-31T00:30',
      '2027-10-31T00:30 2027-11-01T01:30 2027-11-01T01:30',
    ]);
  });

  test('a weekly one on the Sunday of the change is one run', () => {
    const chain = { timetable: berlin(150, [7]), leadMinutes: 0, since: at('2027-10-22T00:00:00Z') };
    expect(chainOf(chain, null, 3)).toEqual([
      '2027-10-17T00:30 2027-10-24T00:30 2027-10-24T00:30',
      '2027-10-24T00:30 2027-10-31T00:30 2027-10-31T00:30',
      '2027-10-31T00:30 2027-11-07T01:30 2027-11-07T01:30',
    ]);
  });
});

test('windows touch, over weekends too', () => {
  const chain = {
    timetable: berlin(390, [1, 2, 3, 4, 5]),
    leadMinutes: 30,
    since: at('2027-01-07T12:00:00Z'),
  };
  expect(chainOf(chain, null, 3)).toEqual([
    '2027-01-07T05:00 2027-01-08T05:00 2027-01-08T05:30',
    '2027-01-08T05:00 2027-01-11T05:00 2027-01-11T05:30',
    '2027-01-11T05:00 2027-01-12T05:00 2027-01-12T05:30',
  ]);
});

test('a timetable that is changed starts where the last window ended, and never leaves at once', () => {
  const chain = { timetable: berlin(540), leadMinutes: 0, since: at('2027-01-07T12:00:00Z') };
  expect(chainOf(chain, '2027-01-07T05:30:00Z', 1)).toEqual([
    '2027-01-07T05:30 2027-01-08T08:00 2027-01-08T08:00',
  ]);
});

test('a window that was closed before its time does not give its hour a second run', () => {
  const chain = { timetable: berlin(540), leadMinutes: 0, since: at('2027-01-05T12:00:00Z') };
  const built = { windowEnd: at('2027-01-06T20:00:00Z'), departsAt: at('2027-01-07T08:00:00Z') };
  expect(planNext(chain, built)).toEqual({
    windowStart: at('2027-01-06T20:00:00Z'),
    windowEnd: at('2027-01-08T08:00:00Z'),
    departsAt: at('2027-01-08T08:00:00Z'),
  });
});

test('a pause of months is not made up for', () => {
  const chain = { timetable: berlin(540), leadMinutes: 0, since: at('2027-01-07T12:00:00Z') };
  expect(chainOf(chain, '2026-10-07T05:30:00Z', 1)).toEqual([
    '2027-01-07T08:00 2027-01-08T08:00 2027-01-08T08:00',
  ]);
});

test('days on which nobody was there are runs of their own', () => {
  const chain = { timetable: berlin(390), leadMinutes: 0, since: at('2027-01-01T12:00:00Z') };
  expect(chainOf(chain, '2027-01-05T05:30:00Z', 2)).toEqual([
    '2027-01-05T05:30 2027-01-06T05:30 2027-01-06T05:30',
    '2027-01-06T05:30 2027-01-07T05:30 2027-01-07T05:30',
  ]);
});

test('a departure is after the moment asked for, the last one may be that moment', () => {
  const departure = at('2027-01-07T05:30:00Z');
  expect(nextDeparture(berlin(390), departure)).toEqual(at('2027-01-08T05:30:00Z'));
  expect(lastDeparture(berlin(390), departure)).toEqual(departure);
});

describe('quiet hours from 22:00 to 06:00 in Berlin', () => {
  const quiet = { from: 1320, until: 360, timeZone: 'Europe/Berlin' };
  test.each([
    ['2027-01-07T20:59:00Z', null],
    ['2027-01-07T21:00:00Z', '2027-01-08T05:00:00.000Z'],
    ['2027-01-08T04:59:00Z', '2027-01-08T05:00:00.000Z'],
    ['2027-01-08T05:00:00Z', null],
    // The night the clocks spring forward.
    ['2027-03-27T21:30:00Z', '2027-03-28T04:00:00.000Z'],
    // The night they fall back.
    ['2027-10-31T00:30:00Z', '2027-10-31T05:00:00.000Z'],
  ])('at %s the end is %s', (moment, end) => {
    expect(endOfQuiet(quiet, at(moment))?.toISOString() ?? null).toBe(end);
  });

  test('there may be none', () => {
    expect(endOfQuiet(null, at('2027-01-07T23:00:00Z'))).toBeNull();
  });
});
