import { sql } from 'kysely';
import PostalMime, { type Email } from 'postal-mime';
import type { Agent, Response } from 'supertest';
import { unseal } from '../../../../src/platform/key-ring.ts';
import type { TestApp } from '../../../support/use-app.ts';
import { testKeys } from '../../../support/use-database.ts';

export const story = '/articles/last-ferry-stays-by-a-single-vote';

/** The value of a hidden field on a page; the page must have it. */
export function hiddenValue(html: string, name: string): string {
  const value = new RegExp(`<input type="hidden" name="${name}" value="([^"]*)"`).exec(html)?.[1];
  if (value === undefined) throw new Error(`the page has no hidden field ${name}`);
  return value;
}

/** All hidden fields of a page, as a browser would post them. */
export const hiddenFields = (html: string): Array<[string, string]> =>
  [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
    ([, name = '', value = '']) => [name, value],
  );

/** Fills in the box of a story and presses its button. */
export async function signUpInStory(
  visitor: Agent,
  fields: Record<string, string | string[]>,
  accept = 'text/html',
): Promise<Response> {
  const page = await visitor.get(story);
  const facts = hiddenValue(page.text, 'facts');
  return visitor
    .post('/signup')
    .accept(accept)
    .type('form')
    .send({
      newsletter: 'morning-edition',
      form: 'article',
      article: story.slice('/articles/'.length),
      facts,
      ...fields,
    });
}

export type QueuedMail = { readonly kind: string; readonly mail: Email };

/** What was queued for an address, oldest first. */
export async function mailsTo({ db }: TestApp, address: string): Promise<QueuedMail[]> {
  const { rows } = await sql<{ kind: string; sealed: Buffer }>`
    select mailing.kind, sealed_bytes as sealed from delivery join mailing on mailing.id = delivery.mailing_id
    join delivery_body on delivery_body.delivery_id = delivery.id
    where delivery.address_key = ${address} order by delivery.id
  `.execute(db);
  return Promise.all(
    rows.map(async ({ kind, sealed }) => ({
      kind,
      mail: await PostalMime.parse(unseal(testKeys, 'mail body', sealed) ?? ''),
    })),
  );
}

/** A link of the newest mail to an address, by the word its path begins with. */
export async function linkTo(app: TestApp, address: string, word: string): Promise<string> {
  const mails = await mailsTo(app, address);
  const path = new RegExp(`/${word}/[\\w-]+`).exec(mails.at(-1)?.mail.text ?? '')?.[0];
  if (path === undefined) throw new Error(`no mail to ${address} has a link /${word}/…`);
  return path;
}

/** How a reader stands with each newsletter, as rows. */
export async function subscriptionsOf({ db }: TestApp, address: string): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select newsletter.slug || ' ' || state || ' ' || rhythm as line from subscription
    join newsletter on newsletter.id = newsletter_id join subscriber on subscriber.id = subscriber_id
    where address_key = ${address} order by newsletter.position
  `.execute(db);
  return rows.map(({ line }) => line);
}

export async function subscriberIdOf({ db }: TestApp, address: string): Promise<number> {
  const { rows } = await sql<{
    id: number;
  }>`select id from subscriber where address_key = ${address}`.execute(db);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error(`nobody has the address ${address}`);
  return id;
}
