import type { FeedLink } from '../frame.tsx';
import { ArticleBody } from './article-body.tsx';
import { ReaderFrame } from './reader-frame.tsx';
import { Photo } from './photo.tsx';
import type { Moment, Picture, Site } from './site.ts';
import { Story, type Teaser } from './teaser.tsx';
import { wordsIn } from '../../words/languages.ts';
import { PaperLink } from './paper-link.tsx';
import { Fill, useOwnLang, useWords } from './tongue.tsx';

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
export const ArchivePage = ({ site, canonical, feeds, newsletter, editions, older }: ArchivePageProps) => {
  const { archive } = wordsIn(site.language);
  return (
    <ReaderFrame
      site={site}
      width="column"
      what={archive.title(newsletter.name)}
      description={newsletter.promise}
      canonical={canonical}
      feeds={feeds}
      card={{ kind: 'website', url: canonical }}
    >
      <p class="kicker">{archive.past}</p>
      <h1>{newsletter.name}</h1>
      <p class="dek">{newsletter.promise}</p>
      {editions.length === 0 && <p>{archive.nothing}</p>}
      {editions.map(({ href, subject, preheader, sent }) => (
        <article key={href} class="story story--river">
          <div class="story__text">
            <h2 class="story__headline">
              <PaperLink href={href}>{subject}</PaperLink>
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
          <PaperLink href={older}>{archive.older}</PaperLink>
        </p>
      )}
      <SignUpLine newsletter={newsletter} />
    </ReaderFrame>
  );
};

const SignUpLine = ({
  newsletter,
}: {
  readonly newsletter: { readonly slug: string; readonly name: string };
}) => (
  <p class="act">
    <PaperLink class="button" href={`/signup?newsletter=${newsletter.slug}`}>
      {useWords().archive.getByMail(newsletter.name)}
    </PaperLink>
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
      /** Says that it was paid for; undefined: in our words. */
      readonly label: string | undefined;
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
  const { archive } = wordsIn(site.language);
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
        <PaperLink href={`/archive/${newsletter.slug}`}>{newsletter.name}</PaperLink>
      </p>
      <h1>{subject}</h1>
      <p class="byline">
        <time datetime={sent.iso}>{sent.text}</time>
      </p>
      {parts.map((part, index) => (
        <Part key={index} part={part} />
      ))}
      {newsletter.isOpen && <SignUpLine newsletter={newsletter} />}
      <p class="hint off-paper">
        <Fill
          text={archive.already}
          parts={{ change: <PaperLink href="/preferences">{archive.change}</PaperLink> }}
        />
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
        <PaperLink class="button" href={part.href}>
          {part.button}
        </PaperLink>
      </p>
    </section>
  );
};

const Sponsor = ({ label, name, text, url, picture }: Extract<ArchivedPart, { kind: 'sponsor' }>) => {
  const lang = useOwnLang();
  const shown = label ?? useWords().mails.edition.advertisement;
  return (
    <aside class="paid" aria-label={shown}>
      <p class="paid__label" lang={label === undefined ? undefined : lang}>
        {shown}
      </p>
      {picture !== undefined && <Photo picture={picture} isFirst={false} />}
      <h2 class="paid__name" lang={lang}>
        {url === undefined ? (
          name
        ) : (
          <a href={url} rel="sponsored noopener">
            {name}
          </a>
        )}
      </h2>
      {text !== '' && <p lang={lang}>{text}</p>}
    </aside>
  );
};

const Poll = ({ question, answers }: Extract<ArchivedPart, { kind: 'poll' }>) => {
  const { archive } = useWords();
  const lang = useOwnLang();
  return (
    <section>
      <p class="kicker">{archive.question}</p>
      <h2 lang={lang}>{question}</h2>
      <ul lang={lang}>
        {answers.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
      <p class="hint">{archive.answerByMail}</p>
    </section>
  );
};

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
    {!isWhole && <RestIsClosed href={story.href} />}
  </section>
);

const RestIsClosed = ({ href }: { readonly href: string }) => {
  const { archive } = useWords();
  return (
    <p>
      <Fill text={archive.closed} parts={{ more: <PaperLink href={href}>{archive.readOn}</PaperLink> }} />
    </p>
  );
};
