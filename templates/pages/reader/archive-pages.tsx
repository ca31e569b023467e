import type { FeedLink } from '../frame.tsx';
import { ArticleBody } from './article-body.tsx';
import { ReaderFrame } from './reader-frame.tsx';
import { Photo } from './photo.tsx';
import type { Moment, Picture, Site } from './site.ts';
import { Story, type Teaser } from './teaser.tsx';

export interface ArchivePageProps {
  readonly site: Site;
  readonly canonical: string;
  readonly feeds: readonly FeedLink[];
  readonly newsletter: { readonly slug: string; readonly name: string; readonly promise: string };
  readonly editions: ReadonlyArray<{
    readonly href: string;
    readonly subject: string;
    readonly preheader: string;
    readonly sent: Moment;
  }>;
  readonly older?: string | undefined;
}

/** What a newsletter has sent, newest first. */
export const ArchivePage = ({ site, canonical, feeds, newsletter, editions, older }: ArchivePageProps) => (
  <ReaderFrame
    site={site}
    width="column"
    what={`${newsletter.name}: past editions`}
    description={newsletter.promise}
    canonical={canonical}
    feeds={feeds}
    card={{ kind: 'website', url: canonical }}
  >
    <p class="kicker">Past editions</p>
    <h1>{newsletter.name}</h1>
    <p class="dek">{newsletter.promise}</p>
    {editions.length === 0 && <p>Nothing has been sent yet.</p>}
    {editions.map(({ href, subject, preheader, sent }) => (
      <article key={href} class="story story--river">
        <div class="story__text">
          <h2 class="story__headline">
            <a href={href}>{subject}</a>
          </h2>
          {preheader !== '' && <p class="story__dek">{preheader}</p>}
          <p class="byline">
            <time datetime={sent.iso}>{sent.text}</time>
          </p>
        </div>
      </article>
    ))}
    {older !== undefined && (
      <p>
        <a href={older}>Older editions</a>
      </p>
    )}
    <SignUpLine newsletter={newsletter} />
  </ReaderFrame>
);

const SignUpLine = ({
  newsletter,
}: {
  readonly newsletter: { readonly slug: string; readonly name: string };
}) => (
  <p class="act">
    <a class="button" href={`/signup?newsletter=${newsletter.slug}`}>
      Get {newsletter.name} by mail
    </a>
  </p>
);

type StoryText = Parameters<typeof ArticleBody>[0]['blocks'];

/** A part of an edition as everybody may see it. */
export type ArchivedPart =
  | { readonly kind: 'intro'; readonly paragraphs: readonly string[] }
  | { readonly kind: 'divider' }
  | { readonly kind: 'card'; readonly story: Teaser }
  | { readonly kind: 'list'; readonly heading: string; readonly stories: readonly Teaser[] }
  | {
      readonly kind: 'story';
      readonly story: Teaser;
      readonly blocks: StoryText;
      readonly isWhole: boolean;
    }
  | {
      readonly kind: 'call-to-action';
      readonly headline: string;
      readonly text: string;
      readonly button: string;
      readonly href: string;
    }
  | {
      readonly kind: 'sponsor';
      /** Says that it was paid for. */
      readonly label: string;
      readonly name: string;
      readonly text: string;
      readonly url?: string | undefined;
      readonly picture?: Picture | undefined;
    }
  | { readonly kind: 'poll'; readonly question: string; readonly answers: readonly string[] };

export interface ArchivedEditionPageProps {
  readonly site: Site;
  readonly canonical: string;
  readonly feeds: readonly FeedLink[];
  readonly facts: Readonly<Record<string, unknown>>;
  readonly shareSrc?: string | undefined;
  readonly shareAlt?: string | undefined;
  readonly newsletter: { readonly slug: string; readonly name: string; readonly isOpen: boolean };
  readonly subject: string;
  readonly preheader: string;
  readonly sent: Moment;
  readonly parts: readonly ArchivedPart[];
}

/** One edition on the paper's own site: nobody's greeting, nobody's links. */
export const ArchivedEditionPage = (edition: ArchivedEditionPageProps) => {
  const { site, canonical, newsletter, subject, preheader, sent, parts } = edition;
  return (
    <ReaderFrame
      site={site}
      width="column"
      what={subject}
      description={preheader === '' ? undefined : preheader}
      canonical={canonical}
      feeds={edition.feeds}
      facts={edition.facts}
      card={{
        kind: 'article',
        url: canonical,
        published: sent.iso,
        picture:
          edition.shareSrc === undefined ? undefined : { src: edition.shareSrc, alt: edition.shareAlt ?? '' },
      }}
    >
      <p class="kicker">
        <a href={`/archive/${newsletter.slug}`}>{newsletter.name}</a>
      </p>
      <h1>{subject}</h1>
      <p class="byline">
        <time datetime={sent.iso}>{sent.text}</time>
      </p>
      {parts.map((part, index) => (
        <Part key={index} part={part} />
      ))}
      {newsletter.isOpen && <SignUpLine newsletter={newsletter} />}
      <p class="hint">
        You get it already? <a href="/preferences">Change what you get, or leave</a>
      </p>
    </ReaderFrame>
  );
};

const Part = ({ part }: { readonly part: ArchivedPart }) => {
  if (part.kind === 'intro')
    return <ArticleBody blocks={part.paragraphs.map((text) => ({ kind: 'paragraph', text }))} />;
  if (part.kind === 'divider') return <hr />;
  if (part.kind === 'card') return <Story story={part.story} rank="second" />;
  if (part.kind === 'list') return <List {...part} />;
  if (part.kind === 'story') return <WholeStory {...part} />;
  if (part.kind === 'sponsor') return <Sponsor {...part} />;
  if (part.kind === 'poll') return <Poll {...part} />;
  return (
    <section>
      <h2>{part.headline}</h2>
      <p>{part.text}</p>
      <p class="act">
        <a class="button" href={part.href}>
          {part.button}
        </a>
      </p>
    </section>
  );
};

const Sponsor = ({ label, name, text, url, picture }: Extract<ArchivedPart, { kind: 'sponsor' }>) => (
  <aside class="paid" aria-label={label}>
    <p class="paid__label">{label}</p>
    {picture !== undefined && <Photo picture={picture} isFirst={false} />}
    <h2 class="paid__name">
      {url === undefined ? (
        name
      ) : (
        <a href={url} rel="sponsored noopener">
          {name}
        </a>
      )}
    </h2>
    {text !== '' && <p>{text}</p>}
  </aside>
);

const Poll = ({ question, answers }: Extract<ArchivedPart, { kind: 'poll' }>) => (
  <section>
    <p class="kicker">A question to readers</p>
    <h2>{question}</h2>
    <ul>
      {answers.map((words) => (
        <li key={words}>{words}</li>
      ))}
    </ul>
    <p class="hint">Readers answer it from their mail.</p>
  </section>
);

const List = ({ heading, stories }: Extract<ArchivedPart, { kind: 'list' }>) => (
  <section>
    {heading !== '' && <h2 class="river__name">{heading}</h2>}
    {stories.map((story) => (
      <Story key={story.href} story={story} rank={heading === '' ? 'second' : 'river'} showsPicture={false} />
    ))}
  </section>
);

const WholeStory = ({ story, blocks, isWhole }: Extract<ArchivedPart, { kind: 'story' }>) => (
  <section>
    <Story story={story} rank="second" />
    <ArticleBody blocks={blocks} />
    {!isWhole && (
      <p>
        The rest of this story is for those who have signed up for it. <a href={story.href}>Read on</a>
      </p>
    )}
  </section>
);
