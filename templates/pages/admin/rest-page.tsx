import { Notice } from '../reader/notice.tsx';
import { PostForm } from '../reader/post-form.tsx';
import { ErrorSummary, type FieldProblem, ProblemAt, problemOf } from '../reader/problems.tsx';
import type { Moment } from '../reader/site.ts';
import { AdminFrame, type AdminSite } from './admin-frame.tsx';
import { Input, Tick } from './fields.tsx';
import { DeskHead, Part, When, counted, grouped } from './parts.tsx';

/** As it stands in the form. */
export interface RestDraft {
  readonly isOn: boolean;
  readonly editions: string;
  readonly days: string;
  readonly waitDays: string;
}

export interface RestPageProps {
  readonly site: AdminSite;
  readonly newsletter: { readonly slug: string; readonly name: string };
  /** Clicks or opens are counted. */
  readonly canTell: boolean;
  readonly draft: RestDraft;
  readonly counts: { readonly asked: number; readonly stayed: number; readonly resting: number };
  readonly resting: ReadonlyArray<{
    readonly id: number;
    readonly href: string;
    readonly address: string;
    readonly why: string;
    readonly since: Moment;
  }>;
  /** What the rule of the form would do, when somebody asked. */
  readonly estimate?:
    { readonly readers: number; readonly isExact: boolean; readonly looked: number } | undefined;
  readonly notice?: string | undefined;
  readonly problems: readonly FieldProblem[];
}

/** Readers who give no sign for long: asked once, and let rest when they say nothing. */
export const RestPage = (props: RestPageProps) => {
  const { site, newsletter, problems } = props;
  return (
    <AdminFrame site={site} what="Silent readers" current="newsletters" hasProblem={problems.length > 0}>
      <DeskHead
        title="Silent readers"
        kicker={<a href={`/admin/newsletters/${newsletter.slug}`}>{newsletter.name}</a>}
      />
      {props.notice !== undefined && <Notice kind="good">{props.notice}</Notice>}
      <ErrorSummary problems={problems} />
      <p>
        A mailbox nobody opens harms everybody’s mail: providers see that what you send is not read. Who gives
        no sign for long can be asked once, by mail, whether {newsletter.name} shall still come. Without an
        answer it stops, and one press brings it back.
      </p>
      {props.canTell ? (
        <p class="small soft">
          A sign is a click by a person in any of your mails, an open where opens are estimated, a sign-in, or
          any choice a reader made. A reply goes to your mailbox and cannot be seen here. Nobody with a paid
          tier is asked.
        </p>
      ) : (
        <p class="sign sign--bad">
          Neither clicks nor opens are counted for {newsletter.name}, so nothing can be known about who reads
          it, and nobody is asked.
        </p>
      )}
      <Rule {...props} />
      <Counts {...props} />
      <Resting {...props} />
    </AdminFrame>
  );
};

const Rule = ({ site, newsletter, draft, problems, estimate }: RestPageProps) => (
  <PostForm
    post={{ action: `/admin/newsletters/${newsletter.slug}/rest`, hidden: [site.csrf] }}
    class="stack narrow"
  >
    <Input
      name="editions"
      type="number"
      label="Editions without a sign"
      hint="At least so many have come, each of which could tell."
      value={draft.editions}
      problems={problems}
    />
    <Input
      name="days"
      type="number"
      label="Days without a sign"
      hint="And for at least so long. Half a year is 180."
      value={draft.days}
      problems={problems}
    />
    <Input
      name="waitDays"
      type="number"
      label="Days to answer"
      hint="So long after the question the newsletter stops, unless there was any sign."
      value={draft.waitDays}
      problems={problems}
    />
    <ProblemAt id="isOn-problem" message={problemOf('isOn', problems)} />
    <Tick
      id="isOn"
      name="isOn"
      value="yes"
      isTicked={draft.isOn}
      label="Ask silent readers, and let those rest who do not answer"
      hint="The words of the question stand under Settings, Letters."
    />
    {estimate !== undefined && (
      <p class="sign">
        {estimate.isExact
          ? 'Today '
          : `Today about (seen from ${grouped(estimate.looked, site.language)} readers) `}
        {counted(estimate.readers, 'reader', site.language)} would be asked. Nothing has been saved.
      </p>
    )}
    <div class="act">
      <button class="button" type="submit">
        Save this rule
      </button>
      <button class="button button--quiet" type="submit" name="act" value="count">
        Count whom it would ask today
      </button>
    </div>
  </PostForm>
);

const Counts = ({ counts, site }: RestPageProps) =>
  counts.asked + counts.stayed + counts.resting === 0 ? null : (
    <dl class="figures">
      <div>
        <dt>Asked, time to answer</dt>
        <dd>{grouped(counts.asked, site.language)}</dd>
      </div>
      <div>
        <dt>Stayed</dt>
        <dd>{grouped(counts.stayed, site.language)}</dd>
      </div>
      <div>
        <dt>At rest</dt>
        <dd>{grouped(counts.resting, site.language)}</dd>
      </div>
    </dl>
  );

const Resting = ({ site, newsletter, resting, counts }: RestPageProps) =>
  resting.length === 0 ? null : (
    <Part id="resting" title="At rest">
      {counts.resting > resting.length && (
        <p class="small soft">The newest {grouped(resting.length, site.language)}.</p>
      )}
      <table class="ruled">
        <thead>
          <tr>
            <th scope="col">Reader</th>
            <th scope="col">Why</th>
            <th scope="col">Since</th>
          </tr>
        </thead>
        <tbody>
          {resting.map(({ id, href, address, why, since }) => (
            <tr key={id}>
              <th scope="row">
                <a href={href}>{address}</a>
              </th>
              <td>
                {why}
                <PostForm
                  post={{
                    action: `/admin/newsletters/${newsletter.slug}/rest/bring-back`,
                    hidden: [site.csrf, { name: 'question', value: String(id) }],
                  }}
                >
                  <button class="button button--plain" type="submit">
                    Send it to {address} again
                  </button>
                </PostForm>
              </td>
              <td class="soft">
                <When at={since} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
