import type { Article } from '../../articles/articles.ts';
import type { SentEdition } from '../../editions/archive.ts';
import type { Publication } from '../../newsletters/publication.ts';

type Facts = Readonly<Record<string, unknown>>;

const publisherOf = ({ name }: Publication, publicUrl: string): Facts => ({
  '@type': 'NewsMediaOrganization',
  name,
  url: `${publicUrl}/`,
});

/** A story in the words of schema.org: what a search engine may show of it, and whether it is free to read. */
export function articleFacts(article: Article, publication: Publication, publicUrl: string): Facts {
  const url = `${publicUrl}/articles/${article.slug}`;
  const publisher = publisherOf(publication, publicUrl);
  return {
    '@type': 'NewsArticle',
    headline: article.title,
    ...(article.dek === '' ? {} : { description: article.dek }),
    url,
    mainEntityOfPage: url,
    datePublished: article.publishedAt.toISOString(),
    dateModified: article.updatedAt.toISOString(),
    author: article.byline === '' ? publisher : { '@type': 'Person', name: article.byline },
    publisher,
    inLanguage: publication.language,
    ...(article.section ? { articleSection: article.section.name } : {}),
    ...(article.picture ? { image: [`${publicUrl}/media/${article.picture.mediaId}`] } : {}),
    isAccessibleForFree: article.access.level === 'everyone',
  };
}

/** An edition in the words of schema.org. */
export function editionFacts(
  edition: SentEdition,
  url: string,
  publication: Publication,
  publicUrl: string,
): Facts {
  const publisher = publisherOf(publication, publicUrl);
  return {
    '@type': 'NewsArticle',
    headline: edition.subject,
    ...(edition.preheader === '' ? {} : { description: edition.preheader }),
    url,
    mainEntityOfPage: url,
    datePublished: edition.sentAt.toISOString(),
    dateModified: edition.updatedAt.toISOString(),
    author: publisher,
    publisher,
    inLanguage: publication.language,
  };
}
