import type { ComponentChildren } from 'preact';

/** What a page tells those who share or list it (the Open Graph protocol). Addresses are absolute. */
export interface ShareCard {
  readonly kind: 'website' | 'article';
  readonly url: string;
  readonly picture?: { readonly src: string; readonly alt: string } | undefined;
  /** Of an article. */
  readonly published?: string | undefined;
  readonly updated?: string | undefined;
  readonly section?: string | undefined;
}

/** A feed a reader's program may follow from this page. */
export interface FeedLink {
  readonly href: string;
  readonly type: string;
  readonly title: string;
}

export interface FrameProps {
  /** A BCP 47 tag. */
  readonly language: string;
  readonly publication: string;
  /** What this page is, for the title "What · Publication"; a front page leaves it out. */
  readonly what?: string | undefined;
  /** True when the page comes back with something to mend: the title then begins with "Error: ", or what stands for it. */
  readonly hasProblem?: boolean | undefined;
  readonly problemMark?: string | undefined;
  readonly description?: string | undefined;
  readonly canonical?: string | undefined;
  /** Keeps personal pages and answers out of search engines. */
  readonly isUnlisted?: boolean | undefined;
  readonly card?: ShareCard | undefined;
  readonly feeds?: readonly FeedLink[] | undefined;
  /** What the page is about, in the words of schema.org. */
  readonly facts?: Readonly<Record<string, unknown>> | undefined;
  /** Addresses of the style sheets in order; the theme comes last. */
  readonly styles: readonly string[];
  readonly scripts?: readonly string[] | undefined;
  /** Loads the page anew after so many seconds where no script runs. */
  readonly refreshSeconds?: number | undefined;
  readonly bodyClass?: string | undefined;
  readonly children: ComponentChildren;
}

/** A folded sheet with its masthead, so that browsers need not ask for /favicon.ico. */
const icon =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#27466f" d="M0 0h16v16H0z"/>' +
      '<path fill="#fff" d="M3 3h10v3H3zm0 4.5h4.5V13H3zm6 0h4v1H9zm0 2.2h4v1H9zM9 12h4v1H9z"/></svg>',
  );

/** The document around every page. The doctype stands before it, since markup of components cannot hold one. */
export const Frame = (props: FrameProps) => {
  const title = props.what === undefined ? props.publication : `${props.what} · ${props.publication}`;
  return (
    <html lang={props.language}>
      <head>
        <meta charset="utf-8" />
        <title>{props.hasProblem === true ? `${props.problemMark ?? 'Error: '}${title}` : title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {props.description !== undefined && <meta name="description" content={props.description} />}
        {props.isUnlisted === true && <meta name="robots" content="noindex" />}
        {props.canonical !== undefined && <link rel="canonical" href={props.canonical} />}
        {props.card !== undefined && <Share {...props} card={props.card} />}
        {props.feeds?.map(({ href, type, title: name }) => (
          <link key={href} rel="alternate" type={type} href={href} title={name} />
        ))}
        {props.facts !== undefined && <Facts facts={props.facts} />}
        {props.refreshSeconds !== undefined && (
          <noscript>
            <meta http-equiv="refresh" content={String(props.refreshSeconds)} />
          </noscript>
        )}
        <link rel="icon" href={icon} />
        {props.styles.map((href) => (
          <link key={href} rel="stylesheet" href={href} />
        ))}
        {props.scripts?.map((src) => (
          <script key={src} type="module" src={src} />
        ))}
      </head>
      <body class={props.bodyClass}>{props.children}</body>
    </html>
  );
};

/**
 * A block of data, which no browser runs, so that the policy against scripts has nothing to say about it. Its text cannot end
 * the element: no `<` is left in it.
 */
const Facts = ({ facts }: { readonly facts: Readonly<Record<string, unknown>> }) => (
  <script
    type="application/ld+json"
    dangerouslySetInnerHTML={{
      __html: JSON.stringify({ '@context': 'https://schema.org', ...facts }).replace(
        /[<>&\u2028\u2029]/g,
        (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
      ),
    }}
  />
);

const Share = (props: FrameProps & { readonly card: ShareCard }) => (
  <>
    <meta property="og:type" content={props.card.kind} />
    <meta property="og:site_name" content={props.publication} />
    <meta property="og:title" content={props.what ?? props.publication} />
    <meta property="og:url" content={props.card.url} />
    {props.description !== undefined && <meta property="og:description" content={props.description} />}
    {props.card.picture !== undefined && (
      <>
        <meta property="og:image" content={props.card.picture.src} />
        <meta property="og:image:alt" content={props.card.picture.alt} />
      </>
    )}
    {props.card.published !== undefined && (
      <meta property="article:published_time" content={props.card.published} />
    )}
    {props.card.updated !== undefined && (
      <meta property="article:modified_time" content={props.card.updated} />
    )}
    {props.card.section !== undefined && <meta property="article:section" content={props.card.section} />}
    <meta
      name="twitter:card"
      content={props.card.picture === undefined ? 'summary' : 'summary_large_image'}
    />
  </>
);
