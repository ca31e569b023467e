import PostalMime, { type Email } from 'postal-mime';
import { z } from 'zod';
import { type Product, until } from './run-product.ts';

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const unescape = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (all, name) => named[name] ?? all);

const attributeOf = (tag: string, name: string): string | null => {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? null : unescape(value);
};

/** The fields of the first form of a page that posts to this address, as a browser without scripts would send them. */
export function fieldsOf(html: string, action: string): URLSearchParams {
  const form = html
    .split(/(?=<form\b)/)
    .find((part) => attributeOf(part.split('>')[0] ?? '', 'action') === action);
  if (form === undefined) throw new Error(`no form on the page posts to ${action}`);
  const fields = new URLSearchParams();
  for (const [input] of (form.split('</form>')[0] ?? '').matchAll(/<input\b[^>]*>/g)) {
    const name = attributeOf(input, 'name');
    const isChoice = /\stype="(?:checkbox|radio)"/.test(input);
    if (name !== null && (!isChoice || /\schecked\b/.test(input)))
      fields.append(name, attributeOf(input, 'value') ?? '');
  }
  return fields;
}

export type ReceivedMail = { readonly raw: Buffer; readonly mail: Email };

const inboxList = z.object({
  data: z.array(z.object({ id: z.string(), to: z.string(), subject: z.string(), rawUrl: z.string() })),
});

async function findMail(product: Product, to: string, subject: RegExp): Promise<string | null> {
  const response = await fetch(`${product.url}/dev/inbox.json?to=${encodeURIComponent(to)}`);
  const { data } = inboxList.parse(await response.json());
  return data.find((mail) => subject.test(mail.subject))?.rawUrl ?? null;
}

/** Waits until the built-in inbox holds a mail to this address. */
export async function receiveMail(product: Product, to: string, subject: RegExp): Promise<ReceivedMail> {
  let rawUrl: string | null = null;
  await until(
    `a mail to ${to} about ${String(subject)}`,
    async () => {
      rawUrl = await findMail(product, to, subject);
      return rawUrl !== null;
    },
    20_000,
  );
  const response = await fetch(`${product.url}${String(rawUrl)}`);
  const raw = Buffer.from(await response.arrayBuffer());
  return { raw, mail: await PostalMime.parse(raw) };
}

export const headerOf = ({ mail }: ReceivedMail, name: string): string =>
  mail.headers.find((header) => header.key === name.toLowerCase())?.value ?? '';

/** The first address of this kind in the mail's text, as a reader would follow it: at the product's own door. */
export function linkIn(product: Product, { mail }: ReceivedMail, path: string): string {
  const link = new RegExp(`https?://[^\\s>)"]*(${path}[^\\s>)"]+)`).exec(mail.text ?? '')?.[1];
  if (link === undefined) throw new Error(`no link to ${path} in: ${mail.text}`);
  return `${product.url}${link}`;
}

export const post = (url: string, fields: URLSearchParams): Promise<Response> =>
  fetch(url, { method: 'POST', body: fields, redirect: 'manual' });
