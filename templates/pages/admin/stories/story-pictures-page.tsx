import { HiddenFields } from '../../reader/post-form.tsx';
import { ErrorSummary, type FieldProblem, ProblemAt, problemOf } from '../../reader/problems.tsx';
import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import { Input, TextArea, Tick } from '../fields.tsx';
import { DeskHead, Part } from '../parts.tsx';

export interface ShownPicture {
  readonly src: string;
  /** Empty while nobody has said what it shows. */
  readonly words: string;
  readonly place: 'On top' | 'In the text';
  /** Its line of Markdown. */
  readonly line: string | null;
}

export interface StoryPicturesPageProps {
  readonly site: AdminSite;
  readonly path: string;
  readonly headline: string;
  readonly pictures: readonly ShownPicture[];
  readonly draft: {
    readonly place: string;
    readonly alt: string;
    readonly isDecoration: boolean;
    readonly caption: string;
    readonly credit: string;
  };
  readonly problems: readonly FieldProblem[];
}

/** The pictures of a story: what each shows, and how another comes in. */
export const StoryPicturesPage = (props: StoryPicturesPageProps) => {
  const { site, path, headline, pictures, problems } = props;
  const title = headline === '' ? 'A story without a headline' : headline;
  return (
    <AdminFrame site={site} what={`Pictures: ${title}`} current="stories" hasProblem={problems.length > 0}>
      <DeskHead title="Pictures" kicker={<a href={path}>{title}</a>} />
      <ErrorSummary problems={problems} />
      {pictures.length === 0 ? (
        <p>This story has no picture yet.</p>
      ) : (
        <ul class="plain story-pictures">
          {pictures.map((picture, index) => (
            <Shown key={index} {...picture} />
          ))}
        </ul>
      )}
      <Add {...props} />
    </AdminFrame>
  );
};

const Shown = ({ src, words, place, line }: ShownPicture) => (
  <li>
    <img src={src} alt={words} loading="lazy" />
    <div>
      <p class="kicker">{place}</p>
      <p>{words === '' ? <span class="sign--bad">Nobody has said yet what it shows.</span> : words}</p>
      {line !== null && <code class="small">{line}</code>}
    </div>
  </li>
);

const Add = ({ site, path, draft, problems }: StoryPicturesPageProps) => (
  <Part id="add" title="Add a picture">
    <form
      class="stack narrow"
      method="post"
      action={`${path}/pictures`}
      enctype="multipart/form-data"
      novalidate
    >
      <HiddenFields fields={[site.csrf]} />
      <fieldset class="field">
        <legend>Where it stands</legend>
        <Place value="top" id="place" label="On top of the story" chosen={draft.place} />
        <Place
          value="text"
          id="place-text"
          label="In the text: its line is put at the end, for you to move"
          chosen={draft.place}
        />
      </fieldset>
      <TextArea
        name="alt"
        label="What it shows"
        hint="For those who do not see it: who, where, doing what. A story comes out only when this is decided."
        rows={2}
        value={draft.alt}
        problems={problems}
      />
      <Tick
        id="isDecoration"
        name="isDecoration"
        value="yes"
        isTicked={draft.isDecoration}
        label="It only decorates, and shows nothing one needs to know"
      />
      <Input name="caption" label="Caption" value={draft.caption} maxlength={400} problems={problems} />
      <Input
        name="credit"
        label="Credit"
        hint="For the picture on top."
        value={draft.credit}
        maxlength={120}
        problems={problems}
      />
      <div class="field">
        <p class="hint" id="file-hint">
          JPEG, PNG, WebP or GIF, up to 15 MB. It is made anew in the widths that pages and mails need; where
          and with what it was taken is left out.
        </p>
        <ProblemAt id="file-problem" message={problemOf('file', problems)} />
        <label for="file">
          Picture{' '}
          <input
            id="file"
            type="file"
            name="file"
            accept="image/jpeg,image/png,image/webp,image/gif"
            aria-describedby={
              problemOf('file', problems) === undefined ? 'file-hint' : 'file-hint file-problem'
            }
            aria-invalid={problemOf('file', problems) === undefined ? undefined : 'true'}
          />
        </label>
      </div>
      <div class="act">
        <button class="button" type="submit">
          Add this picture
        </button>
      </div>
    </form>
  </Part>
);

const Place = ({
  id,
  value,
  label,
  chosen,
}: {
  readonly id: string;
  readonly value: string;
  readonly label: string;
  readonly chosen: string;
}) => (
  <div class="choice">
    <input id={id} type="radio" name="place" value={value} checked={value === chosen} />
    <label for={id}>{label}</label>
  </div>
);
