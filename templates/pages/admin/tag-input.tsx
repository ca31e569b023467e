import { type FieldProblem, ProblemAt, problemOf } from '../reader/problems.tsx';

/** One tag, with the tags that are in use as suggestions. */
export const TagInput = ({
  name = 'tag',
  id = name,
  label,
  value,
  known,
  problems = [],
}: {
  readonly name?: string | undefined;
  readonly id?: string | undefined;
  readonly label: string;
  readonly value: string;
  readonly known: readonly string[];
  readonly problems?: readonly FieldProblem[] | undefined;
}) => {
  const problem = problemOf(name, problems);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <ProblemAt id={`${id}-problem`} message={problem} />
      <input
        type="text"
        id={id}
        name={name}
        value={value}
        maxlength={60}
        autocomplete="off"
        list={`${id}-known`}
        aria-invalid={problem === undefined ? undefined : 'true'}
        aria-describedby={problem === undefined ? undefined : `${id}-problem`}
      />
      <datalist id={`${id}-known`}>
        {known.map((tag) => (
          <option key={tag} value={tag}>
            {tag}
          </option>
        ))}
      </datalist>
    </div>
  );
};
