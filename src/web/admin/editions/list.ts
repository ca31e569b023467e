import { type Router, Router as createRouter } from 'express';
import { EditionsPage } from '../../../../templates/pages/admin/editions/editions-page.tsx';
import {
  NewEditionPage,
  type NewEditionPageProps,
} from '../../../../templates/pages/admin/editions/new-edition-page.tsx';
import { listArticles } from '../../../articles/articles.ts';
import { articlesOf } from '../../../editions/edition-block.ts';
import { createEdition, listEditions, newestStoryCards } from '../../../editions/editions.ts';
import { listNewsletters } from '../../../newsletters/newsletter.ts';
import { readPublication } from '../../../newsletters/publication.ts';
import { recordAct } from '../../../staff/audit.ts';
import { mayRole } from '../../../staff/roles.ts';
import { textOf, textsOf } from '../../form-body.ts';
import { dayMoment } from '../../moments.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { may, sessionOf } from '../staff-door.ts';
import { editionObject, editionPath } from './edition-path.ts';
import { editionRow } from './edition-row.ts';
import { mostNewStories } from './new-stories.ts';

const pageSize = 25;

/** How many stories the page of a new edition offers: more can be pasted on the sheet. */
const offered = 40;

/** All editions, and the beginning of another. */
export function createListRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();

  router.get('/', may('read'), async (request, response) => {
    const before = Number(textOf(request.query, 'before')) || undefined;
    const lines = await listEditions(db, { limit: pageSize + 1, ...(before !== undefined && { before }) });
    const shown = lines.slice(0, pageSize);
    const [site, publication] = await Promise.all([readAdminSite(setting, response), readPublication(db)]);
    const mayCompose = mayRole(sessionOf(response).staff.role, 'compose');
    sendPage(
      response,
      EditionsPage({
        site,
        rows: shown.map((line) => editionRow(line, publication, mayCompose)),
        next: lines.length > pageSize ? `/admin/editions?before=${shown.at(-1)?.id ?? ''}` : null,
        isFirst: before === undefined,
        mayCompose,
      }),
    );
  });

  const readNewPage = async (
    response: Parameters<typeof readAdminSite>[1],
    chosen: NewEditionPageProps['chosen'],
    problems: NewEditionPageProps['problems'],
  ): Promise<NewEditionPageProps> => {
    const [site, publication, newsletters, { articles }, newest] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      listNewsletters(db),
      listArticles(db, { limit: offered }),
      newestStoryCards(db, mostNewStories),
    ]);
    const stories = articles.map(({ slug, title, dek, publishedAt }) => ({
      slug,
      name: title,
      dek,
      publishedAt: dayMoment(publishedAt, publication),
    }));
    return { site, newsletters, stories, newStories: newest.length, chosen, problems };
  };

  router.get('/new', may('compose'), async (request, response) => {
    const chosen = {
      newsletter: textOf(request.query, 'newsletter'),
      articles: textsOf(request.query, 'article'),
    };
    sendPage(response, NewEditionPage(await readNewPage(response, chosen, [])));
  });

  router.post('/', may('compose'), async (request, response) => {
    const { staff } = sessionOf(response);
    const newsletter = textOf(request.body, 'newsletter');
    const chosen = textsOf(request.body, 'article');
    const newest =
      textOf(request.body, 'newest') === ''
        ? []
        : (await newestStoryCards(db, mostNewStories)).flatMap(articlesOf);
    const articles = [...chosen, ...newest];
    const outcome = await createEdition(db, {
      newsletter,
      articles,
      createdBy: staff.name,
      createdById: staff.id,
    });
    if (outcome.kind === 'created') {
      await recordAct(db, {
        actor: staff.name,
        action: 'began an edition',
        object: editionObject(outcome.id),
      });
      response.redirect(303, editionPath(outcome.id));
      return;
    }
    const problem = {
      field: outcome.field === 'newsletter' ? 'newsletter' : 'article',
      message: outcome.message,
    };
    const page = await readNewPage(response, { newsletter, articles: chosen }, [problem]);
    sendPage(response, NewEditionPage(page), 422);
  });
  return router;
}
