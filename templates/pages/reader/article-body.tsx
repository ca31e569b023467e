import { Photo } from './photo.tsx';
import { SignUpBox } from './sign-up-box.tsx';
import type { SignUpBoxProps } from './sign-up-box.tsx';
import type { Picture } from './site.ts';
import { useOwnLang } from './tongue.tsx';

export type ArticleBlock =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'quote'; readonly text: string; readonly by?: string | undefined }
  | ({ readonly kind: 'picture' } & ArticlePicture)
  | { readonly kind: 'sign-up'; readonly box: SignUpBoxProps };

export interface ArticlePicture {
  readonly picture: Picture;
  readonly caption?: string | undefined;
  readonly credit?: string | undefined;
}

export const ArticleBody = ({ blocks }: { readonly blocks: readonly ArticleBlock[] }) => (
  <div class="article__body" lang={useOwnLang()}>
    {blocks.map((block, index) => (
      <Block key={index} block={block} />
    ))}
  </div>
);

const Block = ({ block }: { readonly block: ArticleBlock }) => {
  if (block.kind === 'paragraph') return <p>{block.text}</p>;
  if (block.kind === 'heading') return <h2>{block.text}</h2>;
  if (block.kind === 'quote') return <Quote {...block} />;
  if (block.kind === 'picture') return <Figure {...block} />;
  return <SignUpBox {...block.box} />;
};

const Quote = ({ text, by }: { readonly text: string; readonly by?: string | undefined }) => (
  <figure class="quote">
    <blockquote>
      <p>{text}</p>
    </blockquote>
    {by !== undefined && <figcaption>{by}</figcaption>}
  </figure>
);

export const Figure = ({
  picture,
  caption,
  credit,
  isFirst = false,
}: ArticlePicture & { readonly isFirst?: boolean | undefined }) => (
  <figure class="picture">
    <Photo picture={picture} isFirst={isFirst} />
    {(caption !== undefined || credit !== undefined) && (
      <figcaption>
        {caption} {credit !== undefined && <span class="picture__credit">{credit}</span>}
      </figcaption>
    )}
  </figure>
);
