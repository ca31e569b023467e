import { sql } from 'kysely';
import { addForm } from '../../../../src/audience/forms/newsroom-forms.ts';
import { remindUnconfirmed } from '../../../../src/audience/letters/remind-unconfirmed.ts';
import { readLetterText, saveLetterText } from '../../../../src/audience/letters/letter-texts.ts';
import { readPublication, savePublication } from '../../../../src/newsletters/publication.ts';
import { useApp } from '../../../support/use-app.ts';
import { testKeys } from '../../../support/use-database.ts';
import { hiddenFields, hiddenValue, linkTo, mailsTo, signUpInStory } from './sign-up-form.ts';

const app = useApp();

const languageOf = (html: string): string | undefined => /<html lang="([^"]*)"/.exec(html)?.[1];

async function storedFor(address: string): Promise<string | null | undefined> {
  const { rows } = await sql<{ language: string | null }>`
    select language from subscriber where address_key = ${address}
  `.execute(app.db);
  return rows[0]?.language;
}

async function offer(...otherLanguages: ReadonlyArray<'en' | 'es'>): Promise<void> {
  await savePublication(app.db, { ...(await readPublication(app.db)), otherLanguages });
}

const subjectsTo = async (address: string) => (await mailsTo(app, address)).map(({ mail }) => mail.subject);

describe('a page is spoken to', () => {
  test.each([
    ['by its address first', '/?lang=es', 'en', 'es'],
    ['by what the browser asks for', '/', 'es-MX,es;q=0.9,en;q=0.2', 'es'],
    ['by the publication where the browser asks for nothing we speak', '/', 'fr-CH, de;q=0.9', 'en'],
    ['by the publication where the browser takes anything', '/', '*', 'en'],
    ['as if nothing were said by a language nobody speaks', '/?lang=xx', 'en', 'en'],
    ['as if nothing were said by a name from the machine room', '/?lang=constructor', 'en', 'en'],
    ['as if nothing were said by a list', '/?lang[]=es', 'en', 'en'],
    ['as if nothing were said by a bomb of languages', '/', 'es,'.repeat(2000), 'en'],
    ['as if nothing were said by a header that is none', '/', ';;q=,\t,=', 'en'],
  ])('%s', async (_name, path, accepted, language) => {
    const { text, headers, status } = await app.visitor().get(path).set('Accept-Language', accepted);
    expect(status).toBe(200);
    expect(languageOf(text)).toBe(language);
    expect(headers['content-language']).toBe(language);
    expect(headers['set-cookie']).toBeUndefined();
  });

  test('and links to itself in the other language, and nowhere else', async () => {
    const { text } = await app.visitor().get('/signup?newsletter=weekend&lang=es');
    expect(text).toContain('href="/signup?newsletter=weekend&amp;lang=en" lang="en"');
    const elsewhere = await app.visitor().get('//evil.example.test/x');
    expect(elsewhere.text).toContain('href="/evil.example.test/x?lang=es"');
  });

  test('with its links carrying on what the address chose', async () => {
    const { text } = await app.visitor().get('/?lang=es');
    expect(text).toContain('href="/articles/last-ferry-stays-by-a-single-vote?lang=es"');
    expect((await app.visitor().get('/').set('Accept-Language', 'es')).text).not.toContain('?lang=es"');
  });

  test('in error too', async () => {
    const { text, status } = await app.visitor().get('/no-such-page?lang=es');
    expect(status).toBe(404);
    expect(text).toContain('Aquí no hay ninguna página');
  });

  test('with the newsroom’s own words marked as what they are', async () => {
    const { text } = await app.visitor().get('/articles/last-ferry-stays-by-a-single-vote?lang=es');
    expect(text).toContain('<div class="article__body" lang="en">');
  });
});

