import type { Newsletter } from '../../newsletters/newsletter.ts';

/** What a suppression keeps back, in words. */
export function suppressionWords(scope: string, newsletters: readonly Newsletter[]): string {
  if (scope === 'everything') return 'All mail';
  if (scope === 'bulk') return 'All newsletters';
  if (scope === 'offers') return 'Offers of subscriptions';
  const id = Number(scope.replace('newsletter:', ''));
  return newsletters.find((newsletter) => newsletter.id === id)?.name ?? 'A newsletter that is gone';
}
