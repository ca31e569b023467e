import type { Site } from '../../../templates/pages/reader/site.ts';
import { listSections } from '../../articles/sections.ts';
import { type Publication, readPublication } from '../../newsletters/publication.ts';
import { fullDayMoment } from '../moments.ts';
import { assetUrl } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';

export type ReaderSite = { readonly site: Site; readonly publication: Publication };

/** What every reader page shows around its own matter. */
export async function readSite({ db, clock }: Pick<WebSetting, 'db' | 'clock'>): Promise<ReaderSite> {
  const [publication, sections] = await Promise.all([readPublication(db), listSections(db)]);
  return {
    publication,
    site: {
      title: publication.name,
      town: publication.town,
      tagline: publication.tagline,
      language: publication.language,
      postalAddress: publication.postalAddress,
      sections: sections.map(({ slug, name }) => ({ slug, name })),
      today: fullDayMoment(clock(), publication),
      styles: [assetUrl('reader.css'), '/theme.css'],
      script: assetUrl('reader.js'),
    },
  };
}
