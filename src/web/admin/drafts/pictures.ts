import { type Request, type Response, type Router, Router as createRouter } from 'express';
import {
  type ShownPicture,
  StoryPicturesPage,
  type StoryPicturesPageProps,
} from '../../../../templates/pages/admin/stories/story-pictures-page.tsx';
import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import { type Draft, addPicture, draftObject, findDraft } from '../../../articles/drafts/drafts.ts';
import { decoration, findPictures } from '../../../articles/markdown/find-pictures.ts';
import { writePicture } from '../../../articles/markdown/write-markdown.ts';
import { encodePicture } from '../../../platform/encode-picture.ts';
import { keepPictureInWidths } from '../../../platform/media.ts';
import { isSameSecret } from '../../../platform/random-tokens.ts';
import { recordAct } from '../../../staff/audit.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { readUpload, readWhole } from '../import-upload.ts';
import { sessionOf } from '../staff-door.ts';
import { draftIdOf, draftPath } from './draft-path.ts';

const mostBytes = 15 * 1024 * 1024;

const isOurs = (src: string): boolean => /^\/media\/[a-z0-9]+$/.test(src);

function picturesOf({ content: { picture, body } }: Draft): readonly ShownPicture[] {
  const onTop: ShownPicture[] =
    picture === null
      ? []
      : [
          {
            src: `/media/${picture.mediaId}`,
            words: picture.isDecoration ? 'Decoration' : picture.alt,
            place: 'On top',
            line: null,
          },
        ];
  const inText = findPictures(body)
    .filter(({ src }) => isOurs(src))
    .map(({ src, alt }): ShownPicture => ({
      src,
      words: alt === decoration ? 'Decoration' : alt,
      place: 'In the text',
      line: writePicture({ mediaId: src.slice('/media/'.length), alt }),
    }));
  return [...onTop, ...inText];
}

type Posted = StoryPicturesPageProps['draft'];

const readPosted = (fields: Readonly<Record<string, string>>): Posted => ({
  place: fields['place'] === 'text' ? 'text' : 'top',
  alt: (fields['alt'] ?? '').trim(),
  isDecoration: (fields['isDecoration'] ?? '') !== '',
  caption: (fields['caption'] ?? '').trim(),
  credit: (fields['credit'] ?? '').trim(),
});

function problemsOf({ alt, caption, credit }: Posted): readonly FieldProblem[] {
  const tooLong = (field: string, text: string, most: number): FieldProblem[] =>
    text.length > most ? [{ field, message: `Please use at most ${most} characters` }] : [];
  return [
    ...tooLong('alt', alt, 300),
    ...tooLong('caption', caption, 400),
    ...tooLong('credit', credit, 120),
  ];
}

/** Pictures come into a story: encoded anew, in several widths, with the question what they show. */
export function createPicturesRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();

  async function sendPictures(
    response: Response,
    draft: Draft,
    posted: Posted,
    problems: readonly FieldProblem[] = [],
  ): Promise<void> {
    const page = StoryPicturesPage({
      site: await readAdminSite(setting, response),
      path: draftPath(draft),
      headline: draft.content.title,
      pictures: picturesOf(draft),
      draft: posted,
      problems,
    });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  }

  router.get('/:id/pictures', async (request, response, next) => {
    const draft = await findDraft(db, { publicId: draftIdOf(request) });
    if (!draft) return next();
    const place = draft.content.picture === null ? 'top' : 'text';
    return sendPictures(response, draft, { ...readPosted({}), place });
  });

  type Taken =
    | { readonly kind: 'kept'; readonly mediaId: string; readonly posted: Posted }
    | { readonly kind: 'refused'; readonly problems: readonly FieldProblem[]; readonly posted: Posted };

  /** The door has checked everything but the token: it comes with the file. */
  async function take(request: Request, response: Response): Promise<Taken> {
    const { csrfToken } = sessionOf(response);
    const upload = await readUpload(request, (token) => isSameSecret(token, csrfToken));
    const posted = readPosted(upload?.fields ?? {});
    const refuse = (message: string): Taken => ({
      kind: 'refused',
      problems: [{ field: 'file', message }],
      posted,
    });
    if (!upload) return refuse('Please choose a picture');
    const bytes = await readWhole(upload, mostBytes);
    if (bytes === null) return refuse('This file is larger than 15 MB: please make it smaller first');
    const problems = problemsOf(posted);
    if (problems.length > 0) return { kind: 'refused', problems, posted };
    const encoded = await encodePicture(bytes);
    if (encoded.kind === 'refused') return refuse(encoded.message);
    return { kind: 'kept', mediaId: await keepPictureInWidths(db, encoded.files), posted };
  }

  router.post('/:id/pictures', async (request, response, next) => {
    const draft = await findDraft(db, { publicId: draftIdOf(request) });
    if (!draft) return next();
    const taken = await take(request, response);
    // The rich surface puts it where it was dropped, and the sheet saves itself.
    if (request.accepts(['html', 'json']) === 'json') {
      if (taken.kind === 'kept') return response.json({ src: `/media/${taken.mediaId}` });
      return response.status(422).json({ problem: taken.problems[0]?.message });
    }
    if (taken.kind === 'refused') return sendPictures(response, draft, taken.posted, taken.problems);
    const by = sessionOf(response).staff.name;
    const { place, ...words } = taken.posted;
    const picture = {
      place: place === 'text' ? ('text' as const) : ('top' as const),
      picture: { mediaId: taken.mediaId, ...words },
    };
    if (!(await addPicture(db, draft.publicId, picture, by))) return next();
    await recordAct(db, { actor: by, action: 'added a picture to a story', object: draftObject(draft) });
    return response.redirect(303, `${draftPath(draft)}?done=picture`);
  });
  return router;
}
