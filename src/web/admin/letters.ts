import { type Response, type Router, Router as createRouter } from 'express';
import { assembleHtml } from '../../../templates/email/assemble.ts';
import { ownLetterMail } from '../../../templates/email/own-letter.ts';
import { type LetterDraft, LetterPage, LettersPage } from '../../../templates/pages/admin/letters-page.tsx';
import type { FieldProblem } from '../../../templates/pages/reader/problems.tsx';
import {
  type LetterKind,
  fillLetter,
  isLetterKind,
  letterKinds,
} from '../../audience/letters/letter-kinds.ts';
import {
  type LetterText,
  letterTextForm,
  listLetterTexts,
  readLetterText,
  resetLetterText,
  saveLetterText,
} from '../../audience/letters/letter-texts.ts';
import { mailPublication } from '../../audience/reader-mails.ts';
import { type Publication, readPublication } from '../../newsletters/publication.ts';
import { recordAct } from '../../staff/audit.ts';
import { textOf } from '../form-body.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { readAdminSite } from './admin-site.ts';
import { formProblems } from './form-problems.ts';
import { allowMailInFrame } from './mail-in-frame.ts';
import { sessionOf } from './staff-door.ts';

const draftOf = (text: LetterText): LetterDraft => ({ ...text, days: String(text.days) });

const readDraft = (body: unknown, { days }: LetterText): LetterDraft => ({
  isOn: textOf(body, 'isOn') !== '',
  days: letterDays(textOf(body, 'days'), days),
  subject: textOf(body, 'subject'),
  headline: textOf(body, 'headline'),
  body: textOf(body, 'body'),
  button: textOf(body, 'button'),
});

/** A letter without days to set has no field for them. */
const letterDays = (typed: string, stored: number): string => (typed === '' ? String(stored) : typed);

function stateOf({ kind, isOn, days }: LetterText): string {
  const { daysCount } = letterKinds[kind];
  if (!isOn) return 'Off';
  return daysCount === null ? 'On' : `On, ${days} ${days === 1 ? 'day' : 'days'} ${daysCount}`;
}

/** Somebody made up, so that the preview looks like a mail. */
const sampleValues = (publication: Publication): Readonly<Record<string, string>> => ({
  publication: publication.name,
  newsletters: 'Morning Edition',
  name: 'Robin',
  tier: 'Digital',
  day: '14 March',
  price: '£6 a month',
});

const notices: Readonly<Record<string, string>> = {
  saved: 'Saved: it says so from now on.',
  reset: 'It has the words it came with again.',
};

/** The mails that go out by themselves: on or off, when, and in which words. */
export function createLettersRouter(setting: WebSetting): Router {
  const { db, publicUrl } = setting;
  const router = createRouter();

  router.get('/', async (_request, response) => {
    const [site, texts] = await Promise.all([readAdminSite(setting, response), listLetterTexts(db)]);
    const rows = texts.map((text) => ({
      kind: text.kind,
      title: letterKinds[text.kind].title,
      when: letterKinds[text.kind].when,
      state: stateOf(text),
      isOwn: text.isOwn,
    }));
    sendPage(response, LettersPage({ site, rows }));
  });

  type Shown = { draft?: LetterDraft; problems?: readonly FieldProblem[]; notice?: string | undefined };

  const send = async (response: Response, kind: LetterKind, shown: Shown): Promise<void> => {
    const [site, text] = await Promise.all([readAdminSite(setting, response), readLetterText(db, kind)]);
    const { title, when, daysCount, tags } = letterKinds[kind];
    const { draft = draftOf(text), problems = [], notice } = shown;
    const page = LetterPage({
      site,
      kind,
      title,
      when,
      daysCount,
      tags,
      isOwn: text.isOwn,
      draft,
      notice,
      problems,
    });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  };

  router.get('/:kind', async (request, response, next) => {
    const { kind } = request.params;
    if (!isLetterKind(kind)) return next();
    return send(response, kind, { notice: notices[textOf(request.query, 'done')] });
  });

  router.get('/:kind/preview.html', async (request, response, next) => {
    const { kind } = request.params;
    if (!isLetterKind(kind)) return next();
    const [text, publication] = await Promise.all([readLetterText(db, kind), readPublication(db)]);
    const filled = fillLetter(text, sampleValues(publication));
    const mail = await ownLetterMail({
      publication: mailPublication(publication, publicUrl),
      ...filled,
      button: { words: filled.button, url: publicUrl },
      code: kind === 'reminder' ? '204816' : undefined,
      reason: `You get this because you are a reader of ${publication.name}.`,
    });
    allowMailInFrame(response, publicUrl);
    response.setHeader('Cache-Control', 'no-store');
    return response.type('html').send(assembleHtml(mail));
  });

  router.post('/:kind', async (request, response, next) => {
    const { kind } = request.params;
    if (!isLetterKind(kind)) return next();
    const draft = readDraft(request.body, await readLetterText(db, kind));
    const form = letterTextForm(kind).safeParse(draft);
    if (!form.success) return send(response, kind, { draft, problems: formProblems(form.error) });
    await db.transaction().execute(async (tx) => {
      await saveLetterText(tx, kind, form.data);
      await recordAct(tx, {
        actor: sessionOf(response).staff.name,
        action: 'changed a letter',
        object: `letter ${kind}`,
        details: { isOn: form.data.isOn, days: form.data.days },
      });
    });
    return response.redirect(303, `/admin/settings/letters/${kind}?done=saved`);
  });

  router.post('/:kind/reset', async (request, response, next) => {
    const { kind } = request.params;
    if (!isLetterKind(kind)) return next();
    await db.transaction().execute(async (tx) => {
      await resetLetterText(tx, kind);
      const actor = sessionOf(response).staff.name;
      await recordAct(tx, { actor, action: 'gave a letter its first words back', object: `letter ${kind}` });
    });
    return response.redirect(303, `/admin/settings/letters/${kind}?done=reset`);
  });
  return router;
}
