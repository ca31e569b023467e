import type { ComponentChildren } from 'preact';

import { rhythmNames } from '../../reader/choices.tsx';
import { Notice } from '../../reader/notice.tsx';
import { ActButton, PostForm } from '../../reader/post-form.tsx';
import { ErrorSummary, type FieldProblem } from '../../reader/problems.tsx';
import type { Moment } from '../../reader/site.ts';
import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import { Input, Select } from '../fields.tsx';
import { DeskHead, Part, When } from '../parts.tsx';
import { type RunStateName, runStates } from './run-words.ts';

export interface RunStory {
  readonly slug: string;
  readonly title: string;
}

export interface RunPageProps {
  readonly site: AdminSite;
  /** Without a slash at the end. */
  readonly path: string;
  readonly newsletter: { readonly slug: string; readonly name: string };
  readonly rhythm: keyof typeof rhythmNames;
  readonly state: RunStateName;
  readonly note: string | null;
  readonly windowStart: Moment;
  readonly windowEnd: Moment;
  readonly departsAt: Moment;
  readonly deadlineAt: Moment | null;
  readonly approvedBy: string | null;
  readonly overrideReason: string | null;
  readonly edition: { readonly href: string; readonly version: number | null } | null;
  /** What it carries, or would carry if it were built now; the lead first. */
  readonly stories: readonly RunStory[];
  readonly pinned: string | null;
  /** Until when quiet hours would keep it, if it left now. */
  readonly quietUntil: Moment | null;
  readonly maySend: boolean;
  readonly notice?: string | undefined;
  readonly problems: readonly FieldProblem[];
}

/** One automatic edition: its hour, what it carries, and what can be done about it. */
export const RunPage = (props: RunPageProps) => {
  const { site, newsletter, rhythm, state, note, notice, problems } = props;
  const title = `${newsletter.name}, ${rhythmNames[rhythm].toLowerCase()}`;
  return (
    <AdminFrame site={site} what={title} current="editions" hasProblem={problems.length > 0}>
      <DeskHead title={title} kicker={<a href="/admin/editions/runs">Automatic editions</a>} />
      {notice !== undefined && <Notice kind="good">{notice}</Notice>}
      <ErrorSummary problems={problems} />
      <p>
        <span class={`edition-state edition-state--${runStates[state].kind}`}>{runStates[state].text}</span>
      </p>
      {note !== null && <p>{note}</p>}
      <Facts {...props} />
      <Stories {...props} />
      {props.maySend && <Acts {...props} />}
    </AdminFrame>
  );
};

const Facts = (props: RunPageProps) => (
  <dl class="tally">
    <Fact name="Leaves">
      <When at={props.departsAt} />
    </Fact>
    <Fact name="Stories from">
      <When at={props.windowStart} /> until before <When at={props.windowEnd} />
    </Fact>
    {props.deadlineAt !== null && props.state === 'held' && (
      <Fact name="Waits until">
        <When at={props.deadlineAt} />
      </Fact>
    )}
    {props.approvedBy !== null && <Fact name="Approved by">{props.approvedBy}</Fact>}
    {props.overrideReason !== null && <Fact name="Cannot wait, as">{props.overrideReason}</Fact>}
  </dl>
);

const Fact = ({ name, children }: { readonly name: string; readonly children: ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

const Stories = ({ site, path, state, rhythm, stories, pinned, edition, maySend }: RunPageProps) => {
  const isOpen = state === 'due' || state === 'late';
  return (
    <Part id="stories" title={isOpen ? 'What it would carry now' : 'What it carries'}>
      {stories.length === 0 ? (
        <p>No new story so far.</p>
      ) : (
        <ol>
          {stories.map(({ slug, title }) => (
            <li key={slug}>
              <a href={`/admin/stories/${slug}`}>{title}</a>
              {slug === pinned && <span class="soft"> (pinned to the top)</span>}
            </li>
          ))}
        </ol>
      )}
      {edition !== null && (
        <p>
          <a href={edition.href}>{state === 'released' ? 'The edition' : 'Read and change the draft'}</a>
        </p>
      )}
      {isOpen && maySend && rhythm !== 'each_story' && stories.length > 0 && (
        <PostForm post={{ action: `${path}/lead`, hidden: [site.csrf] }} class="stack narrow">
          <Select
            name="lead"
            label="Story that leads"
            value={pinned ?? ''}
            options={[
              { value: '', text: 'The newest' },
              ...stories.map(({ slug, title }) => ({ value: slug, text: title })),
            ]}
          />
          <div class="act">
            <button class="button button--plain" type="submit">
              Pin this story to the top
            </button>
          </div>
        </PostForm>
      )}
    </Part>
  );
};

const approveWords: Partial<Readonly<Record<RunStateName, string>>> = {
  held: 'Approve this edition',
  late: 'Send it all the same',
  failed: 'Try again',
};

const Acts = ({ site, path, state, edition, quietUntil, problems }: RunPageProps) => {
  const hidden = [
    site.csrf,
    ...(edition?.version == null ? [] : [{ name: 'version', value: String(edition.version) }]),
  ];
  const approve = approveWords[state];
  if (state === 'released' || state === 'skipped') return null;
  return (
    <Part id="acts" title="What you can do">
      {approve !== undefined && (
        <PostForm post={{ action: `${path}/approve`, hidden }} class="stack narrow">
          {quietUntil !== null && (
            <Input
              name="reason"
              label="Why it cannot wait"
              hint={`It would leave in the quiet hours, which last until ${quietUntil.text}. The reason is kept in the audit trail.`}
              maxlength={300}
              problems={problems}
            />
          )}
          <div class="act">
            <button class="button" type="submit">
              {approve}
            </button>
          </div>
        </PostForm>
      )}
      {state === 'due' && (
        <ActButton post={{ action: `${path}/build`, hidden }} class="button button--plain">
          Build the draft now, to read it
        </ActButton>
      )}
      {approve === undefined && (
        <PostForm post={{ action: `${path}/send-now`, hidden }} class="stack narrow">
          <Input
            name="reason"
            id="urgent-reason"
            label="Send it at once, because"
            hint="Breaking news: it goes before digests and in spite of quiet hours. The reason is kept in the audit trail."
            maxlength={300}
            problems={problems}
          />
          <div class="act">
            <button class="button button--plain" type="submit">
              Send it at once
            </button>
          </div>
        </PostForm>
      )}
      <ActButton post={{ action: `${path}/skip`, hidden }} class="button button--plain">
        Skip it; its stories go into the next one
      </ActButton>
    </Part>
  );
};
