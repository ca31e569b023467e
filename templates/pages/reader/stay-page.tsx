import { wordsIn } from '../../words/languages.ts';
import { PaperLink } from './paper-link.tsx';
import { type FormPost, PostForm } from './post-form.tsx';
import { ReaderFrame } from './reader-frame.tsx';
import type { Site } from './site.ts';

export interface StayPageProps {
  readonly site: Site;
  readonly newsletter: string;
  readonly maskedAddress: string;
  readonly state: 'asked' | 'at rest' | 'stays' | 'gone';
  readonly post: FormPost;
}

/** Shall it still come? One button for yes; for no there is nothing to do. */
export const StayPage = ({ site, newsletter, maskedAddress, state, post }: StayPageProps) => {
  const { stay } = wordsIn(site.language);
  switch (state) {
    case 'stays':
      return (
        <ReaderFrame site={site} width="column" what={stay.stays} isUnlisted>
          <h1>{stay.stays}</h1>
          <p class="dek">{stay.asBefore(newsletter)}</p>
          <p>{stay.forAddress(maskedAddress)}</p>
        </ReaderFrame>
      );
    case 'gone':
      return (
        <ReaderFrame site={site} width="column" what={stay.settled} isUnlisted>
          <h1>{stay.settled}</h1>
          <p class="dek">{stay.chosenSince(newsletter)}</p>
          <p>
            <PaperLink href="/newsletters">{stay.all}</PaperLink>
          </p>
        </ReaderFrame>
      );
    case 'asked':
    case 'at rest':
      return (
        <ReaderFrame site={site} width="column" what={stay.asked} isUnlisted>
          <h1>{stay.asked}</h1>
          <p class="dek">{state === 'asked' ? stay.keeps(newsletter) : stay.stopped(newsletter)}</p>
          <p>{stay.forAddress(maskedAddress)}</p>
          <PostForm post={post} class="stack">
            <button class="button" type="submit">
              {state === 'asked' ? stay.yes : stay.yesAgain}
            </button>
          </PostForm>
        </ReaderFrame>
      );
    default:
      return state satisfies never;
  }
};
