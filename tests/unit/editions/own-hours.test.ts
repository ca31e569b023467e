import { ownHour } from '../../../src/editions/digests/own-hours.ts';

const berlin = { minutes: 390, weekdays: [1, 2, 3, 4, 5, 6, 7], timeZone: 'Europe/Berlin' };
const from = (departsAt: string, more: Partial<typeof berlin> = {}) => ({
  departsAt: new Date(departsAt),
  ...berlin,
  ...more,
});
const at = (departure: ReturnType<typeof from>, zone: string) => ownHour(departure, zone).toISOString();

describe('the hour of a reader’s own zone', () => {
  test.each([
    ['the paper’s own', 'Europe/Berlin', '2027-01-07T05:30:00.000Z'],
    ['a zone with the same clock', 'Africa/Algiers', '2027-01-07T05:30:00.000Z'],
    ['an hour to the west', 'Europe/London', '2027-01-07T06:30:00.000Z'],
    ['an hour to the east, whose morning is over', 'Europe/Helsinki', '2027-01-08T04:30:00.000Z'],
    ['half an hour off', 'Asia/Kolkata', '2027-01-08T01:00:00.000Z'],
    ['the first on the calendar', 'Pacific/Kiritimati', '2027-01-07T16:30:00.000Z'],
    ['the last on the calendar', 'Pacific/Pago_Pago', '2027-01-07T17:30:00.000Z'],
  ])('%s', (_what, zone, expected) => {
    expect(at(from('2027-01-07T05:30:00Z'), zone)).toBe(expected);
  });

  test('a departure that quiet hours, or a late word, put off counts from its hour', () => {
    const late = from('2027-01-07T08:00:00Z');
    expect(at(late, 'Europe/Berlin')).toBe('2027-01-07T05:30:00.000Z');
    expect(at(late, 'Europe/London')).toBe('2027-01-07T06:30:00.000Z');
    expect(at(late, 'America/New_York')).toBe('2027-01-07T11:30:00.000Z');
  });

  test('a departure that the timetable does not know any more stands for itself', () => {
    const weekly = from('2027-01-07T05:30:00Z', { weekdays: [1] });
    expect(at(weekly, 'Europe/London')).toBe('2027-01-07T06:30:00.000Z');
  });

  // Berlin leaves summer time on 31 October, New York on 7 November; the last digest before and the first after each.
  test.each([
    ['our clocks go back', '2027-10-30T04:30:00Z', 'America/New_York', '2027-10-30T10:30:00.000Z'],
    ['our clocks went back', '2027-10-31T05:30:00Z', 'America/New_York', '2027-10-31T10:30:00.000Z'],
    ['theirs go back', '2027-11-06T05:30:00Z', 'America/New_York', '2027-11-06T10:30:00.000Z'],
    ['theirs went back', '2027-11-07T05:30:00Z', 'America/New_York', '2027-11-07T11:30:00.000Z'],
    ['theirs go forward', '2027-03-13T05:30:00Z', 'America/New_York', '2027-03-13T11:30:00.000Z'],
    ['theirs went forward', '2027-03-14T05:30:00Z', 'America/New_York', '2027-03-14T10:30:00.000Z'],
    ['ours went forward', '2027-03-28T04:30:00Z', 'America/New_York', '2027-03-28T10:30:00.000Z'],
  ])('when %s', (_what, departsAt, zone, expected) => {
    expect(at(from(departsAt), zone)).toBe(expected);
  });

  test('an hour that the clocks skip there is the first moment after; of one that comes twice the first counts', () => {
    const early = { minutes: 150 };
    expect(at(from('2027-03-14T01:30:00Z', early), 'America/New_York')).toBe('2027-03-14T07:00:00.000Z');
    expect(at(from('2027-11-07T01:30:00Z', { minutes: 90 }), 'America/New_York')).toBe(
      '2027-11-07T05:30:00.000Z',
    );
  });

  test('a reader is never asked to wait for more than a day and an hour, whatever the zone', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    expect(zones.length).toBeGreaterThan(300);
    for (const departsAt of ['2027-01-07T05:30:00Z', '2027-03-28T04:30:00Z', '2027-10-31T05:30:00Z']) {
      const waits = zones.map((zone) => ownHour(from(departsAt), zone).getTime() - Date.parse(departsAt));
      expect(Math.min(...waits)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...waits)).toBeLessThanOrEqual(25 * 3_600_000);
    }
  });
});
