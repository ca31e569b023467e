import { type FieldProblem, ProblemAt, problemOf } from '../../reader/problems.tsx';

interface WordFieldProps {
  readonly name: 'subject' | 'subjectTest' | 'preheader';
  readonly label: string;
  readonly value: string;
  /** How many characters a wide inbox shows. */
  readonly seen: number;
  readonly problems: readonly FieldProblem[];
}

/** A line that inboxes show, with how long it is. */
export const WordField = ({ name, label, value, seen, problems }: WordFieldProps) => {
  const problem = problemOf(name, problems);
  return (
    <div class={`field composer__${name}`}>
      <label for={name}>{label}</label>
      <ProblemAt id={`${name}-problem`} message={problem} />
      <input
        id={name}
        name={name}
        type="text"
        value={value}
        autocomplete="off"
        aria-describedby={`${name}-count${problem === undefined ? '' : ` ${name}-problem`}`}
        aria-invalid={problem === undefined ? undefined : 'true'}
      />
      <p class="hint tabular" id={`${name}-count`}>
        <span data-count={name}>{Array.from(value).length}</span> characters; inboxes show{' '}
        {seen === 60 ? '40 to 60' : '60 to 90'}
      </p>
    </div>
  );
};
