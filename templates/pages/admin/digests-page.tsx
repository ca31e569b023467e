import { rhythmNames } from '../reader/choices.tsx';
import { Notice } from '../reader/notice.tsx';
import { PostForm } from '../reader/post-form.tsx';
import { ErrorSummary, type FieldProblem } from '../reader/problems.tsx';
import type { Moment } from '../reader/site.ts';
import { AdminFrame, type AdminSite } from './admin-frame.tsx';
import { type ChoiceOption, Input, Select, Tick, Ticks } from './fields.tsx';
import { DeskHead, When } from './parts.tsx';

/** The timetable of one rhythm as it stands in the form: texts, whatever was typed. */
export interface ScheduleDraft {
  readonly rhythm: 'each_story' | 'daily' | 'weekly';
  readonly isOn: boolean;
  readonly minutes: string;
  readonly weekdays: readonly string[];
  readonly timeZone: string;
  readonly leastStories: string;
  readonly needsApproval: boolean;
  readonly leadMinutes: string;
  readonly deadlineMinutes: string;
  readonly unapproved: string;
}

export interface DigestsDraft {
  readonly sectionIds: readonly string[];
  readonly byFollowedSections: boolean;
  readonly isCombined: boolean;
  readonly atReadersHour: boolean;
  readonly latenessMinutes: string;
  readonly quietFrom: string;
  readonly quietUntil: string;
  readonly warnMinutes: string;
  readonly schedules: readonly ScheduleDraft[];
}

export interface DigestsPageProps {
  readonly site: AdminSite;
  readonly newsletter: { readonly slug: string; readonly name: string };
  readonly draft: DigestsDraft;
  readonly sections: readonly ChoiceOption[];
  /** The next departure of each rhythm that is on. */
  readonly next: Readonly<Record<string, Moment | undefined>>;
  readonly notice?: string | undefined;
  readonly problems: readonly FieldProblem[];
}

const weekdays: readonly ChoiceOption[] = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
].map((text, index) => ({ value: String(index + 1), text }));

const unapprovedChoices: readonly ChoiceOption[] = [
  { value: 'skip', text: 'it is skipped, with a note' },
  { value: 'send', text: 'it leaves as it is' },
];

/** When the editions of a newsletter build themselves. */
export const DigestsPage = ({
  site,
  newsletter,
  draft,
  sections,
  next,
  notice,
  problems,
}: DigestsPageProps) => (
  <AdminFrame
    site={site}
    what={`Rhythm of ${newsletter.name}`}
    current="newsletters"
    hasProblem={problems.length > 0}
  >
    <DeskHead
      title={`Rhythm of ${newsletter.name}`}
      kicker={<a href={`/admin/newsletters/${newsletter.slug}`}>{newsletter.name}</a>}
    />
    {notice !== undefined && <Notice kind="good">{notice}</Notice>}
    <ErrorSummary problems={problems} />
    <p class="narrow">
      Editions that build themselves, each for the readers who chose its rhythm. What becomes of them stands
      under <a href="/admin/editions/runs">Automatic editions</a>. An edition made by hand goes to everybody.
    </p>
    <PostForm
      post={{ action: `/admin/newsletters/${newsletter.slug}/digests`, hidden: [site.csrf] }}
      class="stack narrow"
    >
      {draft.schedules.map((schedule) => (
        <Schedule
          key={schedule.rhythm}
          schedule={schedule}
          next={next[schedule.rhythm]}
          problems={problems}
        />
      ))}
      <Common draft={draft} sections={sections} problems={problems} />
      <div class="act">
        <button class="button" type="submit">
          Save the rhythm of {newsletter.name}
        </button>
      </div>
    </PostForm>
  </AdminFrame>
);

