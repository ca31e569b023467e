import type { ChoiceOption } from '../../../templates/pages/admin/fields.tsx';

/** Newsletters, sections and tiers as a form offers them. */
export const bySlug = (
  choices: ReadonlyArray<{ readonly slug: string; readonly name: string }>,
): readonly ChoiceOption[] => choices.map(({ slug, name }) => ({ value: slug, text: name }));
