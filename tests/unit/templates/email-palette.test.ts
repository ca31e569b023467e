import { contrastOf, faintAccent, paletteFor } from '../../../templates/email/palette.ts';

test('contrast is counted as WCAG counts it', () => {
  expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrastOf('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

test.each(['#284e7d', '#000000', '#ffffff', '#ffee00', '#0000ff', '#ff0000', '#00ff00', '#7f7f7f'])(
  'an accent of %s can be read on paper and at night, as text and under a button’s words',
  (accent) => {
    const palette = paletteFor(accent);
    expect(contrastOf(palette.accent, palette.ground)).toBeGreaterThanOrEqual(4.5);
    expect(contrastOf(palette.accent, '#ffffff')).toBeGreaterThanOrEqual(4.5);
    expect(contrastOf(palette.darkAccent, palette.darkGround)).toBeGreaterThanOrEqual(4.5);
  },
);

test('a good accent is left alone, and one that is no colour gives way', () => {
  expect(paletteFor('#284E7D').accent).toBe('#284e7d');
  expect(paletteFor('red"><script>').accent).toBe('#284e7d');
});

test('words can be read on both grounds', () => {
  const palette = paletteFor('#284e7d');
  for (const words of [palette.ink, palette.muted])
    expect(contrastOf(words, palette.ground)).toBeGreaterThan(4.5);
  for (const words of [palette.darkInk, palette.darkMuted])
    expect(contrastOf(words, palette.darkGround)).toBeGreaterThan(4.5);
});

test.each([
  ['#ffee00', 'day'],
  ['#7fb2ff', 'day'],
  ['#101020', 'night'],
  ['#284e7d', 'night'],
] as const)('%s cannot be read by %s, and the colour near it can', (colour, ground) => {
  const faint = faintAccent(colour, ground);
  expect(faint?.contrast).toBeLessThan(4.5);
  expect(faintAccent(faint?.near ?? '', ground)).toBeNull();
});

test('a newsletter’s own colours and letters take the place of the publication’s', () => {
  const palette = paletteFor('#7a1f1f', { darkAccent: '#ff9f9f', font: 'verdana' });
  expect(palette).toMatchObject({ accent: '#7a1f1f', darkAccent: '#ff9f9f', outlook: 'Verdana, sans-serif' });
  expect(paletteFor('#7a1f1f', { darkAccent: '#101020' }).darkAccent).not.toBe('#101020');
});
