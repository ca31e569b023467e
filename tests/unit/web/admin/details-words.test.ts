import { detailsWords } from '../../../../src/web/admin/details-words.ts';

test.each([
  [undefined, null],
  [{}, null],
  [{ freeStories: 3, isOn: true }, 'free stories: 3; is on: yes'],
  [
    { newsletters: ['weekend', 'alerts'], mailDomain: null },
    'newsletters: weekend, alerts; mail domain: none',
  ],
  [{ prices: [{ every: 'month', amountMinor: 600 }] }, 'prices: every: month; amount minor: 600'],
])('details of an act in words: %j', (details, words) => {
  expect(detailsWords(details)).toBe(words);
});

test('details that are very long are cut', () => {
  expect(detailsWords({ words: 'x'.repeat(1000) })?.length).toBe(301);
});
