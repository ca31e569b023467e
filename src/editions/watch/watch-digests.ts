import { assembleHtml, assembleSubject, assembleText } from '../../../templates/email/assemble.ts';
import { staffNoticeMail } from '../../../templates/email/staff-notice-mail.ts';
import { mailPublication } from '../../audience/reader-mails.ts';
import { queueMail } from '../../delivery/queue-mail.ts';
import { sendAside } from '../../delivery/send-aside.ts';
import type { SingleMail } from '../../delivery/single-mail.ts';
import { type Publication, readPublication, senderOf } from '../../newsletters/publication.ts';
import type { Db } from '../../platform/db.ts';
import { type MayReach, postOutside } from '../../platform/post-outside.ts';
import type { EditionSetting } from '../release-edition.ts';
import { type EndangeredRun, findDangers } from './find-dangers.ts';
import { type OpenWarning, addWarning, claimWarnings, noteMailed, noteWebhook } from './warnings.ts';
import { type WatchSetting, listWarned, readWatchSetting } from './watch-setting.ts';

const mostAtOnce = 10;
/** Over about a day, since the pauses double. */
const mostPosts = 20;

type Watch = EditionSetting & { readonly mayReach?: MayReach | undefined };

const runUrl = (publicUrl: string, run: string): string => `${publicUrl}/admin/editions/runs/${run}`;

function titleOf({ run }: EndangeredRun, { timeZone }: Publication): string {
  const hour = new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  }).format(run.departsAt);
  return `${run.newsletter}, ${hour}`;
}

async function mailsOf(
  { publicUrl }: Watch,
  publication: Publication,
  warning: OpenWarning,
  to: SingleMail['to'],
): Promise<SingleMail> {
  const template = await staffNoticeMail({
    publication: mailPublication(publication, publicUrl, 'en'),
    subject: warning.title,
    paragraphs: [warning.words],
    link: { words: 'See what can be done', url: runUrl(publicUrl, warning.run) },
  });
  return {
    kind: 'staff-notice',
    onceKey: `warning ${warning.id} ${to.key}`,
    to,
    sender: senderOf(publication),
    subject: assembleSubject(template),
    html: assembleHtml(template),
    text: assembleText(template),
  };
}

/** By the mail server kept for it, past the queue; through the ledger where there is none or it takes nothing. */
async function tellByMail(
  db: Db,
  watch: Watch,
  setting: WatchSetting,
  warning: OpenWarning,
): Promise<boolean> {
  const publication = await readPublication(db);
  const waiting: SingleMail[] = [];
  for (const to of await listWarned(db, setting)) {
    const mail = await mailsOf(watch, publication, warning, to);
    const name = new URL(watch.publicUrl).hostname;
    const { relayId } = setting;
    const isTaken = relayId !== null && (await sendAside(db, watch.keys, { relayId, name, mail }));
    if (!isTaken) waiting.push(mail);
  }
  await db.transaction().execute(async (tx) => {
    if (!(await noteMailed(tx, warning.id))) return;
    for (const mail of waiting) await queueMail(tx, watch.keys, mail);
  });
  return waiting.length > 0;
}

async function tellByWebhook(
  db: Db,
  { publicUrl, mayReach }: Watch,
  { webhookUrl }: WatchSetting,
  warning: OpenWarning,
): Promise<void> {
  const { code, title, words, newsletter, departsAt, run } = warning;
  const url = runUrl(publicUrl, run);
  const answer =
    webhookUrl === null
      ? { isTaken: false, words: 'There is no address any more' }
      : await postOutside(
          webhookUrl,
          // `text` is what chat programs show.
          {
            type: 'digest.warning',
            code,
            title,
            words,
            newsletter,
            departsAt,
            url,
            text: `${title}: ${words} ${url}`,
          },
          mayReach,
        );
  const isOver = webhookUrl === null || warning.tries >= mostPosts;
  const state = answer.isTaken ? 'sent' : isOver ? 'failed' : 'waiting';
  await noteWebhook(db, warning.id, { state, words: answer.words });
}

/**
 * Looks for what stands in the way of automatic editions, and tells the newsroom by mail and webhook: each danger of a run once.
 * Safe from several processes.
 * @returns whether mails wait because of it. The caller rings `deliver-urgent`
 */
export async function watchDigests(db: Db, watch: Watch, now: Date): Promise<boolean> {
  const setting = await readWatchSetting(db);
  const dangers = await findDangers(db, now);
  if (dangers.length > 0) {
    const publication = await readPublication(db);
    for (const endangered of dangers)
      await addWarning(db, {
        runId: endangered.run.id,
        ...endangered.danger,
        title: titleOf(endangered, publication),
        hasWebhook: setting.webhookUrl !== null,
      });
  }
  let isQueued = false;
  for (const warning of await claimWarnings(db, mostAtOnce)) {
    if (warning.needsMail && (await tellByMail(db, watch, setting, warning))) isQueued = true;
    if (warning.needsWebhook) await tellByWebhook(db, watch, setting, warning);
  }
  return isQueued;
}
