import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import { Notice } from '../../reader/notice.tsx';
import { PostForm } from '../../reader/post-form.tsx';
import { ErrorSummary, type FieldProblem, ProblemAt, problemOf } from '../../reader/problems.tsx';
import type { Moment } from '../../reader/site.ts';
import type { Option } from './block-draft.ts';
import { Labelled, Select } from './labelled.tsx';

export interface StoryChoice extends Option {
  readonly dek: string;
  readonly publishedAt: Moment;
}

export interface NewEditionPageProps {
  readonly site: AdminSite;
  readonly newsletters: readonly Option[];
  readonly stories: readonly StoryChoice[];
  /** How many stories no edition has carried yet. */
  readonly newStories: number;
  readonly chosen: { readonly newsletter: string; readonly articles: readonly string[] };
  readonly problems: readonly FieldProblem[];
}

/** A newsletter and its stories; the rest is written on the sheet. */
export const NewEditionPage = (props: NewEditionPageProps) => {
  const { site, newsletters, stories, chosen, problems, newStories } = props;
  return (
    <AdminFrame site={site} what="New edition" current="editions" hasProblem={problems.length > 0}>
      <div class="edition-page">
        <h1>New edition</h1>
        <ErrorSummary problems={problems} />
        {newsletters.length === 0 && (
          <Notice kind="warn">
            An edition goes out with a newsletter, and there is none yet.{' '}
            <a href="/admin/newsletters">Newsletters</a>
          </Notice>
        )}
        <PostForm post={{ action: '/admin/editions', hidden: [site.csrf] }} class="new-edition">
          <Labelled id="newsletter" label="Newsletter" problem={problemOf('newsletter', problems)}>
            <Select id="newsletter" value={chosen.newsletter} options={newsletters} />
          </Labelled>
          <fieldset id="article">
            <legend>Stories</legend>
            <p class="hint">The first one leads; the order can be changed on the sheet.</p>
            <ProblemAt id="article-problem" message={problemOf('article', problems)} />
            {stories.length === 0 && (
              <p>
                No story is out yet: <a href="/admin/stories/new">write one</a>, or{' '}
                <a href="/admin/stories/import">bring one in</a>.
              </p>
            )}
            {stories.map(({ slug, name, dek, publishedAt }) => (
              <div key={slug} class="choice">
                <input
                  id={`article-${slug}`}
                  type="checkbox"
                  name="article"
                  value={slug}
                  checked={chosen.articles.includes(slug)}
                  aria-describedby={`article-${slug}-hint`}
                />
                <label for={`article-${slug}`}>{name}</label>
                <p class="hint" id={`article-${slug}-hint`}>
                  <time dateTime={publishedAt.iso}>{publishedAt.text}</time>
                  {dek !== '' && ` · ${dek}`}
                </p>
              </div>
            ))}
          </fieldset>
          <div class="new-edition__acts">
            <button type="submit" class="button">
              Begin with the chosen stories
            </button>
            {newStories > 0 && (
              <button type="submit" class="button button--quiet" name="newest" value="1">
                Begin with the {newStories === 1 ? 'one story' : `${newStories} newest`} not yet mailed
              </button>
            )}
          </div>
        </PostForm>
      </div>
    </AdminFrame>
  );
};
