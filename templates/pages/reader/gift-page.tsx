import { ReaderFrame } from './reader-frame.tsx';
import type { Site } from './site.ts';
import { wordsIn } from '../../words/languages.ts';

export interface GiftPageProps {
  readonly site: Site;
  readonly headline: string;
  readonly url: string;
  /** Links that can still be given away this month. */
  readonly left: number;
}

/** A link that a reader gives away: to copy, or to send by their own mail. */
export const GiftPage = ({ site, headline, url, left }: GiftPageProps) => {
  const { gift } = wordsIn(site.language);
  return (
    <ReaderFrame site={site} width="column" what={gift.title} isUnlisted>
      <h1>{gift.title}</h1>
      <p class="dek">{gift.dek(headline)}</p>
      <p class="field">
        <label>
          {gift.link}
          <input type="text" value={url} readonly />
        </label>
      </p>
      <div class="act act--row">
        <a
          class="button"
          href={`mailto:?subject=${encodeURIComponent(headline)}&body=${encodeURIComponent(url)}`}
        >
          {gift.byMail}
        </a>
      </div>
      <p>
        {gift.works} {gift.left(left)}
      </p>
    </ReaderFrame>
  );
};
