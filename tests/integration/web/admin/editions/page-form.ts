/** What a browser without scripts would post. */
export type PageForm = {
  readonly action: string;
  readonly fields: ReadonlyArray<readonly [name: string, value: string]>;
};

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

const attribute = (tag: string, name: string): string | undefined => {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : unescaped(value);
};

const control = /<input[^>]*>|<textarea[^>]*>[^<]*<\/textarea>|<select[^>]*>.*?<\/select>/gs;

function fieldOf(tag: string): readonly [string, string] | null {
  const name = attribute(tag.slice(0, tag.indexOf('>') + 1), 'name');
  if (name === undefined) return null;
  if (tag.startsWith('<textarea')) return [name, unescaped(/>([^<]*)</.exec(tag)?.[1] ?? '')];
  if (tag.startsWith('<select')) {
    const options = tag.match(/<option[^>]*>/g) ?? [];
    const chosen = options.find((option) => /\sselected\b/.test(option)) ?? options[0] ?? '';
    return [name, attribute(chosen, 'value') ?? ''];
  }
  const isLeftOut = /type="(?:checkbox|radio)"/.test(tag) && !/\schecked\b/.test(tag);
  return isLeftOut ? null : [name, attribute(tag, 'value') ?? ''];
}

/**
 * The form of a page whose action ends with `/act`; without an act, the composer's sheet.
 * @throws when the page has none
 */
export function findForm(html: string, act: string): PageForm {
  const forms = html.match(/<form.*?<\/form>/gs) ?? [];
  const form = forms.find((each) => {
    const tag = each.slice(0, each.indexOf('>') + 1);
    return act === '' ? tag.includes('data-composer') : attribute(tag, 'action')?.endsWith(`/${act}`);
  });
  if (form === undefined) throw new Error(`the page has no form for “${act}”: ${html.slice(0, 2000)}`);
  const fields = (form.match(control) ?? []).flatMap((tag) => {
    const field = fieldOf(tag);
    return field ? [field] : [];
  });
  return { action: attribute(form.slice(0, form.indexOf('>') + 1), 'action') ?? '', fields };
}
