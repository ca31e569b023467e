import { type Response, type Router, Router as createRouter } from 'express';
import { z } from 'zod';
import {
  type FreshLink,
  type GiftDraft,
  type GiftRow,
  GiftsGroupsPage,
  type GroupDraft,
  type GroupRow,
} from '../../../../templates/pages/admin/gifts-groups-page.tsx';
import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import { parseAddress } from '../../../delivery/address.ts';
import { mailGift } from '../../../membership/gift-mail.ts';
import { type MadeGift, type NewGift, listGifts, makeGift } from '../../../membership/gifts.ts';
import { type Group, type NewGroup, addGroup, endGroup, listGroups } from '../../../membership/groups.ts';
import { type Tier, listTiers } from '../../../membership/tiers.ts';
import { type Publication, readPublication } from '../../../newsletters/publication.ts';
import { recordAct } from '../../../staff/audit.ts';
import { textOf } from '../../form-body.ts';
import { recordMoment } from '../../moments.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { bySlug } from '../choice-options.ts';
import { formProblems } from '../form-problems.ts';
import { endOfDay } from '../last-day.ts';
import { sessionOf } from '../staff-door.ts';

const count = (most: number) => {
  const message = `Please give a whole number from 1 to ${most}`;
  return z
    .string()
    .trim()
    .regex(/^[1-9]\d{0,5}$/, message)
    .transform(Number)
    .refine((number) => number <= most, message);
};

