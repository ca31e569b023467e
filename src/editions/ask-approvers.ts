import { assembleHtml, assembleSubject, assembleText } from '../../templates/email/assemble.ts';
import { staffNoticeMail } from '../../templates/email/staff-notice-mail.ts';
import { mailPublication } from '../audience/reader-mails.ts';
import { type Address, parseAddress } from '../delivery/address.ts';
import { queueMail } from '../delivery/queue-mail.ts';
import { type Publication, readPublication, senderOf } from '../newsletters/publication.ts';
import type { Db } from '../platform/db.ts';
import { type Staff, listStaff } from '../staff/accounts.ts';
import { mayRole } from '../staff/roles.ts';
import type { EditionSetting } from './release-edition.ts';
import { type Awaiting, listAwaiting, listNoticed } from './sql/approval.ts';

const pathOf = ({ edition, run }: Awaiting): string =>
  run === null ? `/admin/editions/${edition}/approval` : `/admin/editions/runs/${run}`;

function wordsOf({ handedInBy, newsletter, deadlineAt }: Awaiting, { timeZone }: Publication): string {
  if (handedInBy !== null)
    return `${handedInBy} has handed in an edition of ${newsletter}. It leaves when somebody who did not write it has said yes.`;
  const hour = new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  });
  const until = deadlineAt === null ? '' : ` until ${hour.format(deadlineAt)}`;
  return `The next edition of ${newsletter} has been built and waits for a word${until}. Its page says what happens without one.`;
}

/** Whoever may say yes: who may send, and has no part in the text. */
function approversOf({ authors }: Awaiting, staff: readonly Staff[]): readonly Address[] {
  return staff
    .filter(({ id, role }) => mayRole(role, 'send') && !authors.includes(id))
    .flatMap(({ address }) => parseAddress(address) ?? []);
}

async function ask(
  db: Db,
  { keys, publicUrl }: EditionSetting,
  awaiting: Awaiting,
  to: readonly Address[],
): Promise<number> {
  const keyOf = ({ key }: Address): string => `${awaiting.occasion} ${key}`;
  const asked = await listNoticed(db, to.map(keyOf));
  const open = to.filter((each) => !asked.has(keyOf(each)));
  if (open.length === 0) return 0;
  const publication = await readPublication(db);
  const template = await staffNoticeMail({
    publication: mailPublication(publication, publicUrl, 'en'),
    subject: `Please approve: ${awaiting.subject}`,
    paragraphs: [wordsOf(awaiting, publication)],
    link: { words: 'Read it and decide', url: `${publicUrl}${pathOf(awaiting)}` },
  });
  let queued = 0;
  for (const each of open) {
    const isNew = await db.transaction().execute((tx) =>
      queueMail(tx, keys, {
        kind: 'staff-notice',
        onceKey: keyOf(each),
        to: each,
        sender: senderOf(publication),
        subject: assembleSubject(template),
        html: assembleHtml(template),
        text: assembleText(template),
      }),
    );
    if (isNew) queued += 1;
  }
  return queued;
}

/**
 * Tells those who may approve an edition that one waits for them: each question once to each of them, and again when it was
 * changed and handed in anew. Safe from several processes.
 * @returns how many mails are waiting because of it. The caller rings `deliver-urgent`
 */
export async function askApprovers(db: Db, setting: EditionSetting): Promise<number> {
  const awaiting = await listAwaiting(db);
  if (awaiting.length === 0) return 0;
  const staff = await listStaff(db);
  let queued = 0;
  for (const each of awaiting) queued += await ask(db, setting, each, approversOf(each, staff));
  return queued;
}
