import { ActButton, HiddenFields, PostForm } from '../reader/post-form.tsx';
import { Notice } from '../reader/notice.tsx';
import { ErrorSummary, type FieldProblem } from '../reader/problems.tsx';
import { AdminFrame, type AdminSite } from './admin-frame.tsx';
import { ProofFrame } from './editions/proof.tsx';
import { FileInput, Input, Select } from './fields.tsx';
import { DeskHead, Part } from './parts.tsx';

/** As it stands in the form: texts, whatever was typed. */
export interface LookDraft {
  readonly accent: string;
  readonly darkAccent: string;
  readonly font: string;
  readonly logoAlt: string;
}

export interface LookPageProps {
  readonly site: AdminSite;
  readonly slug: string;
  readonly name: string;
  readonly draft: LookDraft;
  readonly logo:
    | { readonly mediaId: string; readonly alt: string; readonly width: number; readonly height: number }
    | undefined;
  /** The publication's colour, which stands where none is given. */
  readonly accent: string;
  readonly notice?: string | undefined;
  readonly problems: readonly FieldProblem[];
}

const fontOptions = [
  { value: '', text: 'Charter, or what is like it' },
  { value: 'georgia', text: 'Georgia' },
  { value: 'system', text: 'The letters of the device, without serifs' },
  { value: 'verdana', text: 'Verdana' },
];

/** Colours, letters and logo of a newsletter's mails, with a mail that has them. */
export const LookPage = (props: LookPageProps) => {
  const { site, slug, name, draft, logo, accent, notice, problems } = props;
  const path = `/admin/newsletters/${slug}/look`;
  return (
    <AdminFrame site={site} what={`Look of ${name}`} current="newsletters" hasProblem={problems.length > 0}>
      <DeskHead title="Look" kicker={<a href={`/admin/newsletters/${slug}`}>{name}</a>} />
      {notice !== undefined && <Notice kind="good">{notice}</Notice>}
      <ErrorSummary problems={problems} />
      <PostForm post={{ action: path, hidden: [site.csrf] }} class="stack narrow">
        <Input
          name="accent"
          label="Colour by day"
          hint={`Such as #284e7d: for section names, links and the button. Empty: the publication’s own, ${accent}.`}
          value={draft.accent}
          problems={problems}
        />
        <Input
          name="darkAccent"
          label="Colour at night"
          hint="For mail programs with a dark ground. Empty: a lighter one of the same hue."
          value={draft.darkAccent}
          problems={problems}
        />
        <Select name="font" label="Letters" value={draft.font} options={fontOptions} problems={problems} />
        {logo === undefined ? (
          <input type="hidden" name="logoAlt" value="" />
        ) : (
          <Input
            name="logoAlt"
            label="What the logo says"
            hint="For those who do not see it. Empty: the name of the publication."
            value={draft.logoAlt}
            problems={problems}
          />
        )}
        <div class="act">
          <button class="button" type="submit">
            Save the look
          </button>
        </div>
      </PostForm>
      <Logo {...props} />
      <Part id="sample" title="A mail in this look">
        <div class="preview-frames">
          <ProofFrame src={`${path}.html`} width="375" title="A mail on a phone" />
          <ProofFrame src={`${path}.html`} width="600" title="A mail on a desk" />
        </div>
      </Part>
    </AdminFrame>
  );
};

const Logo = ({ site, slug, logo, problems }: LookPageProps) => {
  const path = `/admin/newsletters/${slug}/look/logo`;
  return (
    <Part id="logo" title="Logo">
      {logo !== undefined && (
        <img
          class="block__picture"
          src={`/media/${logo.mediaId}`}
          alt={logo.alt}
          width={logo.width}
          height={logo.height}
        />
      )}
      <form method="post" action={path} enctype="multipart/form-data" class="stack narrow" novalidate>
        <HiddenFields fields={[site.csrf]} />
        <FileInput
          name="file"
          label="The logo"
          hint="PNG, JPEG, GIF or WebP, at most 5 MB. It stands in place of the title, at most 320 by 72 pixels, on light and on dark: give it a ground of its own if it needs one."
          accept="image/png,image/jpeg,image/gif,image/webp"
          problems={problems}
        />
        <div class="act">
          <button class="button button--quiet" type="submit">
            Use this logo
          </button>
        </div>
      </form>
      {logo !== undefined && (
        <ActButton post={{ action: `${path}/remove`, hidden: [site.csrf] }} class="button button--plain">
          Remove the logo
        </ActButton>
      )}
    </Part>
  );
};
