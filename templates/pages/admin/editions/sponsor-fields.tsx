import type { FieldProblem } from '../../reader/problems.tsx';
import { type SponsorDraft, type SponsorPicture, partName } from './block-draft.ts';
import { Line, Text } from './block-lines.tsx';

export interface SponsorFieldsProps {
  readonly index: number;
  readonly sponsor: SponsorDraft;
  readonly problems: readonly FieldProblem[];
}

/** What somebody pays for, always under a label that says so. */
export const SponsorFields = ({ index, sponsor, problems }: SponsorFieldsProps) => {
  const own = { index, problems };
  return (
    <>
      <Line
        {...own}
        part="label"
        label="Label"
        value={sponsor.label}
        hint="Says that it is paid for, such as “Sponsored by” or “Advertisement”. Left empty, it says “Advertisement”."
      />
      <Line {...own} part="name" label="Sponsor" value={sponsor.name} />
      <Text {...own} part="text" label="Text" value={sponsor.text} rows={2} />
      <Line
        {...own}
        part="url"
        label="Leads to"
        value={sponsor.url}
        hint="A whole address, such as https://example.org/shop."
      />
      {sponsor.picture !== undefined && <Picture {...own} picture={sponsor.picture} />}
      <p>
        <button type="submit" class="button button--plain" name="act" value={`picture ${index}`}>
          {sponsor.picture === undefined ? 'Add a picture' : 'Change or remove the picture'}
        </button>
      </p>
    </>
  );
};

type PictureProps = Omit<SponsorFieldsProps, 'sponsor'> & { readonly picture: SponsorPicture };

/** The picture travels with the sheet: its id and measures are no words, its description is. */
const Picture = ({ index, problems, picture }: PictureProps) => (
  <>
    <img
      class="block__picture"
      src={`/media/${picture.mediaId}`}
      alt={picture.alt}
      width={picture.width}
      height={picture.height}
    />
    <input type="hidden" name={partName(index, 'picture')} value={picture.mediaId} />
    <input type="hidden" name={partName(index, 'width')} value={String(picture.width)} />
    <input type="hidden" name={partName(index, 'height')} value={String(picture.height)} />
    <Line
      index={index}
      problems={problems}
      part="alt"
      label="What the picture shows"
      value={picture.alt}
      hint="For those who do not see it."
    />
  </>
);
