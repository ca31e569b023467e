import { endOfDay } from '../../../../src/web/admin/last-day.ts';

test.each([
  ['2027-01-31', 'Europe/London', '2027-02-01T00:00:00.000Z'],
  ['2027-06-30', 'Europe/London', '2027-06-30T23:00:00.000Z'],
  ['2027-12-31', 'America/New_York', '2028-01-01T05:00:00.000Z'],
  ['2027-12-31', 'Pacific/Auckland', '2027-12-31T11:00:00.000Z'],
])('%s in %s ends with its own midnight', (day, zone, end) => {
  expect(endOfDay(day, zone)?.toISOString()).toBe(end);
});

test('the nights on which the clocks change end an hour apart', () => {
  // Berlin springs forward in the night to 28 March 2027, and back in the night to 31 October.
  expect(endOfDay('2027-03-27', 'Europe/Berlin')?.toISOString()).toBe('2027-03-27T23:00:00.000Z');
  expect(endOfDay('2027-03-28', 'Europe/Berlin')?.toISOString()).toBe('2027-03-28T22:00:00.000Z');
  expect(endOfDay('2027-10-31', 'Europe/Berlin')?.toISOString()).toBe('2027-10-31T23:00:00.000Z');
});

test.each(['2027-02-30', '31.01.2027', 'tomorrow', ''])('“%s” is no day', (text) => {
  expect(endOfDay(text, 'Europe/London')).toBeNull();
});
