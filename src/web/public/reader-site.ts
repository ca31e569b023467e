import type { Site } from '../../../templates/pages/reader/site.ts';
import { listSections } from '../../articles/sections.ts';
import type { Publication } from '../../newsletters/publication.ts';
import { type Zone, fullDayMoment } from '../moments.ts';
import { assetUrl } from '../send-page.ts';
import type { Visit } from './visit.ts';

export type ReaderSite = { readonly site: Site; readonly publication: Publication; readonly zone: Zone };

/** What every reader page shows around its own matter. */
export async function readSite(visit: Visit): Promise<ReaderSite> {
  const { db, clock, publication, zone, language, isCarried, otherLanguages } = visit;
  const sections = await listSections(db);
  return {
    publication,
    zone,
    site: {
      title: publication.name,
      town: publication.town,
      tagline: publication.tagline,
      language,
      ownLanguage: publication.language,
      isCarried,
      otherLanguages,
      postalAddress: publication.postalAddress,
      sections: sections.map(({ slug, name }) => ({ slug, name })),
      today: fullDayMoment(clock(), zone),
      styles: [assetUrl('reader.css'), '/theme.css'],
      script: assetUrl('reader.js'),
    },
  };
}
