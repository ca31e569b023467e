import type { AdminSite } from '../admin-frame.tsx';
import { Part, counted, grouped } from '../parts.tsx';
import { RevenueChart } from './revenue-chart.tsx';
import { ReportsFrame } from './reports-frame.tsx';

/** An amount in words, `£1,204.50`. */
export interface TierRevenueRow {
  readonly tier: string;
  readonly members: number;
  readonly mrr: string;
}
import { Wide } from './wide.tsx';

export interface RevenueMonthRow {
  /** `November 2026`. */
  readonly month: string;
  readonly before: string;
  /** Each with how often it happened; null: never. */
  readonly gained: string | null;
  readonly returned: string | null;
  readonly upgraded: string | null;
  readonly downgraded: string | null;
  readonly lost: string | null;
  readonly after: string;
  readonly afterMinor: number;
  readonly members: number;
}

export interface RevenueCurrency {
  /** `GBP`. */
  readonly currency: string;
  readonly mrr: string;
  readonly members: number;
  readonly tiers: readonly TierRevenueRow[];
  /** The newest first. */
  readonly months: readonly RevenueMonthRow[];
}

export interface RevenuePageProps {
  readonly site: AdminSite;
  readonly readAt: string;
  readonly currencies: readonly RevenueCurrency[];
  readonly trials: ReadonlyArray<{ readonly tierName: string; readonly readers: number }>;
  readonly others: ReadonlyArray<{
    readonly tierName: string;
    readonly reason: string;
    readonly readers: number;
  }>;
  readonly once: ReadonlyArray<{ readonly month: string; readonly gifts: string; readonly refunds: string }>;
  readonly fileHref: string;
}

/** What paid subscriptions bring in a month, by tier and currency, and how that came about. */
export const RevenuePage = (props: RevenuePageProps) => (
  <ReportsFrame site={props.site} current="Revenue" readAt={props.readAt}>
    {props.currencies.length === 0 ? (
      <p>
        Nobody pays online yet. As soon as a first subscription is paid for, what it brings in a month stands
        here. <a href="/admin/settings/subscriptions">Look at the tiers</a>
      </p>
    ) : (
      <p class="small">
        Each subscription by what it brings in a month; a yearly price counts as a twelfth.{' '}
        <a class="off-paper" href={props.fileHref}>
          Download as CSV
        </a>
      </p>
    )}
    {props.currencies.map((each) => (
      <Currency key={each.currency} {...each} language={props.site.language} />
    ))}
    <Unpaid {...props} />
    <Once {...props} />
  </ReportsFrame>
);

const Currency = ({
  currency,
  mrr,
  members,
  tiers,
  months,
  language,
}: RevenueCurrency & { readonly language: string }) => (
  <Part id={`in-${currency.toLowerCase()}`} title={`A month in ${currency}`}>
    <dl class="figures">
      <div>
        <dt>Brought in a month</dt>
        <dd>
          {mrr}
          <span>{counted(members, 'subscription', language)}</span>
        </dd>
      </div>
      {tiers.map(({ tier, members: own, mrr: brought }) => (
        <div key={tier}>
          <dt>{tier}</dt>
          <dd>
            {brought}
            <span>{counted(own, 'subscription', language)}</span>
          </dd>
        </div>
      ))}
    </dl>
    <RevenueChart months={months} />
    <Wide label={`Month by month in ${currency}`}>
      <table class="sheet">
        <caption class="visually-hidden">Month by month in {currency}, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">Month</th>
            <th scope="col" class="figure">
              Before
            </th>
            <th scope="col" class="figure">
              New
            </th>
            <th scope="col" class="figure">
              Returned
            </th>
            <th scope="col" class="figure">
              Upgraded
            </th>
            <th scope="col" class="figure">
              Downgraded
            </th>
            <th scope="col" class="figure">
              Lost
            </th>
            <th scope="col" class="figure">
              After
            </th>
            <th scope="col" class="figure">
              Subscriptions
            </th>
          </tr>
        </thead>
        <tbody>
          {months.map((month) => (
            <tr key={month.month}>
              <th scope="row">{month.month}</th>
              <td class="figure">{month.before}</td>
              {[month.gained, month.returned, month.upgraded, month.downgraded, month.lost].map(
                (words, index) => (
                  <td class="figure" key={`${month.month} ${index}`}>
                    {words ?? '–'}
                  </td>
                ),
              )}
              <td class="figure">{month.after}</td>
              <td class="figure">{grouped(month.members, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  </Part>
);

const Unpaid = ({ trials, others, site }: RevenuePageProps) =>
  trials.length + others.length === 0 ? null : (
    <Part id="unpaid" title="Without a payment online">
      <table class="sheet">
        <caption class="visually-hidden">Who reads with a tier and pays nothing online</caption>
        <thead>
          <tr>
            <th scope="col">Tier</th>
            <th scope="col">Why</th>
            <th scope="col" class="figure">
              Readers
            </th>
          </tr>
        </thead>
        <tbody>
          {trials.map(({ tierName, readers }) => (
            <tr key={`trial ${tierName}`}>
              <th scope="row">{tierName}</th>
              <td>Being tried</td>
              <td class="figure">{grouped(readers, site.language)}</td>
            </tr>
          ))}
          {others.map(({ tierName, reason, readers }) => (
            <tr key={`${reason} ${tierName}`}>
              <th scope="row">{tierName}</th>
              <td>{reason}</td>
              <td class="figure">{grouped(readers, site.language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );

const Once = ({ once }: RevenuePageProps) =>
  once.length === 0 ? null : (
    <Part id="once" title="Paid or paid back once">
      <table class="sheet">
        <caption class="visually-hidden">Gifts and refunds by month, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">Month</th>
            <th scope="col" class="figure">
              Gifts
            </th>
            <th scope="col" class="figure">
              Refunds
            </th>
          </tr>
        </thead>
        <tbody>
          {once.map(({ month, gifts, refunds }) => (
            <tr key={`${month} ${gifts}`}>
              <th scope="row">{month}</th>
              <td class="figure">{gifts}</td>
              <td class="figure">{refunds}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
