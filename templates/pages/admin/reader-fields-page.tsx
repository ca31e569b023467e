import { Notice } from '../reader/notice.tsx';
import { PostForm } from '../reader/post-form.tsx';
import { ErrorSummary, type FieldProblem } from '../reader/problems.tsx';
import { AdminFrame, type AdminSite } from './admin-frame.tsx';
import { type ChoiceOption, Input, Select } from './fields.tsx';
import { DeskHead, Part, counted, grouped } from './parts.tsx';

export interface ReaderFieldsPageProps {
  readonly site: AdminSite;
  readonly fields: ReadonlyArray<{
    readonly slug: string;
    readonly name: string;
    readonly kind: string;
    /** Readers with a value, counted up to a number. */
    readonly readers: { readonly readers: number; readonly isMore: boolean };
  }>;
  readonly kinds: readonly ChoiceOption[];
  readonly draft: { readonly name: string; readonly kind: string };
  readonly notice?: string | undefined;
  readonly problems: readonly FieldProblem[];
  readonly mayManage: boolean;
}

/** What the newsroom notes about its readers beside name and address. */
export const ReaderFieldsPage = (props: ReaderFieldsPageProps) => (
  <AdminFrame site={props.site} what="Fields" current="readers" hasProblem={props.problems.length > 0}>
    <DeskHead title="Fields" kicker={<a href="/admin/readers">Readers</a>} />
    {props.notice !== undefined && <Notice kind="good">{props.notice}</Notice>}
    <ErrorSummary problems={props.problems} />
    {props.fields.length === 0 ? (
      <p>
        No field yet. A field is something you want to note about readers, such as their neighbourhood or the
        day they became a member.
      </p>
    ) : (
      <ul class="plain entries">
        {props.fields.map((field) => (
          <Field key={field.slug} {...props} field={field} />
        ))}
      </ul>
    )}
    {props.mayManage && <Add {...props} />}
  </AdminFrame>
);

type FieldProps = ReaderFieldsPageProps & { readonly field: ReaderFieldsPageProps['fields'][number] };

const inUse = ({ site, field: { readers } }: FieldProps): string =>
  readers.isMore
    ? `over ${grouped(readers.readers, site.language)} readers`
    : counted(readers.readers, 'reader', site.language);

const Field = (props: FieldProps) => {
  const { field, site, mayManage, problems } = props;
  const hasProblem = problems.some((problem) => problem.field === `name-${field.slug}`);
  return (
    <li>
      <div>
        <p>
          <b>{field.name}</b> <span class="soft">· {field.kind}</span>
        </p>
        <p class="hint">Known of {inUse(props)}</p>
      </div>
      {mayManage && (
        <details class="fold" open={hasProblem}>
          <summary>Change {field.name}</summary>
          <PostForm
            post={{ action: `/admin/readers/fields/${field.slug}/rename`, hidden: [site.csrf] }}
            class="stack narrow"
          >
            <Input
              name={`name-${field.slug}`}
              label="Name"
              value={field.name}
              maxlength={60}
              problems={problems}
            />
            <div class="act">
              <button class="button button--quiet" type="submit">
                Rename {field.name}
              </button>
            </div>
          </PostForm>
          <PostForm
            post={{ action: `/admin/readers/fields/${field.slug}/remove`, hidden: [site.csrf] }}
            class="stack narrow"
          >
            <p>What is noted here of {inUse(props)} is deleted with it. This cannot be taken back.</p>
            <div class="act">
              <button class="button button--danger" type="submit">
                Remove {field.name}
              </button>
            </div>
          </PostForm>
        </details>
      )}
    </li>
  );
};

const Add = ({ site, kinds, draft, problems }: ReaderFieldsPageProps) => (
  <Part id="add" title="Add a field">
    <PostForm post={{ action: '/admin/readers/fields', hidden: [site.csrf] }} class="stack narrow">
      <Input name="name" label="Name" value={draft.name} maxlength={60} problems={problems} />
      <Select
        name="kind"
        label="Kind"
        hint="It stays as it is chosen here: what is noted would not fit another one."
        value={draft.kind}
        options={kinds}
        problems={problems}
      />
      <div class="act">
        <button class="button" type="submit">
          Add this field
        </button>
      </div>
    </PostForm>
  </Part>
);
