import { type FormPost, PostForm } from './post-form.tsx';
import { ReaderFrame } from './reader-frame.tsx';
import type { Site } from './site.ts';

export interface OffersPageProps {
  readonly site: Site;
  readonly maskedAddress: string;
  readonly state: 'asked' | 'left' | 'back';
  readonly post: FormPost;
}

const words = {
  asked: {
    title: 'No more offers?',
    sentence: 'Your newsletters stay as they are; only our offers of a subscription end.',
    button: 'No more offers',
  },
  left: {
    title: 'No more offers',
    sentence: 'Done. Your newsletters stay as they are.',
    button: 'Take it back',
  },
  back: {
    title: 'Offers come again',
    sentence: 'Done: now and then we write about a subscription.',
    button: 'No more offers',
  },
} as const;

/** Ends the offers to one reader, who may be somebody without an account. */
export const OffersPage = ({ site, maskedAddress, state, post }: OffersPageProps) => {
  const { title, sentence, button } = words[state];
  return (
    <ReaderFrame site={site} width="column" what={title} isUnlisted>
      <h1>{title}</h1>
      <p class="dek">{sentence}</p>
      <p>For {maskedAddress}.</p>
      <PostForm post={post} class="stack">
        <button class="button" type="submit">
          {button}
        </button>
      </PostForm>
    </ReaderFrame>
  );
};
