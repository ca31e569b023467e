import type { Picture } from './site.ts';

const widthsOf = (files: readonly { readonly src: string; readonly width: number }[]): string =>
  files.map(({ src, width }) => `${src} ${width}w`).join(', ');

export interface PhotoProps {
  readonly picture: Picture;
  /** The first picture of a page is fetched at once, the others when the reader comes near. */
  readonly isFirst: boolean;
}

export const Photo = ({ picture: { src, alt, width, height, narrower = [] }, isFirst }: PhotoProps) => (
  <img
    src={src}
    srcset={narrower.length === 0 ? undefined : widthsOf([...narrower, { src, width }])}
    sizes={narrower.length === 0 ? undefined : '(max-width: 44rem) 100vw, 42rem'}
    alt={alt}
    width={width}
    height={height}
    {...(isFirst ? { fetchpriority: 'high' } : { loading: 'lazy' })}
  />
);
