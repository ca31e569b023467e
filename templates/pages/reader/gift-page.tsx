import { ReaderFrame } from './reader-frame.tsx';
import type { Site } from './site.ts';

export interface GiftPageProps {
  readonly site: Site;
  readonly headline: string;
  readonly url: string;
  /** Links that can still be given away this month. */
  readonly left: number;
}

/** A link that a reader gives away: to copy, or to send by their own mail. */
export const GiftPage = ({ site, headline, url, left }: GiftPageProps) => (
  <ReaderFrame site={site} width="column" what="A story to give" isUnlisted>
    <h1>A story to give</h1>
    <p class="dek">Whoever opens this link reads “{headline}” whole, without a subscription.</p>
    <p class="field">
      <label>
        The link
        <input type="text" value={url} readonly />
      </label>
    </p>
    <div class="act act--row">
      <a
        class="button"
        href={`mailto:?subject=${encodeURIComponent(headline)}&body=${encodeURIComponent(url)}`}
      >
        Send it by mail
      </a>
    </div>
    <p>
      It works 25 times within 30 days.{' '}
      {left === 0 ? 'It was your last one this month.' : `You have ${left} more to give this month.`}
    </p>
  </ReaderFrame>
);
