import { sql } from 'kysely';
import { assembleHtml, assembleSubject, assembleText } from '../../templates/email/assemble.ts';
import { staffNoticeMail } from '../../templates/email/staff-notice-mail.ts';
import { mailPublication } from '../audience/reader-mails.ts';
import { parseAddress } from '../delivery/address.ts';
import { queueMail } from '../delivery/queue-mail.ts';
import { type Receipt, readReceipt } from '../delivery/receipt.ts';
import { type Publication, readPublication, senderOf } from '../newsletters/publication.ts';
import type { Db } from '../platform/db.ts';
import type { KeyRing } from '../platform/key-ring.ts';

type Due = {
  readonly id: number;
  readonly publicId: string;
  readonly subject: string;
  /** Null once it is a draft again. */
  readonly mailingId: number | null;
  readonly noticeTo: string;
  /** `finished`, or `paused: ` or `taken back: ` and the reason. */
  readonly news: string;
};

/** Released editions with news that nobody was told. A chunk that is due at some time holds rows that wait. */
async function listDue(db: Db): Promise<readonly Due[]> {
  const { rows } = await sql<Due>`
    with recent as (
      select edition.id, edition.public_id, edition.subject, edition.mailing_id, edition.notice_to, edition.noticed,
        case
          when mailing.state = 'paused' and mailing.pause_reason is not null then 'paused: ' || mailing.pause_reason
          when mailing.state in ('sending', 'stopped') and not exists (
            select from delivery_chunk where mailing_id = mailing.id and due_at < 'infinity'
          ) then 'finished'
        end as news
      from edition join mailing on mailing.id = edition.mailing_id
      where edition.notice_to is not null and mailing.release_at > now() - interval '7 days'
      union all
      select id, public_id, subject, null, notice_to, noticed, 'taken back: ' || taken_back
      from edition where notice_to is not null and taken_back is not null and mailing_id is null
    )
    select id, public_id as "publicId", subject, mailing_id as "mailingId", notice_to as "noticeTo", news
    from recent where news is not null and noticed is distinct from news
    order by id limit 20
  `.execute(db);
  return rows;
}

const numbers = new Intl.NumberFormat('en-GB');

function accountOf({ accepted, audience, inDoubt, refused, suppressed, expired, stopped }: Receipt): string {
  const parts = [
    [refused, 'refused'],
    [suppressed, 'kept back'],
    [expired, 'expired'],
    [stopped, 'stopped'],
    [inDoubt, 'in doubt'],
  ] as const;
  const rest = parts.flatMap(([count, words]) => (count > 0 ? [`${numbers.format(count)} ${words}`] : []));
  return `${numbers.format(accepted)} of ${numbers.format(audience)} readers have it${rest.length > 0 ? `; ${rest.join(', ')}` : ''}.`;
}

function wordsOf({ news, subject }: Due, receipt: Receipt | null) {
  if (receipt === null) {
    return {
      subject: `Taken back: ${subject}`,
      paragraphs: ['Nothing has left, and the edition is a draft again.', news.slice('taken back: '.length)],
    };
  }
  if (news === 'finished') {
    return { subject: `Sent: ${subject}`, paragraphs: [accountOf(receipt)] };
  }
  return {
    subject: `Paused: ${subject}`,
    paragraphs: [news.slice('paused: '.length), accountOf(receipt), 'It waits for your word.'],
  };
}

async function notify(
  db: Db,
  keys: KeyRing,
  publicUrl: string,
  publication: Publication,
  due: Due,
): Promise<void> {
  const to = parseAddress(due.noticeTo);
  const receipt = due.mailingId === null ? null : await readReceipt(db, due.mailingId);
  const words = wordsOf(due, receipt);
  const path = receipt === null ? '' : due.news === 'finished' ? '/receipt' : '/progress';
  const template = await staffNoticeMail({
    publication: mailPublication(publication, publicUrl, 'en'),
    ...words,
    link: { words: 'Open it', url: `${publicUrl}/admin/editions/${due.publicId}${path}` },
  });
  await db.transaction().execute(async (tx) => {
    const { numAffectedRows } = await sql`
      update edition set noticed = ${due.news} where id = ${due.id} and noticed is distinct from ${due.news}
    `.execute(tx);
    if (numAffectedRows !== 1n || to === null) return;
    await queueMail(tx, keys, {
      kind: 'staff-notice',
      onceKey: `edition ${due.id} ${due.mailingId ?? 'draft'} ${due.news}`,
      to,
      sender: senderOf(publication),
      subject: assembleSubject(template),
      html: assembleHtml(template),
      text: assembleText(template),
    });
  });
}

/**
 * Tells whoever released an edition that it has finished, has paused itself, or was taken back; each news once. Safe from several processes.
 * @returns how many mails are waiting because of it. The caller rings `deliver-urgent`
 */
export async function sendEditionNotices(db: Db, keys: KeyRing, publicUrl: string): Promise<number> {
  const due = await listDue(db);
  if (due.length === 0) return 0;
  const publication = await readPublication(db);
  for (const each of due) await notify(db, keys, publicUrl, publication, each);
  return due.length;
}
