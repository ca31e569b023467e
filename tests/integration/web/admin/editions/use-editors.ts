import { sql } from 'kysely';
import type { Response } from 'supertest';
import { addKnownReader } from '../../../../../src/audience/subscribers.ts';
import { findNewsletter } from '../../../../../src/newsletters/newsletter.ts';
import { hashPassword } from '../../../../../src/staff/passwords.ts';
import { randomId } from '../../../../../src/platform/random-tokens.ts';
import type { Role } from '../../../../../src/staff/roles.ts';
import { beginSession } from '../../../../../src/staff/sessions.ts';
import { parseAddress } from '../../../../../src/delivery/address.ts';
import type { TestApp } from '../../../../support/use-app.ts';
import { type PageForm, findForm } from './page-form.ts';

type Fields = Readonly<Record<string, string | readonly string[]>>;

/** Somebody at a desk whose browser runs no scripts: reads pages, fills in their forms, presses their buttons. */
export type Editor = {
  readonly address: string;
  readonly publicId: string;
  /** @param more cookies beside that of the session */
  readonly get: (path: string, more?: string) => Promise<Response>;
  /** Posts with the token of a page, but without filling in a form. */
  readonly post: (path: string, fields: Fields) => Promise<Response>;
  /** The form of a page: by the last part of its action, or the sheet. */
  readonly formAt: (page: string, act: string) => Promise<PageForm>;
  readonly formIn: (html: string, path: string) => PageForm;
  readonly send: (form: PageForm, fields?: Fields, accept?: string) => Promise<Response>;
  /** Posts fields and a file behind them. */
  readonly upload: (
    path: string,
    fields: Readonly<Record<string, string>>,
    bytes: Buffer,
    accept?: string,
  ) => Promise<Response>;
  /** The token of this session, to replace the one in somebody else's form. */
  readonly csrf: () => Promise<{ csrf: string }>;
  /** Opens a page and sends its first form with a file; none when it is null. */
  readonly bring: (page: string, fields: Record<string, string>, file: Buffer | null) => Promise<Response>;
  /** Opens a page, fills in its form and sends it, to where the button says. */
  readonly submit: (page: string, act: string, fields?: Fields, to?: string) => Promise<Response>;
};

const names: Readonly<Record<Role, string>> = {
  owner: 'Ana Reyes',
  editor: 'Ana Reyes',
  reporter: 'Bea Ortiz',
  analyst: 'Caro Lind',
};

/** Hashing is slow on purpose, and a hash names its own cost: here it is a cheap one, once a file. */
let hashed: Promise<string> | undefined;
/** What everybody here signs in with. */
export const editorsPassword = 'a lantern on the quay';

const passwordHash = (): Promise<string> =>
  (hashed ??= hashPassword(editorsPassword, { N: 2 ** 10, r: 8, p: 1 }));

export function useEditors(app: TestApp) {
  let count = 0;

  async function signedIn(role: Role): Promise<Editor> {
    count += 1;
    const address = `staff-${count}@example.test`;
    const publicId = randomId();
    const { rows } = await sql<{ id: number }>`
      insert into staff (public_id, name, address, address_key, role, password_hash)
      values (${publicId}, ${names[role]}, ${address}, ${address}, ${role}, ${await passwordHash()})
      returning id
    `.execute(app.db);
    let cookie = `doorstep=${await beginSession(app.db, rows[0]?.id ?? 0)}`;
    /** A change of one's own way in begins a new session. */
    const keep = (response: Response): Response => {
      for (const each of response.get('Set-Cookie') ?? []) {
        const [pair = ''] = each.split(';');
        if (pair.startsWith('doorstep=') && pair !== 'doorstep=') cookie = pair;
      }
      return response;
    };
    const browser = app.visitor();
    const get = async (path: string, more = '') =>
      keep(await browser.get(path).set('Cookie', more === '' ? cookie : `${cookie}; ${more}`));

    const send = async ({ action, fields }: PageForm, changes: Fields = {}, accept = 'text/html') => {
      const body = new URLSearchParams();
      for (const [name, value] of fields) if (!(name in changes)) body.append(name, value);
      for (const [name, value] of Object.entries(changes)) {
        for (const each of typeof value === 'string' ? [value] : value) body.append(name, each);
      }
      const answer = await browser
        .post(action)
        .set('Cookie', cookie)
        .set('Origin', app.setting.publicUrl)
        .set('Accept', accept)
        .type('form')
        .send(body.toString());
      return keep(answer);
    };
    const formAt = async (page: string, act: string) => findForm((await get(page)).text, act);
    return {
      address,
      publicId,
      get,
      send,
      upload: async (path, fields, bytes, accept = 'text/html') => {
        const post = browser
          .post(path)
          .set('Cookie', cookie)
          .set('Origin', app.setting.publicUrl)
          .set('Accept', accept);
        for (const [name, value] of Object.entries(fields)) void post.field(name, value);
        return post.attach('file', bytes, 'picture.jpg');
      },
      formAt,
      formIn: (html) => findForm(html, ''),
      post: async (path, fields) => {
        const { fields: own } = await formAt('/admin/editions/new', 'editions');
        const hidden = own.filter(([name]) => !(name in fields) && name !== 'article');
        return send({ action: path, fields: hidden }, fields);
      },
      csrf: async () => ({
        csrf:
          (await formAt('/admin/editions/new', 'editions')).fields.find(([name]) => name === 'csrf')?.[1] ??
          '',
      }),
      bring: async (page, fields, file) => {
        const form = /<form[^>]*multipart.*?<\/form>/s.exec((await get(page)).text)?.[0] ?? '';
        const action = /action="([^"]*)"/.exec(form)?.[1]?.replaceAll('&amp;', '&') ?? '';
        const csrf = /name="csrf" value="([^"]*)"/.exec(form)?.[1] ?? '';
        const post = browser.post(action).set('Cookie', cookie).set('Origin', app.setting.publicUrl);
        for (const [name, value] of Object.entries({ csrf, ...fields })) post.field(name, value);
        return file ? post.attach('file', file, 'picture.png') : post;
      },
      submit: async (page, act, fields, to) => {
        const form = await formAt(page, act);
        return send({ ...form, action: to ?? form.action }, fields);
      },
    };
  }

  return {
    signedIn,
    /** From here on a send leaves at once. */
    withoutUndo: async () => {
      await sql`update newsletter set undo_seconds = 0`.execute(app.db);
    },
    /** An active reader of the morning edition; the address is returned as it is kept. */
    addReader: async (text: string): Promise<string> => {
      const address = parseAddress(text);
      const newsletter = await findNewsletter(app.db, { slug: 'morning-edition' });
      if (!address || !newsletter) throw new Error(`${text} cannot be added`);
      await addKnownReader(app.db, {
        address,
        name: null,
        newsletterIds: [newsletter.id],
        rhythm: null,
        state: 'active',
        words: 'Asked at the counter',
      });
      return address.address;
    },
  };
}
