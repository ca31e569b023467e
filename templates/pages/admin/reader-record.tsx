import { PostForm } from '../reader/post-form.tsx';
import type { Moment } from '../reader/site.ts';
import type { AdminSite } from './admin-frame.tsx';
import { Part, When } from './parts.tsx';

export interface ReaderSuppression {
  readonly id: number;
  readonly what: string;
  readonly reason: string;
  readonly evidence: string | null;
  readonly since: Moment;
}

/** What we hold of a reader beside their subscriptions: what keeps mail back, what was agreed. */
export interface ReaderRecord {
  readonly site: AdminSite;
  readonly id: string;
  readonly mayManage: boolean;
  readonly suppressions: readonly ReaderSuppression[];
  readonly consents: ReadonlyArray<{
    readonly act: string;
    readonly newsletter: string | null;
    readonly words: string;
    readonly where: string;
    readonly at: Moment;
  }>;
}

export const Suppressions = ({ site, id, suppressions, mayManage }: ReaderRecord) => (
  <Part id="suppressions" title="Kept back">
    <ul class="plain entries">
      {suppressions.map((each) => (
        <li key={each.id}>
          <div>
            <p>
              <b>{each.what}</b> since <When at={each.since} />: {each.reason}
            </p>
            {each.evidence !== null && <p class="hint">{each.evidence}</p>}
          </div>
          {mayManage && (
            <PostForm
              post={{
                action: `/admin/readers/${id}/lift`,
                hidden: [site.csrf, { name: 'suppression', value: String(each.id) }],
              }}
            >
              <button class="button button--plain" type="submit">
                Let mail go there again
              </button>
            </PostForm>
          )}
        </li>
      ))}
    </ul>
    {mayManage && (
      <p class="hint">
        Only when the reader has said so, or the address is mended: a newsletter they left stays left either
        way.
      </p>
    )}
  </Part>
);

export const Consents = ({ consents }: ReaderRecord) => (
  <Part id="consents" title="Consent">
    {consents.length === 0 ? (
      <p>None recorded.</p>
    ) : (
      <ol class="plain consents">
        {consents.map((line, index) => (
          <li key={`${line.at.iso}${index}`}>
            <p>
              <b>{line.act}</b>
              {line.newsletter !== null && ` · ${line.newsletter}`}{' '}
              <span class="soft">
                · <When at={line.at} />
                {line.where !== '' && ` · ${line.where}`}
              </span>
            </p>
            <blockquote>{line.words}</blockquote>
          </li>
        ))}
      </ol>
    )}
  </Part>
);
