import { useWords } from './tongue.tsx';

/** What is wrong with one field, in words that say how to mend it. */
export interface FieldProblem {
  /** The field's name in the form; the id of its first control is the same. */
  readonly field: string;
  readonly message: string;
}

export const problemOf = (field: string, problems: readonly FieldProblem[]): string | undefined =>
  problems.find((problem) => problem.field === field)?.message;

/** Everything that is wrong, at the top, each line a link to its field. It takes the focus without a script. */
export const ErrorSummary = ({ problems }: { readonly problems: readonly FieldProblem[] }) => {
  const words = useWords().frame;
  if (problems.length === 0) return null;
  return (
    <div class="error-summary" role="alert" tabindex={-1} autofocus>
      <h2>{words.problems(problems.length)}</h2>
      <ul class="plain">
        {problems.map(({ field, message }) => (
          <li key={field}>
            <a href={`#${field}`}>{message}</a>
          </li>
        ))}
      </ul>
    </div>
  );
};

/** The same words at the field itself; the control names this element in aria-describedby. */
export const ProblemAt = ({ id, message }: { readonly id: string; readonly message: string | undefined }) => {
  const words = useWords().frame;
  if (message === undefined) return null;
  return (
    <p class="problem" id={id}>
      <span class="visually-hidden">{words.error}</span>
      {message}
    </p>
  );
};
