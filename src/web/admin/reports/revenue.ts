import { type Router, Router as createRouter } from 'express';
import {
  type RevenueCurrency,
  RevenuePage,
} from '../../../../templates/pages/admin/reports/revenue-page.tsx';
import { wordsIn } from '../../../../templates/words/languages.ts';
import { readPublication } from '../../../newsletters/publication.ts';
import { readToday } from '../../../reports/growth-report.ts';
import { revenueCsv } from '../../../reports/revenue-csv.ts';
import { type RevenueReport, readRevenueReport } from '../../../reports/revenue-report.ts';
import { clockTime, monthOfCalendar } from '../../moments.ts';
import { formatAmount } from '../../../membership/amount.ts';
import { sendCsv } from '../../send-csv.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { may } from '../staff-door.ts';

const english = wordsIn('en');

type Change = { readonly times: number; readonly mrrMinor: number };

function currenciesOf({ months, tiers }: RevenueReport): readonly RevenueCurrency[] {
  const currencies = [...new Set(months.map(({ currency }) => currency))];
  return currencies.map((currency) => {
    const amount = (amountMinor: number): string =>
      formatAmount({ amountMinor, currency }, english).replace('-', '−');
    const words = ({ times, mrrMinor }: Change): string | null =>
      times === 0 ? null : `${times} · ${amount(mrrMinor)}`;
    const own = months.filter((month) => month.currency === currency);
    return {
      currency,
      mrr: amount(own[0]?.after ?? 0),
      members: own[0]?.members ?? 0,
      tiers: tiers
        .filter((tier) => tier.currency === currency)
        .map(({ tierName, members, mrrMinor }) => ({ tier: tierName, members, mrr: amount(mrrMinor) })),
      months: own.map(({ month, before, changes, after, members }) => ({
        month: monthOfCalendar(month),
        before: amount(before),
        gained: words(changes.new),
        returned: words(changes.returned),
        upgraded: words(changes.upgraded),
        downgraded: words(changes.downgraded),
        lost: words(changes.lost),
        after: amount(after),
        afterMinor: after,
        members,
      })),
    };
  });
}

const reasons: Readonly<Record<string, string>> = {
  invoice: 'By invoice',
  comp: 'On the house',
  staff: 'Staff',
  gift: 'A gift',
  group: 'A seat of a group',
};

/** `/admin/reports/revenue`: what subscriptions bring in a month. */
export function createRevenueRouter(setting: WebSetting): Router {
  const { db, clock } = setting;
  const router = createRouter();

  router.get('/revenue', may('read'), async (_request, response) => {
    const [site, publication, report] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      readToday(db).then((today) => readRevenueReport(db, today)),
    ]);
    sendPage(
      response,
      RevenuePage({
        site,
        readAt: clockTime(clock(), publication),
        currencies: currenciesOf(report),
        trials: report.trials,
        others: report.others.map((each) => ({ ...each, reason: reasons[each.reason] ?? each.reason })),
        once: report.once.map(({ month, currency, giftsMinor, refundsMinor }) => ({
          month: monthOfCalendar(month),
          gifts: formatAmount({ amountMinor: giftsMinor, currency }, english),
          refunds: formatAmount({ amountMinor: refundsMinor, currency }, english),
        })),
        fileHref: '/admin/reports/revenue.csv',
      }),
    );
  });

  router.get('/revenue.csv', may('read'), async (_request, response) => {
    sendCsv(response, 'revenue', revenueCsv(await readRevenueReport(db, await readToday(db))));
  });
  return router;
}
