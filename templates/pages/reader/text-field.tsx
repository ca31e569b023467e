import { ProblemAt } from './problems.tsx';

export interface TextFieldProps {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly value?: string | undefined;
  readonly problem?: string | undefined;
  readonly kind: 'email' | 'name' | 'code';
  /** An address that may be left out. */
  readonly isOptional?: boolean | undefined;
}

/** How browsers, keyboards and password keepers are told what is wanted (WCAG 1.3.5). */
const attributesOf = {
  email: {
    type: 'email',
    autocomplete: 'email',
    autocapitalize: 'off',
    spellcheck: false,
    maxlength: 254,
    required: true,
  },
  name: { type: 'text', autocomplete: 'name', maxlength: 100 },
  code: {
    type: 'text',
    autocomplete: 'one-time-code',
    inputmode: 'numeric',
    pattern: '[0-9 ]*',
    maxlength: 9,
    required: true,
  },
} as const;

/** Label, hint, message, control: in the order in which they are read aloud. */
export const TextField = (props: TextFieldProps) => {
  const { id, name, label, hint, value, problem, kind, isOptional = false } = props;
  const described = [hint !== undefined && `${id}-hint`, problem !== undefined && `${id}-problem`];
  return (
    <div class={`field field--${kind}`}>
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <ProblemAt id={`${id}-problem`} message={problem} />
      <input
        {...attributesOf[kind]}
        {...(isOptional && { required: false })}
        id={id}
        name={name}
        value={value}
        aria-invalid={problem === undefined ? undefined : 'true'}
        aria-describedby={described.filter(Boolean).join(' ') || undefined}
      />
    </div>
  );
};
