import type { Moment } from '../reader/site.ts';
import { AdminFrame, type AdminSite } from './admin-frame.tsx';
import type { EditionRow } from './editions/editions-page.tsx';
import { DeskHead, Part, When, counted, grouped } from './parts.tsx';

/** Something that waits for a person. */
export interface Need {
  readonly href: string;
  readonly title: string;
  readonly words: string;
}

/** An automatic edition that leaves. */
export interface Departure {
  readonly href: string;
  readonly at: Moment;
  readonly newsletter: string;
  readonly rhythm: string;
}

export interface Growth {
  readonly reachable: number;
  readonly joined: number;
  readonly left: number;
  readonly joinedBefore: number;
  readonly leftBefore: number;
}

/** A step of the first run. */
export interface Step {
  readonly isDone: boolean;
  readonly title: string;
  readonly words: string;
  readonly href: string;
}

export interface TodayPageProps {
  readonly site: AdminSite;
  readonly day: Moment;
  readonly needs: readonly Need[];
  readonly growth: Growth;
  /** The next automatic editions, as their hours come. */
  readonly departures: readonly Departure[];
  readonly underWay: readonly EditionRow[];
  readonly last: readonly EditionRow[];
  /** Until the first edition has left. */
  readonly steps: readonly Step[];
  readonly mayCompose: boolean;
}

/** The newsroom's own front page: what needs a person, three numbers, what leaves and what left. */
export const TodayPage = (props: TodayPageProps) => {
  const { site, day, needs, growth, departures, underWay, last, steps, mayCompose } = props;
  return (
    <AdminFrame site={site} what="Today" current="today">
      <DeskHead title="Today" kicker={<When at={day} />}>
        {mayCompose && (
          <a class="button" href="/admin/editions/new">
            New edition
          </a>
        )}
      </DeskHead>
      {(needs.length > 0 || steps.length === 0) && <Needs needs={needs} />}
      {steps.length > 0 && <FirstRun steps={steps} />}
      {departures.length > 0 && (
        <Part id="departures" title="Leaves next">
          <Departures rows={departures} />
          <p>
            <a href="/admin/editions/runs">All automatic editions</a>
          </p>
        </Part>
      )}
      <Figures growth={growth} language={site.language} />
      {underWay.length > 0 && (
        <Part id="under-way" title="On its way now">
          <Editions rows={underWay} />
        </Part>
      )}
      {last.length > 0 && (
        <Part id="last" title="Last editions">
          <Editions rows={last} />
          <p>
            <a href="/admin/editions">All editions</a>
          </p>
        </Part>
      )}
    </AdminFrame>
  );
};

const Needs = ({ needs }: { readonly needs: readonly Need[] }) => (
  <section class="needs" aria-labelledby="needs">
    <h2 class="kicker" id="needs">
      What needs a person
    </h2>
    {needs.length === 0 ? (
      <p class="needs__none">Nothing waits for you.</p>
    ) : (
      <ul class="plain">
        {needs.map(({ href, title, words }) => (
          <li key={href + title}>
            <a class="needs__title" href={href}>
              {title}
            </a>
            <p class="soft">{words}</p>
          </li>
        ))}
      </ul>
    )}
  </section>
);

const Departures = ({ rows }: { readonly rows: readonly Departure[] }) => (
  <table class="ruled">
    <caption class="visually-hidden">Automatic editions, the next first</caption>
    <thead>
      <tr>
        <th scope="col">Leaves</th>
        <th scope="col">Newsletter</th>
        <th scope="col">For readers of</th>
      </tr>
    </thead>
    <tbody>
      {rows.map(({ href, at, newsletter, rhythm }) => (
        <tr key={href}>
          <th scope="row">
            <a class="ruled__link" href={href}>
              <When at={at} />
            </a>
          </th>
          <td>{newsletter}</td>
          <td>{rhythm}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

const signed = (change: number, language: string): string =>
  change === 0 ? 'no change' : `${change > 0 ? '+' : '\u2212'}${grouped(Math.abs(change), language)}`;

const Figures = ({ growth, language }: { readonly growth: Growth; readonly language: string }) => {
  const net = growth.joined - growth.left;
  const before = (count: number) => `${grouped(count, language)} in the thirty days before`;
  return (
    <dl class="figures">
      <div>
        <dt>Readers we reach</dt>
        <dd>
          {grouped(growth.reachable, language)}
          <span>{signed(net, language)} in thirty days</span>
        </dd>
      </div>
      <div>
        <dt>Joined in thirty days</dt>
        <dd>
          {grouped(growth.joined, language)}
          <span>{before(growth.joinedBefore)}</span>
        </dd>
      </div>
      <div>
        <dt>Left in thirty days</dt>
        <dd>
          {grouped(growth.left, language)}
          <span>{before(growth.leftBefore)}</span>
        </dd>
      </div>
    </dl>
  );
};

const Editions = ({ rows }: { readonly rows: readonly EditionRow[] }) => (
  <table class="ruled">
    <thead>
      <tr>
        <th scope="col">Edition</th>
        <th scope="col">Newsletter</th>
        <th scope="col">State</th>
        <th scope="col">Changed or sent</th>
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr key={row.href}>
          <th scope="row">
            <a class="ruled__link" href={row.href}>
              {row.subject === '' ? 'No subject yet' : row.subject}
            </a>
          </th>
          <td>{row.newsletter}</td>
          <td>
            <span class={`edition-state edition-state--${row.kind}`}>{row.state}</span>
          </td>
          <td class="soft">
            <When at={row.at} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

const FirstRun = ({ steps }: { readonly steps: readonly Step[] }) => {
  const done = steps.filter(({ isDone }) => isDone).length;
  return (
    <section class="first-run" aria-labelledby="first-run">
      <h2 id="first-run">Before the first edition leaves</h2>
      <p class="soft">
        {done} of {counted(steps.length, 'step', 'en')} done.
      </p>
      <ol class="plain">
        {steps.map(({ isDone, title, words, href }) => (
          <li key={title} class={isDone ? 'first-run__done' : undefined}>
            {isDone ? (
              <b>
                {title}
                <span class="visually-hidden"> (done)</span>
              </b>
            ) : (
              <a href={href}>{title}</a>
            )}
            <p class="soft">{words}</p>
          </li>
        ))}
      </ol>
    </section>
  );
};
