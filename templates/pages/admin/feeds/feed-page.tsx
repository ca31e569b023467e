import { Notice } from '../../reader/notice.tsx';
import { ActButton, PostForm } from '../../reader/post-form.tsx';
import { ErrorSummary, type FieldProblem } from '../../reader/problems.tsx';
import type { Moment } from '../../reader/site.ts';
import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import { type ChoiceOption, Input, Tick } from '../fields.tsx';
import { DeskHead, Part, When } from '../parts.tsx';
import { AccessField, BoxesField, SectionField } from '../stories/standing-fields.tsx';
import type { FeedState } from './feeds-page.tsx';

export interface FeedDraft {
  readonly url: string;
  readonly section: string;
  readonly newsletter: string;
  /** `everyone`, `registered`, or `tier:SLUG`. */
  readonly access: string;
  readonly takesPictures: boolean;
  readonly isOn: boolean;
}

/** A feed that is there. */
export interface ShownFeed {
  readonly id: string;
  readonly name: string;
  readonly isOn: boolean;
  readonly state: FeedState;
  /** Where its site may ring, and with which secret. */
  readonly bell: { readonly address: string; readonly signedAddress: string; readonly secret: string };
  readonly items: ReadonlyArray<{
    readonly title: string;
    readonly slug: string | null;
    readonly words: string;
    readonly at: Moment;
  }>;
}

export interface FeedPageProps {
  readonly site: AdminSite;
  /** Null while it is being added. */
  readonly feed: ShownFeed | null;
  readonly draft: FeedDraft;
  readonly sections: readonly ChoiceOption[];
  readonly newsletters: readonly ChoiceOption[];
  readonly tiers: readonly ChoiceOption[];
  readonly mayWrite: boolean;
  readonly notice?: string | undefined;
  readonly problems: readonly FieldProblem[];
}

const root = '/admin/stories/feeds';

/** One feed: how it is, what it brought, what its stories get. */
export const FeedPage = (props: FeedPageProps) => {
  const { site, feed, mayWrite, notice, problems } = props;
  const title = feed?.name ?? 'Add a feed';
  return (
    <AdminFrame site={site} what={title} current="stories" hasProblem={problems.length > 0}>
      <DeskHead title={title} kicker={<a href={root}>Feeds</a>}>
        {feed !== null && mayWrite && feed.isOn && (
          <ActButton post={{ action: `${root}/${feed.id}/look`, hidden: [site.csrf] }}>Look now</ActButton>
        )}
      </DeskHead>
      {notice !== undefined && <Notice kind="good">{notice}</Notice>}
      <ErrorSummary problems={problems} />
      {feed !== null && (
        <p>
          {!feed.state.isWell && <strong>Needs a look. </strong>}
          {feed.state.words}
        </p>
      )}
      {feed !== null && <Items items={feed.items} />}
      {mayWrite ? <Facts {...props} /> : <p class="soft">{props.draft.url}</p>}
      {feed !== null && mayWrite && <Bell site={site} feed={feed} />}
      {feed !== null && mayWrite && (
        <Part id="remove" title="Remove">
          <p class="hint">Its stories stay. Should the feed come back, none of them comes twice.</p>
          <ActButton
            post={{ action: `${root}/${feed.id}/remove`, hidden: [site.csrf] }}
            class="button button--quiet"
          >
            Remove this feed
          </ActButton>
        </Part>
      )}
    </AdminFrame>
  );
};

const Items = ({ items }: Pick<ShownFeed, 'items'>) => (
  <Part id="items" title="What it brought last">
    {items.length === 0 ? (
      <p class="soft">Nothing yet.</p>
    ) : (
      <table class="ruled">
        <caption class="visually-hidden">The last ten stories of this feed</caption>
        <thead>
          <tr>
            <th scope="col">Story</th>
            <th scope="col">What became of it</th>
            <th scope="col">When</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ title, slug, words, at }, index) => (
            <tr key={`${index}${title}`}>
              <th scope="row">
                {slug === null ? (
                  title || 'Without a headline'
                ) : (
                  <a class="ruled__link" href={`/admin/stories/${slug}`}>
                    {title}
                  </a>
                )}
              </th>
              <td>{words}</td>
              <td class="soft">
                <When at={at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </Part>
);

const Facts = ({ site, feed, draft, sections, newsletters, tiers, problems }: FeedPageProps) => (
  <Part id="facts" title="What its stories get">
    <PostForm post={{ action: `${root}/${feed?.id ?? 'new'}`, hidden: [site.csrf] }} class="stack narrow">
      <Input
        name="url"
        label="Address of the feed"
        hint="RSS, Atom or JSON Feed. WordPress has it at /feed/, Ghost at /rss/."
        value={draft.url}
        problems={problems}
      />
      <SectionField value={draft.section} options={sections} problems={problems} />
      <BoxesField whose="their" value={draft.newsletter} options={newsletters} problems={problems} />
      <AccessField label="Who may read them whole" value={draft.access} options={tiers} problems={problems} />
      <Tick
        id="takesPictures"
        name="takesPictures"
        value="yes"
        isTicked={draft.takesPictures}
        label="Bring their pictures along"
      />
      <Tick id="isOn" name="isOn" value="yes" isTicked={draft.isOn} label="Look at it every 15 minutes" />
      <div class="act">
        <button class="button" type="submit">
          {feed === null ? 'Add the feed' : 'Save'}
        </button>
      </div>
    </PostForm>
  </Part>
);

const Bell = ({ site, feed }: { readonly site: AdminSite; readonly feed: ShownFeed }) => (
  <Part id="bell" title="At once instead of every 15 minutes">
    <p>
      Let the site ring whenever a story is out. Nothing of what it sends is believed: whoever rings can make
      us look, and no more.
    </p>
    <dl class="tally bells">
      <div>
        <dt>WordPress</dt>
        <dd>
          A webhook plugin, on “post published”, to <code>{`${feed.bell.address}/${feed.bell.secret}`}</code>
        </dd>
      </div>
      <div>
        <dt>With a header</dt>
        <dd>
          To <code>{feed.bell.address}</code>, with the secret as <code>X-Doorstep-Secret</code> or as a
          bearer token
        </dd>
      </div>
      <div>
        <dt>Ghost</dt>
        <dd>
          A custom integration, event “Post published”, target URL <code>{feed.bell.signedAddress}</code>, and
          the secret in its field “Secret”
        </dd>
      </div>
      <div>
        <dt>Secret</dt>
        <dd>
          <code>{feed.bell.secret}</code>
        </dd>
      </div>
    </dl>
    <ActButton post={{ action: `${root}/${feed.id}/bell`, hidden: [site.csrf] }} class="button button--quiet">
      Make a new secret
    </ActButton>
  </Part>
);
