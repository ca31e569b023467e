import express, { type Response, type Router, Router as createRouter } from 'express';
import { PollPage, PollResultPage } from '../../../templates/pages/reader/poll-page.tsx';
import { type AskedPoll, answerPoll, findPoll } from '../../editions/polls.ts';
import { textOf } from '../form-body.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { renderLinkProblem } from './fresh-link.ts';
import { readSite } from './reader-site.ts';
import { sendSample } from './sample-page.ts';
import { tokenPage } from './token-page.ts';

const readAnswer = express.urlencoded({ extended: false, limit: '1kb' });

/**
 * `/polls/:token/:poll/:answer`: the link of an answer in a mail. It shows the answer chosen and a button; the button counts. Who
 * has answered sees what the others did.
 */
export function createPollsRouter(setting: WebSetting): Router {
  const { db, keys } = setting;
  const router = createRouter();
  router.use('/polls', tokenPage);

  async function ask(
    response: Response,
    token: string,
    asked: AskedPoll,
    { chosen, problem }: { readonly chosen: number | null; readonly problem?: string },
  ): Promise<void> {
    const { site } = await readSite(setting);
    const page = PollPage({
      site,
      edition: asked.edition.subject,
      question: asked.question,
      answers: asked.answers,
      chosen,
      given: asked.answers.find(({ place }) => place === asked.given)?.words,
      post: { action: `/polls/${token}/${asked.poll}`, hidden: [] },
      problem,
    });
    sendPage(response, page, problem === undefined ? 200 : 422);
  }

  router.get('/polls/sample/:poll{/:answer}', (_request, response) => sendSample(setting, response, 'poll'));

  router.get('/polls/:token/:poll{/:answer}', async (request, response) => {
    const { token, poll } = request.params;
    const asked = await findPoll(db, keys, token, poll);
    if (!asked) return sendPage(response, await renderLinkProblem(setting, 'unknown'), 404);
    const place = Number(textOf(request.params, 'answer'));
    const isOffered = asked.answers.some((answer) => answer.place === place);
    if (isOffered || asked.given === null)
      return ask(response, token, asked, { chosen: isOffered ? place : null });
    const { site } = await readSite(setting);
    return sendPage(
      response,
      PollResultPage({
        site,
        edition: asked.edition.subject,
        question: asked.question,
        answers: asked.answers,
        readers: asked.readers,
        given: asked.given,
        changeHref: `/polls/${token}/${poll}/${asked.given}`,
      }),
    );
  });

  router.post('/polls/:token/:poll', readAnswer, async (request, response) => {
    const { token, poll } = request.params;
    const asked = await findPoll(db, keys, token, poll);
    if (!asked) return sendPage(response, await renderLinkProblem(setting, 'unknown'), 404);
    const isCounted = await answerPoll(db, asked, Number(textOf(request.body, 'answer')));
    if (!isCounted) return ask(response, token, asked, { chosen: null, problem: 'Please choose an answer' });
    return response.redirect(303, `/polls/${token}/${poll}`);
  });
  return router;
}
