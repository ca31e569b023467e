import type { FieldProblem } from '../../reader/problems.tsx';
import { type ChoiceOption, Input, Select, Tick } from '../fields.tsx';

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
    <Select
      name="section"
      label="Section"
      value={draft.section}
      options={[{ value: '', text: 'None' }, ...sections]}
      problems={problems}
    />
    <Select
      name="access"
      label="Who may read it whole"
      hint="The page, the mail and the API all go by this."
      value={draft.access}
      options={[
        { value: 'everyone', text: 'Everyone' },
        { value: 'registered', text: 'Everyone who has signed up' },
        ...tiers,
      ]}
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
    <Select
      name="newsletter"
      label="Newsletter of its sign-up boxes"
      value={draft.newsletter}
      options={[{ value: '', text: 'The first open one' }, ...newsletters]}
      problems={problems}
    />
  </>
);
