import { assembleHtml, everyBlock } from '../../../templates/email/assemble.ts';
import { quotedPrintableRun } from '../../delivery/mime-text.ts';
import { type RenderedEdition, editionSlots } from '../render-edition.ts';
import type { Check } from './check.ts';

/** Gmail cuts a mail at about 102 kB; both the decoded and the encoded size stay below 100. */
const sizes = { most: 100_000, much: 90_000 };

/** Whether the mail is short enough to be shown whole. */
export function checkSize({ content }: RenderedEdition, publicUrl: string): Check[] {
  const longName = `Hello ${'M'.repeat(40)},`;
  const url = `${publicUrl}/unsubscribe/${'x'.repeat(48)}`;
  const slots = {
    [editionSlots.greeting]: longName,
    [editionSlots.unsubscribe]: url,
    [editionSlots.preferences]: url,
    [editionSlots.poll]: url,
  };
  const html = assembleHtml(content, slots, everyBlock);
  const bytes = Math.max(Buffer.byteLength(html), quotedPrintableRun(html).length);
  if (bytes <= sizes.much) return [];
  const kilobytes = Math.round(bytes / 1000);
  return bytes > sizes.most
    ? [
        {
          severity: 'blocking',
          code: 'too-large',
          message: `The mail has ${kilobytes} kB; above 100 kB Gmail hides its end, and with it the way out. Take a story out or send cards instead of whole stories.`,
        },
      ]
    : [
        {
          severity: 'warning',
          code: 'large',
          message: `The mail has ${kilobytes} kB; at 100 kB Gmail begins to hide its end.`,
        },
      ];
}
