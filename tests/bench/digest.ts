import { sql } from 'kysely';
import { createMailing, freezeAudience, putContent } from '../../src/delivery/mailings.ts';
import type { Piece } from '../../src/delivery/mail-content.ts';
import type { Db } from '../../src/platform/db.ts';
import type { KeyRing } from '../../src/platform/key-ring.ts';

export const mailDomain = 'lantern.example.org';
const site = `https://${mailDomain}`;
const links = 10;
const words =
  'The harbour lamp burned through the night again, and nobody on the council will say who pays for the oil. ';

/** One story: a heading, its text and a tracked link. */
const story = (index: number, letters: number): Piece[] => [
  {
    text: `<h2>Story ${index} of the day</h2><p>${words.repeat(Math.ceil(letters / words.length)).slice(0, letters)}</p><a href="`,
  },
  { slot: 'click' },
  { text: `.${index}">Read it</a>` },
];

/** A digest of about so many bytes on the wire: a greeting, ten tracked links, an unsubscribe link and a pixel. */
function digestContent(bytes: number) {
  const letters = Math.floor((bytes - 4000) / links);
  const stories = Array.from({ length: links }, (_, index) => story(index + 1, letters)).flat();
  const html: Piece[] = [
    { text: '<html><body><p>' },
    { slot: 'greeting' },
    { text: '</p>' },
    ...stories,
    { text: '<p><a href="' },
    { slot: 'unsubscribe_url' },
    { text: '">Leave</a> <a href="' },
    { slot: 'preferences_url' },
    { text: '">Change</a></p><img alt="" src="' },
    { slot: 'open' },
    { text: '.gif"></body></html>' },
  ];
  const text: Piece[] = [
    { slot: 'greeting' },
    { text: '\n\nLeave: ' },
    { slot: 'unsubscribe_url' },
    { text: '\n' },
  ];
  return { subject: [{ text: 'Ten stories from the harbour' }], html, text };
}

/** An audience counted up by PostgreSQL itself: reader 1 to reader N. */
const countedAudience = (readers: number) => ({
  chunk: (cursor: number, limit: number) => sql`
    select n as recipient_id, 'reader' || n || '@example.test' as address, 'reader' || n || '@example.test' as address_key,
      0 as variant, 0 as block_mask, array['Hello reader ' || n || ','] as fields
    from generate_series(${cursor}::integer + 1, least(${cursor}::integer + ${limit}::integer, ${readers}::integer)) as n
  `,
  countLeftOut: () => Promise.resolve([]),
});

/** Begins a mailing of a digest of `bytes`, to be frozen or sent. Its number is returned. */
export async function createDigest(db: Db, keys: KeyRing, bytes: number): Promise<number> {
  const mailingId = await createMailing(db, keys, {
    kind: 'edition',
    priority: 4,
    suppressionScopes: ['everything', 'bulk', 'newsletter:1'],
    sender: { name: 'The Lantern', address: `news@${mailDomain}` },
    list: { id: `daily.${mailDomain}`, name: 'Daily' },
    unsubscribeSlot: 'unsubscribe_url',
    slots: [
      { name: 'greeting', kind: 'field', position: 0 },
      { name: 'unsubscribe_url', kind: 'link', base: `${site}/unsubscribe/`, purpose: 'unsubscribe', ref: 1 },
      { name: 'preferences_url', kind: 'link', base: `${site}/preferences/`, purpose: 'preferences', ref: 0 },
      { name: 'click', kind: 'delivery-link', base: `${site}/c/`, purpose: 'click' },
      { name: 'open', kind: 'delivery-link', base: `${site}/o/`, purpose: 'open' },
    ],
    isAutoSubmitted: false,
    undoSeconds: 0,
  });
  await putContent(db, mailingId, digestContent(bytes));
  return mailingId;
}

export const freezeDigest = (db: Db, mailingId: number, readers: number): Promise<boolean> =>
  freezeAudience(db, mailingId, countedAudience(readers));
