import express, { type Response, type Router, Router as createRouter } from 'express';
import { PollPage, PollResultPage } from '../../../templates/pages/reader/poll-page.tsx';
import { inTongue } from '../../../templates/pages/reader/tongue.tsx';
import { findSubscriberBy } from '../../audience/subscribers.ts';
import { type AskedPoll, answerPoll, findPoll } from '../../editions/polls.ts';
import { textOf } from '../form-body.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { renderLinkProblem } from './fresh-link.ts';
import { readSite } from './reader-site.ts';
import { sendSample } from './sample-page.ts';
import { tokenPage } from './token-page.ts';
import { type Visit, visitOf } from './visit.ts';

const readAnswer = express.urlencoded({ extended: false, limit: '1kb' });

/**
 * `/polls/:token/:poll/:answer`: the link of an answer in a mail. It shows the answer chosen and a button; the button counts. Who
 * has answered sees what the others did.
 */
export function createPollsRouter(setting: WebSetting): Router {
  const { db, keys } = setting;
  const router = createRouter();
  router.use('/polls', tokenPage);

  const visitOfReader = async (response: Response, { reader }: AskedPoll): Promise<Visit> => {
    const subscriber = await findSubscriberBy(db, { id: reader.recipientId });
    return visitOf(setting, response, { reader: subscriber?.language ?? null });
  };

  const sendUnknown = async (response: Response): Promise<void> =>
    sendPage(response, await renderLinkProblem(await visitOf(setting, response), 'unknown'), 404);

  async function ask(
    response: Response,
    token: string,
    asked: AskedPoll,
    { chosen, isRefused = false }: { readonly chosen: number | null; readonly isRefused?: boolean },
  ): Promise<void> {
    const visit = await visitOfReader(response, asked);
    const { site } = await readSite(visit);
    const page = PollPage({
      site,
      edition: asked.edition.subject,
      question: asked.question,
      answers: asked.answers,
      chosen,
      given: asked.answers.find(({ place }) => place === asked.given)?.words,
      post: { action: `/polls/${token}/${asked.poll}`, hidden: [] },
      problem: isRefused ? visit.words.poll.chooseOne : undefined,
    });
    sendPage(response, page, isRefused ? 422 : 200);
  }

  router.get('/polls/sample/:poll{/:answer}', (_request, response) => sendSample(setting, response, 'poll'));

  router.get('/polls/:token/:poll{/:answer}', async (request, response) => {
    const { token, poll } = request.params;
    const asked = await findPoll(db, keys, token, poll);
    if (!asked) return sendUnknown(response);
    const place = Number(textOf(request.params, 'answer'));
    const isOffered = asked.answers.some((answer) => answer.place === place);
    if (isOffered || asked.given === null)
      return ask(response, token, asked, { chosen: isOffered ? place : null });
    const { site } = await visitOfReader(response, asked).then(readSite);
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
    if (!asked) return sendUnknown(response);
    const isCounted = await answerPoll(db, asked, Number(textOf(request.body, 'answer')));
    if (!isCounted) return ask(response, token, asked, { chosen: null, isRefused: true });
    const visit = await visitOfReader(response, asked);
    return response.redirect(303, inTongue(`/polls/${token}/${poll}`, visit));
  });
  return router;
}
