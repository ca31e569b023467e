import { ReaderFrame } from '../reader/reader-frame.tsx';
import type { Moment, Site } from '../reader/site.ts';

export interface InboxMailPageProps {
  readonly site: Site;
  readonly subject: string;
  readonly from: string;
  /** The envelope's recipient. */
  readonly to: string;
  readonly received: Moment;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  /** The mail's own page, for the frame; absent when it has no HTML part. */
  readonly htmlHref?: string | undefined;
  readonly text?: string | undefined;
  readonly rawHref: string;
}

/** One mail as its reader gets it: the letter, its plain text, and what stands on the envelope. */
export const InboxMailPage = (mail: InboxMailPageProps) => (
  <ReaderFrame site={mail.site} width="sheet" what={mail.subject} isUnlisted>
    <div class="inbox">
      <p class="kicker">
        <a href="/dev/inbox">Built-in inbox</a>
      </p>
      <h1>{mail.subject === '' ? 'No subject' : mail.subject}</h1>
      <dl class="letter">
        <Line name="From" value={mail.from} />
        <Line name="To" value={mail.to} />
        <div>
          <dt>Came</dt>
          <dd>
            <time datetime={mail.received.iso}>{mail.received.text}</time>
          </dd>
        </div>
      </dl>
      {mail.htmlHref !== undefined && (
        <iframe
          class="inbox__frame"
          src={mail.htmlHref}
          title={`The mail: ${mail.subject}`}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
        />
      )}
      {mail.text !== undefined && (
        <details class="inbox__part" open={mail.htmlHref === undefined}>
          <summary>Plain text</summary>
          <pre>{mail.text}</pre>
        </details>
      )}
      <details class="inbox__part">
        <summary>All headers</summary>
        <dl class="letter inbox__headers">
          {mail.headers.map(({ name, value }, index) => (
            <Line key={index} name={name} value={value} />
          ))}
        </dl>
      </details>
      <p>
        <a href={mail.rawHref}>The mail as it came over the wire</a>
      </p>
    </div>
  </ReaderFrame>
);

const Line = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);
