import { z } from 'zod';
import type { Language, ReaderProblem } from '../../templates/words/languages.ts';
import { type Address, parseAddress } from '../delivery/address.ts';
import { queueMail } from '../delivery/queue-mail.ts';
import { listSuppressionsOf } from '../delivery/suppressions.ts';
import { type Newsletter, type Rhythm, isRhythm, listNewsletters } from '../newsletters/newsletter.ts';
import { type Publication, parseOffered, readPublication } from '../newsletters/publication.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/db.ts';
import type { KeyRing } from '../platform/key-ring.ts';
import { readSealedToken, sealToken } from '../platform/signed-token.ts';
import { keepConfirmationSecrets, makeConfirmationSecrets } from './confirmation-link.ts';
import { tokenPurposes } from './reader-links.ts';
import { type MailSetting, writeAlreadySubscribed, writeConfirmation } from './reader-mails.ts';
import { parseReaderName } from './reader-name.ts';
import { recordConsents } from './sql/consents.ts';
import {
  type AskedMailKind,
  countAskedMails,
  insertSignUp,
  lockAddress,
  noteAskedMail,
} from './sql/sign-ups.ts';
import { type Subscriber, findOrAddSubscriber } from './sql/subscribers.ts';
import { addPending } from './sql/subscriptions.ts';

export type AudienceSetting = { readonly keys: KeyRing; readonly publicUrl: string; readonly clock: Clock };

export type SignUpForm = {
  readonly email: string;
  readonly name?: string | undefined;
  /** Slugs. */
  readonly newsletters: readonly string[];
  readonly rhythm?: string | undefined;
  /** A tier's slug; the room above knows what it means. */
  readonly tier?: string | undefined;
  /** Which form it was, and the story it stood in. */
  readonly form: string;
  readonly articleSlug?: string | undefined;
  /** The exact words that stood beside the button. */
  readonly words: string;
  /** The client's network, shortened. */
  readonly network?: string | undefined;
  /** What the form spoke. Kept where the paper speaks more than one. */
  readonly language?: string | undefined;
};

export type FieldProblem = {
  readonly kind: 'refused';
  readonly field: 'email' | 'name' | 'newsletter' | 'rhythm' | 'tier';
  readonly why: ReaderProblem;
};

export type SignUpOutcome =
  /** The same for a new, a pending and a known address, and for one whose mails are used up. */
  { readonly kind: 'asked'; readonly ref: string; readonly address: string } | FieldProblem;

/** At most 3 confirmations a day and 5 a week to one address over all newsletters, resends counted (SECURITY S2). */
const mostMails: Readonly<Record<AskedMailKind, { day: number; week: number }>> = {
  confirmation: { day: 3, week: 5 },
  already: { day: 1, week: 7 },
  'preferences-link': { day: 3, week: 5 },
  'sign-in': { day: 10, week: 30 },
  'new-address': { day: 3, week: 5 },
};

/** Whether strangers may cause one more mail of this kind; if so it is counted now. */
export async function takeMailAllowance(tx: Db, addressKey: string, kind: AskedMailKind): Promise<boolean> {
  const counts = await countAskedMails(tx, addressKey, kind);
  if (counts.lastDay >= mostMails[kind].day || counts.lastWeek >= mostMails[kind].week) return false;
  await noteAskedMail(tx, addressKey, kind);
  return true;
}

const refused = (field: FieldProblem['field'], why: ReaderProblem): FieldProblem => ({
  kind: 'refused',
  field,
  why,
});

type Checked = {
  readonly kind: 'checked';
  readonly name: string | null;
  readonly newsletters: readonly Newsletter[];
  readonly rhythm: Rhythm | null;
};

export async function checkChoices(
  db: Db,
  { name, newsletters: slugs, rhythm }: Pick<SignUpForm, 'name' | 'newsletters' | 'rhythm'>,
): Promise<Checked | FieldProblem> {
  const parsedName = parseReaderName(name ?? '');
  if (parsedName.kind === 'bad-name') return refused('name', parsedName.why);
  const open = await listNewsletters(db, { openOnly: true });
  const newsletters = open.filter((newsletter) => slugs.includes(newsletter.slug));
  if (newsletters.length === 0) return refused('newsletter', 'nothingTicked');
  if (rhythm !== undefined && rhythm !== '' && !isRhythm(rhythm)) {
    return refused('rhythm', 'badRhythm');
  }
  return { kind: 'checked', name: parsedName.name, newsletters, rhythm: isRhythm(rhythm) ? rhythm : null };
}

const mayBeMailed = async (tx: Db, addressKey: string): Promise<boolean> =>
  !(await listSuppressionsOf(tx, addressKey)).some((suppression) => suppression.scope === 'everything');

