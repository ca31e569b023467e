import { HiddenFields } from '../../reader/post-form.tsx';
import { Notice } from '../../reader/notice.tsx';
import type { Moment } from '../../reader/site.ts';
import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import { DeskHead, Part, When } from '../parts.tsx';

/** An edition that carries a story. */
export interface CarryingRow {
  readonly id: string;
  readonly subject: string;
  readonly newsletter: string;
  readonly state: 'draft' | 'leaving' | 'mailed';
}

export interface TakeBackPageProps {
  readonly site: AdminSite;
  readonly slug: string;
  readonly headline: string;
  /** When changes to it were to come out by themselves. */
  readonly scheduled: Moment | null;
  readonly editions: readonly CarryingRow[];
}

const states = {
  draft: 'A draft: take the story out of it',
  leaving: 'On its way: pause or stop it there, if nobody else is to get the story',
  mailed: 'Mailed: what readers have stays with them, and so does the record',
} as const;

/** What taking a story back does and does not do, before it is done. */
export const TakeBackPage = ({ site, slug, headline, scheduled, editions }: TakeBackPageProps) => (
  <AdminFrame site={site} what={`Take back: ${headline}`} current="stories">
    <DeskHead title="Take this story back?" kicker={<a href={`/admin/stories/${slug}`}>{headline}</a>} />
    <div class="stack narrow">
      <p>
        Readers will no longer find it: not on the site, in the archive, in feeds, in the API or in a digest
        that is still to leave. Its address says that it was taken back. Automatic editions leave without it;
        one that has nothing else is skipped, with a note.
      </p>
      <p>
        Its text stays as a draft, with its history. You can publish it again at any time, at its old address
        and with its old date; nobody who had it by mail gets it twice.
      </p>
      {scheduled !== null && (
        <p>
          Changes to it were to come out on <When at={scheduled} />. They stay in the draft, and do not come
          out by themselves.
        </p>
      )}
    </div>
    {editions.length > 0 && (
      <Part id="editions" title="Editions that carry it">
        <ul class="plain entries">
          {editions.map((edition) => (
            <li key={edition.id}>
              <a href={`/admin/editions/${edition.id}`}>
                {edition.subject === '' ? 'Without a subject' : edition.subject}
              </a>{' '}
              <span class="soft">
                {edition.newsletter} · {states[edition.state]}
              </span>
            </li>
          ))}
        </ul>
      </Part>
    )}
    <form method="post" action={`/admin/stories/${slug}/take-back`} class="act">
      <HiddenFields fields={[site.csrf]} />
      <button class="button button--danger" type="submit">
        Take the story back
      </button>{' '}
      <a href={`/admin/stories/${slug}`}>Leave it published</a>
    </form>
  </AdminFrame>
);

export interface TakenBackPageProps {
  readonly site: AdminSite;
  readonly slug: string;
  readonly headline: string;
  readonly at: Moment;
  readonly by: string;
  /** Its sheet; null for those who do not write. */
  readonly draftPath: string | null;
}

/** What stands where a story was. */
export const TakenBackPage = ({ site, slug, headline, at, by, draftPath }: TakenBackPageProps) => (
  <AdminFrame site={site} what={headline} current="stories">
    <DeskHead title={headline} kicker={<a href="/admin/stories">Stories</a>}>
      {draftPath !== null && (
        <a class="button" href={draftPath}>
          Open its draft
        </a>
      )}
    </DeskHead>
    <p>
      {by} took it back on <When at={at} />. Readers do not find it;{' '}
      <a href={`/articles/${slug}`}>its address</a> says so.
    </p>
    {draftPath !== null && <p class="soft">From the draft it can be published again.</p>}
  </AdminFrame>
);

export interface DeleteDraftPageProps {
  readonly site: AdminSite;
  readonly path: string;
  readonly headline: string;
  readonly version: number;
  readonly words: number;
  readonly touched: { readonly by: string; readonly at: Moment };
  /** When it was to come out by itself. */
  readonly scheduled: Moment | null;
  /** Somebody wrote on it after the question was asked. */
  readonly isChanged: boolean;
}

const wordsGone = (words: number): string =>
  words === 0 ? 'It' : words === 1 ? 'Its one word' : `Its ${words} words`;

/** The question before a draft goes for good. */
export const DeleteDraftPage = (props: DeleteDraftPageProps) => {
  const { site, path, headline, touched, scheduled } = props;
  const title = headline === '' ? 'A story without a headline' : headline;
  return (
    <AdminFrame site={site} what={`Delete: ${title}`} current="stories" hasProblem={props.isChanged}>
      <DeskHead title="Delete this draft?" kicker={<a href={path}>{title}</a>} />
      {props.isChanged && (
        <Notice kind="warn">
          Nothing was deleted: {touched.by} wrote on it meanwhile. Have a look before you decide.
        </Notice>
      )}
      <div class="stack narrow">
        <p>
          {wordsGone(props.words)} and its history go for good; nobody can bring them back. {touched.by}{' '}
          touched it last, on <When at={touched.at} />.
        </p>
        {scheduled !== null && (
          <p>
            It was to come out by itself on <When at={scheduled} />. It will not.
          </p>
        )}
      </div>
      <form method="post" action={`${path}/delete`} class="act">
        <HiddenFields fields={[site.csrf, { name: 'version', value: String(props.version) }]} />
        <button class="button button--danger" type="submit">
          Delete the draft for good
        </button>{' '}
        <a href={path}>Keep the draft</a>
      </form>
    </AdminFrame>
  );
};
