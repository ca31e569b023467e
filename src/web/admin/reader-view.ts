import type { Response } from 'express';
import type { ReaderPageProps, TierGrantDraft } from '../../../templates/pages/admin/reader-page.tsx';
import type { ReaderAttributes } from '../../../templates/pages/admin/reader-attributes.tsx';
import { rhythmNames } from '../../../templates/pages/reader/choices.tsx';
import { readAttributes } from '../../audience/attributes.ts';
import { listCustomFields } from '../../audience/custom-fields.ts';
import {
  type ConsentLine,
  type Subscriber,
  type Subscription,
  listConsents,
  listSubscriptionsOf,
} from '../../audience/subscribers.ts';
import { listSuppressionsOf } from '../../delivery/suppressions.ts';
import { findTierRequest, listEntitlements } from '../../membership/entitlements.ts';
import { listTiers } from '../../membership/tiers.ts';
import { listNewsletters } from '../../newsletters/newsletter.ts';
import { type Publication, readPublication, spokenTo } from '../../newsletters/publication.ts';
import { mayRole } from '../../staff/roles.ts';
import { dayMoment, recordMoment } from '../moments.ts';
import type { WebSetting } from '../web-setting.ts';
import { readAdminSite } from './admin-site.ts';
import { bySlug } from './choice-options.ts';
import { actNames } from './readers/record-words.ts';
import { tellTimeline } from './readers/reader-timeline.ts';
import { sessionOf } from './staff-door.ts';
import { suppressionWords } from './suppression-words.ts';
import { languageNames } from '../../../templates/words/languages.ts';

function aside({ startedAt, pausedUntil, endedAt }: Subscription, publication: Publication): string {
  if (endedAt) return `left ${dayMoment(endedAt, publication).text}`;
  if (pausedUntil) return `until ${dayMoment(pausedUntil, publication).text}`;
  return startedAt ? dayMoment(startedAt, publication).text : '';
}

const where = ({ form, articleSlug, network }: ConsentLine): string =>
  [form, articleSlug && `/articles/${articleSlug}`, network].filter(Boolean).join(', ');

/** Where a reader signed up first, in words. */
function originOf({ articleSlug, form }: Subscriber): string | null {
  if (articleSlug !== null) return `by the box in /articles/${articleSlug}`;
  if (form === null) return null;
  return form === 'added by staff' ? 'added by the newsroom' : `by the form “${form}”`;
}

async function readNotes({ db }: WebSetting, subscriberId: number): Promise<ReaderAttributes> {
  const [{ tags, fields: values }, fields] = await Promise.all([
    readAttributes(db, subscriberId),
    listCustomFields(db),
  ]);
  return {
    tags: tags.join(', '),
    fields: fields.map((field) => ({ ...field, value: values[field.slug] ?? '' })),
  };
}

const emptyGrant: TierGrantDraft = { tier: '', reason: 'invoice', until: '', note: '' };

/**
 * Everything the page of a reader shows.
 * @param before where a page of what happened begins; the newest without it
 */
export async function readReader(
  setting: WebSetting,
  response: Response,
  subscriber: Subscriber,
  before = '',
): Promise<ReaderPageProps> {
  const { db } = setting;
  const { id } = subscriber;
  const publication = await readPublication(db);
  const day = (at: Date) => dayMoment(at, publication);
  const [site, newsletters, subscriptions, request, held, tiers, suppressions, consents, attributes] =
    await Promise.all([
      readAdminSite(setting, response),
      listNewsletters(db),
      listSubscriptionsOf(db, id),
      findTierRequest(db, id),
      listEntitlements(db, [id]),
      listTiers(db),
      listSuppressionsOf(db, subscriber.addressKey),
      listConsents(db, id),
      readNotes(setting, id),
    ]);
  return {
    site,
    id: subscriber.publicId,
    address: subscriber.address,
    name: subscriber.name,
    joinedAt: day(subscriber.createdAt),
    confirmedAt: subscriber.confirmedAt && day(subscriber.confirmedAt),
    origin: originOf(subscriber),
    language:
      publication.otherLanguages.length === 0
        ? null
        : languageNames[spokenTo(publication, subscriber.language)],
    timeZone: subscriber.timeZone,
    subscriptions: subscriptions.map((each) => ({
      newsletter: newsletters.find((newsletter) => newsletter.id === each.newsletterId)?.name ?? '',
      state: each.state,
      rhythm: rhythmNames[each.rhythm],
      aside: aside(each, publication),
    })),
    tierRequest: request && { name: request.tierName, askedAt: day(request.askedAt) },
    held: (held.get(id) ?? []).map((each) => ({
      id: each.id,
      name: each.tierName,
      reason: each.reason,
      note: each.note,
      // It ends with a midnight: the last day is the one before.
      endsAt: each.endsAt && day(new Date(each.endsAt.getTime() - 1)),
      grantedBy: each.grantedBy,
    })),
    tiers: bySlug(tiers.filter(({ rank }) => rank > 0)),
    draft: { ...emptyGrant, tier: request?.tier ?? '' },
    suppressions: suppressions.map((each) => ({
      id: each.id,
      what: suppressionWords(each.scope, newsletters),
      reason: each.reason,
      evidence: each.evidence,
      since: day(each.createdAt),
    })),
    attributes,
    timeline: await tellTimeline(db, subscriber, before, { publication, newsletters }),
    consents: consents.map((line) => ({
      act: actNames[line.act] ?? line.act,
      newsletter: line.newsletter,
      words: line.words,
      where: where(line),
      at: recordMoment(line.at, publication),
    })),
    mayManage: mayRole(sessionOf(response).staff.role, 'manage readers'),
    problems: [],
  };
}
