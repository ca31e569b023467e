import { ReaderFrame } from './reader-frame.tsx';
import type { Moment, Site } from './site.ts';

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
        <a href={link.href}>{link.text}</a>
      </p>
    )}
  </ReaderFrame>
);

const toFront = { href: '/', text: 'To the front page' };

export const NotFoundPage = ({ site }: { readonly site: Site }) => (
  <MessagePage
    site={site}
    title="There is no page here"
    sentences={[
      'The address may have a slip in it, or the page has moved. Today’s stories are where they always are.',
    ]}
    link={toFront}
  />
);

/** For what no form of ours sends: too much, or in a shape that cannot be read. */
export const UnreadablePage = ({ site }: { readonly site: Site }) => (
  <MessagePage
    site={site}
    title="We could not read that"
    sentences={['It came too long, or in pieces, and nothing was changed. Please go back and try once more.']}
    link={toFront}
  />
);

export interface ErrorPageProps {
  readonly site: Site;
  /** What the reader can quote and the newsroom can find in its log. */
  readonly reference: string;
}

export const ErrorPage = ({ site, reference }: ErrorPageProps) => (
  <ReaderFrame site={site} width="column" what="Something broke" isUnlisted>
    <h1>Something broke on our side</h1>
    <p class="dek">It is not your doing, and we have a note of it. Please try again in a few minutes.</p>
    <p>
      If you write to us about it, quote <code class="reference">{reference}</code>.
    </p>
    <p>
      <a href={toFront.href}>{toFront.text}</a>
    </p>
  </ReaderFrame>
);

export interface TooManyPageProps {
  readonly site: Site;
  readonly again?: Moment | undefined;
}

export const TooManyPage = ({ site, again }: TooManyPageProps) => (
  <ReaderFrame site={site} width="column" what="A little slower, please" isUnlisted>
    <h1>A little slower, please</h1>
    <p class="dek">
      This has been asked for very often from where you are, so we are taking a short rest. Nothing you had
      before has changed.
    </p>
    <p>
      {again === undefined ? (
        'Please try again in a few minutes.'
      ) : (
        <>
          Please try again after <time datetime={again.iso}>{again.text}</time>.
        </>
      )}
    </p>
    <p>
      <a href={toFront.href}>{toFront.text}</a>
    </p>
  </ReaderFrame>
);
