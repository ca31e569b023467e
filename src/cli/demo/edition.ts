import { z } from 'zod';
import { CliProblem } from '../cli-problem.ts';
import { ask, until } from './site.ts';

const newsletters = z.object({
  data: z.array(z.object({ slug: z.string(), name: z.string(), isOpen: z.boolean() })),
});
const articles = z.object({ data: z.array(z.object({ slug: z.string(), title: z.string() })) });
const receipt = z.object({ audience: z.int(), accepted: z.int() });
const edition = z.object({
  id: z.string(),
  subject: z.string(),
  stage: z.string(),
  pauseReason: z.string().nullable(),
  receipt: receipt.nullable(),
});

/** Speaks to the JSON API with a key. */
export function createApi(baseUrl: string, key: string) {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  return {
    get: async (path: string): Promise<unknown> =>
      (await ask(`${baseUrl}/api/v1${path}`, 200, { headers })).json(),
    post: async (path: string, wanted: number, body: unknown): Promise<unknown> =>
      (
        await ask(`${baseUrl}/api/v1${path}`, wanted, { method: 'POST', headers, body: JSON.stringify(body) })
      ).json(),
  };
}
export type DemoApi = ReturnType<typeof createApi>;

/** The first newsletter that takes sign-ups. */
export async function chooseNewsletter(
  api: DemoApi,
): Promise<{ readonly slug: string; readonly name: string }> {
  const open = newsletters.parse(await api.get('/newsletters')).data.find(({ isOpen }) => isOpen);
  if (!open)
    throw new CliProblem('There is no newsletter to sign up for: make one under Newsletters in the admin', 1);
  return open;
}

export type SentEdition = { readonly subject: string; readonly stories: number; readonly audience: number };

/** An edition of the two newest stories, released without an undo window and followed to its end. */
export async function sendTwoStories(api: DemoApi, newsletter: string): Promise<SentEdition> {
  const stories = articles.parse(await api.get('/articles?limit=2')).data;
  if (stories.length === 0) throw new CliProblem('There is no story to send: import one first', 1);
  const slugs = stories.map(({ slug }) => slug);
  const draft = edition.parse(await api.post('/editions', 201, { newsletter, articles: slugs }));
  await api.post(`/editions/${draft.id}/send`, 202, { undoSeconds: 0 });
  const sent = await until(`The end of edition ${draft.id}`, async () => {
    const now = edition.parse(await api.get(`/editions/${draft.id}`));
    if (now.stage === 'paused') throw new CliProblem(`The edition is paused: ${now.pauseReason ?? ''}`, 1);
    return now.stage === 'finished' ? now : null;
  });
  return { subject: draft.subject, stories: stories.length, audience: sent.receipt?.audience ?? 0 };
}
