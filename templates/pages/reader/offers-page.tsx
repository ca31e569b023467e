import { type FormPost, PostForm } from './post-form.tsx';
import { ReaderFrame } from './reader-frame.tsx';
import type { Site } from './site.ts';
import { wordsIn } from '../../words/languages.ts';

export interface OffersPageProps {
  readonly site: Site;
  readonly maskedAddress: string;
  readonly state: 'asked' | 'left' | 'back';
  readonly post: FormPost;
}

/** Ends the offers to one reader, who may be somebody without an account. */
export const OffersPage = ({ site, maskedAddress, state, post }: OffersPageProps) => {
  const { offers } = wordsIn(site.language);
  const { title, sentence, button } = offers[state];
  return (
    <ReaderFrame site={site} width="column" what={title} isUnlisted>
      <h1>{title}</h1>
      <p class="dek">{sentence}</p>
      <p>{offers.whose(maskedAddress)}</p>
      <PostForm post={post} class="stack">
        <button class="button" type="submit">
          {button}
        </button>
      </PostForm>
    </ReaderFrame>
  );
};
