import type { Need } from '../../../../templates/pages/admin/today-page.tsx';
import { type Feed, type ItemLine, feedName, isFailing } from '../../../articles/feeds/feeds.ts';
import type { Publication } from '../../../newsletters/publication.ts';
import { clockMoment } from '../../moments.ts';

/** How a feed is, for somebody who has a newspaper to make. */
export function feedState(feed: Feed, publication: Publication): { isWell: boolean; words: string } {
  const moment = (at: Date) => clockMoment(at, publication).text;
  if (feed.state === 'gone') return { isWell: false, words: feed.problem };
  if (feed.state === 'off') return { isWell: true, words: 'Switched off.' };
  if (feed.problem !== '') {
    const since =
      feed.lastGoodAt === null ? 'It was never read' : `It was last read on ${moment(feed.lastGoodAt)}`;
    const tries = feed.failures === 1 ? 'once' : `${feed.failures} times in a row`;
    const words = `${feed.problem} That happened ${tries}. ${since}; the next try is on ${moment(feed.nextAt)}.`;
    return { isWell: false, words };
  }
  if (feed.lastGoodAt === null) return { isWell: true, words: 'Not read yet: that takes a minute at most.' };
  return { isWell: true, words: `Read on ${moment(feed.lastGoodAt)}.` };
}

/** What an editor should look at. */
export const feedNeeds = (feeds: readonly Feed[], publication: Publication): readonly Need[] =>
  feeds.filter(isFailing).map((feed) => ({
    href: `/admin/stories/feeds/${feed.publicId}`,
    title: `No stories come from ${feedName(feed)}`,
    words: feedState(feed, publication).words,
  }));

/** What became of an item of a feed. */
export function itemWords({ outcome, reason, slug }: ItemLine): string {
  switch (outcome) {
    case 'added':
      return 'Came in';
    case 'known':
      return 'Was here already';
    case 'updated':
      return 'Changed with the feed';
    case 'kept':
      return slug === null
        ? 'The feed changed it; its story was taken away and stays away'
        : 'The feed changed it; somebody here had changed the story, so it stays as it is';
    case 'refused':
      return `Left out. ${reason}`;
    default:
      return outcome satisfies never;
  }
}
