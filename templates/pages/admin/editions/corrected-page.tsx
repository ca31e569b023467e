import { Notice } from '../../reader/notice.tsx';
import { ActButton, PostForm } from '../../reader/post-form.tsx';
import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import { type CheckLine, CheckList } from './check-list.tsx';
import { readers } from './words.ts';

export interface CorrectedPageProps {
  readonly site: AdminSite;
  readonly path: string;
  readonly subject: string;
  /** Who certainly has not got it. */
  readonly remaining: number;
  readonly checks: readonly CheckLine[];
  /** Why the last click did not send. */
  readonly refusal: readonly string[];
  readonly version: number;
}

/** A correction goes to those who have not got the edition; the others keep what they have. */
export const CorrectedPage = ({
  site,
  path,
  subject,
  remaining,
  checks,
  refusal,
  version,
}: CorrectedPageProps) => {
  const who = readers(remaining, site.language);
  const isBlocked = checks.some(({ severity }) => severity === 'blocking');
  return (
    <AdminFrame site={site} what={`Corrected: ${subject}`} current="editions" hasProblem={refusal.length > 0}>
      <div class="edition-page">
        <p class="small">
          <a href={path}>Back to the text</a>
        </p>
        <h1>Send the corrected edition</h1>
        <p class="send-sentence">
          <b>“{subject}”</b> as it reads now goes to the remaining <b>{who}</b>. Everybody else keeps what
          they got. Where a copy may have arrived already, another one is the same as the first.
        </p>
        {refusal.map((message) => (
          <Notice key={message} kind="warn">
            {message}
          </Notice>
        ))}
        <section aria-labelledby="checks">
          <h2 class="kicker" id="checks">
            Before it leaves
          </h2>
          <CheckList checks={checks} composer={path} />
        </section>
        {!isBlocked && (
          <PostForm
            post={{
              action: `${path}/corrected`,
              hidden: [site.csrf, { name: 'version', value: String(version) }],
            }}
            class="send-act"
          >
            <button type="submit" class="button button--large">
              Send the corrected version to {who}
            </button>
          </PostForm>
        )}
        <ActButton post={{ action: `${path}/resume`, hidden: [site.csrf] }} class="button button--quiet">
          Drop the correction and go on as it was
        </ActButton>
      </div>
    </AdminFrame>
  );
};
