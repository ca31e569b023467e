import { csvField } from '../../../src/platform/csv.ts';

test.each(['=1+1', '+44', '-1', '@import', '\tx', '\rx'])('%j never begins a formula', (value) => {
  expect(csvField(value)).toMatch(/^"?'/);
});

test('commas, quotes and line ends stay inside their field', () => {
  expect(csvField('550 no, "never"')).toBe('"550 no, ""never"""');
  expect(csvField('two\nlines')).toBe('"two\nlines"');
  expect(csvField('ben@example.test')).toBe('ben@example.test');
});
