import { addDays, momentOf, wallDayAt, wallMinutesAt, weekdayOf } from '../../../src/platform/wall-time.ts';

const minutesOf = (clock: string): number => {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  return hour * 60 + minute;
};
const dayOf = (text: string) => {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  return { year, month, day };
};

describe('a time on the wall as a moment', () => {
  test.each([
    // zone, day, clock, moment, what happens
    ['Europe/Berlin', '2027-03-27', '02:30', '2027-03-27T01:30:00.000Z', 'the day before'],
    ['Europe/Berlin', '2027-03-28', '01:59', '2027-03-28T00:59:00.000Z', 'the minute before the gap'],
    ['Europe/Berlin', '2027-03-28', '02:00', '2027-03-28T01:00:00.000Z', 'skipped: 03:00 follows 01:59'],
    ['Europe/Berlin', '2027-03-28', '02:30', '2027-03-28T01:00:00.000Z', 'skipped: the first moment after'],
    ['Europe/Berlin', '2027-03-28', '03:00', '2027-03-28T01:00:00.000Z', 'the first moment after'],
    ['Europe/Berlin', '2027-03-28', '06:30', '2027-03-28T04:30:00.000Z', 'the morning after'],
    ['Europe/Berlin', '2027-10-31', '01:30', '2027-10-30T23:30:00.000Z', 'before the doubled hour'],
    ['Europe/Berlin', '2027-10-31', '02:00', '2027-10-31T00:00:00.000Z', 'doubled: the first of the two'],
    ['Europe/Berlin', '2027-10-31', '02:30', '2027-10-31T00:30:00.000Z', 'doubled: the first of the two'],
    ['Europe/Berlin', '2027-10-31', '03:00', '2027-10-31T02:00:00.000Z', 'after the doubled hour'],
    ['Europe/Berlin', '2027-10-31', '06:30', '2027-10-31T05:30:00.000Z', 'the morning after'],
    ['Europe/London', '2027-03-28', '01:30', '2027-03-28T01:00:00.000Z', 'skipped'],
    ['Europe/London', '2027-10-31', '01:30', '2027-10-31T00:30:00.000Z', 'doubled'],
    ['America/New_York', '2027-03-14', '02:15', '2027-03-14T07:00:00.000Z', 'skipped'],
    ['America/New_York', '2027-11-07', '01:15', '2027-11-07T05:15:00.000Z', 'doubled'],
    ['Australia/Lord_Howe', '2027-10-03', '02:15', '2027-10-02T15:30:00.000Z', 'a gap of half an hour'],
    ['Australia/Lord_Howe', '2027-04-04', '01:45', '2027-04-03T14:45:00.000Z', 'doubled for half an hour'],
    ['America/Santiago', '2027-09-05', '00:00', '2027-09-05T04:00:00.000Z', 'a midnight that is skipped'],
    ['Asia/Kolkata', '2027-03-28', '02:30', '2027-03-27T21:00:00.000Z', 'a zone whose clocks never change'],
    ['UTC', '2027-03-28', '02:30', '2027-03-28T02:30:00.000Z', 'no zone at all'],
  ])('%s %s %s is %s (%s)', (zone, day, clock, moment) => {
    expect(momentOf(dayOf(day), minutesOf(clock), zone).toISOString()).toBe(moment);
  });

  test.each([
    ['2027-03-28T00:59:59Z', 'Europe/Berlin', '2027-3-28', 119],
    ['2027-03-28T01:00:00Z', 'Europe/Berlin', '2027-3-28', 180],
    ['2027-03-28T11:30:00Z', 'Pacific/Auckland', '2027-3-29', 30],
    ['2027-03-28T00:00:00Z', 'America/New_York', '2027-3-27', 1200],
  ])('at %s a calendar in %s shows %s and its clock minute %i', (at, zone, day, minutes) => {
    const { year, month, day: date } = wallDayAt(new Date(at), zone);
    expect(`${year}-${month}-${date}`).toBe(day);
    expect(wallMinutesAt(new Date(at), zone)).toBe(minutes);
  });
});

test('days are counted on the calendar, and Monday is the first', () => {
  expect(addDays({ year: 2027, month: 2, day: 28 }, 1)).toEqual({ year: 2027, month: 3, day: 1 });
  expect(addDays({ year: 2027, month: 1, day: 1 }, -1)).toEqual({ year: 2026, month: 12, day: 31 });
  expect(weekdayOf({ year: 2027, month: 3, day: 28 })).toBe(7);
  expect(weekdayOf({ year: 2027, month: 3, day: 29 })).toBe(1);
});
