import { type Router, Router as createRouter } from 'express';
import { type Need, type Step, TodayPage } from '../../../templates/pages/admin/today-page.tsx';
import { listArticles } from '../../articles/articles.ts';
import { listFeeds } from '../../articles/feeds/feeds.ts';
import { findAlarm } from '../../audience/guard/alarm.ts';
import { countGrowth } from '../../audience/growth.ts';
import { domainOf } from '../../delivery/mail-sender.ts';
import { listRelays } from '../../delivery/relays.ts';
import {
  type SenderDomainRow,
  findSenderDomain,
  problemsOf,
} from '../../delivery/sender-domain/sender-domain.ts';
import { countLiveSenders } from '../../delivery/live-senders.ts';
import { listRuns } from '../../editions/digests/steer-run.ts';
import { type EditionLine, listEditions } from '../../editions/editions.ts';
import { countTierRequests, listTierRequests, type OpenTierRequest } from '../../membership/entitlements.ts';
import { findMailbox } from '../../feedback/mailbox/report-mailbox.ts';
import { listNewsletters } from '../../newsletters/newsletter.ts';
import { type Publication, readPublication } from '../../newsletters/publication.ts';
import type { Db } from '../../platform/db.ts';
import { mayRole } from '../../staff/roles.ts';
import { dayMoment, fullDayMoment } from '../moments.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { readAdminSite } from './admin-site.ts';
import { feedNeeds } from './feeds/feed-words.ts';
import { alarmWords } from './forms/alarm-words.ts';
import { editionPath } from './editions/edition-path.ts';
import { editionRow } from './editions/edition-row.ts';
import { may, sessionOf } from './staff-door.ts';
import { nextDepartures, runNeeds } from './today-digests.ts';

/** So many looks in a row that failed are no accident. */
const troubling = 3;

const shown = { editions: 6, underWay: 20, requests: 5, runs: 50 };

/** A mail server's own words come without a stop. */
const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);

function editionNeeds({ publicId, subject, mailing }: EditionLine): readonly Need[] {
  if (!mailing) return [];
  const href = `${editionPath(publicId)}/progress`;
  const name = `“${subject}”`;
  const needs: Need[] = [];
  if (mailing.state === 'paused') {
    const why = sentence(mailing.pauseReason ?? 'Somebody paused it');
    const share = `${mailing.accepted} of ${mailing.audience} have it.`;
    needs.push({ href, title: `${name} is paused`, words: `${why} ${share}` });
  }
  if (mailing.inDoubt > 0) {
    const who = mailing.inDoubt === 1 ? 'One reader' : `${mailing.inDoubt} readers`;
    const words = 'Their mail was handed over and the answer was lost. Send it again, or let it rest.';
    needs.push({ href, title: `${who} of ${name} in doubt`, words });
  }
  return needs;
}

const requestNeed =
  (publication: Publication) =>
  ({ subscriberId, address, name, tierName, askedAt }: OpenTierRequest): Need => ({
    href: `/admin/readers/${subscriberId}`,
    title: `${name ?? address} asks for ${tierName}`,
    words: `Since ${dayMoment(askedAt, publication).text}. Write about payment, then give the subscription.`,
  });

async function readNeeds(
  db: Db,
  publication: Publication,
  unsettled: readonly EditionLine[],
): Promise<readonly Need[]> {
  const [senders, alarm, requests, waiting, feeds, mailbox] = await Promise.all([
    countLiveSenders(db),
    findAlarm(db),
    listTierRequests(db, shown.requests),
    countTierRequests(db),
    listFeeds(db),
    findMailbox(db),
  ]);
  const rest = waiting - requests.length;
  return [
    ...(senders === 0
      ? [
          {
            href: '/admin/delivery',
            title: 'No process is sending',
            words: 'Mail waits, and nothing is lost. See what is at work.',
          },
        ]
      : []),
    ...(mailbox?.isOn && mailbox.failures >= troubling && mailbox.problem !== null
      ? [
          {
            href: '/admin/delivery/sources/mailbox',
            title: 'The mailbox of reports cannot be read',
            words: `${sentence(mailbox.problem)} Mail goes out as before; bounces wait there.`,
          },
        ]
      : []),
    ...(alarm
      ? [
          {
            href: '/admin/settings/sign-up',
            title: 'A flood of sign-ups',
            words: alarmWords(alarm, publication),
          },
        ]
      : []),
    ...feedNeeds(feeds, publication),
    ...unsettled.flatMap(editionNeeds),
    ...requests.map(requestNeed(publication)),
    ...(rest > 0
      ? [
          {
            href: '/admin/readers',
            title: `${rest} more ask for a subscription`,
            words: 'They come up here in turn.',
          },
        ]
      : []),
  ];
}

