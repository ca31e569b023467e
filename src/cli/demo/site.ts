import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { CliProblem } from '../cli-problem.ts';

const patienceMs = 20_000;

/** Looks until something is there. @throws CliProblem with the words when it does not come in time */
export async function until<Found>(words: string, find: () => Promise<Found | null>): Promise<Found> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const found = await find();
    if (found !== null) return found;
    if (Date.now() > giveUpAt)
      throw new CliProblem(`${words} did not come within ${patienceMs / 1000} seconds`, 1);
    await pause(100);
  }
}

/** @throws CliProblem when the site answers with anything but the status that was wanted */
export async function ask(url: string, wanted: number, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  if (response.status === wanted) return response;
  const detail = response.headers.get('content-type')?.includes('json') ? await response.text() : '';
  const again = response.headers.get('retry-after');
  throw new CliProblem(
    `${new URL(url).pathname} answered ${response.status}${again ? `, try again in ${again} seconds` : ''} ${detail}`.trim(),
    1,
  );
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const unescape = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (all, name: string) => named[name] ?? all);

function attributeOf(tag: string, name: string): string | null {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? null : unescape(value);
}

export type Form = { readonly action: string; readonly fields: URLSearchParams };

/** The first form whose address begins so, with its fields as a browser without scripts would send them. */
export function findForm(html: string, action: string): Form {
  const forms = html.split(/(?=<form\b)/).map((part) => part.split('</form>')[0] ?? '');
  const form = forms.find((part) => attributeOf(part.split('>')[0] ?? '', 'action')?.startsWith(action));
  if (form === undefined) throw new CliProblem(`The page has no form for ${action}`, 1);
  const fields = new URLSearchParams();
  for (const [input] of form.matchAll(/<input\b[^>]*>/g)) {
    const name = attributeOf(input, 'name');
    const isChoice = /\stype="(?:checkbox|radio)"/.test(input);
    if (name !== null && (!isChoice || /\schecked\b/.test(input))) {
      fields.append(name, attributeOf(input, 'value') ?? '');
    }
  }
  return { action: attributeOf(form.split('>')[0] ?? '', 'action') ?? action, fields };
}

const inbox = z.object({
  data: z.array(z.object({ id: z.string(), to: z.string(), subject: z.string(), rawUrl: z.string() })),
});
export type InboxMail = z.infer<typeof inbox>['data'][number];

/** The newest mail to an address that the built-in inbox holds with such a subject. */
export async function findMail(
  baseUrl: string,
  to: string,
  hasSubject: (subject: string) => boolean,
): Promise<InboxMail | null> {
  const response = await ask(`${baseUrl}/dev/inbox.json?to=${encodeURIComponent(to)}`, 200);
  return inbox.parse(await response.json()).data.find(({ subject }) => hasSubject(subject)) ?? null;
}
