import type { Request, Response } from 'express';
import { confirmationSubject } from '../../../templates/email/confirmation-mail.ts';
import { suggestAddress } from '../../audience/suggest-domain.ts';
import { readPublication } from '../../newsletters/publication.ts';
import type { WebSetting } from '../web-setting.ts';
import { checkMailPath } from './check-mail-path.ts';
import { sealFacts } from './form-facts.ts';
import type { PostedSignUp } from './posted-sign-up.ts';
import type { SignUpOrigin } from './sign-up-page.ts';
import { consentWords } from './sign-up-words.ts';

type Asked = { readonly posted: PostedSignUp; readonly origin: SignUpOrigin };

/** The script of a form asks for JSON; whoever accepts anything gets the page. */
export const wantsJson = (request: Request): boolean => request.accepts(['html', 'json']) === 'json';

/** The same for every address, and for a machine: nobody learns who reads what. */
export async function answerAsked(
  { db }: WebSetting,
  request: Request,
  response: Response,
  { ref, posted, origin }: Asked & { readonly ref: string },
): Promise<void> {
  response.setHeader('Cache-Control', 'no-store');
  if (!wantsJson(request)) return response.redirect(303, checkMailPath(ref));
  const { senderName } = await readPublication(db);
  const subject = confirmationSubject(origin.wanted.map(({ name }) => name));
  const offered = suggestAddress(posted.email);
  response.json({
    message: `Now look in your inbox. A mail from ${senderName} is on its way to ${posted.email.trim()}, with the subject “${subject}”.`,
    hint: offered === null ? undefined : `Did you mean ${offered}?`,
    next: checkMailPath(ref),
  });
}

/**
 * What a script has to work out before it asks again. The words of consent go with it: a form that shows others, as an old
 * snippet may, has to go the way of the page that shows these.
 */
export async function answerPuzzle(
  setting: WebSetting,
  response: Response,
  { bits, posted, origin }: Asked & { readonly bits: number },
): Promise<void> {
  response.setHeader('Cache-Control', 'no-store');
  response.json({
    facts: sealFacts(setting, posted.form, { bits }),
    bits,
    words: consentWords(await readPublication(setting.db), origin.fixed),
  });
}
