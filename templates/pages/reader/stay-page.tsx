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
  switch (state) {
    case 'stays':
      return (
        <ReaderFrame site={site} width="column" what="It keeps coming" isUnlisted>
          <h1>It keeps coming</h1>
          <p class="dek">{newsletter} comes to you as before. Thank you for reading.</p>
          <p>For {maskedAddress}.</p>
        </ReaderFrame>
      );
    case 'gone':
      return (
        <ReaderFrame site={site} width="column" what="This question is settled" isUnlisted>
          <h1>This question is settled</h1>
          <p class="dek">
            Something else has been chosen for {newsletter} since we asked, and that holds. You can sign up
            for it at any time.
          </p>
          <p>
            <a href="/newsletters">All newsletters</a>
          </p>
        </ReaderFrame>
      );
    case 'asked':
    case 'at rest':
      return (
        <ReaderFrame site={site} width="column" what="Are you still reading?" isUnlisted>
          <h1>Are you still reading?</h1>
          <p class="dek">
            {state === 'asked'
              ? `Press the button and ${newsletter} keeps coming.`
              : `${newsletter} has stopped, since we heard nothing. Press the button and it comes again.`}
          </p>
          <p>For {maskedAddress}.</p>
          <PostForm post={post} class="stack">
            <button class="button" type="submit">
              {state === 'asked' ? 'Yes, keep it coming' : 'Yes, send it again'}
            </button>
          </PostForm>
        </ReaderFrame>
      );
    default:
      return state satisfies never;
  }
};
