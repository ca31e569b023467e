import { ReaderFrame } from '../reader/reader-frame.tsx';
import type { Moment, Site } from '../reader/site.ts';

export interface InboxLine {
  readonly href: string;
  readonly to: string;
  readonly subject: string;
  readonly received: Moment;
}

export interface InboxPageProps {
  readonly site: Site;
  /** Newest first. */
  readonly mails: readonly InboxLine[];
  /** Set when only the mails to one address are shown. */
  readonly to?: string | undefined;
}

/** Where all mail of a machine without a mail server ends. */
export const InboxPage = ({ site, mails, to }: InboxPageProps) => (
  <ReaderFrame site={site} width="sheet" what="Built-in inbox" isUnlisted>
    <div class="inbox">
      <p class="kicker">Built-in inbox</p>
      <h1>{to === undefined ? 'Everything that was sent' : `Sent to ${to}`}</h1>
      <p class="dek">
        No mail leaves this machine: each one ends here, whoever it was written to.
        {to !== undefined && (
          <>
            {' '}
            <a href="/dev/inbox">Show all</a>
          </>
        )}
      </p>
      {mails.length === 0 ? (
        <p>Nothing yet. Sign up on the front page, and the first one comes.</p>
      ) : (
        <List mails={mails} />
      )}
    </div>
  </ReaderFrame>
);

const List = ({ mails }: Pick<InboxPageProps, 'mails'>) => (
  <ol class="plain inbox__mails">
    {mails.map(({ href, to, subject, received }) => (
      <li key={href} class="inbox__mail">
        <a class="inbox__subject" href={href}>
          {subject === '' ? 'No subject' : subject}
        </a>
        <span class="inbox__to">{to}</span>
        <time class="inbox__time" datetime={received.iso}>
          {received.text}
        </time>
      </li>
    ))}
  </ol>
);
