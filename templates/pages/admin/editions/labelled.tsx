import type { ComponentChildren } from 'preact';

import { ProblemAt } from '../../reader/problems.tsx';
import type { Option } from './block-draft.ts';

interface SelectProps {
  readonly id: string;
  readonly name?: string;
  readonly value: string;
  readonly options: readonly Option[];
  /** What choosing nothing means; without it, something is always chosen. */
  readonly empty?: string;
  readonly suffix?: string;
}

/** A choice that is not on offer any more is kept until somebody changes it: saving must not lose it. */
export const Select = ({ id, name = id, value, options, empty, suffix = '' }: SelectProps) => (
  <select id={id} name={name}>
    {empty !== undefined && <option value="">{empty}</option>}
    {value !== '' && !options.some(({ slug }) => slug === value) && (
      <option value={value} selected>
        {value} (not there any more)
      </option>
    )}
    {options.map((option) => (
      <option key={option.slug} value={option.slug} selected={option.slug === value}>
        {option.name + suffix}
      </option>
    ))}
  </select>
);

interface LabelledProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  /** Where the block's name says it already, the label is for those who cannot see it. */
  readonly isBare?: boolean;
  readonly problem: string | undefined;
  readonly children: ComponentChildren;
}

export const Labelled = ({ id, label, hint, isBare = false, problem, children }: LabelledProps) => (
  <div class="field">
    <label for={id} class={isBare ? 'visually-hidden' : undefined}>
      {label}
    </label>
    {hint !== undefined && (
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
    )}
    <ProblemAt id={`${id}-problem`} message={problem} />
    {children}
  </div>
);
