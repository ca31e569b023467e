type NamedPage = readonly [name: string, path: string];

/** What anybody can open. */
export const readerPages: readonly NamedPage[] = [
  ['front', '/'],
  ['article', '/articles/last-ferry-stays-by-a-single-vote'],
  ['gated-article', '/articles/twenty-two-years-for-plot-17'],
  ['newsletters', '/newsletters'],
  ['front-in-spanish', '/?lang=es'],
  ['article-in-spanish', '/articles/last-ferry-stays-by-a-single-vote?lang=es'],
  ['sign-up-in-spanish', '/signup?lang=es'],
  ['subscribe-in-spanish', '/subscribe?lang=es'],
  ['archive', '/archive/morning-edition'],
  ['sign-up', '/signup'],
  ['hosted-form', '/forms/article'],
  ['embedded-form', '/embed/article'],
  ['subscribe', '/subscribe'],
  ['unsubscribe', '/unsubscribe/sample'],
  ['account-door', '/account'],
  ['old-link', '/confirm/no-such-token'],
  ['inbox', '/dev/inbox'],
  ['not-found', '/no-such-page'],
];

/** What a reader sees who has signed in. */
export const signedInPages: readonly NamedPage[] = [['account', '/account']];

/** What the owner of the newsroom sees. */
export const adminPages: readonly NamedPage[] = [
  ['today', '/admin'],
  ['editions', '/admin/editions'],
  ['new-edition', '/admin/editions/new'],
  ['stories', '/admin/stories'],
  ['feeds', '/admin/stories/feeds'],
  ['new-feed', '/admin/stories/feeds/new'],
  ['readers', '/admin/readers'],
  ['reader-fields', '/admin/readers/fields'],
  ['segments', '/admin/readers/segments'],
  ['new-segment', '/admin/readers/segments/new'],
  ['import-readers', '/admin/readers/import'],
  ['newsletters-desk', '/admin/newsletters'],
  ['newsletter', '/admin/newsletters/morning-edition'],
  ['delivery', '/admin/delivery'],
  ['mail-server', '/admin/delivery/servers/new'],
  ['publication', '/admin/settings'],
  ['forms', '/admin/settings/forms'],
  ['new-form', '/admin/settings/forms/new'],
  ['form', '/admin/settings/forms/article'],
  ['sign-up-rules', '/admin/settings/sign-up'],
  ['access', '/admin/settings/access'],
  ['subscriptions', '/admin/settings/subscriptions'],
  ['tier', '/admin/settings/subscriptions/tiers/digital'],
  ['gifts-and-groups', '/admin/settings/gifts-and-groups'],
  ['letters', '/admin/settings/letters'],
  ['letter', '/admin/settings/letters/trial-ending'],
  ['staff', '/admin/settings/staff'],
  ['keys', '/admin/settings/keys'],
  ['trail', '/admin/settings/trail'],
];
