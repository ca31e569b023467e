import { type HiddenField, HiddenFields } from '../reader/post-form.tsx';
import { type ChoiceOption, Input, Select } from './fields.tsx';

/** One rule as it stands in the form. */
export interface RuleView {
  /** Its place in the tree, such as `r-0-2`: the names of its fields end with it. */
  readonly at: string;
  readonly about: string;
  readonly hidden: readonly HiddenField[];
  readonly selects: ReadonlyArray<{
    readonly name: string;
    readonly label: string;
    readonly value: string;
    readonly options: readonly ChoiceOption[];
  }>;
  readonly input: {
    readonly name: string;
    readonly label: string;
    readonly type: 'text' | 'date' | 'number';
    readonly value: string;
  } | null;
  readonly problem: string | undefined;
}

export interface GroupView {
  readonly at: string;
  readonly match: string;
  readonly rules: ReadonlyArray<RuleView | GroupView>;
  /** Whether a group may stand inside it. */
  readonly mayNest: boolean;
  readonly problem: string | undefined;
}

const matchOptions: readonly ChoiceOption[] = [
  { value: 'all', text: 'All of these hold' },
  { value: 'any', text: 'At least one of these holds' },
  { value: 'not', text: 'None of these holds' },
];

const isGroup = (view: RuleView | GroupView): view is GroupView => 'match' in view;

/** A tree of rules as plain fields: each button sends the form, and the page comes back with what it asked for. */
export const RulesEditor = ({
  group,
  kinds,
}: {
  readonly group: GroupView;
  readonly kinds: readonly ChoiceOption[];
}) => (
  <fieldset class="rules" id={group.at}>
    <legend class="visually-hidden">{group.at === 'r' ? 'Rules' : 'A group of rules'}</legend>
    <Select name={`match-${group.at}`} label="Readers for whom" value={group.match} options={matchOptions} />
    {group.problem !== undefined && <p class="problem">{group.problem}</p>}
    {group.rules.map((view) =>
      isGroup(view) ? (
        <RulesEditor key={view.at} group={view} kinds={kinds} />
      ) : (
        <RuleFields key={view.at} rule={view} />
      ),
    )}
    <div class="rule">
      <Select name={`new-${group.at}`} label="Another rule about" value="" options={kinds} />
      <button class="button button--quiet" type="submit" name="act" value={`rule:${group.at}`}>
        Add a rule
      </button>
      {group.mayNest && (
        <button class="button button--plain" type="submit" name="act" value={`group:${group.at}`}>
          Add a group
        </button>
      )}
      {group.at !== 'r' && (
        <button class="button button--plain" type="submit" name="act" value={`remove:${group.at}`}>
          Take this group out
        </button>
      )}
    </div>
  </fieldset>
);

const RuleFields = ({ rule }: { readonly rule: RuleView }) => (
  <div class="rule" id={rule.at}>
    <p class="rule__about">{rule.about}</p>
    {rule.problem !== undefined && <p class="problem">{rule.problem}</p>}
    <HiddenFields fields={rule.hidden} />
    {rule.selects.map((select) => (
      <Select key={select.name} {...select} />
    ))}
    {rule.input !== null && <Input {...rule.input} />}
    <button class="button button--plain" type="submit" name="act" value={`remove:${rule.at}`}>
      Take out
    </button>
  </div>
);
