import { assembleHtml, everyBlock } from '../../../templates/email/assemble.ts';
import { type RenderedEdition, editionSlots } from '../render-edition.ts';
import type { Check } from './check.ts';

/** Whoever reads by headings loses the thread where one level is left out. */
function checkHeadings(html: string): Check[] {
  const levels = [...html.matchAll(/<h([1-6])\b/gi)].map(([, level]) => Number(level));
  const isBroken = levels.some((level, index) => level > (levels[index - 1] ?? 0) + 1);
  return isBroken
    ? [
        {
          severity: 'warning',
          code: 'heading-order',
          message:
            'The headings of the mail leave out a level, so those who read by headings lose the thread.',
        },
      ]
    : [];
}

/** Addresses without encryption: mail programs and browsers warn of them. Those of our own site are not an editor's to mend. */
function checkAddresses(html: string, publicUrl: string): Check[] {
  const plain = [...html.matchAll(/\shref="(http:\/\/[^"]*)"/gi)]
    .map(([, url = '']) => url)
    .filter((url) => !url.startsWith(publicUrl) && !publicUrl.startsWith(url.replace(/\/$/, '')));
  return [...new Set(plain)].map((url) => ({
    severity: 'warning',
    code: 'link-unencrypted',
    message: `A link leads to ${url}, which is not encrypted. Most sites have the same page with https://.`,
  }));
}

/** What only the mail as a whole shows. */
export function checkMail({ content }: RenderedEdition, publicUrl: string): readonly Check[] {
  const slots = Object.fromEntries(Object.values(editionSlots).map((slot) => [slot, publicUrl]));
  const html = assembleHtml(content, slots, everyBlock);
  return [...checkHeadings(html), ...checkAddresses(html, publicUrl)];
}
