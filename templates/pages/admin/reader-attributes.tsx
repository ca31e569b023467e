import { PostForm } from '../reader/post-form.tsx';
import type { FieldProblem } from '../reader/problems.tsx';
import type { AdminSite } from './admin-frame.tsx';
import { Input, Select } from './fields.tsx';
import { Part } from './parts.tsx';

export interface ReaderAttributes {
  /** With commas between them. */
  readonly tags: string;
  readonly fields: ReadonlyArray<{
    readonly slug: string;
    readonly name: string;
    readonly kind: 'text' | 'number' | 'date' | 'yes or no';
    readonly value: string;
  }>;
}

export interface ReaderAttributesProps {
  readonly site: AdminSite;
  readonly id: string;
  readonly attributes: ReaderAttributes;
  readonly mayManage: boolean;
  readonly problems: readonly FieldProblem[];
}

/** What the newsroom notes about a reader: tags, and its own fields. */
export const Attributes = (props: ReaderAttributesProps) => (
  <Part id="notes" title="Tags and fields">
    {props.mayManage ? <Edit {...props} /> : <Show {...props} />}
  </Part>
);

const Show = ({ attributes: { tags, fields } }: ReaderAttributesProps) => (
  <dl class="tally">
    <div>
      <dt>Tags</dt>
      <dd>{tags === '' ? 'None' : tags}</dd>
    </div>
    {fields.map(({ slug, name, value }) => (
      <div key={slug}>
        <dt>{name}</dt>
        <dd>{value === '' ? 'Not known' : value}</dd>
      </div>
    ))}
  </dl>
);

const Edit = ({ site, id, attributes, problems }: ReaderAttributesProps) => (
  <PostForm post={{ action: `/admin/readers/${id}/notes`, hidden: [site.csrf] }} class="stack narrow">
    <Input
      name="tags"
      label="Tags"
      hint="With commas between them."
      value={attributes.tags}
      problems={problems}
    />
    {attributes.fields.map((field) => (
      <FieldValue key={field.slug} field={field} problems={problems} />
    ))}
    <div class="act">
      <button class="button button--quiet" type="submit">
        Save tags and fields
      </button>
    </div>
  </PostForm>
);

const FieldValue = ({
  field: { slug, name, kind, value },
  problems,
}: {
  readonly field: ReaderAttributes['fields'][number];
  readonly problems: readonly FieldProblem[];
}) => {
  const field = `field-${slug}`;
  if (kind === 'yes or no') {
    const options = [
      { value: '', text: 'Not known' },
      { value: 'yes', text: 'Yes' },
      { value: 'no', text: 'No' },
    ];
    return <Select name={field} label={name} value={value} options={options} problems={problems} />;
  }
  // A number is typed as text: the browser would throw away what it cannot read, and nobody could mend it.
  return (
    <Input
      name={field}
      label={name}
      type={kind === 'date' ? 'date' : 'text'}
      value={value}
      problems={problems}
    />
  );
};