type Asking = {
  /** Speaks the language of the sign-up. */
  readonly setting: MailSetting;
  readonly signUpId: number;
  readonly subscriber: Subscriber;
  readonly address: Address;
  readonly wanted: readonly Newsletter[];
  readonly words: string;
};

/** The mail that asks for the confirmation, within the limits; its link and code are stored with it. */
export async function askForConfirmation(tx: Db, asking: Asking): Promise<void> {
  const { setting, signUpId, subscriber, address } = asking;
  const secrets = makeConfirmationSecrets();
  // Written before it is known whether it may go: what takes longest must not tell one address from another (S1).
  const write = await writeConfirmation(setting, {
    newsletters: asking.wanted,
    words: asking.words,
    ...secrets,
  });
  if (!(await mayBeMailed(tx, address.key)) || !(await takeMailAllowance(tx, address.key, 'confirmation')))
    return;
  await keepConfirmationSecrets(tx, setting.keys, signUpId, secrets);
  await queueMail(
    tx,
    setting.keys,
    write({ address, subscriberId: subscriber.id }, `sign-up ${signUpId} ${secrets.token.slice(0, 8)}`),
  );
}

async function tellAlreadySubscribed(
  tx: Db,
  { setting: asked, signUpId, subscriber, address, wanted }: Asking,
): Promise<void> {
  const setting = { ...asked, language: subscriber.language ?? asked.language };
  const to = { address, subscriberId: subscriber.id };
  const mail = await writeAlreadySubscribed(setting, to, wanted, `sign-up ${signUpId}`);
  if (!(await mayBeMailed(tx, address.key)) || !(await takeMailAllowance(tx, address.key, 'already'))) return;
  await queueMail(tx, setting.keys, mail);
}

const refHours = 24;

const refShape = z.object({ signUpId: z.number(), address: z.string() });

const makeSignUpRef = (setting: AudienceSetting, signUpId: number, address: string): string =>
  sealToken(
    setting.keys,
    tokenPurposes.signUp,
    { signUpId, address },
    new Date(setting.clock().getTime() + refHours * 3_600_000),
  );

/** A ref that looks like any other and stands for no sign-up: the answer to a machine. */
export const makeEmptyRef = (setting: AudienceSetting, address: string): string =>
  makeSignUpRef(setting, 0, address);

/** What the page after a sign-up carries: which sign-up it speaks of. Null when it was altered or is a day old. */
export function readSignUpRef(
  setting: AudienceSetting,
  ref: string,
): { signUpId: number; address: string } | null {
  const facts = refShape.safeParse(readSealedToken(setting.keys, tokenPurposes.signUp, ref, setting.clock()));
  return facts.success ? facts.data : null;
}

/** The language of a sign-up, where there is more than one to keep apart. */
const languageToKeep = (publication: Publication, language: string | undefined): Language | null =>
  publication.otherLanguages.length === 0 ? null : parseOffered(publication, language);

/**
 * One transaction: the pending subscriptions, the consent as it was asked for, and the mail that asks for the
 * confirmation exist together or not at all. A reader who has all of it already is told so by mail. The caller learns
 * nothing about the address and rings `deliver-urgent`.
 */
export async function signUp(db: Db, setting: AudienceSetting, form: SignUpForm): Promise<SignUpOutcome> {
  const address = parseAddress(form.email);
  if (!address) return refused('email', 'badAddress');
  const checked = await checkChoices(db, form);
  if (checked.kind === 'refused') return checked;
  const publication = await readPublication(db);
  const language = languageToKeep(publication, form.language);
  const mailSetting = { publication, publicUrl: setting.publicUrl, keys: setting.keys, language };

  const signUpId = await db.transaction().execute(async (tx) => {
    await lockAddress(tx, address.key);
    const origin = { form: form.form, articleSlug: form.articleSlug ?? null };
    const subscriber = await findOrAddSubscriber(tx, address, origin);
    const ids = checked.newsletters.map((newsletter) => newsletter.id);
    const pending = await addPending(tx, subscriber.id, ids, checked.rhythm);
    const id = await insertSignUp(tx, {
      subscriberId: subscriber.id,
      name: checked.name,
      newsletterIds: ids,
      rhythm: checked.rhythm,
      tier: form.tier ?? null,
      words: form.words,
      form: form.form,
      articleSlug: form.articleSlug ?? null,
      network: form.network ?? null,
      language,
    });
    await recordConsents(tx, subscriber.id, ids, {
      act: 'asked',
      ...origin,
      words: form.words,
      network: form.network ?? null,
    });
    const asking = {
      setting: mailSetting,
      signUpId: id,
      subscriber,
      address,
      wanted: checked.newsletters,
      words: form.words,
    };
    if (pending.length > 0) await askForConfirmation(tx, asking);
    else await tellAlreadySubscribed(tx, asking);
    return id;
  });
  return { kind: 'asked', ref: makeSignUpRef(setting, signUpId, address.address), address: address.address };
}
