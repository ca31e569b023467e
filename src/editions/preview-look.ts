import { listArticles } from '../articles/articles.ts';
import type { Newsletter } from '../newsletters/newsletter.ts';
import type { Db } from '../platform/db.ts';
import { previewEdition } from './preview-edition.ts';

/** A mail of the newest stories in the look a newsletter has now, for whoever sets it. */
export async function previewLook(db: Db, publicUrl: string, newsletter: Newsletter): Promise<string> {
  const { articles } = await listArticles(db, { limit: 3 });
  const [lead, ...others] = articles;
  const { html } = await previewEdition(
    db,
    publicUrl,
    {
      publicId: 'look',
      newsletterId: newsletter.id,
      rhythm: null,
      look: newsletter.look,
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
  return html;
}
