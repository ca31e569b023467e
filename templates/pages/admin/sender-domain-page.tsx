import { PostForm } from '../reader/post-form.tsx';
import { ErrorSummary, type FieldProblem } from '../reader/problems.tsx';
import type { Moment } from '../reader/site.ts';
import { AdminFrame, type AdminSite } from './admin-frame.tsx';
import { TextArea } from './fields.tsx';
import { DeskHead, Part, When, grouped } from './parts.tsx';
import { shareWords } from './reports/report-words.ts';

export interface DomainRecordRow {
  readonly label: string;
  /** Where it is published, or what was looked at. */
  readonly name: string;
  readonly state: 'good' | 'missing' | 'wrong' | 'unknown';
  readonly stateWords: string;
  readonly words: string;
  readonly found: string;
  readonly type: string;
  /** The value to publish; empty where there is none to give. */
  readonly paste: string;
}

export interface SenderDomainPageProps {
  readonly site: AdminSite;
  readonly domain: string;
  /** Mail goes further than this machine; null before the first look. */
  readonly leavesHouse: boolean | null;
  /** The proof of who mail is from: what is amiss here keeps digests in. */
  readonly records: readonly DomainRecordRow[];
  /** What providers look at beside it. */
  readonly standing: readonly DomainRecordRow[];
  readonly checked: Moment | null;
  readonly isHeldBack: boolean;
  readonly allowed: { readonly because: string; readonly by: string; readonly at: Moment } | null;
  /** Mails that Gmail accepted in a day. */
  readonly gmailDay: number;
  readonly complaints: number;
  readonly delivered: number;
  readonly days: number;
  readonly mayChange: boolean;
  /** Typed already. */
  readonly because: string;
  readonly problems: readonly FieldProblem[];
}

const path = '/admin/delivery/domain';

/** Whether receivers can tell that mail is ours, and how it fares with them. */
export const SenderDomainPage = (props: SenderDomainPageProps) => {
  const { site, domain, problems } = props;
  return (
    <AdminFrame site={site} what="Deliverability" current="delivery" hasProblem={problems.length > 0}>
      <DeskHead title="Deliverability" kicker={<a href="/admin/delivery">Delivery</a>} />
      <ErrorSummary problems={problems} />
      <Records {...props} />
      {(props.isHeldBack || props.allowed !== null) && <Allowance {...props} />}
      <Part id="fares" title="How your mail fares">
        <Fares {...props} />
      </Part>
      {props.mayChange && (
        <PostForm post={{ action: `${path}/look`, hidden: [site.csrf] }}>
          <button class="button button--quiet" type="submit">
            {props.checked === null ? `Check ${domain} now` : `Check ${domain} again`}
          </button>
        </PostForm>
      )}
    </AdminFrame>
  );
};

const Records = ({
  domain,
  leavesHouse,
  records,
  standing,
  checked,
  isHeldBack,
  allowed,
}: SenderDomainPageProps) => (
  <Part id="records" title={`Proof that mail is from ${domain}`}>
    {leavesHouse === null && (
      <p>The records have not been looked up yet. That happens by itself every quarter of an hour.</p>
    )}
    {leavesHouse === false && (
      <p>
        All mail ends on this machine, in the built-in inbox or at a server beside it, so nothing has to be
        proven yet.
      </p>
    )}
    {leavesHouse === true && (
      <>
        <p class={isHeldBack ? 'sign sign--bad' : 'sign sign--good'}>
          {isHeldBack
            ? 'Digests stay here until these records are published: large providers refuse or hide mail without them.'
            : allowed === null
              ? 'Nothing stands in the way of a digest.'
              : 'Digests leave, because somebody said so.'}
        </p>
        <RecordTable caption="The proof" rows={records} />
        <h3>What providers look at beside it</h3>
        <RecordTable caption="What providers look at beside it" rows={standing} />
        <p class="small soft">
          Seen <When at={checked} />.
        </p>
      </>
    )}
  </Part>
);

