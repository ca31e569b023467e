/** The elements of MJML a template may have, and which of them hold words. */
export const containers: ReadonlySet<string> = new Set([
  'mjml',
  'mj-head',
  'mj-attributes',
  'mj-body',
  'mj-wrapper',
  'mj-section',
  'mj-group',
  'mj-column',
  'mj-hero',
]);
export const leaves: ReadonlySet<string> = new Set(['mj-image', 'mj-divider', 'mj-spacer', 'mj-breakpoint']);
export const holders: ReadonlySet<string> = new Set(['mj-text', 'mj-button', 'mj-table']);

/** Why an element may not be there, where there is more to say than its name. */
export const reasons: Readonly<Record<string, string>> = {
  'mj-include': 'it reads other files, and a template stands alone',
  'mj-raw': 'what stands in it passes through unread',
  'mj-html-attributes': 'it writes attributes that nobody has checked',
  'mj-font': 'it fetches letters from another server, which would learn who opens the mail',
  'mj-social': 'its pictures come from another company’s server; use links or pictures of your own',
  'mj-navbar': 'its menu is a form, which mail programs drop; use links in an mj-text',
  'mj-carousel': 'it is a form, which mail programs drop',
  'mj-accordion': 'it is a form, which mail programs drop',
  'mj-title': 'Doorstep puts in the subject of each edition itself',
  'mj-preview': 'Doorstep puts in the preheader of each edition itself',
  script: 'no mail program runs it, and it marks the mail as dangerous',
  style: 'styles stand in an mj-style of the head',
  link: 'nothing is fetched from elsewhere; styles stand in an mj-style of the head',
  form: 'mail programs drop or warn of forms',
  input: 'mail programs drop or warn of forms',
  button: 'mail programs drop or warn of forms; use an mj-button or a link',
  iframe: 'nothing is fetched from elsewhere',
  object: 'nothing is fetched from elsewhere',
  embed: 'nothing is fetched from elsewhere',
  video: 'mail programs do not play it',
  svg: 'mail programs do not draw it; use a PNG',
};

/** HTML that words may be set in, with the attributes each may have beside `everywhere`. */
export const html: ReadonlyMap<string, readonly string[]> = new Map([
  ...['p', 'div', 'span', 'b', 'strong', 'i', 'em', 'u', 's', 'small', 'sup', 'sub', 'br', 'hr'].map(bare),
  ...['h1', 'h2', 'h3', 'h4', 'ul', 'ol', 'li', 'blockquote', 'center', 'tbody', 'thead'].map(bare),
  ['a', ['href', 'rel', 'target', 'name']],
  ['img', ['src', 'alt', 'width', 'height', 'border']],
  ['table', ['width', 'border', 'cellpadding', 'cellspacing', 'bgcolor']],
  ['tr', ['bgcolor']],
  ...['td', 'th'].map((name): [string, readonly string[]] => [
    name,
    ['width', 'height', 'colspan', 'rowspan', 'bgcolor', 'scope'],
  ]),
]);

function bare(name: string): [string, readonly string[]] {
  return [name, []];
}

/** Attributes of any HTML element. */
export const everywhere: ReadonlySet<string> = new Set([
  'class',
  'style',
  'align',
  'valign',
  'title',
  'lang',
  'dir',
  'role',
  'aria-label',
  'aria-hidden',
]);

/** Attributes of MJML that would fetch something, or write something into the mail that cannot be checked. */
export const refusedAttributes: ReadonlySet<string> = new Set(['srcset', 'sizes', 'usemap', 'icons-path']);

/** What may not be set for all elements at once: it would stand in the stories too. */
export const notForAll: ReadonlySet<string> = new Set([
  'href',
  'src',
  'alt',
  'title',
  'name',
  'css-class',
  'background-url',
]);

export const wordAttributes: ReadonlySet<string> = new Set(['alt', 'title', 'aria-label']);

/** Colours and measures the look of a newsletter gives: `$accent`. */
export const paletteNames = [
  'ground',
  'ink',
  'muted',
  'hairline',
  'accent',
  'darkGround',
  'darkInk',
  'darkMuted',
  'darkHairline',
  'darkAccent',
  'serif',
  'sans',
  'outlook',
] as const;
