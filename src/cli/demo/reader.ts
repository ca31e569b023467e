import { CliProblem } from '../cli-problem.ts';
import { ask, findForm, findMail, until } from './site.ts';

export type DemoReader = {
  readonly name: string;
  readonly email: string;
  readonly confirmsBy: 'link' | 'code';
};

/** Fills in the sign-up form as a browser would. @returns the page that follows */
async function signUp(baseUrl: string, newsletter: string, { name, email }: DemoReader): Promise<string> {
  const page = await ask(`${baseUrl}/signup?newsletter=${newsletter}`, 200);
  const { action, fields } = findForm(await page.text(), '/signup');
  fields.set('email', email);
  fields.set('name', name);
  const answer = await ask(`${baseUrl}${action}`, 303, { method: 'POST', body: fields });
  return new URL(answer.headers.get('location') ?? '/', baseUrl).pathname;
}

async function readText(url: string): Promise<string> {
  const { default: PostalMime } = await import('postal-mime');
  const raw = await (await ask(url, 200)).arrayBuffer();
  return (await PostalMime.parse(raw)).text ?? '';
}

function partOf(text: string, pattern: RegExp, what: string): string {
  const part = pattern.exec(text)?.[1];
  if (part === undefined) throw new CliProblem(`The mail that asks for the confirmation has no ${what}`, 1);
  return part;
}

async function confirmByLink(baseUrl: string, text: string): Promise<void> {
  const path = partOf(text, /(\/confirm\/[\w-]+)/, 'link');
  const { action, fields } = findForm(await (await ask(`${baseUrl}${path}`, 200)).text(), path);
  await ask(`${baseUrl}${action}`, 200, { method: 'POST', body: fields });
}

async function confirmByCode(baseUrl: string, text: string, checkPath: string): Promise<void> {
  const code = partOf(text, /^\s*(\d{6})\s*$/m, 'code');
  const { action, fields } = findForm(
    await (await ask(`${baseUrl}${checkPath}`, 200)).text(),
    `${checkPath}/code`,
  );
  fields.set('code', code);
  await ask(`${baseUrl}${action}`, 200, { method: 'POST', body: fields });
}

/** One reader signs up, finds the mail in the inbox and says yes. @returns a line that tells of it */
export async function becomeReader(baseUrl: string, newsletter: string, reader: DemoReader): Promise<string> {
  const checkPath = await signUp(baseUrl, newsletter, reader);
  const signedUpAt = Date.now();
  const mail = await until(`The confirmation for ${reader.email}`, () =>
    findMail(baseUrl, reader.email, () => true),
  );
  const seconds = ((Date.now() - signedUpAt) / 1000).toFixed(1);
  const text = await readText(`${baseUrl}${mail.rawUrl}`);
  if (reader.confirmsBy === 'link') await confirmByLink(baseUrl, text);
  else await confirmByCode(baseUrl, text, checkPath);
  return `${reader.email} signed up, had the mail after ${seconds} s and confirmed by its ${reader.confirmsBy}`;
}
