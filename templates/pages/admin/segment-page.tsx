import { Notice } from '../reader/notice.tsx';
import { PostForm } from '../reader/post-form.tsx';
import { ErrorSummary, type FieldProblem } from '../reader/problems.tsx';
import { AdminFrame, type AdminSite } from './admin-frame.tsx';
import { type ChoiceOption, Input } from './fields.tsx';
import { DeskHead, Part, counted, grouped } from './parts.tsx';
import { type ReaderRow, ReadersTable, type ReadersTableProps } from './readers-table.tsx';
import { type GroupView, RulesEditor } from './rules-editor.tsx';

export interface SegmentPageProps {
  readonly site: AdminSite;
  /** Null: it is not saved yet. */
  readonly id: string | null;
  readonly name: string;
  readonly group: GroupView;
  readonly kinds: readonly ChoiceOption[];
  /** Null while the rules cannot be read. */
  readonly found: {
    readonly count: { readonly readers: number; readonly isMore: boolean };
    readonly columns: ReadersTableProps['columns'];
    readonly rows: readonly ReaderRow[];
  } | null;
  readonly mayManage: boolean;
  readonly notice?: string | undefined;
  readonly problems: readonly FieldProblem[];
}

const path = '/admin/readers/segments';

/** A segment: its rules, how many readers they pick now, and the first of them. */
export const SegmentPage = (props: SegmentPageProps) => {
  const { site, id, name, problems, notice, mayManage } = props;
  const title = id === null ? 'A new segment' : name;
  return (
    <AdminFrame site={site} what={title} current="readers" hasProblem={problems.length > 0}>
      <DeskHead title={title} kicker={<a href={path}>Segments</a>} />
      {notice !== undefined && <Notice kind="good">{notice}</Notice>}
      <ErrorSummary problems={problems} />
      <PostForm
        post={{ action: id === null ? `${path}/draft` : `${path}/${id}/draft`, hidden: [site.csrf] }}
        class="stack"
      >
        <fieldset class="bare stack" disabled={!mayManage}>
          <legend class="visually-hidden">Name and rules</legend>
          {/* What Enter presses: it counts, and changes nothing. */}
          <button class="visually-hidden" type="submit" name="act" value="show" tabindex={-1}>
            Count
          </button>
          <Input name="name" label="Name" value={name} maxlength={80} problems={problems} />
          <RulesEditor group={props.group} kinds={props.kinds} />
          {mayManage && (
            <div class="act act--row">
              <button class="button" type="submit" name="act" value="save">
                Save this segment
              </button>
              <button class="button button--quiet" type="submit" name="act" value="show">
                Count the readers
              </button>
            </div>
          )}
        </fieldset>
      </PostForm>
      <Found {...props} />
      {id !== null && mayManage && <Forget {...props} id={id} />}
    </AdminFrame>
  );
};

const Found = ({ found, site, id, group }: SegmentPageProps) => (
  <Part id="found" title="Who that is now">
    {found === null ? (
      <p>
        {group.rules.length === 0
          ? 'Nobody yet: add the first rule above.'
          : 'Nobody, until every rule above says what it looks for.'}
      </p>
    ) : (
      <>
        <p>
          {found.count.isMore
            ? `Over ${grouped(found.count.readers, site.language)} readers`
            : counted(found.count.readers, 'reader', site.language)}{' '}
          at this moment; whoever comes to match joins by themselves.
          {id !== null && (
            <>
              {' '}
              <a href={`/admin/readers?segment=${id}`}>See them all</a>
            </>
          )}
        </p>
        {found.rows.length > 0 && <ReadersTable columns={found.columns} rows={found.rows} hasTicks={false} />}
      </>
    )}
  </Part>
);

const Forget = ({ site, id }: { readonly site: AdminSite; readonly id: string }) => (
  <Part id="delete" title="Delete this segment">
    <PostForm post={{ action: `${path}/${id}/delete`, hidden: [site.csrf] }} class="act">
      <p>The rules are forgotten. Its readers, their tags and their newsletters stay as they are.</p>
      <button class="button button--danger" type="submit">
        Delete this segment
      </button>
    </PostForm>
  </Part>
);
