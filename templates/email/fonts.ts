/** Families that are there without being fetched: a mail asks nobody for a font. */
export const fontNames = ['charter', 'georgia', 'system', 'verdana'] as const;

export type FontName = (typeof fontNames)[number];

const sans = "system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

/** The family of running text, the one beside it, and what Outlook takes. */
export const fonts: Readonly<
  Record<FontName, { readonly text: string; readonly small: string; readonly outlook: string }>
> = {
  charter: {
    text: "Charter, 'Bitstream Charter', 'Iowan Old Style', 'Source Serif 4', Georgia, serif",
    small: sans,
    outlook: 'Georgia, serif',
  },
  georgia: { text: "Georgia, 'Times New Roman', serif", small: sans, outlook: 'Georgia, serif' },
  system: { text: sans, small: sans, outlook: 'Arial, sans-serif' },
  verdana: {
    text: 'Verdana, Geneva, Tahoma, sans-serif',
    small: 'Verdana, Geneva, Tahoma, sans-serif',
    outlook: 'Verdana, sans-serif',
  },
};
