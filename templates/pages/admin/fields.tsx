import type { ComponentChildren } from 'preact';

import { type FieldProblem, ProblemAt, problemOf } from '../reader/problems.tsx';

interface FieldProps {
  /** The name in the form; the id is the same unless told, as where two forms stand on one page. */
  readonly name: string;
  readonly id?: string | undefined;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly problems?: readonly FieldProblem[] | undefined;
}

/** Attributes that tie a control to its hint and its message. */
const describing = ({ name, id = name, hint, problems = [] }: FieldProps) => {
  const problem = problemOf(name, problems);
  const described = [hint !== undefined && `${id}-hint`, problem !== undefined && `${id}-problem`];
  return {
    id,
    name,
    'aria-invalid': problem === undefined ? undefined : ('true' as const),
    'aria-describedby': described.filter(Boolean).join(' ') || undefined,
  };
};

/** Label, hint, message, control. */
const Field = ({
  name,
  id = name,
  label,
  hint,
  problems = [],
  children,
}: FieldProps & { readonly children: ComponentChildren }) => (
  <div class="field">
    <label for={id}>{label}</label>
    {hint !== undefined && (
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
    )}
    <ProblemAt id={`${id}-problem`} message={problemOf(name, problems)} />
    {children}
  </div>
);

/** One object for each type: the markup's own types tell them apart. */
const types = {
  text: { type: 'text' },
  email: { type: 'email', autocapitalize: 'off', spellcheck: false },
  search: { type: 'search' },
  date: { type: 'date' },
  time: { type: 'time' },
  url: { type: 'url', autocapitalize: 'off', spellcheck: false },
  number: { type: 'number' },
  password: { type: 'password' },
} as const;

export interface InputProps extends FieldProps {
  readonly value?: string | undefined;
  readonly type?: keyof typeof types | undefined;
  readonly autocomplete?: string | undefined;
  readonly maxlength?: number | undefined;
}

export const Input = (props: InputProps) => (
  <Field {...props}>
    <input
      {...types[props.type ?? 'text']}
      {...describing(props)}
      value={props.value}
      autocomplete={props.autocomplete ?? 'off'}
      maxlength={props.maxlength}
    />
  </Field>
);

/** A file from the reader's own machine; its form is multipart, and its token stands before it. */
export const FileInput = (props: FieldProps & { readonly accept: string }) => (
  <Field {...props}>
    <input type="file" {...describing(props)} accept={props.accept} />
  </Field>
);

export const TextArea = (props: FieldProps & { readonly value: string; readonly rows: number }) => (
  <Field {...props}>
    <textarea {...describing(props)} rows={props.rows}>
      {props.value}
    </textarea>
  </Field>
);

export interface ChoiceOption {
  readonly value: string;
  readonly text: string;
}

export const Select = (
  props: FieldProps & { readonly value: string; readonly options: readonly ChoiceOption[] },
) => (
  <Field {...props}>
    <select {...describing(props)}>
      {props.options.map(({ value, text }) => (
        <option key={value} value={value} selected={value === props.value}>
          {text}
        </option>
      ))}
    </select>
  </Field>
);

/** A word to tick, on its own or in a group: the ids of a group carry the value, the first one the bare name. */
export const Tick = ({
  id,
  name,
  value,
  isTicked,
  label,
  hint,
}: {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly isTicked: boolean;
  readonly label: string;
  readonly hint?: string | undefined;
}) => (
  <div class="choice">
    <input
      id={id}
      type="checkbox"
      name={name}
      value={value}
      checked={isTicked}
      aria-describedby={hint === undefined ? undefined : `${id}-hint`}
    />
    <label for={id}>{label}</label>
    {hint !== undefined && (
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
    )}
  </div>
);

export const Ticks = ({
  name,
  legend,
  hint,
  ticked,
  options,
  problems = [],
}: {
  readonly name: string;
  readonly legend: string;
  readonly hint?: string | undefined;
  readonly ticked: readonly string[];
  readonly options: readonly ChoiceOption[];
  readonly problems?: readonly FieldProblem[] | undefined;
}) => (
  <fieldset class="ticks">
    <legend>{legend}</legend>
    {hint !== undefined && <p class="hint">{hint}</p>}
    <ProblemAt id={`${name}-problem`} message={problemOf(name, problems)} />
    <div class="ticks__row">
      {options.map(({ value, text }, index) => (
        <Tick
          key={value}
          id={index === 0 ? name : `${name}-${value.replace(/\W/g, '-')}`}
          name={name}
          value={value}
          isTicked={ticked.includes(value)}
          label={text}
        />
      ))}
    </div>
  </fieldset>
);
