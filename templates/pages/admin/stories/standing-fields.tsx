import type { FieldProblem } from '../../reader/problems.tsx';
import { type ChoiceOption, Input, Select, Tick } from '../fields.tsx';

interface ChoiceProps {
  readonly value: string;
  readonly options: readonly ChoiceOption[];
  readonly problems: readonly FieldProblem[];
}

export const SectionField = ({ value, options, problems }: ChoiceProps) => (
  <Select
    name="section"
    label="Section"
    value={value}
    options={[{ value: '', text: 'None' }, ...options]}
    problems={problems}
  />
);

/** Which newsletter the sign-up boxes of a story, or of stories, ask for. */
export const BoxesField = ({ whose, value, options, problems }: ChoiceProps & { readonly whose: string }) => (
  <Select
    name="newsletter"
    label={`Newsletter of ${whose} sign-up boxes`}
    value={value}
    options={[{ value: '', text: 'The first open one' }, ...options]}
    problems={problems}
  />
);

/** @param options the paid tiers, as choices of who may read it */
export const AccessField = ({
  label,
  hint,
  value,
  options,
  problems,
}: ChoiceProps & { readonly label: string; readonly hint?: string }) => (
  <Select
    name="access"
    label={label}
    {...(hint !== undefined && { hint })}
    value={value}
    options={[
      { value: 'everyone', text: 'Everyone' },
      { value: 'registered', text: 'Everyone who has signed up' },
      ...options,
    ]}
    problems={problems}
  />
);

export interface StandingDraft {
  readonly section: string;
  readonly newsletter: string;
  /** `everyone`, `registered`, or `tier:SLUG`. */
  readonly access: string;
  readonly openParagraphs: string;
  readonly isMetered: boolean;
}

export interface StandingFieldsProps {
  readonly draft: StandingDraft;
  readonly sections: readonly ChoiceOption[];
  readonly newsletters: readonly ChoiceOption[];
  /** The paid ones, as choices of who may read it. */
  readonly tiers: readonly ChoiceOption[];
  readonly problems: readonly FieldProblem[];
}

/** Where a story stands, who may read it whole, and what its sign-up boxes offer. */
export const StandingFields = ({ draft, sections, newsletters, tiers, problems }: StandingFieldsProps) => (
  <>
    <SectionField value={draft.section} options={sections} problems={problems} />
    <AccessField
      label="Who may read it whole"
      hint="The page, the mail and the API all go by this."
      value={draft.access}
      options={tiers}
      problems={problems}
    />
    <Input
      name="openParagraphs"
      type="number"
      label="Paragraphs that everybody sees"
      hint="Counts only where the story is not for everyone."
      value={draft.openParagraphs}
      problems={problems}
    />
    <Tick
      id="isMetered"
      name="isMetered"
      value="yes"
      isTicked={draft.isMetered}
      label="The free stories of a month, and the links of newsletters, open it"
    />
    <BoxesField whose="its" value={draft.newsletter} options={newsletters} problems={problems} />
  </>
);