const Schedule = ({
  schedule,
  next,
  problems,
}: {
  readonly schedule: ScheduleDraft;
  readonly next: Moment | undefined;
  readonly problems: readonly FieldProblem[];
}) => {
  const { rhythm } = schedule;
  const name = (field: keyof ScheduleDraft) => `${rhythm}-${field}`;
  const isEach = rhythm === 'each_story';
  return (
    <fieldset class="chapter stack">
      <legend>{rhythmNames[rhythm]}</legend>
      <Tick
        id={name('isOn')}
        name={name('isOn')}
        value="yes"
        isTicked={schedule.isOn}
        label={isEach ? 'Send each story by itself' : 'Build it by itself'}
      />
      {next !== undefined && (
        <p class="hint">
          The next one leaves <When at={next} />.
        </p>
      )}
      <div class="chapter__rest stack">
        {!isEach && (
          <>
            <Input
              name={name('minutes')}
              label="Leaves at"
              hint="On the clock of the time zone below, also when the clocks change. A time that they skip is the first moment after; of a time that comes twice the first counts."
              value={schedule.minutes}
              problems={problems}
            />
            <Ticks
              name={name('weekdays')}
              legend="On"
              ticked={schedule.weekdays}
              options={weekdays}
              problems={problems}
            />
            <Input
              name={name('leastStories')}
              type="number"
              label="Stories it wants at least"
              hint="With fewer it is skipped, and they go into the next one."
              value={schedule.leastStories}
              problems={problems}
            />
          </>
        )}
        <Input
          name={name('timeZone')}
          label="Time zone"
          hint="Such as Europe/London."
          value={schedule.timeZone}
          problems={problems}
        />
        <Input
          name={name('leadMinutes')}
          type="number"
          label={isEach ? 'Minutes after a story came out' : 'Minutes before, to be read'}
          hint={
            isEach
              ? 'Time to mend a slip of the pen before it is in everybody’s inbox.'
              : 'Counts with approval: so long before its departure the draft is there, with the stories until then.'
          }
          value={schedule.leadMinutes}
          problems={problems}
        />
        <Tick
          id={name('needsApproval')}
          name={name('needsApproval')}
          value="yes"
          isTicked={schedule.needsApproval}
          label="Wait for approval"
          hint="Without it the edition leaves by itself."
        />
        <Input
          name={name('deadlineMinutes')}
          type="number"
          label="Minutes after its departure that approval is waited for"
          value={schedule.deadlineMinutes}
          problems={problems}
        />
        <Select
          name={name('unapproved')}
          label="When nobody has said a word by then"
          value={schedule.unapproved}
          options={unapprovedChoices}
          problems={problems}
        />
      </div>
    </fieldset>
  );
};

const Common = ({ draft, sections, problems }: Pick<DigestsPageProps, 'draft' | 'sections' | 'problems'>) => (
  <fieldset class="chapter stack">
    <legend>For all of them</legend>
    {sections.length > 0 && (
      <Ticks
        name="sectionIds"
        legend="Stories of"
        hint="With none ticked it takes the stories of all sections."
        ticked={draft.sectionIds}
        options={sections}
        problems={problems}
      />
    )}
    <Tick
      id="byFollowedSections"
      name="byFollowedSections"
      value="yes"
      isTicked={draft.byFollowedSections}
      label="Only the sections a reader follows"
      hint="Readers choose them on their preferences page. Who follows none gets them all."
    />
    <Tick
      id="isCombined"
      name="isCombined"
      value="yes"
      isTicked={draft.isCombined}
      label="The combined digest"
      hint="Readers who have it get it in place of the automatic editions of all other newsletters, with the stories of those they have. One newsletter can be that."
    />
    <Tick
      id="atReadersHour"
      name="atReadersHour"
      value="yes"
      isTicked={draft.atReadersHour}
      label="At each reader’s own hour"
      hint="The daily and the weekly edition are built as above, and each reader gets them when the clock in their zone next shows the hour: at the earliest when they leave here, at most a day later. Readers choose their zone on their preferences page; who has none gets them when they leave."
    />
    <Input
      name="quietFrom"
      label="Quiet hours from"
      hint="Such as 22:00. Nothing leaves until they end, also nothing made by hand; with a reason you can send all the same. Empty: there are none."
      value={draft.quietFrom}
      problems={problems}
    />
    <Input name="quietUntil" label="Quiet hours until" value={draft.quietUntil} problems={problems} />
    <Input
      name="latenessMinutes"
      type="number"
      label="Minutes it may be late"
      hint="One that is later asks first."
      value={draft.latenessMinutes}
      problems={problems}
    />
    <Input
      name="warnMinutes"
      type="number"
      label="Minutes before a departure at which we warn you"
      hint="When there are too few stories, nobody has approved it, or mail does not move."
      value={draft.warnMinutes}
      problems={problems}
    />
  </fieldset>
);
