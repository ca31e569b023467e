import { type Response, type Router, Router as createRouter } from 'express';
import { type Pause, PreferencesPage } from '../../../templates/pages/reader/preferences-page.tsx';
import { PreferencesProblemPage } from '../../../templates/pages/reader/preferences-link-pages.tsx';
import { LeftAllPage } from '../../../templates/pages/reader/unsubscribe-page.tsx';
import {
  type Preferences,
  findLanguageByLink,
  isCurrent,
  leaveEverythingByLink,
  pauseReader,
  readPreferences,
  savePreferences,
  undoLeaveEverythingByLink,
} from '../../audience/preferences.ts';
import { listSections } from '../../articles/sections.ts';
import { readPlans } from '../../editions/digests/plan.ts';
import { readTierName } from '../../membership/entitlements.ts';
import { type Rhythm, isRhythm } from '../../newsletters/newsletter.ts';
import { type Publication, offeredLanguages } from '../../newsletters/publication.ts';
import type { Subscriber } from '../../audience/subscribers.ts';
import type { Db } from '../../platform/db.ts';
import { listTimeZones } from '../../platform/wall-time.ts';
import { textOf, textsOf } from '../form-body.ts';
import { type Zone, fullDayMoment } from '../moments.ts';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { newsletterChoice } from './choices.ts';
import { freshLinkForm } from './fresh-link.ts';
import { readSite } from './reader-site.ts';
import { sendSample } from './sample-page.ts';
import { tokenPage } from './token-page.ts';
import { visitOf } from './visit.ts';
import type { ReaderProblem } from '../../../templates/words/languages.ts';

const pauseWeeks = [2, 4, 8];

/** Null for the paper's; undefined where the page did not ask. */
function timeZoneOf(body: unknown): string | null | undefined {
  const chosen = textOf(body, 'timeZone');
  return chosen === 'ours' ? null : chosen || undefined;
}

const doneActs = ['saved', 'paused', 'resumed', 'undone'] as const;

/** The sections to choose from: all of them, where the digests of a newsletter go by what readers follow. */
async function sectionsToFollow(db: Db) {
  const plans = await readPlans(db);
  return [...plans.values()].some(({ byFollowedSections }) => byFollowedSections) ? listSections(db) : [];
}

/** The zones to choose from, where a newsletter goes by them; a choice that was made can always be taken back. */
async function zonesToChoose(db: Db, { timeZone: chosen }: Subscriber, { timeZone: ours }: Publication) {
  const plans = await readPlans(db);
  const isAsked = chosen !== null || [...plans.values()].some(({ atReadersHour }) => atReadersHour);
  return isAsked ? { ours, chosen: chosen ?? '', offered: listTimeZones() } : undefined;
}

type Shown = {
  readonly done?: (typeof doneActs)[number] | undefined;
  readonly badName?: ReaderProblem;
  readonly name?: string;
};

