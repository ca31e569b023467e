import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import type { Moment } from '../../reader/site.ts';
import { type OutcomeName, grouped, leftOutWords, outcomeNames } from './words.ts';

export interface ReceiptCounts {
  readonly audience: number;
  readonly accepted: number;
  readonly refused: number;
  readonly suppressed: number;
  readonly expired: number;
  readonly stopped: number;
  readonly inDoubt: number;
  readonly waiting: number;
  readonly attempting: number;
  readonly leftOut: Readonly<Record<string, number>>;
}

export interface ReceiptReader {
  readonly address: string;
  /** The reader's own page; null when the reader was erased. */
  readonly href: string | null;
  readonly state: OutcomeName;
  readonly isAttempting: boolean;
  /** Why, in the relay's words or ours. */
  readonly reason: string;
  readonly at: Moment | null;
}

export interface ReceiptPageProps {
  readonly site: AdminSite;
  readonly path: string;
  readonly subject: string;
  readonly newsletter: string;
  readonly counts: ReceiptCounts;
  readonly readAt: string;
  readonly lines: readonly ReceiptReader[];
  readonly filter: { readonly state: OutcomeName | null; readonly search: string };
  readonly next: string | null;
  readonly isFirst: boolean;
  readonly maySend: boolean;
}

/** The account of an edition: every reader of its audience, each with exactly one outcome. */
export const ReceiptPage = (props: ReceiptPageProps) => (
  <AdminFrame site={props.site} what={`Receipt: ${props.subject}`} current="editions">
    <div class="edition-page edition-page--wide">
      <p class="small off-paper">
        <a href={`${props.path}/progress`}>Back to the send</a> ·{' '}
        <a href={`${props.path}/report`}>The report</a>
      </p>
      <p class="kicker">Receipt · {props.newsletter}</p>
      <h1>{props.subject}</h1>
      <div class="receipt-columns">
        <Account {...props} />
        <LeftOutAccount {...props} />
      </div>
      {props.maySend && (
        <p class="off-paper">
          <a href={`${props.path}/more`}>Send it to more readers, or try failures again</a>
        </p>
      )}
      <Readers {...props} />
    </div>
  </AdminFrame>
);

const Account = ({ counts, site, path, readAt }: ReceiptPageProps) => {
  const line = (name: string, value: number, state: OutcomeName | null) => (
    <tr class={value === 0 ? 'soft' : undefined}>
      <th scope="row">
        {state === null || value === 0 ? (
          name
        ) : (
          <a href={`${path}/receipt?state=${encodeURIComponent(state)}#readers`}>{name}</a>
        )}
      </th>
      <td>{grouped(value, site.language)}</td>
    </tr>
  );
  return (
    <table class="ledger">
      <caption class="kicker">The audience</caption>
      <tbody>
        {line('Accepted by the mail server', counts.accepted, 'accepted')}
        {line('Refused', counts.refused, 'refused')}
        {line('Suppressed after the freeze', counts.suppressed, 'suppressed')}
        {line('Expired', counts.expired, 'expired')}
        {line('Stopped', counts.stopped, 'stopped')}
        {line('In doubt', counts.inDoubt, 'in doubt')}
        {line('Waiting', counts.waiting, 'waiting')}
        {line('Being handed over', counts.attempting, null)}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">
            Audience <span class="soft small">at {readAt}</span>
          </th>
          <td>{grouped(counts.audience, site.language)}</td>
        </tr>
      </tfoot>
    </table>
  );
};

const LeftOutAccount = ({ counts, site }: ReceiptPageProps) => {
  const parts = Object.entries(counts.leftOut);
  const total = parts.reduce((sum, [, count]) => sum + count, 0);
  return (
    <table class="ledger">
      <caption class="kicker">Left out at the freeze</caption>
      <tbody>
        {parts.map(([reason, count]) => (
          <tr key={reason}>
            <th scope="row">{leftOutWords(reason)}</th>
            <td>{grouped(count, site.language)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{total === 0 ? 'Nobody' : 'Not in the audience'}</th>
          <td>{grouped(total, site.language)}</td>
        </tr>
      </tfoot>
    </table>
  );
};

const Readers = (props: ReceiptPageProps) => (
  <section aria-labelledby="readers">
    <div class="edition-page__head">
      <h2 id="readers">Reader by reader</h2>
      <a class="off-paper" href={`${props.path}/receipt.csv`}>
        Download all as CSV
      </a>
    </div>
    <form class="receipt-filter" method="get" action={`${props.path}/receipt#readers`}>
      <label for="state">
        Outcome
        <select id="state" name="state">
          <option value="">All</option>
          {Object.entries(outcomeNames).map(([state, name]) => (
            <option key={state} value={state} selected={state === props.filter.state}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label for="search">
        Address
        <input id="search" name="search" type="search" value={props.filter.search} autocomplete="off" />
      </label>
      <button type="submit" class="button button--quiet">
        Show
      </button>
    </form>
    {props.lines.length === 0 ? (
      <p>Nobody matches. {!isAll(props) && <a href={`${props.path}/receipt#readers`}>Show all</a>}</p>
    ) : (
      <Lines {...props} />
    )}
    <nav class="pager" aria-label="Pages">
      {!props.isFirst && <a href={`${props.path}/receipt#readers`}>First page</a>}
      {props.next !== null && <a href={`${props.next}#readers`}>More readers</a>}
    </nav>
  </section>
);

const isAll = ({ filter }: ReceiptPageProps): boolean => filter.state === null && filter.search === '';

const Lines = ({ lines }: ReceiptPageProps) => (
  <table class="edition-table">
    <caption class="visually-hidden">Readers and their outcomes</caption>
    <thead>
      <tr>
        <th scope="col">Reader</th>
        <th scope="col">Outcome</th>
        <th scope="col">Reason</th>
        <th scope="col">When</th>
      </tr>
    </thead>
    <tbody>
      {lines.map(({ address, href, state, isAttempting, reason, at }) => (
        <tr key={address}>
          <th scope="row">
            {href === null ? (
              address
            ) : (
              <a class="edition-table__link" href={href}>
                {address}
              </a>
            )}
          </th>
          <td>{isAttempting ? 'Being handed over' : outcomeNames[state]}</td>
          <td class="soft">{reason}</td>
          <td class="soft">{at !== null && <time dateTime={at.iso}>{at.text}</time>}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
