import { type Request, type Response, type Router, Router as createRouter } from 'express';
import { ClaimPage } from '../../../templates/pages/reader/membership-pages.tsx';
import { MessagePage } from '../../../templates/pages/reader/message-page.tsx';
import { claimGift, findGift } from '../../membership/gifts.ts';
import { findGroupByInvitation, takeSeatByInvitation } from '../../membership/groups.ts';
import { textOf } from '../form-body.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { csrfField, findReader, readerOf, requireReader } from './account/account-door.ts';
import { readSite } from './reader-site.ts';
import { tokenPage } from './token-page.ts';

const months = (count: number): string => (count === 1 ? 'a month' : `${count} months`);

/** `/gift/:token` and `/join/:token`: something is taken by a signed-in reader, with a button. */
export function createClaimsRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();
  const door = requireReader(setting);
  router.use(['/gift', '/join'], tokenPage);

  async function sendMessage(
    response: Response,
    title: string,
    sentence: string,
    status = 200,
  ): Promise<void> {
    const { site } = await readSite(setting);
    const link = { href: '/', text: 'Read today’s stories' };
    sendPage(response, MessagePage({ site, title, sentences: [sentence], link }), status);
  }

  /** The form of a reader who is signed in; undefined for anybody else. */
  async function postFor(request: Request, action: string) {
    const reader = await findReader(setting, request);
    return reader ? { action, hidden: [{ name: csrfField, value: reader.session.csrfToken }] } : undefined;
  }

  const sendGone = (response: Response): Promise<void> =>
    sendMessage(
      response,
      'This gift is not here any more',
      'It was unwrapped before, or has waited for more than a year.',
      410,
    );

  router.get('/gift/:token', async (request, response) => {
    const gift = await findGift(db, request.params.token);
    if (gift?.state !== 'open') return sendGone(response);
    const { site } = await readSite(setting);
    const from = gift.giverName === null ? 'Somebody' : gift.giverName;
    const page = ClaimPage({
      site,
      title: 'A gift for you',
      sentences: [`${from} gives you ${gift.tierName} for ${months(gift.months)}. It ends by itself.`],
      message: gift.message ?? undefined,
      button: 'Unwrap it',
      post: await postFor(request, `/gift/${request.params.token}`),
    });
    return sendPage(response, page);
  });

  router.post('/gift/:token', door, async (request, response) => {
    const token = textOf(request.params, 'token');
    const isClaimed = await claimGift(db, token, readerOf(response).subscriber.id);
    return isClaimed ? response.redirect(303, '/account?done=gift') : sendGone(response);
  });

  const sendNoGroup = (response: Response): Promise<void> =>
    sendMessage(response, 'This invitation is over', 'Please ask whoever sent it to you for a new one.', 410);

  router.get('/join/:token', async (request, response) => {
    const group = await findGroupByInvitation(db, request.params.token);
    if (!group) return sendNoGroup(response);
    const { site } = await readSite(setting);
    const page = ClaimPage({
      site,
      title: group.name,
      sentences: [`${group.name} has a seat for you: ${group.tierName}, and you pay nothing.`],
      button: 'Take my seat',
      post: await postFor(request, `/join/${request.params.token}`),
    });
    return sendPage(response, page);
  });

  router.post('/join/:token', door, async (request, response) => {
    const outcome = await takeSeatByInvitation(
      db,
      textOf(request.params, 'token'),
      readerOf(response).subscriber.id,
    );
    switch (outcome.kind) {
      case 'seated':
      case 'seated-before':
        return response.redirect(303, '/account?done=seat');
      case 'full':
        return sendMessage(
          response,
          'All seats are taken',
          'Please ask whoever sent you the invitation.',
          409,
        );
      case 'unknown':
        return sendNoGroup(response);
      default:
        return outcome.kind satisfies never;
    }
  });
  return router;
}