/** `/preferences/:token`: what a reader gets, without a password. Every act is a post of its own. */
export function createPreferencesRouter(setting: WebSetting): Router {
  const { db, keys, clock } = setting;
  const router = createRouter();
  const pathOf = (token: string, act = ''): string => `/preferences/${token}${act}`;
  const postTo = (token: string, act = '') => ({ action: pathOf(token, act), hidden: [] });
  const afterWeeks = (weeks: number): Date => new Date(clock().getTime() + weeks * 7 * 86_400_000);

  function pauseOf({ pausedUntil, lines }: Preferences, token: string, zone: Zone): Pause | undefined {
    if (pausedUntil) {
      const returns = fullDayMoment(pausedUntil, zone);
      return { kind: 'paused', returns, post: postTo(token, '/resume') };
    }
    if (!lines.some(({ subscription }) => isCurrent(subscription))) return undefined;
    const lengths = pauseWeeks.map((weeks) => ({
      weeks,
      returns: fullDayMoment(afterWeeks(weeks), zone),
    }));
    return { kind: 'possible', post: postTo(token, '/pause'), lengths };
  }

  async function sendProblem(response: Response): Promise<void> {
    const { site } = await readSite(await visitOf(setting, response));
    sendPage(response, PreferencesProblemPage({ site, ...freshLinkForm(setting) }), 404);
  }

  async function show(response: Response, token: string, shown: Shown, status = 200): Promise<void> {
    const preferences = await readPreferences(db, keys, token);
    if (!preferences) return sendProblem(response);
    const { subscriber, maskedAddress, lines, followedSections } = preferences;
    const visit = await visitOf(setting, response, { reader: subscriber.language });
    const [{ site, publication, zone }, tier, sections] = await Promise.all([
      readSite(visit),
      readTierName(db, subscriber.id),
      sectionsToFollow(db),
    ]);
    const timeZones = await zonesToChoose(db, subscriber, publication);
    sendPage(
      response,
      PreferencesPage({
        site,
        maskedAddress,
        name: shown.name ?? subscriber.name ?? '',
        tier,
        newsletters: lines.map(({ newsletter, subscription }) => ({
          ...newsletterChoice(newsletter),
          isSubscribed: isCurrent(subscription),
          rhythms: newsletter.rhythms,
          rhythm: subscription?.rhythm ?? newsletter.defaultRhythm,
        })),
        sections: sections.map(({ id, slug, name }) => ({
          slug,
          name,
          isFollowed: followedSections.includes(id),
        })),
        languages: offeredLanguages(publication),
        timeZones,
        save: postTo(token),
        done: shown.done && visit.words.preferences[shown.done],
        problems: shown.badName ? [{ field: 'name', message: visit.words.problems[shown.badName] }] : [],
        pause: pauseOf(preferences, token, zone),
        leaveAll: postTo(token, '/leave-all'),
      }),
      status,
    );
  }

  router.use('/preferences', tokenPage);
  router.get('/preferences/sample', (_request, response) => sendSample(setting, response, 'preferences'));

  router.get('/preferences/:token', (request, response) =>
    show(response, request.params.token, {
      done: doneActs.find((act) => act === textOf(request.query, 'done')),
    }),
  );

  router.post('/preferences/:token', async (request, response) => {
    const { token } = request.params;
    const before = await readPreferences(db, keys, token);
    if (!before) return sendProblem(response);
    const wanted = textsOf(request.body, 'newsletter');
    const name = textOf(request.body, 'name');
    const rhythmOf = (slug: string): Rhythm | null => {
      const rhythm = textOf(request.body, `rhythm-${slug}`);
      return isRhythm(rhythm) ? rhythm : null;
    };
    const newsletters = before.lines
      .filter(({ newsletter }) => wanted.includes(newsletter.slug))
      .map(({ newsletter }) => ({ id: newsletter.id, rhythm: rhythmOf(newsletter.slug) }));
    const ticked = textsOf(request.body, 'section');
    const sections =
      textOf(request.body, 'sections') === ''
        ? undefined
        : (await sectionsToFollow(db)).filter(({ slug }) => ticked.includes(slug)).map(({ id }) => id);
    const outcome = await savePreferences(db, keys, token, {
      name,
      newsletters,
      sections,
      language: textOf(request.body, 'language'),
      timeZone: timeZoneOf(request.body),
    });
    switch (outcome.kind) {
      case 'saved':
        return response.redirect(303, pathOf(token, '?done=saved'));
      case 'bad-name':
        return show(response, token, { name, badName: outcome.why }, 422);
      case 'unknown':
        return sendProblem(response);
      default:
        return outcome satisfies never;
    }
  });

  router.post('/preferences/:token/pause', async (request, response) => {
    const { token } = request.params;
    const weeks = pauseWeeks.find((each) => String(each) === textOf(request.body, 'weeks'));
    if (weeks === undefined) return show(response, token, {}, 422);
    if (!(await pauseReader(db, keys, token, afterWeeks(weeks)))) return sendProblem(response);
    response.redirect(303, pathOf(token, '?done=paused'));
  });

  router.post('/preferences/:token/resume', async (request, response) => {
    const { token } = request.params;
    if (!(await pauseReader(db, keys, token, null))) return sendProblem(response);
    response.redirect(303, pathOf(token, '?done=resumed'));
  });

  router.post('/preferences/:token/leave-all', async (request, response) => {
    const { token } = request.params;
    const reader = await findLanguageByLink(db, keys, token);
    const maskedAddress = await leaveEverythingByLink(db, keys, token);
    if (maskedAddress === null) return sendProblem(response);
    const { site } = await readSite(await visitOf(setting, response, { reader }));
    sendPage(response, LeftAllPage({ site, maskedAddress, undo: postTo(token, '/undo') }));
  });

  router.post('/preferences/:token/undo', async (request, response) => {
    const { token } = request.params;
    const isUndone = await undoLeaveEverythingByLink(db, keys, token, clock());
    response.redirect(303, pathOf(token, isUndone ? '?done=undone' : ''));
  });

  return router;
}
