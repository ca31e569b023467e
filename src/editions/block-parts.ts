import type { EditionBlock as MailBlock, StoryRef } from '../../templates/email/edition-content.ts';
import type { ArticleBlock, Run } from '../articles/article-block.ts';
import type { Article } from '../articles/articles.ts';
import { cutStory } from '../articles/open-part.ts';
import { rankOfTier } from '../membership/access.ts';
import type { Tier } from '../membership/tiers.ts';
import type { Newsletter } from '../newsletters/newsletter.ts';
import { type EditionBlock, isWebAddress, ownLabel } from './edition-block.ts';

/** What the blocks of an edition refer to. */
export type Setting = {
  readonly publicUrl: string;
  readonly articles: ReadonlyMap<string, Article>;
  readonly newsletters: readonly Newsletter[];
  readonly tiers: readonly Tier[];
};

/** A newsletter's link opens a metered story without using one of the free ones up. */
const storyUrl = ({ slug, access, linkPass }: Article, publicUrl: string): string =>
  `${publicUrl}/articles/${slug}${access.level !== 'everyone' && access.isMetered ? `?n=${linkPass}` : ''}`;

const storyRef = (article: Article, publicUrl: string): StoryRef => ({
  kicker: article.section?.name ?? '',
  headline: article.title,
  dek: article.dek,
  byline: article.byline,
  url: storyUrl(article, publicUrl),
  picture: article.picture
    ? {
        src: `${publicUrl}/media/${article.picture.mediaId}`,
        alt: article.picture.alt,
        width: article.picture.width,
        height: article.picture.height,
      }
    : undefined,
});

/** A block for the mail, and the newsletter whose readers do not need it. */
export type Part = {
  readonly block: MailBlock;
  readonly unlessHas?: Newsletter | undefined;
  readonly leastRank?: number | undefined;
  readonly belowRank?: number | undefined;
  /** The stories it shows. */
  readonly stories?: readonly Article[] | undefined;
};

type StoryParagraphs = Extract<MailBlock, { kind: 'whole-story' }>['story']['paragraphs'];

/** A path of our own site means nothing in an inbox, and a mailbox is no link that can be counted. */
const runOf = ({ href, ...run }: Run, publicUrl: string) => ({
  ...run,
  url: href?.startsWith('/') ? `${publicUrl}${href}` : href?.startsWith('http') ? href : undefined,
});

function paragraphOf(
  block: Exclude<ArticleBlock, { kind: 'sign-up' }>,
  publicUrl: string,
): StoryParagraphs[number] {
  if (block.kind === 'picture') {
    const { alt, width, height, caption = '' } = block;
    return {
      kind: 'picture',
      picture: { src: `${publicUrl}/media/${block.mediaId}`, alt, width, height },
      text: caption,
    };
  }
  const runs = 'runs' in block ? block.runs?.map((run) => runOf(run, publicUrl)) : undefined;
  return { kind: block.kind, text: block.text, ...(runs && { runs }) };
}

/** What stands where the rest of a story would, for readers who do not hold its tier. */
function restIsClosed(article: Article, leastRank: number, setting: Setting): Part {
  const tier = setting.tiers.find(({ slug }) => slug === article.access.leastTier);
  return {
    block: {
      kind: 'rest-is-closed',
      tier: tier?.name,
      url: `${setting.publicUrl}/subscribe?article=${article.slug}`,
    },
    belowRank: leastRank,
  };
}

