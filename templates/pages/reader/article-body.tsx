import { Photo } from './photo.tsx';
import { SignUpBox } from './sign-up-box.tsx';
import type { SignUpBoxProps } from './sign-up-box.tsx';
import type { Picture } from './site.ts';
import { useOwnLang } from './tongue.tsx';

/** A stretch of words that are set alike. */
export interface ShownRun {
  readonly text: string;
  readonly bold?: boolean | undefined;
  readonly italic?: boolean | undefined;
  readonly href?: string | undefined;
}

interface ShownWords {
  readonly text: string;
  /** How the text is set, where it is not all plain. */
  readonly runs?: readonly ShownRun[] | undefined;
}

export type ArticleBlock =
  | ({ readonly kind: 'paragraph' } & ShownWords)
  | { readonly kind: 'heading'; readonly text: string }
  | ({ readonly kind: 'quote'; readonly by?: string | undefined } & ShownWords)
  | ({ readonly kind: 'picture' } & ArticlePicture)
  | { readonly kind: 'sign-up'; readonly box: SignUpBoxProps };

export interface ArticlePicture {
  readonly picture: Picture;
  readonly caption?: string | undefined;
  readonly credit?: string | undefined;
}

export const ArticleBody = ({ blocks }: { readonly blocks: readonly ArticleBlock[] }) => (
  <div class="article__body" lang={useOwnLang()}>
    {withLists(blocks).map((part, index) =>
      'items' in part ? <Items key={index} items={part.items} /> : <Block key={index} block={part} />,
    )}
  </div>
);

const bullet = '• ';

interface List {
  readonly items: readonly ShownWords[];
}

/** Paragraphs that follow each other and begin with a bullet are the items of one list. */
function withLists(blocks: readonly ArticleBlock[]): readonly (ArticleBlock | List)[] {
  const parts: (ArticleBlock | List)[] = [];
  for (const block of blocks) {
    const last = parts.at(-1);
    if (block.kind !== 'paragraph' || !block.text.startsWith(bullet)) parts.push(block);
    else if (last && 'items' in last) parts[parts.length - 1] = { items: [...last.items, itemOf(block)] };
    else parts.push({ items: [itemOf(block)] });
  }
  return parts;
}

const itemOf = ({ text, runs }: ShownWords): ShownWords => ({
  text: text.slice(bullet.length),
  runs: runs?.map((run, index) => (index === 0 ? { ...run, text: run.text.replace(/^•\s*/, '') } : run)),
});

const Items = ({ items }: List) => (
  <ul>
    {items.map((item, index) => (
      <li key={index}>
        <Words {...item} />
      </li>
    ))}
  </ul>
);

const Words = ({ text, runs }: ShownWords) => (
  <>{runs === undefined ? text : runs.map((run, index) => <Set key={index} {...run} />)}</>
);

const Set = ({ text, bold, italic, href }: ShownRun) => {
  const slanted = italic === true ? <em>{text}</em> : text;
  const words = bold === true ? <strong>{slanted}</strong> : slanted;
  return href === undefined ? <>{words}</> : <a href={href}>{words}</a>;
};

const Block = ({ block }: { readonly block: ArticleBlock }) => {
  if (block.kind === 'paragraph')
    return (
      <p>
        <Words {...block} />
      </p>
    );
  if (block.kind === 'heading') return <h2>{block.text}</h2>;
  if (block.kind === 'quote') return <Quote {...block} />;
  if (block.kind === 'picture') return <Figure {...block} />;
  return <SignUpBox {...block.box} />;
};

const Quote = ({ by, ...words }: ShownWords & { readonly by?: string | undefined }) => (
  <figure class="quote">
    <blockquote>
      <p>
        <Words {...words} />
      </p>
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
