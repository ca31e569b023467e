import { type Router, Router as createRouter } from 'express';
import { type Found, type FoundGroup, FindPage } from '../../../../templates/pages/admin/find-page.tsx';
import { listArticles } from '../../../articles/articles.ts';
import { listDrafts } from '../../../articles/drafts/drafts.ts';
import { listByAddressStart } from '../../../audience/subscribers.ts';
import { listEditions } from '../../../editions/editions.ts';
import { listNewsletters } from '../../../newsletters/newsletter.ts';
import { readPublication } from '../../../newsletters/publication.ts';
import type { Db } from '../../../platform/db.ts';
import { type Role, mayRole } from '../../../staff/roles.ts';
import { textOf } from '../../form-body.ts';
import { dayMoment } from '../../moments.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { draftPath } from '../drafts/draft-path.ts';
import { editionRow } from '../editions/edition-row.ts';
import { may, sessionOf } from '../staff-door.ts';
import { findDeskPlaces } from './desk-places.ts';

/** So many of each kind: whoever does not see it types another letter. */
const shown = 6;

const longest = 120;

type Asked = { readonly text: string; readonly role: Role };

/** An owner goes to its page; the others may not open that, and go to its readers. */
async function findNewsletters(db: Db, { text, role }: Asked): Promise<readonly Found[]> {
  const lower = text.toLowerCase();
  const mayChange = mayRole(role, 'settings');
  return (await listNewsletters(db))
    .filter(({ name }) => name.toLowerCase().includes(lower))
    .slice(0, shown)
    .map(({ slug, name, frequency }) => ({
      href: mayChange ? `/admin/newsletters/${slug}` : `/admin/readers?newsletter=${slug}`,
      text: name,
      detail: mayChange ? frequency : 'Its readers',
    }));
}

async function findEditions(db: Db, { text, role }: Asked): Promise<readonly Found[]> {
  const [publication, lines] = await Promise.all([
    readPublication(db),
    listEditions(db, { search: text, limit: shown }),
  ]);
  return lines
    .map((line) => editionRow(line, publication, mayRole(role, 'compose')))
    .map(({ href, subject, newsletter, state }) => ({
      href,
      text: subject === '' ? 'Without a subject' : subject,
      detail: `${newsletter} · ${state}`,
    }));
}

const draftWords = {
  draft: 'Draft',
  scheduled: 'Scheduled',
  changed: 'Changes not published yet',
  'taken-back': 'Taken back',
};

/** Drafts first: whoever writes comes back to them. Nobody else reads them. */
async function findStories(db: Db, { text, role }: Asked): Promise<readonly Found[]> {
  const [publication, drafts, { articles }] = await Promise.all([
    readPublication(db),
    mayRole(role, 'write stories') ? listDrafts(db, { search: text, limit: shown }) : [],
    listArticles(db, { search: text, limit: shown }),
  ]);
  return [
    ...drafts.map((draft) => ({
      href: draftPath(draft),
      text: draft.title === '' ? 'Without a headline' : draft.title,
      detail: draftWords[draft.state],
    })),
    ...articles.map(({ slug, title, publishedAt }) => ({
      href: `/admin/stories/${slug}`,
      text: title,
      detail: dayMoment(publishedAt, publication).text,
    })),
  ].slice(0, shown);
}

async function findReaders(db: Db, { text, role }: Asked): Promise<readonly Found[]> {
  if (!mayRole(role, 'read')) return [];
  const readers = await listByAddressStart(db, text, shown);
  return readers.map(({ publicId, address, name }) => ({
    href: `/admin/readers/${publicId}`,
    text: address,
    detail: name ?? '',
  }));
}

/** What somebody of this role may go to, in groups; without a text it is what they can begin and open. */
async function find(db: Db, asked: Asked): Promise<readonly FoundGroup[]> {
  const { beginnings, pages } = findDeskPlaces(asked.role, asked.text);
  const isAsked = asked.text !== '';
  const [newsletters, editions, stories, readers] = isAsked
    ? await Promise.all([
        findNewsletters(db, asked),
        findEditions(db, asked),
        findStories(db, asked),
        findReaders(db, asked),
      ])
    : [[], [], [], []];
  const groups = [
    { title: 'Begin', found: beginnings },
    { title: 'Pages', found: pages },
    { title: 'Newsletters', found: newsletters },
    { title: 'Editions', found: editions },
    { title: 'Stories', found: stories },
    { title: 'Readers', found: readers },
  ];
  return groups.filter(({ found }) => found.length > 0);
}

/** Where to, by a few letters: a page of its own, and what the palette of every page shows. */
export function createFindRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();

  router.get('/', may('read'), async (request, response) => {
    const text = textOf(request.query, 'q').trim().slice(0, longest);
    const { role } = sessionOf(response).staff;
    const [site, groups] = await Promise.all([readAdminSite(setting, response), find(db, { text, role })]);
    sendPage(response, FindPage({ site, text, groups }));
  });
  return router;
}