/** A whole story, cut where it asks for a sign-up and where only subscribers may read on: text, call, text. */
function wholeStoryParts(article: Article, setting: Setting): Part[] {
  const asked =
    setting.newsletters.find((newsletter) => newsletter.id === article.newsletterId) ??
    setting.newsletters.find((newsletter) => newsletter.isOpen);
  const story = storyRef(article, setting.publicUrl);
  const { open, closed } = cutStory(article);
  // Whoever gets a mail has signed up, so a story for registered readers comes whole.
  const leastRank = article.access.level === 'tier' ? rankOfTier(setting.tiers, article.access.leastTier) : 0;
  const parts: Part[] = [];
  let paragraphs: StoryParagraphs[number][] = [];
  const flush = (part: 'first' | 'middle' | 'last', rank: number) => {
    parts.push({ block: { kind: 'whole-story', part, story: { ...story, paragraphs } }, leastRank: rank });
    paragraphs = [];
  };
  const place = () => (parts.length === 0 ? 'first' : 'middle');
  const take = (blocks: Article['blocks'], rank: number) => {
    for (const block of blocks) {
      if (block.kind !== 'sign-up') {
        paragraphs.push(paragraphOf(block, setting.publicUrl));
      } else if (asked) {
        flush(place(), rank);
        parts.push({
          block: {
            kind: 'call-to-action',
            headline: block.headline,
            text: block.promise,
            button: block.button,
            url: `${setting.publicUrl}/signup?newsletter=${asked.slug}&article=${article.slug}`,
          },
          unlessHas: asked,
          leastRank: rank,
        });
      }
    }
  };
  take(open, 0);
  if (leastRank > 0 && closed.length > 0) {
    flush(place(), 0);
    parts.push(restIsClosed(article, leastRank, setting));
  }
  take(closed, leastRank);
  if (parts.length === 0) return [{ block: { kind: 'whole-story', story: { ...story, paragraphs } } }];
  flush('last', closed.length > 0 ? leastRank : 0);
  return parts;
}

function storyParts(slug: string, setting: Setting, make: (article: Article) => Part[]): Part[] {
  const article = setting.articles.get(slug);
  return article ? make(article).map((part) => ({ ...part, stories: [article] })) : [];
}

type Sponsor = Extract<EditionBlock, { kind: 'sponsor' }>;

const sponsorOf = ({ label, name, text, url, picture }: Sponsor, { publicUrl }: Setting): MailBlock => ({
  kind: 'sponsor',
  label: ownLabel(label),
  name,
  text,
  url: isWebAddress(url) ? url : undefined,
  picture: picture && {
    src: `${publicUrl}/media/${picture.mediaId}`,
    alt: picture.alt,
    width: picture.width,
    height: picture.height,
  },
});

/** The answers of a poll with their places, which stand in the links of mails: an empty one keeps its place and is not offered. */
export const answersOf = ({ answers }: { readonly answers: readonly string[] }) =>
  answers.flatMap((words, index) => (words.trim() === '' ? [] : [{ place: index + 1, words }]));

/** What a block becomes in the mail. Words that are not finished yet become nothing. */
export function partsOf(block: EditionBlock, isLead: boolean, setting: Setting): Part[] {
  switch (block.kind) {
    case 'intro':
      return [
        {
          block: {
            kind: 'intro',
            paragraphs: block.text.split(/\n\s*\n/).filter((text) => text.trim() !== ''),
          },
        },
      ];
    case 'divider':
      return [{ block: { kind: 'divider' } }];
    case 'story-card':
      return storyParts(block.article, setting, (article) => {
        const story = storyRef(article, setting.publicUrl);
        const words = { headline: block.headline || story.headline, dek: block.dek || story.dek };
        return [{ block: { kind: 'story-card', lead: isLead, story: { ...story, ...words } } }];
      });
    case 'story-list': {
      const stories = block.articles.flatMap((slug) => setting.articles.get(slug) ?? []);
      if (stories.length === 0) return [];
      const heading = block.heading || undefined;
      return [
        {
          block: {
            kind: 'story-list',
            heading,
            stories: stories.map((story) => storyRef(story, setting.publicUrl)),
          },
          stories,
        },
      ];
    }
    case 'whole-story':
      return storyParts(block.article, setting, (article) => wholeStoryParts(article, setting));
    case 'sponsor':
      return block.name.trim() === '' ? [] : [{ block: sponsorOf(block, setting) }];
    case 'poll': {
      const answers = answersOf(block);
      if (block.question.trim() === '' || answers.length === 0) return [];
      return [{ block: { kind: 'poll', poll: block.poll, question: block.question, answers } }];
    }
    case 'call-to-action': {
      if (block.newsletter === '' && block.url !== undefined && isWebAddress(block.url)) {
        const { headline, text, button, url } = block;
        return [{ block: { kind: 'call-to-action', headline, text, button, url } }];
      }
      const newsletter = setting.newsletters.find((each) => each.slug === block.newsletter);
      if (!newsletter) return [];
      const url = `${setting.publicUrl}/signup?newsletter=${newsletter.slug}`;
      const { headline, text, button } = block;
      return [{ block: { kind: 'call-to-action', headline, text, button, url }, unlessHas: newsletter }];
    }
    default:
      return block satisfies never;
  }
}
