import type { Sharp } from 'sharp';
import type { Picture } from './media.ts';
import { readPictureHead } from './picture-head.ts';

export type EncodeOutcome =
  /** The widest first. */
  | { readonly kind: 'encoded'; readonly files: readonly [Picture, ...Picture[]] }
  | { readonly kind: 'refused'; readonly message: string };

/** What a column on a desk, a tablet and a phone need, at twice the pixels. */
const widths = [1600, 960, 480] as const;
const mostPixels = 40_000_000;
const seconds = 20;

const refused = (message: string): EncodeOutcome => ({ kind: 'refused', message });

/** A drawing with see-through parts stays one; everything else is a photograph that every mail program shows. */
async function encode(image: Sharp, width: number, isSeeThrough: boolean): Promise<Picture> {
  const sized = image.clone().resize({ width, withoutEnlargement: true });
  const coded = isSeeThrough
    ? sized.png({ compressionLevel: 9, palette: true, quality: 90 })
    : sized.jpeg({ quality: 80, mozjpeg: true });
  const { data, info } = await coded.toBuffer({ resolveWithObject: true });
  const contentType = isSeeThrough ? 'image/png' : 'image/jpeg';
  return { contentType, bytes: data, width: info.width, height: info.height };
}

/**
 * Encodes a picture anew in up to three widths. Nothing of the file survives but what can be seen: no place, no camera, no
 * hidden bytes behind the picture. What is no PNG, JPEG, GIF or WebP by its own bytes is refused, and so is one that would fill
 * the memory when it is unpacked, before it is unpacked.
 */
export async function encodePicture(bytes: Buffer): Promise<EncodeOutcome> {
  const head = readPictureHead(bytes);
  if (head === null) return refused('This is no picture we can take: please choose a JPEG, PNG, WebP or GIF');
  if (head.width * head.height > mostPixels)
    return refused('This picture has more than 40 million pixels: please make it smaller first');
  // Only the process that takes a picture in loads the library.
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  try {
    const upright = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error', pages: 1 })
      .timeout({ seconds })
      .rotate()
      .toColourspace('srgb');
    const { isOpaque } = await sharp(bytes, { limitInputPixels: mostPixels, pages: 1 }).stats();
    const [widest, ...others] = widths;
    const first = await encode(upright, widest, !isOpaque);
    const narrower: Picture[] = [];
    for (const width of others) {
      if (width < first.width) narrower.push(await encode(upright, width, !isOpaque));
    }
    return { kind: 'encoded', files: [first, ...narrower] };
  } catch {
    return refused('This picture is broken: it cannot be read to its end');
  }
}
