import { type Request, type Router, Router as createRouter } from 'express';
import { ReaderPage, type TierGrantDraft } from '../../../templates/pages/admin/reader-page.tsx';
import type { FieldProblem } from '../../../templates/pages/reader/problems.tsx';
import { type Subscriber, findSubscriberBy } from '../../audience/subscribers.ts';
import { parseAddress } from '../../delivery/address.ts';
import { liftSuppressionById } from '../../delivery/suppressions.ts';
import {
  type Entitlement,
  type Grant,
  endEntitlement,
  grantEntitlement,
} from '../../membership/entitlements.ts';
import { eraseReader } from '../../membership/erase-reader.ts';
import { findTier } from '../../membership/tiers.ts';
import { readPublication } from '../../newsletters/publication.ts';
import type { Db } from '../../platform/db.ts';
import { recordAct } from '../../staff/audit.ts';
import { textOf } from '../form-body.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { endOfDay } from './last-day.ts';
import { idOf } from './paging.ts';
import { readReader } from './reader-view.ts';
import { may, sessionOf } from './staff-door.ts';

const notices: Readonly<Record<string, string>> = {
  given: 'The subscription is given and in force.',
  ended: 'The subscription has ended.',
  lifted: 'Mail goes there again from now on.',
  noted: 'Tags and fields are saved.',
};

const reasons: readonly Entitlement['reason'][] = ['invoice', 'comp', 'gift', 'staff'];

const readDraft = (body: unknown): TierGrantDraft => ({
  tier: textOf(body, 'tier'),
  reason: textOf(body, 'reason'),
  until: textOf(body, 'until'),
  note: textOf(body, 'note').trim(),
});

type ReadGrant = { readonly tierName: string; readonly grant: Omit<Grant, 'subscriberId' | 'grantedBy'> };

async function readGrant(
  { db, clock }: WebSetting,
  draft: TierGrantDraft,
): Promise<ReadGrant | readonly FieldProblem[]> {
  const [tier, { timeZone }] = await Promise.all([findTier(db, draft.tier), readPublication(db)]);
  const reason = reasons.find((each) => each === draft.reason);
  const endsAt = draft.until === '' ? null : endOfDay(draft.until, timeZone);
  const isPast = draft.until !== '' && (endsAt === null || endsAt <= clock());
  if (tier && tier.rank > 0 && reason && !isPast && draft.note.length <= 200) {
    return { tierName: tier.name, grant: { tierId: tier.id, reason, endsAt, note: draft.note || null } };
  }
  return [
    ...(tier && tier.rank > 0 ? [] : [{ field: 'tier', message: 'Please choose one of the subscriptions' }]),
    ...(reason ? [] : [{ field: 'reason', message: 'Please choose a reason' }]),
    ...(isPast ? [{ field: 'until', message: 'Please give a day that is still to come' }] : []),
    ...(draft.note.length > 200 ? [{ field: 'note', message: 'Please use at most 200 characters' }] : []),
  ];
}

/** One reader: what we hold of them, and the few acts of the newsroom. Each act stands in the trail, by the public id. */
export function createReaderRouter(setting: WebSetting): Router {
  const { db, keys } = setting;
  const router = createRouter();

  const findReader = (request: Request): Promise<Subscriber | null> =>
    findSubscriberBy(db, { publicId: textOf(request.params, 'id') });

  /** Acts and tells the trail, together or not at all; a second click changes nothing and lands on the truth. */
  const actOn = (
    { publicId }: Subscriber,
    actor: string,
    act: (tx: Db) => Promise<string | null>,
  ): Promise<boolean> =>
    db.transaction().execute(async (tx) => {
      const action = await act(tx);
      if (action !== null) await recordAct(tx, { actor, action, object: `subscriber ${publicId}` });
      return action !== null;
    });

  router.get('/:id', may('read'), async (request, response, next) => {
    const reader = await findReader(request);
    if (!reader) return next();
    const page = await readReader(setting, response, reader, textOf(request.query, 'before'));
    sendPage(response, ReaderPage({ ...page, notice: notices[textOf(request.query, 'done')] }));
  });

  router.post('/:id/give-tier', may('manage readers'), async (request, response, next) => {
    const reader = await findReader(request);
    if (!reader) return next();
    const draft = readDraft(request.body);
    const read = await readGrant(setting, draft);
    if (!('grant' in read)) {
      const page = await readReader(setting, response, reader);
      return sendPage(response, ReaderPage({ ...page, draft, problems: read }), 422);
    }
    const actor = sessionOf(response).staff.name;
    await actOn(reader, actor, async (tx) =>
      (await grantEntitlement(tx, { ...read.grant, subscriberId: reader.id, grantedBy: actor }))
        ? `gave the subscription ${read.tierName}`
        : null,
    );
    return response.redirect(303, `/admin/readers/${reader.publicId}?done=given`);
  });

  router.post('/:id/end-tier', may('manage readers'), async (request, response, next) => {
    const reader = await findReader(request);
    if (!reader) return next();
    const id = idOf(request.body, 'entitlement') ?? 0;
    const isEnded = await actOn(reader, sessionOf(response).staff.name, async (tx) =>
      (await endEntitlement(tx, reader.id, id)) ? 'ended a subscription' : null,
    );
    return response.redirect(303, `/admin/readers/${reader.publicId}${isEnded ? '?done=ended' : ''}`);
  });

  router.post('/:id/lift', may('manage readers'), async (request, response, next) => {
    const reader = await findReader(request);
    if (!reader) return next();
    const id = idOf(request.body, 'suppression') ?? 0;
    const actor = sessionOf(response).staff.name;
    const { addressKey } = reader;
    const isLifted = await actOn(reader, actor, async (tx) => {
      const scope = await liftSuppressionById(tx, { addressKey, id, because: `${actor} said so` });
      return scope === null ? null : `lifted the suppression of ${scope}`;
    });
    return response.redirect(303, `/admin/readers/${reader.publicId}${isLifted ? '?done=lifted' : ''}`);
  });

  /** For who asks the newsroom instead of doing it in their account. */
  router.post('/:id/erase', may('manage readers'), async (request, response, next) => {
    const reader = await findReader(request);
    if (!reader) return next();
    const problem = await eraseProblem(reader, textOf(request.body, 'address'));
    if (problem !== null) {
      const page = await readReader(setting, response, reader);
      const problems = [{ field: 'address', message: problem }];
      return sendPage(response, ReaderPage({ ...page, problems }), 422);
    }
    const actor = sessionOf(response).staff.name;
    await recordAct(db, { actor, action: 'erased a reader', object: `subscriber ${reader.publicId}` });
    return response.redirect(303, '/admin/readers?done=erased');
  });

  /** Erases when the address was typed to the letter. @returns what keeps it from being done */
  async function eraseProblem(reader: Subscriber, typed: string): Promise<string | null> {
    if (parseAddress(typed)?.key !== reader.addressKey)
      return 'Please type the address of this reader: this cannot be taken back';
    const { kind } = await eraseReader(db, keys, reader.id);
    if (kind === 'pays')
      return 'This reader pays for a subscription. End it first, so that nobody is charged afterwards';
    return kind === 'mail-on-its-way'
      ? 'A mail to this reader is leaving at this very moment. Please try again in a minute'
      : null;
  }
  return router;
}
