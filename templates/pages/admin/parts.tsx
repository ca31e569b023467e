import type { ComponentChildren } from 'preact';

import type { Moment } from '../reader/site.ts';

/** A moment in the newsroom's zone. */
export const When = ({ at }: { readonly at: Moment | null }) =>
  at === null ? null : <time dateTime={at.iso}>{at.text}</time>;

/** The head of a page: what it is, and at most one thing to begin. */
export const DeskHead = ({
  title,
  kicker,
  children,
}: {
  readonly title: string;
  readonly kicker?: ComponentChildren;
  readonly children?: ComponentChildren;
}) => (
  <div class="desk__head">
    <div>
      {kicker !== undefined && <p class="kicker">{kicker}</p>}
      <h1>{title}</h1>
    </div>
    {children}
  </div>
);

/** A titled part of a page under a hairline. */
export const Part = ({
  id,
  title,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly children: ComponentChildren;
}) => (
  <section class="part" aria-labelledby={id}>
    <h2 id={id}>{title}</h2>
    {children}
  </section>
);

export interface Paging {
  /** The first page; null on it. */
  readonly first: string | null;
  readonly next: string | null;
}

export const Pager = ({ first, next, more }: Paging & { readonly more: string }) =>
  first === null && next === null ? null : (
    <nav class="pager" aria-label="Pages">
      {first !== null && <a href={first}>Back to the top of the list</a>}
      {next !== null && <a href={next}>{more}</a>}
    </nav>
  );

const locale = (language: string): string => (language === 'en' ? 'en-GB' : language);

/** `4,812`, as the language groups it. */
export const grouped = (count: number, language: string): string =>
  new Intl.NumberFormat(locale(language)).format(count);

/** `1 reader`, `4,812 readers`; the space does not break. */
export const counted = (count: number, one: string, language: string, many = `${one}s`): string =>
  `${grouped(count, language)}\u00a0${new Intl.PluralRules('en').select(count) === 'one' ? one : many}`;

/** States of a subscription as a person reads them. */
export const stateNames = {
  pending: 'Not confirmed yet',
  active: 'Active',
  paused: 'Paused',
  ended: 'Has left',
} as const;

export type SubscriptionStateName = keyof typeof stateNames;
