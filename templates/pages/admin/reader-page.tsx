import { Notice } from '../reader/notice.tsx';
import { PostForm } from '../reader/post-form.tsx';
import { ErrorSummary, type FieldProblem, problemOf } from '../reader/problems.tsx';
import type { Moment } from '../reader/site.ts';
import { AdminFrame } from './admin-frame.tsx';
import { Input, Select } from './fields.tsx';
import { DeskHead, Part, type SubscriptionStateName, When, stateNames } from './parts.tsx';
import { Attributes, type ReaderAttributes } from './reader-attributes.tsx';
import { Consents, type ReaderRecord, Suppressions } from './reader-record.tsx';
import { type ReaderTimeline, Timeline } from './reader-timeline.tsx';

export interface ReaderSubscription {
  readonly newsletter: string;
  readonly state: SubscriptionStateName;
  readonly rhythm: string;
  /** Since when, or until when, in words. */
  readonly aside: string;
}

export interface HeldTier {
  readonly id: number;
  readonly name: string;
  readonly reason: string;
  readonly note: string | null;
  readonly endsAt: Moment | null;
  readonly grantedBy: string;
}

export interface TierGrantDraft {
  readonly tier: string;
  readonly reason: string;
  readonly until: string;
  readonly note: string;
}

export interface ReaderPageProps extends ReaderRecord {
  readonly address: string;
  readonly name: string | null;
  readonly joinedAt: Moment;
  readonly confirmedAt: Moment | null;
  /** Where they signed up first. */
  readonly origin: string | null;
  /** What our pages and mails speak to them, where the paper speaks more than one. */
  readonly language: string | null;
  /** On whose clock digests come; null: the paper's. */
  readonly timeZone: string | null;
  readonly subscriptions: readonly ReaderSubscription[];
  readonly tierRequest: { readonly name: string; readonly askedAt: Moment } | null;
  readonly held: readonly HeldTier[];
  readonly tiers: ReadonlyArray<{ readonly value: string; readonly text: string }>;
  readonly draft: TierGrantDraft;
  readonly attributes: ReaderAttributes;
  readonly timeline: ReaderTimeline;
  readonly notice?: string | undefined;
  readonly problems: readonly FieldProblem[];
}

/** Everything we hold of one reader, and why. */
export const ReaderPage = (props: ReaderPageProps) => (
  <AdminFrame site={props.site} what={props.address} current="readers" hasProblem={props.problems.length > 0}>
    <DeskHead title={props.address} kicker={<a href="/admin/readers">Readers</a>} />
    {props.notice !== undefined && <Notice kind="good">{props.notice}</Notice>}
    <ErrorSummary problems={props.problems} />
    <p class="soft">
      {props.name === null ? 'Came ' : `${props.name} · came `}
      <When at={props.joinedAt} />
      {props.origin !== null && <>, {props.origin}</>} ·{' '}
      {props.confirmedAt === null ? (
        'not confirmed yet'
      ) : (
        <>
          confirmed <When at={props.confirmedAt} />
        </>
      )}
      {props.language !== null && ` · reads in ${props.language}`}
      {props.timeZone !== null && ` · digests by the clock of ${props.timeZone}`}
    </p>
    <Subscriptions {...props} />
    <Tiers {...props} />
    <Attributes {...props} />
    {props.suppressions.length > 0 && <Suppressions {...props} />}
    <Timeline {...props} />
    <Consents {...props} />
    {props.mayManage && <Erase {...props} />}
  </AdminFrame>
);

