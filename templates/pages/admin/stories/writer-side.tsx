import type { FieldProblem } from '../../reader/problems.tsx';
import { Input, TextArea, Tick } from '../fields.tsx';
import { Part, When } from '../parts.tsx';
import { StandingFields } from './standing-fields.tsx';
import type { MarkLine, PictureFields } from './story-draft-fields.ts';
import type { WriterPageProps } from './writer-props.ts';

/** What is decided about a story, beside the sheet: when readers see it, what is on top, where it stands. */
export const WriterSide = (props: WriterPageProps) => (
  <aside class="writer__side" aria-label="Publishing and facts">
    <Publishing {...props} />
    <Pictures {...props} />
    <Facts {...props} />
    <Away {...props} />
  </aside>
);

const Publishing = (props: WriterPageProps) => {
  const { published, scheduled, when, marks, problems } = props;
  return (
    <Part id="publishing" title="Publishing">
      <Standing {...props} />
      <OpenMarks marks={marks} asks={props.asksAboutMarks} problems={problems} />
      <button type="submit" class="button" name="act" value="publish">
        {published !== null
          ? 'Publish these changes now'
          : props.takenBack !== null
            ? 'Publish it again'
            : 'Publish now'}
      </button>
      {scheduled !== null && (
        <button type="submit" class="button button--quiet" name="act" value="unschedule">
          Take the time back: it stays a draft
        </button>
      )}
      <details class="fold" open={problems.some(({ field }) => field.startsWith('publish'))}>
        <summary>{scheduled === null ? 'Publish at a time' : 'Choose another time'}</summary>
        <div class="stack">
          <Input name="publishOn" type="date" label="Day" value={when.on} problems={problems} />
          <Input
            name="publishTime"
            type="time"
            label="Time"
            hint={`By the clock of ${when.zone}`}
            value={when.time}
            problems={problems}
          />
          <button type="submit" class="button button--quiet" name="act" value="schedule">
            Publish it then
          </button>
        </div>
      </details>
    </Part>
  );
};

/** The way out of the newsroom's sight, or of the readers'. */
const Away = ({ path, published, mayDelete }: WriterPageProps) => (
  <>
    {published !== null && (
      <p>
        <a href={`/admin/stories/${published.slug}/take-back`}>Take this story back</a>
      </p>
    )}
    {mayDelete && (
      <p>
        <a href={`${path}/delete`}>Delete this draft</a>
      </p>
    )}
  </>
);

const Standing = ({ isKept, published, scheduled, takenBack, sourceUrl }: WriterPageProps) => (
  <>
    {scheduled !== null && (
      <p>
        Comes out by itself on <When at={scheduled.at} />, says {scheduled.by}.
        {scheduled.isOlder && ' What was written since is not in it: choose the time again to take it along.'}
      </p>
    )}
    {takenBack !== null && (
      <p>
        Taken back on <When at={takenBack} />: readers do not find it, and its address says so.
      </p>
    )}
    {scheduled === null && published === null && takenBack === null && (
      <p data-standing={isKept ? undefined : 'A draft: nobody outside the newsroom sees it.'}>
        {isKept
          ? 'A draft: nobody outside the newsroom sees it.'
          : 'Nothing is kept yet, and nobody sees it.'}
      </p>
    )}
    {published !== null && (
      <p>
        Readers see it at <a href={`/articles/${published.slug}`}>/articles/{published.slug}</a>
        {published.hasChanges ? ', without your last changes.' : ', as it stands here.'}
      </p>
    )}
    {sourceUrl !== null && (
      <p class="soft small">
        Came from <a href={sourceUrl}>{sourceUrl.replace(/^https?:\/\//, '').slice(0, 80)}</a>
      </p>
    )}
  </>
);

const OpenMarks = ({
  marks,
  asks,
  problems,
}: {
  readonly marks: readonly MarkLine[];
  readonly asks: boolean;
  readonly problems: readonly FieldProblem[];
}) => (
  <div class="open-marks" id="marks" data-marks>
    {marks.length > 0 && (
      <>
        <p class="open-marks__count">
          {marks.length === 1 ? 'One mark is still open' : `${marks.length} marks are still open`}
        </p>
        <ul class="plain">
          {marks.slice(0, 8).map(({ before, mark, behind }, index) => (
            <li key={index}>
              …{before}
              <mark>{mark}</mark>
              {behind}…
            </li>
          ))}
        </ul>
        <Tick
          id="anyway"
          name="anyway"
          value="yes"
          isTicked={false}
          label="Publish it with open marks all the same"
          hint={
            asks && problems.length === 0
              ? 'It was saved, and not published: mend the marks, or tick this and press again.'
              : undefined
          }
        />
      </>
    )}
  </div>
);

const Pictures = ({ path, isKept, fields: { picture }, problems }: WriterPageProps) => (
  <Part id="pictures" title="Pictures">
    {picture !== null && <OnTop picture={picture} problems={problems} />}
    <p>
      {isKept ? (
        <a class="button button--quiet" href={`${path}/pictures`}>
          {picture === null ? 'Add a picture' : 'Add or change pictures'}
        </a>
      ) : (
        <button type="submit" class="button button--quiet" name="act" value="pictures">
          Save, and add a picture
        </button>
      )}
    </p>
  </Part>
);

const OnTop = ({
  picture,
  problems,
}: {
  readonly picture: PictureFields;
  readonly problems: readonly FieldProblem[];
}) => (
  <div class="stack">
    <input type="hidden" name="pictureId" value={picture.mediaId} />
    <img class="writer__picture" src={`/media/${picture.mediaId}`} alt="" loading="lazy" />
    <TextArea
      name="pictureAlt"
      label="What it shows"
      hint="For those who do not see it."
      rows={2}
      value={picture.alt}
      problems={problems}
    />
    <Tick
      id="pictureIsDecoration"
      name="pictureIsDecoration"
      value="yes"
      isTicked={picture.isDecoration}
      label="It only decorates"
    />
    <Input name="pictureCaption" label="Caption" value={picture.caption} problems={problems} />
    <Input name="pictureCredit" label="Credit" value={picture.credit} problems={problems} />
    <Tick
      id="removePicture"
      name="removePicture"
      value="yes"
      isTicked={false}
      label="Take it off the story"
    />
  </div>
);

const Facts = ({ fields, sections, newsletters, tiers, published, problems }: WriterPageProps) => (
  <Part id="facts" title="Where it stands">
    <StandingFields draft={fields} {...{ sections, newsletters, tiers, problems }} />
    <Input
      name="slug"
      label="Its part of the address"
      hint={
        published === null
          ? 'Left empty, it is made from the headline.'
          : 'Changed, the old address leads on to the new one.'
      }
      value={fields.slug}
      problems={problems}
    />
  </Part>
);
