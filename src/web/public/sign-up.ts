import { type Request, type Response, type Router, Router as createRouter } from 'express';
import type { FieldProblem } from '../../../templates/pages/reader/problems.tsx';
import { type GuardOutcome, guardSignUp } from '../../audience/guard/guard-sign-up.ts';
import { makeEmptyRef } from '../../audience/sign-up.ts';
import { parseAddress } from '../../delivery/address.ts';
import { join } from '../../membership/join.ts';
import { shortenedNetwork } from '../client-network.ts';
import { inEvenTime } from '../even-time.ts';
import { textOf, textsOf } from '../form-body.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { isMachine, sealedFacts } from './form-facts.ts';
import { sendFormClosed } from './forms/form-page.ts';
import { letSitesAsk } from './forms/sites.ts';
import { type PostedSignUp, readPostedSignUp } from './posted-sign-up.ts';
import { answerAsked, answerPuzzle, wantsJson } from './sign-up-answers.ts';
import type { SignUpLimits } from './sign-up-limits.ts';
import {
  type SignUpOrigin,
  findOrigin,
  renderOneButton,
  renderRefused,
  renderSignUp,
} from './sign-up-page.ts';
import { consentWords } from './sign-up-words.ts';
import { type Visit, visitOf } from './visit.ts';
import type { ReaderProblem } from '../../../templates/words/languages.ts';

type Refusal = { readonly field: FieldProblem['field']; readonly why: ReaderProblem };

const badAddress: Refusal = { field: 'email', why: 'badAddress' };
const nothingTicked: Refusal = { field: 'newsletter', why: 'nothingTicked' };

/** What a story is called in a system that is not ours. */
const foreignArticle = /^[a-z0-9][a-z0-9._/-]{0,119}$/i;

/** The story that earned the reader: one of ours, or the name that a form on another site gives its own. */
const articleSlugOf = ({ article }: PostedSignUp, origin: SignUpOrigin): string | undefined =>
  origin.article?.slug ??
  (origin.form?.place === 'elsewhere' && foreignArticle.test(article) ? article : undefined);

type Asked = { readonly visit: Visit; readonly posted: PostedSignUp; readonly origin: SignUpOrigin };

/**
 * `/signup`: the hosted form, and the one path of every sign-up. Pages, snippets, the script and the frame all post here, and
 * all pass the same checks in the same order: hidden field, address, rules, limits.
 */
export function createSignUpRouter(setting: WebSetting, limits: SignUpLimits): Router {
  const { db, ring } = setting;
  const router = createRouter();
  router.use('/signup', letSitesAsk(setting));

  router.get('/signup', async (request, response) => {
    const asked = readPostedSignUp(setting, request.query);
    const newsletters =
      textsOf(request.query, 'newsletter').length > 0
        ? asked.newsletters
        : (await findOrigin(setting, asked)).wanted.map(({ slug }) => slug);
    sendPage(
      response,
      await renderSignUp(await visitOf(setting, response), {
        ...asked,
        newsletters,
        email: textOf(request.query, 'email'),
      }),
    );
  });

  router.post('/signup', async (request, response) => {
    const posted = readPostedSignUp(setting, request.body);
    const origin = await findOrigin(setting, posted);
    const visit = await visitOf(setting, response, { form: origin.form?.language });
    const asked = { visit, posted, origin };
    if (isMachine(request.body)) {
      const ref = makeEmptyRef(setting, posted.email);
      return answerAsked(visit, request, response, { ref, ...asked });
    }
    if (asked.origin.form?.isEnabled === false) return sendFormClosed(visit, response);
    if (!parseAddress(posted.email)) return refuse(request, response, asked, badAddress);
    if (asked.origin.wanted.length === 0) return refuse(request, response, asked, nothingTicked);
    const outcome = await guardSignUp(db, {
      email: posted.email,
      facts: posted.facts,
      sealed: sealedFacts(request.body),
      work: textOf(request.body, 'work'),
      isScript: wantsJson(request),
      now: setting.clock(),
    });
    return answerGuard(request, response, asked, outcome);
  });

  async function answerGuard(
    request: Request,
    response: Response,
    asked: Asked,
    outcome: GuardOutcome,
  ): Promise<void> {
    switch (outcome.kind) {
      case 'pass':
        return take(request, response, asked);
      case 'refused':
        return refuse(request, response, asked, { field: 'email', why: outcome.why });
      case 'work':
        return answerPuzzle(asked.visit, response, { bits: outcome.bits, ...asked });
      case 'press': {
        const press = { waitSeconds: outcome.waitSeconds, facts: asked.posted.facts };
        return sendPage(response, await renderOneButton(asked.visit, asked.posted, asked.origin, press));
      }
      default:
        return outcome satisfies never;
    }
  }

  /** Within the limits, the sign-up itself. */
  async function take(request: Request, response: Response, asked: Asked): Promise<void> {
    const { visit, posted, origin } = asked;
    await limits.countAsking(request, posted.email);
    const ask = {
      email: posted.email,
      name: posted.name,
      rhythm: posted.rhythm,
      form: posted.form,
      tier: posted.tier || undefined,
      newsletters: origin.wanted.map(({ slug }) => slug),
      articleSlug: articleSlugOf(posted, origin),
      words: consentWords(visit, origin.fixed),
      language: visit.language,
      network: shortenedNetwork(request),
    };
    const outcome = await inEvenTime(() => join(db, setting, ask));
    if (outcome.kind === 'refused') return refuse(request, response, asked, outcome);
    await limits.takeResend(posted.email);
    await ring('deliver-urgent');
    return answerAsked(visit, request, response, { ref: outcome.ref, ...asked });
  }

  async function refuse(
    request: Request,
    response: Response,
    { visit, posted, origin }: Asked,
    { field, why }: Refusal,
  ): Promise<void> {
    const message = visit.words.problems[why];
    if (wantsJson(request)) {
      response.status(422).json({ problem: message, field });
      return;
    }
    sendPage(response, await renderRefused(visit, posted, origin, { field, message }), 422);
  }

  return router;
}
