import { type FieldProblem, problemOf } from '../../reader/problems.tsx';
import { partName } from './block-draft.ts';
import { Labelled } from './labelled.tsx';

interface LineProps {
  /** The block's place. */
  readonly index: number;
  readonly problems: readonly FieldProblem[];
}

export interface PartProps extends LineProps {
  readonly part: string;
  readonly label: string;
  readonly value: string;
  readonly hint?: string | undefined;
}

const describedBy = (id: string, hint: string | undefined, problem: string | undefined) =>
  [hint !== undefined && `${id}-hint`, problem !== undefined && `${id}-problem`].filter(Boolean).join(' ') ||
  undefined;

/** One line of a block. */
export const Line = ({ index, part, label, value, problems, hint }: PartProps) => {
  const id = partName(index, part);
  const problem = problemOf(id, problems);
  return (
    <Labelled id={id} label={label} hint={hint} problem={problem}>
      <input
        id={id}
        name={id}
        type="text"
        value={value}
        aria-invalid={problem === undefined ? undefined : 'true'}
        aria-describedby={describedBy(id, hint, problem)}
      />
    </Labelled>
  );
};

/** Several lines of a block. */
export const Text = ({
  index,
  part,
  label,
  value,
  problems,
  rows,
  hint,
}: PartProps & { readonly rows: number }) => {
  const id = partName(index, part);
  const problem = problemOf(id, problems);
  return (
    <Labelled id={id} label={label} hint={hint} problem={problem}>
      <textarea
        id={id}
        name={id}
        rows={rows}
        value={value}
        aria-invalid={problem === undefined ? undefined : 'true'}
        aria-describedby={describedBy(id, hint, problem)}
      />
    </Labelled>
  );
};
