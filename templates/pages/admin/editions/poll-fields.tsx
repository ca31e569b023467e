import { type FieldProblem, problemOf } from '../../reader/problems.tsx';
import { type PollDraft, partName } from './block-draft.ts';
import { Line } from './block-lines.tsx';
import { Labelled } from './labelled.tsx';

export interface PollFieldsProps {
  readonly index: number;
  readonly poll: PollDraft;
  readonly problems: readonly FieldProblem[];
}

const places = [0, 1, 2, 3, 4];

/** A question with two to five answers. */
export const PollFields = ({ index, poll, problems }: PollFieldsProps) => {
  const name = partName(index, 'answers');
  return (
    <>
      <input type="hidden" name={partName(index, 'poll')} value={poll.poll} />
      <Line
        index={index}
        problems={problems}
        part="question"
        label="Question"
        value={poll.question}
        hint="Readers answer with one tap and a button; each counts once."
      />
      {places.map((place) => {
        const id = place === 0 ? name : `${name}-${place}`;
        return (
          <Labelled
            key={place}
            id={id}
            label={place < 2 ? `Answer ${place + 1}` : `Answer ${place + 1}, if wanted`}
            problem={place === 0 ? problemOf(name, problems) : undefined}
          >
            <input id={id} name={name} type="text" value={poll.answers[place] ?? ''} autocomplete="off" />
          </Labelled>
        );
      })}
    </>
  );
};