const RecordTable = ({
  caption,
  rows,
}: {
  readonly caption: string;
  readonly rows: readonly DomainRecordRow[];
}) => (
  <table class="ruled">
    <caption class="visually-hidden">{caption}</caption>
    <thead>
      <tr>
        <th scope="col">Record</th>
        <th scope="col">Now</th>
        <th scope="col">What to know</th>
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr key={`${row.label} ${row.name}`}>
          <th scope="row">
            {row.label} <span class="small soft">{row.name}</span>
          </th>
          <td>{row.stateWords}</td>
          <td>
            {row.state === 'good' ? '' : row.words}
            {row.found !== '' && <p class="small soft">Found: {row.found}</p>}
            {row.paste !== '' && (
              <p class="small">
                Publish this {row.type}: <code>{row.paste}</code>
              </p>
            )}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

const Allowance = ({ site, allowed, mayChange, because, problems }: SenderDomainPageProps) => (
  <Part id="allow" title={allowed === null ? 'Send all the same' : 'Said in writing'}>
    {allowed === null ? (
      mayChange ? (
        <PostForm post={{ action: `${path}/allow`, hidden: [site.csrf] }} class="stack narrow">
          <TextArea
            name="because"
            label="Why digests leave without proof"
            hint="It stands in the audit trail with your name."
            rows={3}
            value={because}
            problems={problems}
          />
          <div class="act">
            <button class="button button--quiet" type="submit">
              Let digests leave without proof
            </button>
          </div>
        </PostForm>
      ) : (
        <p>The owner can let digests leave all the same, in writing.</p>
      )
    ) : (
      <>
        <p>
          “{allowed.because}” {allowed.by}, <When at={allowed.at} />
        </p>
        {mayChange && (
          <PostForm post={{ action: `${path}/withdraw`, hidden: [site.csrf] }}>
            <button class="button button--plain" type="submit">
              Keep digests in until there is proof
            </button>
          </PostForm>
        )}
      </>
    )}
  </Part>
);

const bulkSender = 5000;
const goodShare = 0.001;
const mostShare = 0.003;

const Fares = ({ site, gmailDay, complaints, delivered, days, checked }: SenderDomainPageProps) => {
  const share = delivered === 0 ? 0 : complaints / delivered;
  return (
    <>
      <dl class="figures">
        <div>
          <dt>Accepted by Gmail in a day</dt>
          <dd>
            {grouped(gmailDay, site.language)}
            <span>from 5,000 on you count as a bulk sender, for good</span>
          </dd>
        </div>
        <div>
          <dt>Complained in {days} days</dt>
          <dd>
            {shareWords(complaints, delivered, site.language)}
            <span>
              {grouped(complaints, site.language)} of {grouped(delivered, site.language)} mails; below
              0.1&nbsp;% is good, never 0.3 %
            </span>
          </dd>
        </div>
      </dl>
      {gmailDay >= bulkSender * 0.8 && (
        <p class="sign">
          {gmailDay >= bulkSender
            ? 'You are a bulk sender to Gmail: all three records and one-click leaving are wanted at all times.'
            : 'You are close to what Gmail calls a bulk sender: see that all three records are in order before.'}
        </p>
      )}
      {share >= goodShare && (
        <p class="sign sign--bad">
          {share >= mostShare
            ? 'Too many readers press “spam”: providers will hide or refuse your mail. Stop, and look at whom you send to and where the addresses are from.'
            : 'More readers press “spam” than is healthy. Look at whom you send to before it reaches 0.3 %.'}
        </p>
      )}
      <p class="small soft">
        Complaints as far as providers tell; Gmail tells nobody who complained. The day at Gmail{' '}
        {checked === null ? (
          'has not been counted yet'
        ) : (
          <>
            was counted <When at={checked} />
          </>
        )}
        .
      </p>
    </>
  );
};
