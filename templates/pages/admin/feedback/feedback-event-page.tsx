import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import { DeskHead, Part, When } from '../parts.tsx';
import { type FeedbackRow, Whose } from './feedback-page.tsx';

export interface FeedbackEventPageProps {
  readonly site: AdminSite;
  readonly row: FeedbackRow;
  /** The enhanced status code. */
  readonly status: string | null;
  /** The words of the other side. */
  readonly said: string;
  readonly foundBy: string;
  /** As it came; null where there is none, where it was forgotten after its 90 days, or for who may not see it. */
  readonly evidence: string | null;
}

/** One event with its evidence. */
export const FeedbackEventPage = ({ site, row, status, said, foundBy, evidence }: FeedbackEventPageProps) => (
  <AdminFrame site={site} what={row.kind} current="delivery">
    <DeskHead title={row.kind} kicker={<a href="/admin/delivery/feedback">What came back</a>} />
    <p>
      <Whose {...row} />, <When at={row.at} />
    </p>
    <Part id="why" title="Why">
      <p>
        {row.reason || 'Without words'}
        {row.isHard && '. This is for good.'}
      </p>
      {said !== '' && (
        <p class="hint">
          {status !== null && !said.includes(status) && `${status} `}
          {said}
        </p>
      )}
    </Part>
    <Part id="effect" title="What follows">
      <p>{row.effect}.</p>
      {row.href !== null && (
        <p>
          <a href={row.href}>The page of this reader</a> shows what is kept back, and lets it go again.
        </p>
      )}
    </Part>
    <Part id="evidence" title="Evidence">
      <p>
        {row.source}. Whose mail it was is known by the {foundBy}.
      </p>
      {evidence !== null && <pre class="preview-text">{evidence}</pre>}
    </Part>
  </AdminFrame>
);