const Subscriptions = ({ subscriptions }: ReaderPageProps) => (
  <Part id="subscriptions" title="Newsletters">
    {subscriptions.length === 0 ? (
      <p>None.</p>
    ) : (
      <table class="ruled">
        <thead>
          <tr>
            <th scope="col">Newsletter</th>
            <th scope="col">State</th>
            <th scope="col">Rhythm</th>
            <th scope="col">Since</th>
          </tr>
        </thead>
        <tbody>
          {subscriptions.map(({ newsletter, state, rhythm, aside }) => (
            <tr key={newsletter}>
              <th scope="row">{newsletter}</th>
              <td>
                <span class={`reader-state reader-state--${state}`}>{stateNames[state]}</span>
              </td>
              <td>{rhythm}</td>
              <td class="soft">{aside}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </Part>
);

const reasons = [
  { value: 'invoice', text: 'Paid by invoice' },
  { value: 'comp', text: 'Complimentary' },
  { value: 'gift', text: 'A gift' },
  { value: 'staff', text: 'Staff' },
] as const;

/** What is not given by hand. */
const otherReasons: Readonly<Record<string, string>> = { payment: 'Pays for it', group: 'A seat of a group' };

const reasonWords = (reason: string): string =>
  reasons.find(({ value }) => value === reason)?.text ?? otherReasons[reason] ?? reason;

const Tiers = (props: ReaderPageProps) => (
  <Part id="tiers" title="Subscription">
    {props.tierRequest !== null && (
      <Notice kind="warn">
        Asked for {props.tierRequest.name} on <When at={props.tierRequest.askedAt} /> and waits to hear about
        payment. Giving a subscription answers it.
      </Notice>
    )}
    {props.held.length === 0 ? <p>Reads free of charge.</p> : <Held {...props} />}
    {props.mayManage && props.tiers.length > 0 && <Grant {...props} />}
  </Part>
);

const Held = ({ site, id, held, mayManage }: ReaderPageProps) => (
  <ul class="plain entries">
    {held.map((each) => (
      <li key={each.id}>
        <div>
          <p>
            <b>{each.name}</b>, {reasonWords(each.reason).toLowerCase()},{' '}
            {each.endsAt === null ? (
              'until it is ended by hand'
            ) : (
              <>
                until <When at={each.endsAt} />
              </>
            )}
          </p>
          <p class="hint">
            Given by {each.grantedBy}
            {each.note !== null && ` · ${each.note}`}
          </p>
        </div>
        {mayManage && (
          <PostForm
            post={{
              action: `/admin/readers/${id}/end-tier`,
              hidden: [site.csrf, { name: 'entitlement', value: String(each.id) }],
            }}
          >
            <button class="button button--plain" type="submit">
              End {each.name} now
            </button>
          </PostForm>
        )}
      </li>
    ))}
  </ul>
);

const Grant = ({ site, id, tiers, draft, problems }: ReaderPageProps) => (
  <details class="fold" open={problems.length > 0 || draft.tier !== ''}>
    <summary>Give a subscription</summary>
    <PostForm post={{ action: `/admin/readers/${id}/give-tier`, hidden: [site.csrf] }} class="stack narrow">
      <Select name="tier" label="Subscription" value={draft.tier} options={tiers} problems={problems} />
      <Select name="reason" label="Why" value={draft.reason} options={reasons} problems={problems} />
      <Input
        name="until"
        type="date"
        label="Last day"
        hint="Left empty, it lasts until somebody ends it."
        value={draft.until}
        problems={problems}
      />
      <Input
        name="note"
        label="Note"
        hint="For the newsroom only, such as an invoice number."
        value={draft.note}
        problems={problems}
      />
      <div class="act">
        <button class="button" type="submit">
          Give this subscription
        </button>
      </div>
    </PostForm>
  </details>
);

const Erase = ({ site, id, problems }: ReaderPageProps) => (
  <Part id="erase" title="Erase this reader">
    <details class="fold" open={problemOf('address', problems) !== undefined}>
      <summary>When they ask to be forgotten</summary>
      <PostForm post={{ action: `/admin/readers/${id}/erase`, hidden: [site.csrf] }} class="stack narrow">
        <p>
          Name, address and consents are deleted everywhere, and mail that waits is withdrawn. Receipts and
          counts keep a line that names nobody; imports leave the address out from then on. It cannot be taken
          back.
        </p>
        <Input
          name="address"
          label="Type the reader’s address"
          hint="So that it is the right one."
          value=""
          problems={problems}
        />
        <div class="act">
          <button class="button button--danger" type="submit">
            Erase this reader
          </button>
        </div>
      </PostForm>
    </details>
  </Part>
);
