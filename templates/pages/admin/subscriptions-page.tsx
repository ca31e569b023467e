import { PostForm } from '../reader/post-form.tsx';
import type { FieldProblem } from '../reader/problems.tsx';
import type { Moment } from '../reader/site.ts';
import type { AdminSite } from './admin-frame.tsx';
import { Input, Tick } from './fields.tsx';
import { Part, When } from './parts.tsx';
import { SettingsFrame } from './settings-frame.tsx';

export interface TierRow {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  /** In words, such as "£6 a month, £60 a year". */
  readonly prices: string;
}

export interface TermsDraft {
  readonly trialDays: string;
  readonly graceDays: string;
  readonly retentionPercent: string;
  readonly hasAutomaticTax: boolean;
}

/** What the nightly comparison with the payment provider found. */
export interface Comparison {
  readonly at: Moment;
  readonly differences: readonly { readonly ref: string; readonly what: string }[];
}

export interface SubscriptionsPageProps {
  readonly site: AdminSite;
  readonly tiers: readonly TierRow[];
  readonly takesPayments: boolean;
  readonly comparison: Comparison | null;
  readonly draft: TermsDraft;
  readonly notice?: string | undefined;
  readonly problems: readonly FieldProblem[];
}

const Tiers = ({ tiers }: { readonly tiers: readonly TierRow[] }) => (
  <Part id="tiers" title="Tiers">
    {tiers.length === 0 ? (
      <p>No tier yet: every story is open to everybody, and there is nothing to subscribe to.</p>
    ) : (
      <TierTable tiers={tiers} />
    )}
    <p>
      <a href="/admin/settings/subscriptions/tiers/new">Add a tier</a>
    </p>
  </Part>
);

const TierTable = ({ tiers }: { readonly tiers: readonly TierRow[] }) => (
  <>
    <p>A tier opens all that the tiers above it in this list open.</p>
    <table class="ruled">
      <caption class="visually-hidden">Tiers and their prices</caption>
      <thead>
        <tr>
          <th scope="col">Tier</th>
          <th scope="col">Price</th>
        </tr>
      </thead>
      <tbody>
        {tiers.map((tier) => (
          <tr key={tier.slug}>
            <th scope="row">
              <a href={`/admin/settings/subscriptions/tiers/${tier.slug}`}>{tier.name}</a>
              <p class="hint">{tier.description}</p>
            </th>
            <td>{tier.prices}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </>
);

const Payments = ({
  takesPayments,
  comparison,
}: Pick<SubscriptionsPageProps, 'takesPayments' | 'comparison'>) => (
  <Part id="payments" title="Payments">
    {takesPayments ? (
      <p>Stripe takes payments by card. Each night every subscription is compared with what Stripe says.</p>
    ) : (
      <p>
        No payment provider is connected: who asks for a paid tier is answered by invoice, on their page under
        Readers. To take cards, set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET and start Doorstep again.
      </p>
    )}
    {comparison !== null && (
      <>
        <p>
          Compared last: <When at={comparison.at} />.{' '}
          {comparison.differences.length === 0 ? 'Nothing differed.' : 'This differed:'}
        </p>
        {comparison.differences.length > 0 && (
          <ul>
            {comparison.differences.map(({ ref, what }) => (
              <li key={ref}>
                <code>{ref}</code>: {what}
              </li>
            ))}
          </ul>
        )}
      </>
    )}
  </Part>
);

/** What a subscription costs, on which terms, and how the payments stand. */
export const SubscriptionsPage = (props: SubscriptionsPageProps) => {
  const { site, draft, notice, problems } = props;
  return (
    <SettingsFrame site={site} current="Subscriptions" notice={notice} problems={problems}>
      <Tiers tiers={props.tiers} />
      <Part id="terms" title="Terms">
        <PostForm
          post={{ action: '/admin/settings/subscriptions', hidden: [site.csrf] }}
          class="stack narrow"
        >
          <Input
            name="trialDays"
            type="number"
            label="Trial, in days"
            hint="A reader’s first subscription is free for so long. 0 means no trial."
            value={draft.trialDays}
            problems={problems}
          />
          <Input
            name="graceDays"
            type="number"
            label="Grace, in days"
            hint="For so long a subscription stays open after a payment failed."
            value={draft.graceDays}
            problems={problems}
          />
          <Input
            name="retentionPercent"
            type="number"
            label="Offer to somebody who is about to leave, in per cent"
            hint="Taken off the next payment, once to a reader. 0 means no offer."
            value={draft.retentionPercent}
            problems={problems}
          />
          <Tick
            id="hasAutomaticTax"
            name="hasAutomaticTax"
            value="yes"
            isTicked={draft.hasAutomaticTax}
            label="Let Stripe Tax work out the tax"
            hint="It has to be set up at Stripe first."
          />
          <div class="act">
            <button class="button" type="submit">
              Save the terms
            </button>
          </div>
        </PostForm>
      </Part>
      <Payments takesPayments={props.takesPayments} comparison={props.comparison} />
    </SettingsFrame>
  );
};