/** The proof is asked for once mail leaves the house. */
const provenStep = (domain: SenderDomainRow | null): Step => ({
  isDone: domain?.findings.leavesHouse === true && problemsOf(domain).length === 0,
  title: 'Prove that your mail is yours',
  words: 'Three records at your domain; the page says which are there.',
  href: '/admin/delivery/domain',
});

/** The checklist of a newsroom that has sent nothing yet. */
async function readSteps(
  { db, hasInbox }: Pick<WebSetting, 'db' | 'hasInbox'>,
  { senderAddress }: Publication,
  reachable: number,
): Promise<readonly Step[]> {
  const [newsletters, { articles }, relays, domain] = await Promise.all([
    listNewsletters(db),
    listArticles(db, { limit: 1 }),
    listRelays(db),
    findSenderDomain(db, domainOf(senderAddress)),
  ]);
  const hasServer = !hasInbox || relays.some(({ isOn }) => isOn);
  return [
    {
      isDone: true,
      title: 'Say who you are',
      words: 'Title, sender and postal address stand in every mail.',
      href: '/admin/settings',
    },
    {
      isDone: newsletters.length > 0,
      title: 'Add a newsletter',
      words: 'What readers sign up for.',
      href: '/admin/newsletters',
    },
    {
      isDone: articles.length > 0,
      title: 'Bring a story in',
      words: 'Paste its text; where it asks to sign up, the box stands.',
      href: '/admin/stories/import',
    },
    {
      isDone: reachable > 0,
      title: 'Win the first reader',
      words: 'Sign yourself up under a story, and confirm.',
      href: '/',
    },
    {
      isDone: hasServer,
      title: 'Let mail leave',
      words: 'Name your mail server. Until then every mail ends in the built-in inbox.',
      href: '/admin/delivery',
    },
    ...(hasServer ? [provenStep(domain)] : []),
    {
      isDone: false,
      title: 'Send the first edition',
      words: 'Choose stories, look at the proof, mail yourself a test, press send.',
      href: '/admin/editions/new',
    },
  ];
}

/** The newsroom's own front page. */
export function createTodayRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();

  router.get('/', may('read'), async (_request, response) => {
    const publication = await readPublication(db);
    const [site, unsettled, last, released, growth, runs] = await Promise.all([
      readAdminSite(setting, response),
      listEditions(db, { limit: shown.underWay, isUnsettled: true }),
      listEditions(db, { limit: shown.editions }),
      listEditions(db, { limit: 1, isReleased: true }),
      countGrowth(db, 30),
      listRuns(db, { isOpen: true, limit: shown.runs }),
    ]);
    const mayCompose = mayRole(sessionOf(response).staff.role, 'compose');
    const row = (line: EditionLine) => editionRow(line, publication, mayCompose);
    const underWay = unsettled
      .filter(
        ({ mailing }) => mailing?.state === 'freezing' || (mailing?.state === 'sending' && mailing.open > 0),
      )
      .map(row);
    const isBeginning = mayCompose && released.length === 0;
    sendPage(
      response,
      TodayPage({
        site,
        day: fullDayMoment(setting.clock(), publication),
        needs: [...runNeeds(runs, publication), ...(await readNeeds(db, publication, unsettled))],
        departures: nextDepartures(runs, publication),
        growth,
        underWay,
        last: last.map(row).filter(({ href }) => !underWay.some((other) => other.href === href)),
        steps: isBeginning ? await readSteps(setting, publication, growth.reachable) : [],
        mayCompose,
      }),
    );
  });
  return router;
}
