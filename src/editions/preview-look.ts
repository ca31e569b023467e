import { listArticles } from '../articles/articles.ts';
import type { Newsletter } from '../newsletters/newsletter.ts';
import type { Db } from '../platform/db.ts';
import { type EditionPreview, previewEdition } from './preview-edition.ts';

/**
 * A mail of the newest stories in the look a newsletter has now, for whoever sets it.
 * @param templateVersion null: the standard template
 */
export async function previewLook(
  db: Db,
  publicUrl: string,
  newsletter: Newsletter,
  templateVersion: number | null = newsletter.templateVersion,
): Promise<EditionPreview> {
  const { articles } = await listArticles(db, { limit: 3 });
  const [lead, ...others] = articles;
  return previewEdition(
    db,
    publicUrl,
    {
      publicId: 'look',
      newsletterId: newsletter.id,
      rhythm: null,
      look: newsletter.look,
      templateVersion,
      subject: lead?.title ?? newsletter.name,
      preheader: '',
      blocks: [
        { kind: 'intro', text: `This is how ${newsletter.name} looks.` },
        ...(lead ? [{ kind: 'story-card' as const, article: lead.slug }] : []),
        {
          kind: 'call-to-action',
          headline: 'A call to action',
          text: 'With the one button of the mail.',
          button: 'Words on the button',
          newsletter: newsletter.slug,
        },
        { kind: 'story-list', heading: 'Also today', articles: others.map(({ slug }) => slug) },
      ],
    },
    { name: 'Dora', rank: 0, newsletters: [] },
  );
}
