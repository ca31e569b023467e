import { parseAddress } from '../delivery/address.ts';
import { readPublication } from '../newsletters/publication.ts';
import type { Db } from '../platform/db.ts';
import {
  type AudienceSetting,
  type FieldProblem,
  type SignUpForm,
  askForConfirmation,
  checkChoices,
  readSignUpRef,
} from './sign-up.ts';
import { type Newsletter, type Rhythm, listNewsletters } from '../newsletters/newsletter.ts';
import { recordConsents } from './sql/consents.ts';
import { countAskedMails, findSignUp, hasLink, lockAddress, lockSignUp, setChoices } from './sql/sign-ups.ts';
import { findSubscriberBy } from './sql/subscribers.ts';
import { addPending } from './sql/subscriptions.ts';

export type AskedSignUp = {
  readonly newsletters: readonly Newsletter[];
  readonly name: string | null;
  readonly rhythm: Rhythm | null;
  readonly tier: string | null;
  readonly form: string;
  readonly articleSlug: string | null;
  readonly words: string;
  readonly language: string | null;
  readonly isConfirmed: boolean;
};

/** What a sign-up asks for so far, by the ref its page carries; null when there is none. */
export async function findAskedSignUp(
  db: Db,
  setting: AudienceSetting,
  ref: string,
): Promise<AskedSignUp | null> {
  const facts = readSignUpRef(setting, ref);
  const row = facts && (await findSignUp(db, facts.signUpId));
  if (!row) return null;
  const newsletters = await listNewsletters(db);
  return {
    newsletters: newsletters.filter((newsletter) => row.newsletterIds.includes(newsletter.id)),
    name: row.name,
    rhythm: row.rhythm,
    tier: row.tier,
    form: row.form,
    articleSlug: row.articleSlug,
    words: row.words,
    language: row.language,
    isConfirmed: row.confirmedAt !== null,
  };
}

export type ChooseForm = Pick<SignUpForm, 'name' | 'newsletters' | 'rhythm' | 'tier' | 'words' | 'network'>;

export type ChooseOutcome = { readonly kind: 'chosen' | 'expired' | 'confirmed-already' } | FieldProblem;

/**
 * The next step of a sign-up: newsletters, rhythm and tier are changed as long as it is not confirmed; nothing of it counts
 * before. A newsletter that newly needs a confirmation asks for one, within the limits.
 */
export async function chooseForSignUp(
  db: Db,
  setting: AudienceSetting,
  ref: string,
  form: ChooseForm,
): Promise<ChooseOutcome> {
  const facts = readSignUpRef(setting, ref);
  const address = facts && parseAddress(facts.address);
  if (!facts || !address) return { kind: 'expired' };
  const checked = await checkChoices(db, form);
  if (checked.kind === 'refused') return checked;
  const publication = await readPublication(db);
  const mailSetting = { publication, publicUrl: setting.publicUrl, keys: setting.keys };

  return db.transaction().execute(async (tx) => {
    await lockAddress(tx, address.key);
    const row = await lockSignUp(tx, facts.signUpId);
    const subscriber = row && (await findSubscriberBy(tx, { id: row.subscriberId }));
    if (!row || !subscriber) return { kind: 'expired' };
    if (row.confirmedAt) return { kind: 'confirmed-already' };
    const ids = checked.newsletters.map((newsletter) => newsletter.id);
    const added = ids.filter((id) => !row.newsletterIds.includes(id));
    const pending = await addPending(tx, subscriber.id, added, checked.rhythm);
    await setChoices(tx, row.id, {
      name: checked.name,
      newsletterIds: ids,
      rhythm: checked.rhythm,
      tier: form.tier ?? null,
      words: form.words,
    });
    await recordConsents(tx, subscriber.id, added, {
      act: 'asked',
      words: form.words,
      form: row.form,
      articleSlug: row.articleSlug,
      network: form.network ?? null,
    });
    // Whoever had everything got no link to confirm with; now there is something to confirm.
    if (pending.length > 0 && !(await hasLink(tx, row.id))) {
      await askForConfirmation(tx, {
        setting: { ...mailSetting, language: row.language },
        signUpId: row.id,
        subscriber,
        address,
        wanted: checked.newsletters,
        words: form.words,
      });
    }
    return { kind: 'chosen' };
  });
}

export type ResendOutcome = { readonly kind: 'resent' | 'too-soon' | 'expired' };

/**
 * Another confirmation mail for the same sign-up, at most one a minute; earlier links stay good. Beyond the limits the
 * answer is the same and nothing is sent.
 */
export async function resendConfirmation(
  db: Db,
  setting: AudienceSetting,
  ref: string,
): Promise<ResendOutcome> {
  const facts = readSignUpRef(setting, ref);
  const address = facts && parseAddress(facts.address);
  if (!facts || !address) return { kind: 'expired' };
  const publication = await readPublication(db);
  const newsletters = await listNewsletters(db);
  return db.transaction().execute(async (tx) => {
    await lockAddress(tx, address.key);
    const row = await lockSignUp(tx, facts.signUpId);
    const subscriber = row && (await findSubscriberBy(tx, { id: row.subscriberId }));
    if (!row || !subscriber) return { kind: 'expired' };
    if ((await countAskedMails(tx, address.key, 'confirmation')).lastMinute > 0) return { kind: 'too-soon' };
    // For somebody who had it all there is nothing to confirm: same answer, no mail.
    if (row.confirmedAt === null && (await hasLink(tx, row.id))) {
      await askForConfirmation(tx, {
        setting: {
          publication,
          publicUrl: setting.publicUrl,
          keys: setting.keys,
          language: row.language,
        },
        signUpId: row.id,
        subscriber,
        address,
        wanted: newsletters.filter((newsletter) => row.newsletterIds.includes(newsletter.id)),
        words: row.words,
      });
    }
    return { kind: 'resent' };
  });
}
