import { Frame } from '../frame.tsx';
import { grouped } from '../admin/parts.tsx';
import { shareWords } from '../admin/reports/report-words.ts';
import type { Moment, Site } from './site.ts';

export interface SponsorReportPageProps {
  readonly site: Site;
  readonly sponsor: string;
  readonly readAt: Moment;
  readonly openUntil: Moment;
  readonly editions: ReadonlyArray<{
    readonly subject: string;
    readonly newsletter: string;
    readonly sent: Moment;
    readonly delivered: number;
    readonly clicks: number;
    readonly machines: number;
  }>;
  readonly links: ReadonlyArray<{ readonly url: string; readonly words: string; readonly clicks: number }>;
}

const shownLinks = 8;

/** What a sponsor's links did, on one sheet of paper: figures and how they were counted, and nobody's name. */
export const SponsorReportPage = (props: SponsorReportPageProps) => {
  const { site, sponsor, readAt, editions } = props;
  const sum = (of: (edition: (typeof editions)[number]) => number): number =>
    editions.reduce((total, edition) => total + of(edition), 0);
  const delivered = sum((edition) => edition.delivered);
  const clicks = sum((edition) => edition.clicks);
  return (
    <Frame
      language={site.language}
      publication={site.title}
      what={`Report for ${sponsor}`}
      isUnlisted
      styles={site.styles}
      scripts={[]}
      bodyClass="column sponsor"
    >
      <header class="masthead">
        <p class="masthead__title">{site.title}</p>
        <p class="small">{site.town}</p>
      </header>
      <main id="main">
        <p class="kicker">Report for a sponsor</p>
        <h1>{sponsor}</h1>
        <p class="small">
          As of <time dateTime={readAt.iso}>{readAt.text}</time>
        </p>
        <dl class="sponsor__figures">
          <div>
            <dt>Mails delivered</dt>
            <dd>{grouped(delivered, site.language)}</dd>
          </div>
          <div>
            <dt>Clicks by readers</dt>
            <dd>{grouped(clicks, site.language)}</dd>
          </div>
          <div>
            <dt>Of mails delivered</dt>
            <dd>{shareWords(clicks, delivered, site.language)}</dd>
          </div>
        </dl>
        <Editions {...props} />
        <Links {...props} />
        <Method {...props} machines={sum((edition) => edition.machines)} />
      </main>
    </Frame>
  );
};

const Editions = ({ editions, site }: SponsorReportPageProps) => (
  <section aria-labelledby="editions">
    <h2 id="editions">{editions.length === 1 ? 'The edition' : 'The editions'}</h2>
    <table class="sponsor__table">
      <thead>
        <tr>
          <th scope="col">Edition</th>
          <th scope="col">Sent</th>
          <th scope="col" class="figure">
            Delivered
          </th>
          <th scope="col" class="figure">
            Clicks
          </th>
        </tr>
      </thead>
      <tbody>
        {editions.map(({ subject, newsletter, sent, delivered, clicks }) => (
          <tr key={`${sent.iso} ${subject}`}>
            <th scope="row">
              {subject} <span class="small">{newsletter}</span>
            </th>
            <td>
              <time dateTime={sent.iso}>{sent.text}</time>
            </td>
            <td class="figure">{grouped(delivered, site.language)}</td>
            <td class="figure">{grouped(clicks, site.language)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

const Links = ({ links, site }: SponsorReportPageProps) => {
  const rest = links.slice(shownLinks);
  return (
    <section aria-labelledby="links">
      <h2 id="links">The links</h2>
      {links.length === 0 ? (
        <p>None of the links that were chosen stands in these editions.</p>
      ) : (
        <table class="sponsor__table">
          <thead>
            <tr>
              <th scope="col">Link</th>
              <th scope="col" class="figure">
                Clicks
              </th>
            </tr>
          </thead>
          <tbody>
            {links.slice(0, shownLinks).map(({ url, words, clicks }) => (
              <tr key={url}>
                <th scope="row">
                  {words === '' ? 'A picture' : words} <span class="small">{url}</span>
                </th>
                <td class="figure">{grouped(clicks, site.language)}</td>
              </tr>
            ))}
            {rest.length > 0 && (
              <tr>
                <th scope="row">{grouped(rest.length, site.language)} more links</th>
                <td class="figure">
                  {grouped(
                    rest.reduce((sum, { clicks }) => sum + clicks, 0),
                    site.language,
                  )}
                </td>
              </tr>
            )}
          </tbody>
        </table>
      )}
    </section>
  );
};

const Method = ({ site, machines, openUntil }: SponsorReportPageProps & { readonly machines: number }) => (
  <section aria-labelledby="method" class="sponsor__method">
    <h2 id="method">How it was counted</h2>
    <p>
      <b>Delivered</b>: the reader’s mail server accepted the mail. What came back later is not taken off.
    </p>
    <p>
      <b>A click by a reader</b>: a reader followed a link for the first time in an edition. However often
      they follow it, it is one; two links of one edition are two.
    </p>
    <p>
      <b>Machines are taken out</b>: mail filters and other programs open links before a reader sees the mail.
      Who follows a link that no person can see, every link at once, or faster than a person can, does not
      count, nor does what comes from the networks of mail filters. Here that was{' '}
      {grouped(machines, site.language)}. A program that behaves like a person is not found out.
    </p>
    <p>
      No reader is named, and nobody is followed beyond the link: what happens on your own site only you can
      count. This page is open until <time dateTime={openUntil.iso}>{openUntil.text}</time>.
    </p>
  </section>
);
