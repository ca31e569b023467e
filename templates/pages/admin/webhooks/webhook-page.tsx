import { Notice } from '../../reader/notice.tsx';
import { ActButton, PostForm } from '../../reader/post-form.tsx';
import { ErrorSummary, type FieldProblem } from '../../reader/problems.tsx';
import type { Moment } from '../../reader/site.ts';
import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import type { ChoiceOption } from '../fields.tsx';
import { DeskHead, Pager, type Paging, Part, When } from '../parts.tsx';
import { EndpointFields, type WebhookDraft } from './webhooks-page.tsx';

export interface DeliveryRow {
  readonly id: number;
  readonly eventId: string;
  readonly kind: string;
  readonly at: Moment;
  /** `Taken`, `Given up`, `Again at …`. */
  readonly state: string;
  readonly attempts: ReadonlyArray<{
    readonly at: Moment;
    readonly words: string;
    readonly tookMs: number;
  }>;
}

export interface WebhookPageProps {
  readonly site: AdminSite;
  readonly webhook: {
    readonly id: string;
    readonly name: string;
    readonly isOn: boolean;
    readonly offBecause: string | null;
    readonly failingSince: Moment | null;
    readonly oldSecretUntil: Moment | null;
  };
  readonly kinds: readonly ChoiceOption[];
  readonly draft: WebhookDraft;
  readonly rows: readonly DeliveryRow[];
  readonly paging: Paging;
  /** Shown this once. */
  readonly fresh?: string | undefined;
  readonly notice?: string | undefined;
  readonly problems: readonly FieldProblem[];
}

type Props = WebhookPageProps;

const postOf = ({ site, webhook }: Pick<Props, 'site' | 'webhook'>, act: string) => ({
  action: `/admin/settings/webhooks/${webhook.id}/${act}`,
  hidden: [site.csrf],
});

/** One receiver: what it hears, its secret, and what became of everything it was sent. */
export const WebhookPage = (props: Props) => {
  const { site, webhook, fresh, notice, problems } = props;
  return (
    <AdminFrame site={site} what={webhook.name} current="settings" hasProblem={problems.length > 0}>
      <DeskHead title={webhook.name} kicker={<a href="/admin/settings/webhooks">Webhooks</a>} />
      {notice !== undefined && <Notice kind="good">{notice}</Notice>}
      <Standing {...props} />
      <ErrorSummary problems={problems} />
      {fresh !== undefined && (
        <section class="fresh" aria-labelledby="fresh">
          <h2 id="fresh">Its secret</h2>
          <p>It is shown this once: put it where the receiver checks the signature.</p>
          <p class="secret" id="fresh-secret">
            {fresh}
          </p>
          <button class="button button--quiet" type="button" data-copy="fresh-secret" hidden>
            Copy the secret
          </button>
        </section>
      )}
      <Log {...props} />
      <Part id="change" title="What it hears">
        <PostForm
          post={{ action: `/admin/settings/webhooks/${webhook.id}`, hidden: [site.csrf] }}
          class="stack narrow"
        >
          <EndpointFields {...props} />
          <div class="act">
            <button class="button" type="submit">
              Save
            </button>
          </div>
        </PostForm>
      </Part>
      <Part id="secret" title="Secret">
        <p>
          With a new secret, each message is signed with both for a day, so that the receiver can change over
          in its own time.
          {webhook.oldSecretUntil !== null && (
            <>
              {' The one before is good until '}
              <When at={webhook.oldSecretUntil} />.
            </>
          )}
        </p>
        <ActButton post={postOf(props, 'secret')} class="button button--plain">
          Make a new secret
        </ActButton>
      </Part>
      <Part id="remove" title="Remove it">
        <p>What waits for it is not sent any more.</p>
        <ActButton post={postOf(props, 'remove')} class="button button--plain">
          Remove {webhook.name}
        </ActButton>
      </Part>
    </AdminFrame>
  );
};

const Standing = (props: Props) => {
  const { isOn, offBecause, failingSince } = props.webhook;
  return (
    <>
      {offBecause !== null && <Notice kind="warn">It was turned off: {offBecause}.</Notice>}
      {isOn && failingSince !== null && (
        <Notice kind="warn">
          Nothing was taken since <When at={failingSince} />. After five days it is turned off, and the owners
          get a mail.
        </Notice>
      )}
      <div class="act">
        <ActButton post={postOf(props, 'test')} class="button button--quiet">
          Send a test
        </ActButton>
        <ActButton post={postOf(props, isOn ? 'off' : 'on')} class="button button--plain">
          {isOn ? 'Turn it off' : 'Turn it on'}
        </ActButton>
      </div>
    </>
  );
};

const Log = (props: Props) => (
  <Part id="log" title="What it was sent">
    {props.rows.length === 0 ? (
      <p>Nothing yet.</p>
    ) : (
      <table class="ruled">
        <caption class="visually-hidden">Messages, newest first, with each attempt</caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Attempts</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                {row.kind}
                <p class="hint">
                  <When at={row.at} />
                </p>
                <p class="hint">{row.eventId}</p>
              </th>
              <td>
                <ol class="plain">
                  {row.attempts.map(({ at, words, tookMs }) => (
                    <li key={at.iso}>
                      {words} <span class="soft">· {tookMs} ms · </span>
                      <span class="soft">
                        <When at={at} />
                      </span>
                    </li>
                  ))}
                </ol>
              </td>
              <td>
                {row.state}
                <Replay {...props} row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
    <Pager {...props.paging} more="Earlier messages" />
  </Part>
);

const Replay = ({ site, webhook, row }: Pick<Props, 'site' | 'webhook'> & { readonly row: DeliveryRow }) => (
  <PostForm
    post={{
      action: `/admin/settings/webhooks/${webhook.id}/replay`,
      hidden: [site.csrf, { name: 'id', value: String(row.id) }],
    }}
  >
    <button class="button button--plain" type="submit">
      Send again
      <span class="visually-hidden"> {row.eventId}</span>
    </button>
  </PostForm>
);
