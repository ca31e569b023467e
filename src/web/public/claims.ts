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
import { visitOf } from './visit.ts';
import type { Words } from '../../../templates/words/languages.ts';

/** `/gift/:token` and `/join/:token`: something is taken by a signed-in reader, with a button. */
export function createClaimsRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();
  const door = requireReader(setting);
  router.use(['/gift', '/join'], tokenPage);

  async function sendMessage(
    response: Response,
    status: number,
    tell: (words: Words['claim']) => readonly [title: string, sentence: string],
  ): Promise<void> {
    const visit = await visitOf(setting, response);
    const { site } = await readSite(visit);
    const [title, sentence] = tell(visit.words.claim);
    const link = { href: '/', text: visit.words.frame.readToday };
    sendPage(response, MessagePage({ site, title, sentences: [sentence], link }), status);
  }

  /** The form of a reader who is signed in; undefined for anybody else. */
  async function postFor(request: Request, action: string) {
    const reader = await findReader(setting, request);
    return reader ? { action, hidden: [{ name: csrfField, value: reader.session.csrfToken }] } : undefined;
  }

  const sendGone = (response: Response): Promise<void> =>
    sendMessage(response, 410, ({ gone, goneText }) => [gone, goneText]);

  router.get('/gift/:token', async (request, response) => {
    const gift = await findGift(db, request.params.token);
    if (gift?.state !== 'open') return sendGone(response);
    const visit = await visitOf(setting, response);
    const { site } = await readSite(visit);
    const { claim } = visit.words;
    const page = ClaimPage({
      site,
      title: claim.gift,
      sentences: [claim.giftText(gift.giverName ?? claim.somebody, gift.tierName, gift.months)],
      message: gift.message ?? undefined,
      button: claim.unwrap,
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
    sendMessage(response, 410, ({ noGroup, noGroupText }) => [noGroup, noGroupText]);

  router.get('/join/:token', async (request, response) => {
    const group = await findGroupByInvitation(db, request.params.token);
    if (!group) return sendNoGroup(response);
    const visit = await visitOf(setting, response);
    const { site } = await readSite(visit);
    const { claim } = visit.words;
    const page = ClaimPage({
      site,
      title: group.name,
      sentences: [claim.seatText(group.name, group.tierName)],
      button: claim.takeSeat,
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
        return sendMessage(response, 409, ({ full, fullText }) => [full, fullText]);
      case 'unknown':
        return sendNoGroup(response);
      default:
        return outcome.kind satisfies never;
    }
  });
  return router;
}
