import { Notice } from '../../reader/notice.tsx';
import { ActButton } from '../../reader/post-form.tsx';
import type { Moment } from '../../reader/site.ts';
import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import { DeskHead, When } from '../parts.tsx';
import { type CheckLine, CheckList } from './check-list.tsx';
import { InboxRow, type InboxRowProps } from './inbox-row.tsx';
import { ProofFrame } from './proof.tsx';

export interface ApprovalPageProps {
  readonly site: AdminSite;
  /** The edition's own address. */
  readonly path: string;
  readonly subject: string;
  readonly newsletter: string;
  readonly version: number;
  readonly handedIn: { readonly by: string; readonly at: Moment } | null;
  readonly approved: { readonly by: string; readonly at: Moment } | null;
  /** Why an approval does not count any more. */
  readonly overtaken: string | null;
  readonly inbox: InboxRowProps;
  readonly src: string;
  readonly checks: readonly CheckLine[];
  readonly mayHandIn: boolean;
  readonly mayApprove: boolean;
  /** Whoever looks wrote it or handed it in. */
  readonly isOwn: boolean;
  readonly notice?: string | undefined;
}

/** Where a second person reads an edition and says yes, or gives it back. */
export const ApprovalPage = (props: ApprovalPageProps) => {
  const { site, path, subject, newsletter } = props;
  return (
    <AdminFrame site={site} what={`Approval: ${subject}`} current="editions">
      <DeskHead
        title={subject === '' ? 'No subject yet' : subject}
        kicker={<a href={path}>Back to the draft</a>}
      />
      {props.notice !== undefined && <Notice kind="good">{props.notice}</Notice>}
      {props.overtaken !== null && <Notice kind="warn">{props.overtaken}</Notice>}
      <p>{newsletter} leaves only when somebody who did not write it has approved it. A change asks again.</p>
      <State {...props} />
      <Acts {...props} />
      <CheckList checks={props.checks} composer={path} />
      <InboxRow {...props.inbox} />
      <div class="preview-frames">
        <ProofFrame src={props.src} width="375" title="The mail on a phone" />
        <ProofFrame src={props.src} width="600" title="The mail on a desk" />
      </div>
    </AdminFrame>
  );
};

const State = ({ handedIn, approved }: ApprovalPageProps) => (
  <dl class="tally">
    <div>
      <dt>Handed in</dt>
      <dd>
        {handedIn === null ? (
          'not yet'
        ) : (
          <>
            by {handedIn.by}, <When at={handedIn.at} />
          </>
        )}
      </dd>
    </div>
    <div>
      <dt>Approved</dt>
      <dd>
        {approved === null ? (
          'not yet'
        ) : (
          <>
            by {approved.by}, <When at={approved.at} />
          </>
        )}
      </dd>
    </div>
  </dl>
);

const Acts = (props: ApprovalPageProps) => {
  const { site, path, version, handedIn, approved, mayHandIn, mayApprove, isOwn } = props;
  const hidden = [site.csrf, { name: 'version', value: String(version) }];
  const waits = handedIn !== null && (approved === null || props.overtaken !== null);
  return (
    <div class="act act--row">
      {handedIn === null && mayHandIn && (
        <ActButton post={{ action: `${path}/hand-in`, hidden }}>Hand it in</ActButton>
      )}
      {waits && mayApprove && !isOwn && (
        <ActButton post={{ action: `${path}/approve`, hidden }}>Approve this edition</ActButton>
      )}
      {approved !== null && props.overtaken === null && mayApprove && (
        <a class="button" href={`${path}/send`}>
          Go to sending
        </a>
      )}
      {handedIn !== null && mayApprove && (
        <ActButton post={{ action: `${path}/give-back`, hidden }} class="button button--quiet">
          Give it back
        </ActButton>
      )}
      {waits && isOwn && <p class="hint">You wrote it or handed it in: somebody else has to approve it.</p>}
    </div>
  );
};