describe('a sign-up', () => {
  test('in Spanish is Spanish to its end, and the reader stays with it', async () => {
    const address = 'lucia@example.test';
    const visitor = app.visitor();
    const page = await visitor.get('/signup?lang=es');
    expect(hiddenValue(page.text, 'lang')).toBe('es');
    const fields = [...hiddenFields(page.text), ['email', address], ['newsletter', 'morning-edition']];
    const body = new URLSearchParams(fields.map(([name = '', value = '']) => [name, value]));
    const asked = await visitor.post('/signup').type('form').send(body.toString());
    expect(asked.headers['location']).toMatch(/^\/signup\/check\/[^?]+\?lang=es$/);
    const check = await visitor.get(asked.headers['location'] ?? '');
    expect(check.text).toContain('Ahora mira tu bandeja de entrada');
    expect(check.text).toContain('Confirma: Morning Edition');
    expect(await storedFor(address)).toBeNull();

    const [confirmation] = await mailsTo(app, address);
    expect(confirmation?.mail.subject).toBe('Confirma: Morning Edition');
    expect(confirmation?.mail.html).toContain('<html lang="es"');
    const link = await linkTo(app, address, 'confirm');
    const other = app.visitor();
    expect((await other.get(link)).text).toContain('Pulsa una vez y es tuyo');
    expect((await other.post(link)).text).toContain('Ya estás en la lista');
    expect(await storedFor(address)).toBe('es');
    expect((await subjectsTo(address)).at(-1)).toBe('Te damos la bienvenida a Morning Edition');

    const preferences = await linkTo(app, address, 'preferences');
    const own = await other.get(preferences).set('Accept-Language', 'en');
    expect(languageOf(own.text)).toBe('es');
    expect(own.text).toMatch(/value="es" checked/);
    const saved = await other
      .post(preferences)
      .type('form')
      .send({ name: 'Lucía', newsletter: 'morning-edition', language: 'en' });
    expect(saved.headers['location']).toBe(`${preferences}?done=saved`);
    expect(languageOf((await other.get(preferences)).text)).toBe('en');
    await other.post(preferences).type('form').send({ name: 'Lucía', language: 'xx' });
    expect(await storedFor(address)).toBe('en');
  });

  test('by a stranger does not change what a reader has chosen', async () => {
    const address = 'marta@example.test';
    await signUpInStory(app.visitor(), { email: address, lang: 'es' });
    await app.visitor().post(await linkTo(app, address, 'confirm'));
    await signUpInStory(app.visitor(), { email: address, newsletter: 'weekend', lang: 'en' });
    await app.visitor().post(await linkTo(app, address, 'confirm'));
    expect(await storedFor(address)).toBe('es');
    await signUpInStory(app.visitor(), { email: address, lang: 'en' });
    expect((await subjectsTo(address)).at(-1)).toBe('Ya recibes Morning Edition');
  });

  test('by the script is answered and refused in its language', async () => {
    const json = 'application/json';
    const fine = await signUpInStory(app.visitor(), { email: 'sara@example.test', lang: 'es' }, json);
    expect(fine.body).toMatchObject({ kicker: 'Falta un paso', hint: 'Elegir boletines y frecuencia' });
    const bad = await signUpInStory(app.visitor(), { email: 'sara@', lang: 'es' }, json);
    expect(bad.body).toEqual({
      problem: 'Revisa la dirección: debe parecerse a nombre@example.org',
      field: 'email',
    });
    const page = await signUpInStory(app.visitor(), { email: 'sara@', lang: 'es' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('<title>Error: ');
    expect(page.text).toContain('Revisa la dirección');
  });

  test('that waits is reminded in its language, unless the newsroom has written the letter', async () => {
    const setting = {
      publication: await readPublication(app.db),
      publicUrl: app.setting.publicUrl,
      keys: testKeys,
    };
    const grow = sql`update sign_up set created_at = now() - interval '50 hours' where confirmed_at is null`;
    await sql`delete from sign_up_link where sign_up_id in (select id from sign_up where confirmed_at is null)`.execute(
      app.db,
    );
    await signUpInStory(app.visitor(), { email: 'ines@example.test', lang: 'es' });
    await grow.execute(app.db);
    await remindUnconfirmed(app.db, setting);
    expect((await subjectsTo('ines@example.test')).at(-1)).toBe('Solo falta un clic para Morning Edition');

    const text = await readLetterText(app.db, 'reminder');
    await saveLetterText(app.db, 'reminder', { ...text, subject: 'Ours, for {{newsletters}}' });
    await signUpInStory(app.visitor(), { email: 'olga@example.test', lang: 'es' });
    await grow.execute(app.db);
    await remindUnconfirmed(app.db, setting);
    const [, reminder] = await mailsTo(app, 'olga@example.test');
    expect(reminder?.mail.subject).toBe('Ours, for Morning Edition');
    expect(reminder?.mail.text).toContain('Recibes este correo una sola vez');
  });
});

describe('a form with a language of its own', () => {
  const form = {
    name: 'School',
    standsOn: '',
    headline: '',
    promise: '',
    button: '',
    asksName: true,
    showsChoices: true,
    newsletters: [],
    tier: null,
    isEnabled: true,
    language: 'es' as const,
  };

  test('speaks it wherever it stands, whatever the browser asks for', async () => {
    await addForm(app.db, 'escuela', form);
    for (const path of ['/forms/escuela', '/embed/escuela']) {
      const { text } = await app.visitor().get(path).set('Accept-Language', 'en');
      expect(languageOf(text)).toBe('es');
      expect(hiddenValue(text, 'lang')).toBe('es');
      expect(text).toContain('¡ME APUNTO!');
    }
    expect(languageOf((await app.visitor().get('/forms/escuela?lang=en')).text)).toBe('en');
  });

  test('signs up in it when an old snippet names none', async () => {
    const visitor = app.visitor();
    const one = await visitor
      .post('/signup')
      .type('form')
      .send({ email: 'pia@example.test', form: 'escuela', newsletter: 'weekend' });
    expect(languageOf(one.text)).toBe('es');
    expect(one.text).toContain('¿Es esta tu dirección?');
  });
});

test('a paper with one language shows no switch, asks nothing, keeps nothing, and speaks it to everybody', async () => {
  await offer();
  try {
    const { text, headers } = await app.visitor().get('/signup?lang=es').set('Accept-Language', 'es');
    expect(languageOf(text)).toBe('en');
    expect(headers['content-language']).toBe('en');
    expect(text).not.toMatch(/language-switch|name="lang"|lang=es/);
    const address = 'plain@example.test';
    await signUpInStory(app.visitor(), { email: address, lang: 'es' });
    await app.visitor().post(await linkTo(app, address, 'confirm'));
    expect(await storedFor(address)).toBeNull();
    const preferences = await app.visitor().get(await linkTo(app, address, 'preferences'));
    expect(preferences.text).not.toContain('name="language"');
  } finally {
    await offer('es');
  }
});
