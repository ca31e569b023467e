import { PostForm } from '../reader/post-form.tsx';
import type { FieldProblem } from '../reader/problems.tsx';
import type { Moment } from '../reader/site.ts';
import type { AdminSite } from './admin-frame.tsx';
import { Input, Ticks } from './fields.tsx';
import { Part, When } from './parts.tsx';
import { SettingsFrame } from './settings-frame.tsx';

export interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly createdAt: Moment;
  readonly lastUsedAt: Moment | null;
  /** Who made it; null for one from a terminal. */
  readonly owner: string | null;
}

export interface KeysPageProps {
  readonly site: AdminSite;
  readonly rows: readonly KeyRow[];
  readonly scopes: readonly string[];
  readonly draft: { readonly name: string; readonly scopes: readonly string[] };
  /** The key that was just made: it is shown this once. */
  readonly fresh?: { readonly name: string; readonly key: string } | undefined;
  readonly notice?: string | undefined;
  readonly problems: readonly FieldProblem[];
}

/** Keys for programs; what one may do stands in its scopes. */
export const KeysPage = ({ site, rows, scopes, draft, fresh, notice, problems }: KeysPageProps) => (
  <SettingsFrame site={site} current="API keys" notice={notice} problems={problems}>
    {fresh !== undefined && (
      <section class="fresh" aria-labelledby="fresh">
        <h2 id="fresh">The key of {fresh.name}</h2>
        <p>It is shown this once: put it where the program finds it.</p>
        <p class="secret" id="fresh-key">
          {fresh.key}
        </p>
        <button class="button button--quiet" type="button" data-copy="fresh-key" hidden>
          Copy the key
        </button>
      </section>
    )}
    {rows.length === 0 ? (
      <p>No key yet.</p>
    ) : (
      <table class="ruled">
        <caption class="visually-hidden">Keys in force</caption>
        <thead>
          <tr>
            <th scope="col">Key</th>
            <th scope="col">Scopes</th>
            <th scope="col">Made</th>
            <th scope="col">Last used</th>
            <th scope="col">
              <span class="visually-hidden">Acts</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                {row.name}
                <p class="hint">
                  {row.prefix}… · {row.owner ?? 'made from a terminal'}
                </p>
              </th>
              <td>{row.scopes.join(', ')}</td>
              <td class="soft">
                <When at={row.createdAt} />
              </td>
              <td class="soft">
                {row.lastUsedAt === null && 'never used'}
                <When at={row.lastUsedAt} />
              </td>
              <td class="figure">
                <Revoke site={site} row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
    <Part id="make" title="Make a key">
      <PostForm post={{ action: '/admin/settings/keys', hidden: [site.csrf] }} class="stack narrow">
        <Input
          name="name"
          label="What it is for"
          hint="Such as Website or Archive script: the trail names it so."
          value={draft.name}
          problems={problems}
        />
        <Ticks
          name="scopes"
          legend="What it may do"
          ticked={draft.scopes}
          options={scopes.map((scope) => ({ value: scope, text: scope }))}
          problems={problems}
        />
        <div class="act">
          <button class="button" type="submit">
            Make the key and show it
          </button>
        </div>
      </PostForm>
    </Part>
    <p class="hint">
      A key made here is yours: it ends when your password, your second factor or your role changes. One that
      is to outlive that, as for a website, is made on the server with <code>npx doorstep key create</code>.
    </p>
    <p class="hint">
      What programs can do with it is described under <a href="/api/docs">/api/docs</a>.
    </p>
  </SettingsFrame>
);

const Revoke = ({ site, row }: { readonly site: AdminSite; readonly row: KeyRow }) => (
  <PostForm
    post={{ action: '/admin/settings/keys/revoke', hidden: [site.csrf, { name: 'id', value: row.id }] }}
  >
    <button class="button button--plain" type="submit">
      Revoke {row.name}
      <span class="visually-hidden">, the key that begins with {row.prefix}</span>
    </button>
  </PostForm>
);
