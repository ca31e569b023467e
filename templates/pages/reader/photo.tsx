import type { Picture } from './site.ts';

export interface PhotoProps {
  readonly picture: Picture;
  /** The first picture of a page is fetched at once, the others when the reader comes near. */
  readonly isFirst: boolean;
}

export const Photo = ({ picture: { src, alt, width, height }, isFirst }: PhotoProps) => (
  <img
    src={src}
    alt={alt}
    width={width}
    height={height}
    {...(isFirst ? { fetchpriority: 'high' } : { loading: 'lazy' })}
  />
);
