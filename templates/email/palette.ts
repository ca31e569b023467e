import { type FontName, fonts } from './fonts.ts';

const paper = '#fcfaf6';
const night = '#111418';
const pressBlue = '#284e7d';

/** Legible small text: the contrast WCAG 2.2 asks for at level AA (1.4.3). */
const legible = 4.5;

/** What a layout may name as `$ink` and so on: colours as #rrggbb, and the two families. */
export type Palette = ReturnType<typeof paletteFor>;

/**
 * The colours of a mail, on paper and at night, around the publication's one accent.
 * An accent that is too faint on a ground is darkened or lifted until it can be read. One that is not #rrggbb gives way
 * to press-blue: a mail with a code in it must not fail for a colour.
 */
export function paletteFor(accent: string, { darkAccent, font = 'charter' }: MailLook = {}) {
  const wanted = /^#[0-9a-f]{6}$/i.test(accent) ? accent.toLowerCase() : pressBlue;
  return {
    ground: paper,
    ink: '#181b1f',
    muted: '#4f5358',
    hairline: '#d3d1cb',
    accent: untilLegible(wanted, paper, '#000000'),
    darkGround: night,
    darkInk: '#e8e4dd',
    darkMuted: '#aeaaa4',
    darkHairline: '#3a3d42',
    darkAccent:
      darkAccent === undefined
        ? untilLegible(wanted, night, tintOf(wanted), 7)
        : untilLegible(darkAccent, night, tintOf(darkAccent)),
    serif: fonts[font].text,
    sans: fonts[font].small,
    outlook: fonts[font].outlook,
  } as const;
}

/** What a newsletter has of its own: a colour by day, one at night, and a family. */
export type MailLook = {
  readonly accent?: string | undefined;
  readonly darkAccent?: string | undefined;
  readonly font?: FontName | undefined;
};

export type Ground = 'day' | 'night';

/** Why an accent cannot be read on a ground, and one near it that can; null when it can. White stands on it by day, as on buttons. */
export function faintAccent(
  colour: string,
  ground: Ground,
): { readonly contrast: number; readonly near: string } | null {
  const contrast =
    ground === 'night'
      ? contrastOf(colour, night)
      : Math.min(contrastOf(colour, paper), contrastOf(colour, '#ffffff'));
  if (contrast >= legible) return null;
  const near =
    ground === 'night' ? untilLegible(colour, night, tintOf(colour)) : untilLegible(colour, paper, '#000000');
  return { contrast, near };
}

/** Mixes a colour with another, in steps of five per cent, until it stands out from the ground. */
function untilLegible(colour: string, ground: string, towards: string, contrast = legible): string {
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = mix(colour, towards, share);
    if (contrastOf(mixed, ground) >= contrast) return mixed;
  }
  return towards;
}

/** A light tint of the same hue; mixing with plain white would turn it grey. */
function tintOf(colour: string): string {
  const values = channels(colour);
  const brightest = Math.max(...values);
  return hex(values.map((value) => (brightest === 0 ? 255 : ((value / brightest) * 255 + 255) / 2)));
}

function mix(from: string, towards: string, share: number): string {
  const end = channels(towards);
  return hex(channels(from).map((value, index) => value + ((end[index] ?? value) - value) * share));
}

/** The contrast ratio of WCAG 2.2: 1 for the same colour, 21 for black on white. */
export function contrastOf(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour)
    .map((value) => value / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const channels = (colour: string): number[] =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

const hex = (values: readonly number[]): string =>
  `#${values.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;
