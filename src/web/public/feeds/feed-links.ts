import type { FeedLink } from '../../../../templates/pages/frame.tsx';

/** How a feed is written: the end of its address, its media type, its name for people. */
export const formats = [
  { ending: 'xml', type: 'application/rss+xml', name: 'RSS' },
  { ending: 'atom', type: 'application/atom+xml', name: 'Atom' },
  { ending: 'json', type: 'application/feed+json', name: 'JSON Feed' },
] as const;

export type FeedFormat = (typeof formats)[number];

const linksTo = (base: string, title: string): readonly FeedLink[] =>
  formats.map(({ ending, type, name }) => ({ href: `${base}.${ending}`, type, title: `${title} (${name})` }));

/** The feeds of all stories, and of a section's. */
export const storyFeedLinks = (
  publication: string,
  section?: { readonly slug: string; readonly name: string } | null,
): readonly FeedLink[] => [
  ...linksTo('/feed', publication),
  ...(section ? linksTo(`/sections/${section.slug}/feed`, `${publication}: ${section.name}`) : []),
];

/** The feeds of a newsletter's editions. */
export const editionFeedLinks = (newsletter: {
  readonly slug: string;
  readonly name: string;
}): readonly FeedLink[] => linksTo(`/archive/${newsletter.slug}/feed`, newsletter.name);
