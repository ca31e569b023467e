import { ActButton, HiddenFields } from '../../reader/post-form.tsx';
import { ErrorSummary, type FieldProblem } from '../../reader/problems.tsx';
import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import { FileInput, Input } from '../fields.tsx';
import { DeskHead } from '../parts.tsx';
import type { SponsorPicture } from './block-draft.ts';

export interface SponsorPicturePageProps {
  readonly site: AdminSite;
  /** The edition's own address. */
  readonly path: string;
  readonly block: number;
  readonly version: number;
  readonly sponsor: string;
  readonly picture: SponsorPicture | undefined;
  readonly problems: readonly FieldProblem[];
}

/** The picture of a sponsor: a new one, or none. */
export const SponsorPicturePage = (props: SponsorPicturePageProps) => {
  const { site, path, block, version, sponsor, picture, problems } = props;
  const title = sponsor === '' ? 'A picture for the sponsor' : `A picture for ${sponsor}`;
  const query = `?block=${block}&version=${version}`;
  return (
    <AdminFrame site={site} what={title} current="editions" hasProblem={problems.length > 0}>
      <DeskHead title={title} kicker={<a href={`${path}#block-${block}`}>Back to the draft</a>} />
      <ErrorSummary problems={problems} />
      {picture !== undefined && (
        <img
          class="block__picture"
          src={`/media/${picture.mediaId}`}
          alt={picture.alt}
          width={picture.width}
          height={picture.height}
        />
      )}
      <form
        method="post"
        action={`${path}/picture${query}`}
        enctype="multipart/form-data"
        class="stack narrow"
        novalidate
      >
        <HiddenFields fields={[site.csrf]} />
        <Input
          name="alt"
          label="What the picture shows"
          hint="For those who do not see it. It may be written on the sheet, too."
          value={picture?.alt ?? ''}
          maxlength={300}
        />
        <FileInput
          name="file"
          label="The picture"
          hint="PNG, JPEG, GIF or WebP, at most 5 MB. 1200 pixels across are enough for a mail."
          accept="image/png,image/jpeg,image/gif,image/webp"
          problems={problems}
        />
        <div class="act">
          <button class="button" type="submit">
            Use this picture
          </button>
        </div>
      </form>
      {picture !== undefined && (
        <ActButton
          post={{ action: `${path}/picture/remove${query}`, hidden: [site.csrf] }}
          class="button button--plain"
        >
          Remove the picture
        </ActButton>
      )}
    </AdminFrame>
  );
};
