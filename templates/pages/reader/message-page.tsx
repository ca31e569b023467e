import { ReaderFrame } from './reader-frame.tsx';
import type { Moment, Site } from './site.ts';
import { wordsIn } from '../../words/languages.ts';
import { PaperLink } from './paper-link.tsx';
import { Fill } from './tongue.tsx';

export interface MessagePageProps {
  readonly site: Site;
  readonly title: string;
  readonly sentences: readonly string[];
  readonly link?: { readonly href: string; readonly text: string } | undefined;
}

/** A headline and a few sentences, for everything that needs no page of its own. */
export const MessagePage = ({ site, title, sentences, link }: MessagePageProps) => (
  <ReaderFrame site={site} width="column" what={title} isUnlisted>
    <h1>{title}</h1>
    {sentences.map((sentence) => (
      <p key={sentence} class="dek">
        {sentence}
      </p>
    ))}
    {link !== undefined && (
      <p>
        <PaperLink href={link.href}>{link.text}</PaperLink>
      </p>
    )}
  </ReaderFrame>
);

const toFront = ({ language }: Site) => ({ href: '/', text: wordsIn(language).frame.toFront });

export const NotFoundPage = ({ site }: { readonly site: Site }) => {
  const { notFound, notFoundText } = wordsIn(site.language).trouble;
  return <MessagePage site={site} title={notFound} sentences={[notFoundText]} link={toFront(site)} />;
};

/** For a story that was taken back: its headline is not said again. */
export const GonePage = ({ site }: { readonly site: Site }) => {
  const { gone, goneText } = wordsIn(site.language).trouble;
  return <MessagePage site={site} title={gone} sentences={[goneText]} link={toFront(site)} />;
};

/** For what no form of ours sends: too much, or in a shape that cannot be read. */
export const UnreadablePage = ({ site }: { readonly site: Site }) => {
  const { unreadable, unreadableText } = wordsIn(site.language).trouble;
  return <MessagePage site={site} title={unreadable} sentences={[unreadableText]} link={toFront(site)} />;
};

export interface ErrorPageProps {
  readonly site: Site;
  /** What the reader can quote and the newsroom can find in its log. */
  readonly reference: string;
}

export const ErrorPage = ({ site, reference }: ErrorPageProps) => {
  const { trouble, frame } = wordsIn(site.language);
  return (
    <ReaderFrame site={site} width="column" what={trouble.title} isUnlisted>
      <h1>{trouble.headline}</h1>
      <p class="dek">{trouble.text}</p>
      <p>
        <Fill text={trouble.quote} parts={{ reference: <code class="reference">{reference}</code> }} />
      </p>
      <p>
        <PaperLink href="/">{frame.toFront}</PaperLink>
      </p>
    </ReaderFrame>
  );
};

export interface TooManyPageProps {
  readonly site: Site;
  readonly again?: Moment | undefined;
}

export const TooManyPage = ({ site, again }: TooManyPageProps) => {
  const { trouble, frame } = wordsIn(site.language);
  return (
    <ReaderFrame site={site} width="column" what={trouble.slower} isUnlisted>
      <h1>{trouble.slower}</h1>
      <p class="dek">{trouble.slowerText}</p>
      <p>
        {again === undefined ? (
          trouble.again
        ) : (
          <Fill
            text={trouble.againAfter}
            parts={{ moment: <time datetime={again.iso}>{again.text}</time> }}
          />
        )}
      </p>
      <p>
        <PaperLink href="/">{frame.toFront}</PaperLink>
      </p>
    </ReaderFrame>
  );
};
