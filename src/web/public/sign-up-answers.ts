import type { Request, Response } from 'express';
import { confirmationSubject } from '../../../templates/email/confirmation-mail.ts';
import { suggestAddress } from '../../audience/suggest-domain.ts';
import { checkMailAfter } from './check-mail-path.ts';
import { sealFacts } from './form-facts.ts';
import type { PostedSignUp } from './posted-sign-up.ts';
import type { SignUpOrigin } from './sign-up-page.ts';
import { consentWords } from './sign-up-words.ts';
import type { Visit } from './visit.ts';

type Asked = { readonly posted: PostedSignUp; readonly origin: SignUpOrigin };

/** The script of a form asks for JSON; whoever accepts anything gets the page. */
export const wantsJson = (request: Request): boolean => request.accepts(['html', 'json']) === 'json';

/** The same for every address, and for a machine: nobody learns who reads what. */
export function answerAsked(
  visit: Visit,
  request: Request,
  response: Response,
  { ref, posted, origin }: Asked & { readonly ref: string },
): void {
  response.setHeader('Cache-Control', 'no-store');
  if (!wantsJson(request)) return response.redirect(303, checkMailAfter(ref, visit));
  const { words, language, publication } = visit;
  const subject = confirmationSubject(
    language,
    origin.wanted.map(({ name }) => name),
  );
  const offered = suggestAddress(posted.email);
  response.json({
    kicker: words.signUp.oneLeft,
    message: words.signUp.answer(publication.senderName, posted.email.trim(), subject),
    hint: offered === null ? words.signUp.chooseMore : words.signUp.didYouMean(offered),
    next: checkMailAfter(ref, visit),
  });
}

/**
 * What a script has to work out before it asks again. The words of consent go with it: a form that shows others, as an old
 * snippet may, has to go the way of the page that shows these.
 */
export function answerPuzzle(
  visit: Visit,
  response: Response,
  { bits, posted, origin }: Asked & { readonly bits: number },
): void {
  response.setHeader('Cache-Control', 'no-store');
  response.json({
    facts: sealFacts(visit, posted.form, { bits }),
    bits,
    words: consentWords(visit, origin.fixed),
  });
}
