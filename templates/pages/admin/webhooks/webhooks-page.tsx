import { PostForm } from '../../reader/post-form.tsx';
import type { FieldProblem } from '../../reader/problems.tsx';
import type { AdminSite } from '../admin-frame.tsx';
import { type ChoiceOption, Input, Tick, Ticks } from '../fields.tsx';
import { Part } from '../parts.tsx';
import { SettingsFrame } from '../settings-frame.tsx';

export interface WebhookDraft {
  readonly name: string;
  readonly url: string;
  readonly kinds: readonly string[];
  readonly withAddress: boolean;
}

export interface WebhookRow {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly kinds: readonly string[];
  /** `On`, `Off`, `Failing since …`. */
  readonly state: string;
}

export interface WebhooksPageProps {
  readonly site: AdminSite;
  readonly rows: readonly WebhookRow[];
  readonly kinds: readonly ChoiceOption[];
  readonly draft: WebhookDraft;
  readonly notice?: string | undefined;
  readonly problems: readonly FieldProblem[];
}

/** What other programs are told. */
export const WebhooksPage = ({ site, rows, kinds, draft, notice, problems }: WebhooksPageProps) => (
  <SettingsFrame site={site} current="Webhooks" notice={notice} problems={problems}>
    <p>
      Other programs, such as the paper’s site or its books, are told what happens here: signed, at least
      once, and again for three days when they do not answer.
    </p>
    {rows.length === 0 ? (
      <p>Nobody is told yet.</p>
    ) : (
      <table class="ruled">
        <caption class="visually-hidden">Who is told</caption>
        <thead>
          <tr>
            <th scope="col">Who</th>
            <th scope="col">Hears</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <a href={`/admin/settings/webhooks/${row.id}`}>{row.name}</a>
                <p class="hint">{row.url}</p>
              </th>
              <td>{row.kinds.join(', ')}</td>
              <td>{row.state}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
    <Part id="add" title="Tell somebody">
      <PostForm post={{ action: '/admin/settings/webhooks', hidden: [site.csrf] }} class="stack narrow">
        <EndpointFields kinds={kinds} draft={draft} problems={problems} />
        <div class="act">
          <button class="button" type="submit">
            Keep it and show its secret
          </button>
        </div>
      </PostForm>
    </Part>
    <p class="hint">
      How a receiver checks the signature, and what it is sent, is described under{' '}
      <a href="/api/docs#events">/api/docs</a>.
    </p>
  </SettingsFrame>
);

/** What a new endpoint and a kept one are asked alike. */
export const EndpointFields = ({
  kinds,
  draft,
  problems,
}: Pick<WebhooksPageProps, 'kinds' | 'draft' | 'problems'>) => (
  <>
    <Input
      name="name"
      label="Who listens there"
      hint="Such as Website or Accounting."
      value={draft.name}
      maxlength={80}
      problems={problems}
    />
    <Input
      name="url"
      label="Web address"
      hint="On the open internet; https, so that nobody on the way reads it."
      value={draft.url}
      maxlength={500}
      problems={problems}
    />
    <Ticks name="kinds" legend="What it hears" ticked={draft.kinds} options={kinds} problems={problems} />
    <Tick
      id="withAddress"
      name="withAddress"
      value="yes"
      isTicked={draft.withAddress}
      label="With address and name of the reader"
      hint="Only where the receiver needs them: without, it gets the reader’s id. We keep no copy with an address in it."
    />
  </>
);