const domain = /^(?=.{3,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/;

const groupForm = z.object({
  groupName: z.string().trim().min(1, 'Please name the group').max(80),
  groupTier: z.string(),
  seats: count(100_000),
  mailDomain: z
    .string()
    .trim()
    .toLowerCase()
    .refine((text) => text === '' || domain.test(text), 'Please write it as school.example.org')
    .transform((text) => text || null),
  lastDay: z.string(),
});

const giftForm = z.object({
  giftTier: z.string(),
  months: count(36),
  giverName: z
    .string()
    .trim()
    .max(80, 'Please give a name of at most 80 characters')
    .refine((name) => !/[<>\r\n]|:\/\/|www\./i.test(name), 'Please give a name without links and line breaks')
    .transform((text) => text || null),
  recipient: z
    .string()
    .trim()
    .refine((text) => text === '' || parseAddress(text) !== null, 'Please give a whole mail address')
    .transform((text) => text || null),
  message: z
    .string()
    .trim()
    .max(300, 'Please keep it to 300 characters')
    .transform((text) => text || null),
});

const groupDraftOf = (body: unknown): GroupDraft => ({
  groupName: textOf(body, 'groupName'),
  groupTier: textOf(body, 'groupTier'),
  seats: textOf(body, 'seats'),
  mailDomain: textOf(body, 'mailDomain'),
  lastDay: textOf(body, 'lastDay'),
});

const giftDraftOf = (body: unknown): GiftDraft => ({
  giftTier: textOf(body, 'giftTier'),
  months: textOf(body, 'months'),
  giverName: textOf(body, 'giverName'),
  recipient: textOf(body, 'recipient'),
  message: textOf(body, 'message'),
});

const freshGroup: GroupDraft = { groupName: '', groupTier: '', seats: '20', mailDomain: '', lastDay: '' };
const freshGift: GiftDraft = { giftTier: '', months: '12', giverName: '', recipient: '', message: '' };

const giftStates = { open: 'Waiting', claimed: 'Taken', expired: 'Too old' } as const;

const giftRow = (gift: MadeGift, publication: Publication): GiftRow => ({
  id: gift.publicId,
  what: `${gift.tierName}, ${gift.months === 1 ? 'a month' : `${gift.months} months`}`,
  recipient: gift.recipientAddress ?? 'whoever has the link',
  state: giftStates[gift.state],
  madeAt: recordMoment(gift.createdAt, publication),
});

const groupRow = (group: Group, publication: Publication): GroupRow => ({
  id: group.publicId,
  name: group.name,
  tierName: group.tierName,
  seats: `${group.taken} of ${group.seats}`,
  mailDomain: group.mailDomain,
  endsAt: group.endsAt && recordMoment(group.endsAt, publication),
});

type Shown = {
  readonly group?: GroupDraft;
  readonly gift?: GiftDraft;
  readonly fresh?: FreshLink;
  readonly notice?: string | undefined;
  readonly problems?: readonly FieldProblem[];
};

/** Subscriptions that somebody else pays for. */
export function createGiftsGroupsRouter(setting: WebSetting): Router {
  const { db, keys, publicUrl } = setting;
  const router = createRouter();

  const send = async (response: Response, shown: Shown): Promise<void> => {
    const { group = freshGroup, gift = freshGift, fresh, notice, problems = [] } = shown;
    const [site, tiers, groups, gifts, publication] = await Promise.all([
      readAdminSite(setting, response),
      listTiers(db),
      listGroups(db),
      listGifts(db),
      readPublication(db),
    ]);
    const page = GiftsGroupsPage({
      site,
      tiers: bySlug(tiers.filter(({ rank }) => rank > 0)),
      groups: groups.map((each) => groupRow(each, publication)),
      gifts: gifts.map((each) => giftRow(each, publication)),
      group,
      gift,
      fresh,
      notice,
      problems,
    });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  };

  const findPaidTier = async (slug: string): Promise<Tier | undefined> =>
    (await listTiers(db)).find((tier) => tier.slug === slug && tier.rank > 0);

  router.get('/', (request, response) =>
    send(response, {
      notice:
        textOf(request.query, 'done') === 'ended' ? 'Ended: its seats open nothing any more.' : undefined,
    }),
  );

  /** Answers with the page itself, as with a gift: the link is shown this once. */
  router.post('/groups', async (request, response) => {
    const draft = groupDraftOf(request.body);
    const form = groupForm.safeParse(draft);
    const problems: FieldProblem[] = form.success ? [] : [...formProblems(form.error)];
    const [tier, { timeZone }] = await Promise.all([findPaidTier(draft.groupTier), readPublication(db)]);
    if (!tier) problems.push({ field: 'groupTier', message: 'Please choose a tier' });
    const endsAt = draft.lastDay === '' ? null : endOfDay(draft.lastDay, timeZone);
    if (draft.lastDay !== '' && (endsAt === null || endsAt < setting.clock()))
      problems.push({ field: 'lastDay', message: 'Please give a day that is still to come' });
    if (!form.success || !tier || problems.length > 0) return send(response, { group: draft, problems });

    const createdBy = sessionOf(response).staff.name;
    const { groupName: name, seats, mailDomain } = form.data;
    const group: NewGroup = { name, tierId: tier.id, seats, mailDomain, endsAt, createdBy };
    const token = await db.transaction().execute(async (tx) => {
      const made = await addGroup(tx, group);
      if (made !== null)
        await recordAct(tx, {
          actor: createdBy,
          action: `added the group ${name}`,
          details: { tier: tier.slug, seats, mailDomain },
        });
      return made;
    });
    if (token === null)
      return send(response, {
        group: draft,
        problems: [{ field: 'mailDomain', message: 'Another group has this domain' }],
      });
    return send(response, {
      fresh: {
        title: `The invitation of ${name}`,
        words: 'It is shown this once: send it to whoever is to take a seat.',
        url: `${publicUrl}/join/${token}`,
      },
    });
  });

  router.post('/groups/end', async (request, response) => {
    const id = textOf(request.body, 'id');
    const isEnded = await db.transaction().execute(async (tx) => {
      const isDone = await endGroup(tx, id);
      if (isDone)
        await recordAct(tx, {
          actor: sessionOf(response).staff.name,
          action: 'ended a group',
          object: `group ${id}`,
        });
      return isDone;
    });
    response.redirect(303, `/admin/settings/gifts-and-groups${isEnded ? '?done=ended' : ''}`);
  });

  router.post('/gifts', async (request, response) => {
    const draft = giftDraftOf(request.body);
    const form = giftForm.safeParse(draft);
    const tier = await findPaidTier(draft.giftTier);
    const problems: FieldProblem[] = form.success ? [] : [...formProblems(form.error)];
    if (!tier) problems.push({ field: 'giftTier', message: 'Please choose a tier' });
    if (!form.success || !tier || problems.length > 0) return send(response, { gift: draft, problems });

    const madeBy = sessionOf(response).staff.name;
    const { months, giverName, recipient: recipientAddress, message } = form.data;
    const gift: NewGift = { tierId: tier.id, months, giverName, recipientAddress, message, madeBy };
    const publication = await readPublication(db);
    const { token, isMailed } = await db.transaction().execute(async (tx) => {
      const { token: made } = await makeGift(tx, gift);
      await recordAct(tx, {
        actor: madeBy,
        action: 'made a gift',
        details: { tier: tier.slug, months, isForSomebody: recipientAddress !== null },
      });
      const mailed = await mailGift(
        tx,
        { publication, publicUrl, keys },
        { gift, tierName: tier.name, token: made },
      );
      return { token: made, isMailed: mailed };
    });
    if (isMailed) await setting.ring('deliver-urgent');
    return send(response, {
      fresh: {
        title: 'The link of the gift',
        words: isMailed
          ? 'A mail with it is on its way. The link is shown here this once.'
          : 'It is shown this once: whoever opens it first can take the gift.',
        url: `${publicUrl}/gift/${token}`,
      },
    });
  });
  return router;
}
