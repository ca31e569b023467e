import { sql } from 'kysely';
import PostalMime from 'postal-mime';
import { readReceipt } from '../../../src/delivery/receipt.ts';
import { addReaders, sendEditionNow } from '../../support/send-edition.ts';
import { useApp } from '../../support/use-app.ts';
import { useMailbox } from '../../support/use-mailbox.ts';

const app = useApp();
const mailbox = useMailbox();

const speak = (language: string | null, ids: readonly number[]) =>
  sql`update subscriber set language = ${language} where id = any (${[...ids]}::bigint[])`.execute(app.db);

const countTexts = async (mailingId: number) => {
  const { rows } = await sql<{ texts: number }>`
    select count(*) as texts from mailing_content where mailing_id = ${mailingId}
  `.execute(app.db);
  return Number(rows[0]?.texts);
};

async function mailTo(address: string) {
  const arrived = mailbox.mails.findLast(({ to }) => to === address);
  return PostalMime.parse(arrived?.raw ?? '');
}

test('an edition is one text while its readers have one language, whatever is on offer', async () => {
  await addReaders(app, 'ada@example.test');
  const { mailingId } = await sendEditionNow(app, mailbox);
  expect(await countTexts(mailingId)).toBe(1);
  expect((await mailTo('ada@example.test')).text).toContain('Leave this newsletter');
});

test('its frame speaks each reader’s language, the newsroom’s words stay, and the receipt adds up', async () => {
  const [marta, otto] = await addReaders(app, 'marta@example.test', 'otto@example.test');
  await speak('es', marta === undefined ? [] : [marta]);
  // What nobody has words for any more is the publication's.
  await speak('xx', otto === undefined ? [] : [otto]);
  await sql`update subscriber set name = 'Marta Ruiz' where id = ${marta ?? 0}`.execute(app.db);
  const { mailingId } = await sendEditionNow(app, mailbox);
  expect(await countTexts(mailingId)).toBe(2);

  const [spanish, english, unknown] = [
    await mailTo('marta@example.test'),
    await mailTo('ada@example.test'),
    await mailTo('otto@example.test'),
  ];
  expect(spanish.subject).toBe(english.subject);
  expect(spanish.text).toContain('Hola, Marta:');
  expect(spanish.text).toContain('Darme de baja de este boletín:');
  expect(spanish.html).toContain('<html lang="es"');
  expect(spanish.html).not.toMatch(/Leave this newsletter|Read it/);
  expect(english.text).toContain('Hello');
  expect(english.text).not.toContain('Darme de baja');
  expect(unknown.text).toContain('Leave this newsletter');
  const headline = /<h2[^>]*><a[^>]*>([^<]+)</.exec(english.html ?? '')?.[1] ?? '';
  expect(headline).not.toBe('');
  expect(spanish.html).toContain(headline);

  const receipt = await readReceipt(app.db, mailingId);
  expect(receipt.accepted).toBe(receipt.audience);
});
