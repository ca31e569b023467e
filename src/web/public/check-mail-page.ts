import type { VNode } from 'preact';
import { confirmationSubject } from '../../../templates/email/confirmation-mail.ts';
import { CheckMailPage, type CheckMailPageProps } from '../../../templates/pages/reader/check-mail-page.tsx';
import { findAskedSignUp } from '../../audience/choose-for-sign-up.ts';
import { readSignUpRef } from '../../audience/sign-up.ts';
import { suggestAddress } from '../../audience/suggest-domain.ts';
import { listTiers } from '../../membership/tiers.ts';
import { listNewsletters } from '../../newsletters/newsletter.ts';
import { checkMailPath } from './check-mail-path.ts';
import { newsletterChoice, tierChoice } from './choices.ts';
import { readSite } from './reader-site.ts';
import { consentWords } from './sign-up-words.ts';
import { findWebmail } from './webmail.ts';
import type { Visit } from './visit.ts';
import type { ReaderProblem } from '../../../templates/words/languages.ts';

/** What the page says beyond itself: after a wrong code, a resend, saved or refused choices. */
export type CheckMailNews = {
  readonly wrong?: CheckMailPageProps['code']['wrong'];
  readonly resend?: { readonly outcome: 'sent' | 'too-soon'; readonly waitSeconds: number } | undefined;
  readonly isSaved?: boolean | undefined;
  readonly problem?: ReaderProblem | undefined;
  /** The reader keeps the address as it was typed. */
  readonly isAddressKept?: boolean | undefined;
};

const resendSeconds = 60;

/** Null when the ref is not ours or a day old. It is the same page for every address, known or not. */
export async function renderCheckMail(
  visit: Visit,
  ref: string,
  news: CheckMailNews = {},
): Promise<VNode | null> {
  const { db, words, language } = visit;
  const facts = readSignUpRef(visit, ref);
  if (!facts) return null;
  const [{ site, publication }, asked, newsletters, tiers] = await Promise.all([
    readSite(visit),
    findAskedSignUp(db, visit, ref),
    listNewsletters(db, { openOnly: true }),
    listTiers(db),
  ]);
  // A machine's ref stands for no sign-up: its page shows what the first newsletter would.
  const wanted = asked?.newsletters ?? newsletters.slice(0, 1);
  const offered = news.isAddressKept ? null : suggestAddress(facts.address);
  const post = (step: string) => ({ action: `${checkMailPath(ref)}/${step}`, hidden: [] });
  return CheckMailPage({
    site,
    email: facts.address,
    senderName: publication.senderName,
    subject: confirmationSubject(
      language,
      wanted.map(({ name }) => name),
    ),
    code: { post: post('code'), wrong: news.wrong },
    resend: { post: post('resend'), ...(news.resend ?? { waitSeconds: resendSeconds }) },
    webmail: findWebmail(facts.address),
    suggestion: offered === null ? undefined : { offered, post: post('address') },
    choices: {
      post: post('choices'),
      newsletters: newsletters.map(newsletterChoice),
      tiers: tiers.map((tier) => tierChoice(tier, words)),
      chosen: {
        newsletters: wanted.map(({ slug }) => slug),
        rhythm: asked?.rhythm ?? wanted[0]?.defaultRhythm ?? 'daily',
        tier: asked?.tier ?? tiers[0]?.slug ?? '',
      },
      words: consentWords(visit, []),
      isSaved: news.isSaved ?? false,
      problem: news.problem && words.problems[news.problem],
    },
  });
}
