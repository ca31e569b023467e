import { rhythmNames } from '../reader/choices.tsx';
import { Notice } from '../reader/notice.tsx';
import { PostForm } from '../reader/post-form.tsx';
import { ErrorSummary, type FieldProblem } from '../reader/problems.tsx';
import { AdminFrame, type AdminSite } from './admin-frame.tsx';
import { Input, Select, TextArea, Tick, Ticks } from './fields.tsx';
import { DeskHead } from './parts.tsx';

/** As it stands in the form: texts, whatever was typed. */
export interface NewsletterDraft {
  readonly slug: string;
  readonly name: string;
  readonly promise: string;
  readonly frequency: string;
  readonly senderName: string;
  readonly rhythms: readonly string[];
  readonly defaultRhythm: string;
  readonly undoSeconds: string;
  readonly isOpen: boolean;
  readonly tracksClicks: boolean;
  readonly tracksOpens: boolean;
  readonly needsApproval: boolean;
}

export interface NewsletterPageProps {
  readonly site: AdminSite;
  /** Null while it is not there yet. */
  readonly slug: string | null;
  readonly draft: NewsletterDraft;
  readonly senderName: string;
  readonly notice?: string | undefined;
  readonly problems: readonly FieldProblem[];
}

const rhythmOptions = Object.entries(rhythmNames).map(([value, text]) => ({ value, text }));

export const NewsletterPage = (props: NewsletterPageProps) => {
  const { site, slug, draft, problems } = props;
  const title = slug === null ? 'Add a newsletter' : draft.name || 'A newsletter without a name';
  return (
    <AdminFrame site={site} what={title} current="newsletters" hasProblem={problems.length > 0}>
      <DeskHead title={title} kicker={<a href="/admin/newsletters">Newsletters</a>} />
      {props.notice !== undefined && <Notice kind="good">{props.notice}</Notice>}
      <ErrorSummary problems={problems} />
      {slug !== null && (
        <p>
          <a href={`/admin/newsletters/${slug}/digests`}>Rhythm: editions that build themselves</a>
          {' · '}
          <a href={`/admin/newsletters/${slug}/look`}>Look: colours, letters and logo</a>
          {' · '}
          <a href={`/admin/newsletters/${slug}/template`}>Template: a frame of your own</a>
          {' · '}
          <a href={`/admin/newsletters/${slug}/rest`}>Silent readers</a>
        </p>
      )}
      <PostForm
        post={{
          action: slug === null ? '/admin/newsletters/new' : `/admin/newsletters/${slug}`,
          hidden: [site.csrf],
        }}
        class="stack narrow"
      >
        <Input name="name" label="Name" value={draft.name} problems={problems} />
        {slug === null && (
          <Input
            name="slug"
            label="Address part"
            hint="Small letters, digits and hyphens, such as weekend-reader. It stays as it is: mail programs sort by it."
            value={draft.slug}
            problems={problems}
          />
        )}
        <TextArea
          name="promise"
          label="Promise"
          hint="One sentence that says why somebody should want it."
          rows={2}
          value={draft.promise}
          problems={problems}
        />
        <Input
          name="frequency"
          label="How often it comes"
          hint="As readers read it: “Weekdays at seven”."
          value={draft.frequency}
          problems={problems}
        />
        <Input
          name="senderName"
          label="Sender name"
          hint={`Left empty, it is from ${props.senderName}.`}
          value={draft.senderName}
          problems={problems}
        />
        <Ticks
          name="rhythms"
          legend="Rhythms readers may choose"
          ticked={draft.rhythms}
          options={rhythmOptions}
          problems={problems}
        />
        <Select
          name="defaultRhythm"
          label="Rhythm unless they choose"
          value={draft.defaultRhythm}
          options={rhythmOptions}
          problems={problems}
        />
        <Input
          name="undoSeconds"
          type="number"
          label="Undo window in seconds"
          hint="For so long after the click nothing leaves, and a send can be taken back."
          value={draft.undoSeconds}
          problems={problems}
        />
        <Tick
          id="isOpen"
          name="isOpen"
          value="yes"
          isTicked={draft.isOpen}
          label="Takes sign-ups"
          hint="A closed one goes on to the readers it has."
        />
        <Tick
          id="tracksClicks"
          name="tracksClicks"
          value="yes"
          isTicked={draft.tracksClicks}
          label="Count clicks"
          hint="Links of its mails lead through your own site. Your privacy notice should say so."
        />
        <Tick
          id="tracksOpens"
          name="tracksOpens"
          value="yes"
          isTicked={draft.tracksOpens}
          label="Estimate opens"
          hint="By a picture nobody sees. Mail programs fetch it unasked or not at all: it is never more than an estimate."
        />
        <Tick
          id="needsApproval"
          name="needsApproval"
          value="yes"
          isTicked={draft.needsApproval}
          label="Ask for a second person"
          hint="Its editions leave only when somebody who did not write them has approved them. A change asks again."
        />
        <div class="act">
          <button class="button" type="submit">
            {slug === null ? 'Add this newsletter' : 'Save this newsletter'}
          </button>
        </div>
      </PostForm>
    </AdminFrame>
  );
};
