import type { MailContent, VariantContent } from '../delivery/mail-content.ts';
import { listSlots } from '../delivery/mailings.ts';
import { registerLinks } from '../feedback/reactions/link-numbers.ts';
import { trackingOf } from '../feedback/reactions/reaction-links.ts';
import { readPublication } from '../newsletters/publication.ts';
import type { Db } from '../platform/db.ts';
import type { Check } from './checks/check.ts';
import { checkLeaks } from './checks/check-leaks.ts';
import type { Rendering } from './edition-audience.ts';
import type { ShownStory } from './edition-parts.ts';
import { renderForMailing } from './render-edition.ts';
import { firstVariantOf } from './subject-test/arms.ts';
import { findTest } from './subject-test/sql.ts';
import { readSpokenLanguages, variantOf } from './spoken-languages.ts';
import type { Edition } from './sql/editions.ts';
import { findWebLinks, withOpenPicture, withTrackedLinks } from './track-links.ts';

async function trackClicks(db: Db, mailingId: number, content: MailContent): Promise<MailContent> {
  const links = findWebLinks(content);
  return withTrackedLinks(content, links, await registerLinks(db, mailingId, links));
}

/** The subjects of an edition and where their variants begin: the second one only while its mailing has a test. */
async function listSubjects(db: Db, { subject, subjectTest, mailingId }: Edition) {
  const test = mailingId === null ? null : await findTest(db, mailingId);
  const own = { subject, first: firstVariantOf('a') };
  return test === null
    ? [own]
    : [own, { subject: subjectTest?.subject ?? subject, first: firstVariantOf('b') }];
}

export type EditionForSending = Omit<Rendering, 'division'> & {
  /** One for each language its readers have, and each subject that is tried. */
  readonly contents: readonly VariantContent[];
  readonly shown: readonly ShownStory[];
};

export type SendingOutcome =
  | ({ readonly kind: 'rendered' } & EditionForSending)
  /** A story was gated since the pre-flight looked: what it says now must not be sent. */
  | { readonly kind: 'leaks'; readonly checks: readonly Check[] };

/**
 * An edition as its readers get it, in their languages and with the subjects that are tried: with links that count, as far as its
 * newsletter wanted when the edition was released. Previews and tests are rendered without any of this, so they are outside all
 * statistics. Every text is looked through once more for what some of its readers may not see.
 */
export async function renderForSending(
  db: Db,
  publicUrl: string,
  edition: Edition,
  date: Date,
): Promise<SendingOutcome> {
  const spoken = await readSpokenLanguages(db, await readPublication(db), edition);
  const wordings = (await listSubjects(db, edition)).flatMap(({ subject, first }) =>
    [spoken.own, ...spoken.others].map((language) => ({
      language,
      subject,
      variant: first + variantOf(language),
    })),
  );
  const { contents, gates, shown } = await renderForMailing(db, publicUrl, edition, date, wordings);
  const leaks = await Promise.all(contents.map((content) => checkLeaks(db, edition, { content, gates })));
  const checks = leaks.flat();
  if (checks.length > 0) return { kind: 'leaks', checks };
  const slots = edition.mailingId === null ? [] : await listSlots(db, edition.mailingId);
  const { clicks, opens } = trackingOf(slots);
  const variants: VariantContent[] = [];
  for (const [place, { variant }] of wordings.entries()) {
    let content = contents[place];
    if (!content) throw new Error('a wording was not rendered');
    if (clicks && edition.mailingId !== null) content = await trackClicks(db, edition.mailingId, content);
    if (opens) content = withOpenPicture(content);
    variants.push({ variant, content });
  }
  return { kind: 'rendered', contents: variants, spoken, gates, shown };
}
