import { Notice } from '../reader/notice.tsx';
import { ActButton, PostForm } from '../reader/post-form.tsx';
import { ErrorSummary, type FieldProblem } from '../reader/problems.tsx';
import type { Moment } from '../reader/site.ts';
import { AdminFrame, type AdminSite } from './admin-frame.tsx';
import { type ChoiceOption, Input, Select, TextArea } from './fields.tsx';
import { DeskHead, Part, When, counted } from './parts.tsx';
import { type StandingDraft, StandingFields } from './stories/standing-fields.tsx';

export interface StoryDraft extends StandingDraft {
  readonly title: string;
  readonly dek: string;
  readonly byline: string;
}

export interface StoryPageProps {
  readonly site: AdminSite;
  readonly slug: string;
  readonly headline: string;
  readonly publishedAt: Moment;
  readonly words: number;
  readonly boxes: number;
  readonly draft: StoryDraft;
  readonly sections: readonly ChoiceOption[];
  readonly newsletters: readonly ChoiceOption[];
  /** The paid ones, as choices of who may read it. */
  readonly tiers: readonly ChoiceOption[];
  /** Where an edition begins unless told. */
  readonly editionNewsletter: string;
  readonly mayWrite: boolean;
  readonly mayCompose: boolean;
  readonly notice?: string | undefined;
  readonly problems: readonly FieldProblem[];
}

/** What is said about a story; its text is written on a sheet of its own. */
export const StoryPage = (props: StoryPageProps) => {
  const { site, slug, problems } = props;
  return (
    <AdminFrame site={site} what={props.headline} current="stories" hasProblem={problems.length > 0}>
      <DeskHead title={props.headline} kicker={<a href="/admin/stories">Stories</a>}>
        {props.mayWrite && (
          <ActButton post={{ action: `/admin/stories/${slug}/write`, hidden: [site.csrf] }} class="button">
            Write on this story
          </ActButton>
        )}
      </DeskHead>
      {props.notice !== undefined && <Notice kind="good">{props.notice}</Notice>}
      <ErrorSummary problems={problems} />
      <p class="soft">
        Published <When at={props.publishedAt} /> · {counted(props.words, 'word', site.language)} ·{' '}
        {props.boxes === 0
          ? 'no sign-up box of its own'
          : counted(props.boxes, 'sign-up box', site.language, 'sign-up boxes')}{' '}
        · <a href={`/articles/${slug}`}>See it as readers do</a>
        {props.mayWrite && (
          <>
            {' '}
            · <a href={`/admin/stories/${slug}/take-back`}>Take it back</a>
          </>
        )}
      </p>
      {props.mayCompose && props.newsletters.length > 0 && <Compose {...props} />}
      {props.mayWrite ? <Facts {...props} /> : <p>{props.draft.dek}</p>}
    </AdminFrame>
  );
};

const Compose = ({ site, slug, newsletters, editionNewsletter }: StoryPageProps) => (
  <Part id="compose" title="Mail it">
    <PostForm
      post={{ action: '/admin/editions', hidden: [site.csrf, { name: 'article', value: slug }] }}
      class="filters"
    >
      <Select
        id="edition-newsletter"
        name="newsletter"
        label="Newsletter"
        value={editionNewsletter}
        options={newsletters}
      />
      <button class="button" type="submit">
        Compose an edition with this story
      </button>
    </PostForm>
    <p class="hint">It begins as a draft: nothing leaves before you press send there.</p>
  </Part>
);

const Facts = ({ site, slug, draft, sections, newsletters, tiers, problems }: StoryPageProps) => (
  <Part id="facts" title="Facts">
    <PostForm post={{ action: `/admin/stories/${slug}`, hidden: [site.csrf] }} class="stack narrow">
      <Input name="title" label="Headline" value={draft.title} problems={problems} />
      <TextArea
        name="dek"
        label="Dek"
        hint="One sentence: it stands below the headline, on the front page and in digests."
        rows={3}
        value={draft.dek}
        problems={problems}
      />
      <Input name="byline" label="Byline" value={draft.byline} problems={problems} />
      <StandingFields {...{ draft, sections, newsletters, tiers, problems }} />
      <div class="act">
        <button class="button" type="submit">
          Save the facts
        </button>
      </div>
    </PostForm>
  </Part>
);
