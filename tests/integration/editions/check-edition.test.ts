import { sql } from 'kysely';
import { checkEdition } from '../../../src/editions/check-edition.ts';
import type { EditionBlock } from '../../../src/editions/edition-block.ts';
import { createEdition, findEdition, listEditions } from '../../../src/editions/editions.ts';
import { previewEdition } from '../../../src/editions/preview-edition.ts';
import { releaseEdition } from '../../../src/editions/release-edition.ts';
import { countEnded } from '../../../src/delivery/mailing-totals.ts';
import { randomId } from '../../../src/platform/random-tokens.ts';
import { sendEditionNow } from '../../support/send-edition.ts';
import { useApp } from '../../support/use-app.ts';
import { testKeys } from '../../support/use-database.ts';
import { useMailbox } from '../../support/use-mailbox.ts';

const mailbox = useMailbox();
const app = useApp();

/** A draft of the morning newsletter with these blocks. */
async function draftOf(blocks: readonly EditionBlock[]) {
  const created = await createEdition(app.db, {
    newsletter: 'morning-edition',
    articles: [],
    subject: 'Seal closes the slipway',
    createdBy: 'Ana Reyes',
  });
  if (created.kind !== 'created') throw new Error(created.message);
  await sql`
    update edition set blocks = ${JSON.stringify(blocks)}::jsonb where public_id = ${created.id}
  `.execute(app.db);
  const edition = await findEdition(app.db, created.id);
  if (!edition) throw new Error('the edition is missing');
  return edition;
}

describe('parts that only some readers see', () => {
  const limited = (count: number): EditionBlock[] =>
    Array.from({ length: count }, (_, index) => ({
      kind: 'intro',
      text: `Part ${index} for subscribers.`,
      leastTier: 'digital',
    }));

  test('may be sixty-three', async () => {
    const edition = await draftOf(limited(63));
    const checks = await checkEdition(app.db, app.setting.publicUrl, edition);
    expect(checks.map(({ code }) => code)).not.toContain('too-many-limited-parts');
  });

  test('one more is told at its block, keeps the edition from being sent, and is shown to nobody', async () => {
    const edition = await draftOf(limited(64));
    const checks = await checkEdition(app.db, app.setting.publicUrl, edition);
    expect(checks).toContainEqual(
      expect.objectContaining({ severity: 'blocking', code: 'too-many-limited-parts', block: 63 }),
    );
    const free = { name: '', rank: 0, newsletters: [] };
    const payer = { ...free, rank: 99 };
    for (const reader of [free, payer]) {
      const { html, text } = await previewEdition(app.db, app.setting.publicUrl, edition, reader);
      expect([html.includes('Part 63 '), text.includes('Part 63 ')]).toEqual([false, false]);
    }
    const outcome = await releaseEdition(
      app.db,
      { keys: testKeys, publicUrl: app.setting.publicUrl },
      { publicId: edition.publicId, releaseKey: randomId(), releasedBy: 'Ana Reyes' },
    );
    expect(outcome.kind).toBe('blocked');
  });
});

test('the list of editions says the same of a send before and after its figures are kept', async () => {
  const { publicId, mailingId } = await sendEditionNow(app, mailbox);
  const lineOf = async () =>
    (await listEditions(app.db, { limit: 10 })).find((line) => line.publicId === publicId);
  const counted = await lineOf();
  expect(counted?.mailing?.accepted).toBeGreaterThan(0);
  await countEnded(app.db);
  const { rows } = await sql`select from mailing_total where mailing_id = ${mailingId}`.execute(app.db);
  expect(rows).toHaveLength(1);
  const kept = await lineOf();
  expect(kept).toEqual(counted);
});
