import { contrastOf, paletteFor } from '../palette.ts';
import { holders } from './allowed.ts';
import { type Finding, warningAt } from './finding.ts';
import { type Element, allWithin, valueOf } from './read-markup.ts';

/** The contrast WCAG 2.2 asks of text at level AA (1.4.3). */
const legible = 4.5;

const standard: Readonly<Record<string, string>> = paletteFor('#284e7d');

/** A colour as #rrggbb; null for what is written otherwise, and not judged. */
function colourOf(written: string | undefined): string | null {
  const value = written?.trim().toLowerCase() ?? '';
  const named = value.startsWith('$') ? (standard[written?.trim().slice(1) ?? ''] ?? '') : value;
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/.exec(named);
  if (short) return `#${[1, 2, 3].map((at) => `${short[at]}${short[at]}`).join('')}`;
  return /^#[0-9a-f]{6}$/.test(named) ? named : null;
}

/** One declaration of an element's own style. */
const styleOf = (element: Element, property: string): string | undefined =>
  valueOf(element, 'style')
    ?.split(';')
    .map((each) => each.split(':').map((part) => part.trim()))
    .findLast(([name]) => name === property)?.[1];

const groundOf = (element: Element): string | null =>
  colourOf(
    valueOf(element, 'background-color') ??
      valueOf(element, 'bgcolor') ??
      styleOf(element, 'background-color') ??
      styleOf(element, 'background'),
  );

/** Text that is too faint on what it stands on, as far as both are written down. */
function findFaint(element: Element, ground: string): Finding[] {
  const below = groundOf(element) ?? (element.name === 'mj-button' ? colourOf('$accent') : null) ?? ground;
  const given = valueOf(element, 'color') ?? styleOf(element, 'color');
  const unless = element.name === 'mj-button' ? '#ffffff' : holders.has(element.name) ? '$ink' : undefined;
  const ink = element.name === 'mj-divider' ? null : colourOf(given ?? unless);
  const contrast = ink === null ? 21 : contrastOf(ink, below);
  return [
    ...(contrast < legible && ink !== null
      ? [
          warningAt(
            element.line,
            'contrast',
            `${ink} on ${below} has a contrast of ${(Math.floor(contrast * 10) / 10).toFixed(1)} to 1; text needs 4.5 to 1`,
          ),
        ]
      : []),
    ...element.children.flatMap((child) => (child.kind === 'element' ? findFaint(child, below) : [])),
  ];
}

/** Pictures that say nothing to who does not see them, or tell another server who opens the mail. */
function findPictures(document: Element, ownHost: string | undefined): Finding[] {
  const pictures = [...allWithin(document)].flatMap((element) => {
    const src =
      element.name === 'img' || element.name === 'mj-image'
        ? valueOf(element, 'src')
        : valueOf(element, 'background-url');
    return src === undefined ? [] : [{ element, src }];
  });
  return pictures.flatMap(({ element, src }) => {
    const isPicture = valueOf(element, 'background-url') === undefined;
    const host = URL.canParse(src) ? new URL(src).host : undefined;
    return [
      ...(isPicture && valueOf(element, 'alt') === undefined
        ? [
            warningAt(
              element.line,
              'no-alt',
              'This picture has no alt: what does it say to who does not see it? alt="" if it says nothing',
            ),
          ]
        : []),
      ...(host !== undefined && host !== ownHost
        ? [
            warningAt(
              element.line,
              'foreign-picture',
              `This picture comes from ${host}, which learns when mails are opened. Your own site is the better place`,
            ),
          ]
        : []),
    ];
  });
}

const findPlainLinks = (document: Element): Finding[] =>
  [...allWithin(document)]
    .filter((element) => valueOf(element, 'href')?.startsWith('http:') === true)
    .map(({ line }) =>
      warningAt(line, 'link-unencrypted', 'This link is not encrypted: most sites have https://'),
    );

/** What may be so, and is worth a look. @param ownHost where the publication's own pictures are */
export function findWarnings(document: Element, isForNight: boolean, ownHost?: string): Finding[] {
  const body = [...allWithin(document)].find(({ name }) => name === 'mj-body');
  return [
    ...(isForNight
      ? []
      : [
          warningAt(
            body?.line ?? 1,
            'no-night',
            'It has no dark version: mail programs will invert its colours as they see fit. Give mj-body css-class="paper", and the texts css-class="words"',
          ),
        ]),
    ...(body === undefined ? [] : findFaint(body, '#ffffff')),
    ...findPictures(document, ownHost),
    ...findPlainLinks(document),
  ];
}
