import { type FieldProblem, ProblemAt, problemOf } from '../../reader/problems.tsx';
import { HiddenFields } from '../../reader/post-form.tsx';
import type { Option } from './block-draft.ts';
import { Select } from './labelled.tsx';
import { type SubjectTestDraft, deciderNames, waitWords } from './subject-test-words.ts';
import { WordField } from './word-field.tsx';

export interface SubjectTestFieldsProps {
  readonly test: SubjectTestDraft | null;
  /** Some readers have got both subjects: only the words may change. */
  readonly hasBegun: boolean;
  readonly problems: readonly FieldProblem[];
}

const shares = [10, 20, 30, 50];
const waits = [30, 60, 120, 240, 480, 720, 1440];

/** What composers begin with. */
const usual: SubjectTestDraft = { subject: '', sharePercent: 20, waitMinutes: 240, decideBy: 'clicks' };

/** What a program has set is offered too. */
const optionsOf = (numbers: readonly number[], own: number, nameOf: (number: number) => string): Option[] =>
  [...new Set([...numbers, own])]
    .toSorted((a, b) => a - b)
    .map((number) => ({ slug: String(number), name: nameOf(number) }));

const names = ['subjectTest', 'testShare', 'testWait', 'testBy'];

/** A second subject and how readers decide; leaving it empty is no test. */
export const SubjectTestFields = ({ test, hasBegun, problems }: SubjectTestFieldsProps) => {
  const { subject, sharePercent, waitMinutes, decideBy } = test ?? usual;
  const isOpen = test !== null || hasBegun || names.some((name) => problemOf(name, problems) !== undefined);
  return (
    <details class="subject-test" open={isOpen}>
      <summary>Try a second subject</summary>
      <WordField
        name="subjectTest"
        label="Second subject (B)"
        value={subject}
        seen={60}
        problems={problems}
      />
      {hasBegun ? (
        <>
          <HiddenFields
            fields={[
              { name: 'testShare', value: String(sharePercent) },
              { name: 'testWait', value: String(waitMinutes) },
              { name: 'testBy', value: decideBy },
            ]}
          />
          <p class="hint">Who gets which subject is settled; the words can still change.</p>
        </>
      ) : (
        <>
          <div class="subject-test__how">
            <Choice
              name="testShare"
              label="Tried on"
              value={String(sharePercent)}
              options={optionsOf(shares, sharePercent, (share) => `${share} % of the readers`)}
              problems={problems}
            />
            <Choice
              name="testWait"
              label="Then wait"
              value={String(waitMinutes)}
              options={optionsOf(waits, waitMinutes, waitWords)}
              problems={problems}
            />
            <Choice
              name="testBy"
              label="Decided by"
              value={decideBy}
              options={Object.entries(deciderNames).map(([slug, name]) => ({ slug, name }))}
              problems={problems}
            />
          </div>
          <p class="hint">
            Half of them get each subject. After the wait the rest gets the better one by itself; with a tie,
            or fewer than ten reactions, it is the one above. Leave it empty to send one subject.
          </p>
        </>
      )}
    </details>
  );
};

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly problems: readonly FieldProblem[];
}

const Choice = ({ name, label, value, options, problems }: ChoiceProps) => (
  <div class="field">
    <label for={name}>{label}</label>
    <ProblemAt id={`${name}-problem`} message={problemOf(name, problems)} />
    <Select id={name} value={value} options={options} />
  </div>
);
