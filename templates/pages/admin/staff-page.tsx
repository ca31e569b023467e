import { PostForm } from '../reader/post-form.tsx';
import type { FieldProblem } from '../reader/problems.tsx';
import type { AdminSite } from './admin-frame.tsx';
import { Input, Select } from './fields.tsx';
import { Part } from './parts.tsx';
import { SettingsFrame } from './settings-frame.tsx';

export interface StaffRow {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly role: string;
}

export interface StaffPageProps {
  readonly site: AdminSite;
  readonly rows: readonly StaffRow[];
  readonly draft: { readonly name: string; readonly address: string; readonly role: string };
  readonly notice?: string | undefined;
  readonly problems: readonly FieldProblem[];
}

const roleOptions = [
  { value: 'editor', text: 'Editor: composes, sends, looks after readers' },
  { value: 'reporter', text: 'Reporter: brings stories in and composes' },
  { value: 'analyst', text: 'Analyst: reads, changes nothing' },
  { value: 'owner', text: 'Owner: everything, and these settings' },
];

/** Who has a key to the newsroom. */
export const StaffPage = ({ site, rows, draft, notice, problems }: StaffPageProps) => (
  <SettingsFrame site={site} current="Staff" notice={notice} problems={problems}>
    <table class="ruled">
      <caption class="visually-hidden">Everybody with an account</caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Address</th>
          <th scope="col">Role</th>
          <th scope="col">
            <span class="visually-hidden">Acts</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">{row.name}</th>
            <td>{row.address}</td>
            <td>{row.role}</td>
            <td class="figure">
              {row.role !== 'owner' && (
                <PostForm
                  post={{
                    action: '/admin/settings/staff/end',
                    hidden: [site.csrf, { name: 'id', value: row.id }],
                  }}
                >
                  <button class="button button--plain" type="submit">
                    End {row.name}’s account
                  </button>
                </PostForm>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
    <Part id="add" title="Add somebody">
      <PostForm post={{ action: '/admin/settings/staff', hidden: [site.csrf] }} class="stack narrow">
        <Input name="name" label="Name" value={draft.name} problems={problems} />
        <Input name="address" type="email" label="E-mail address" value={draft.address} problems={problems} />
        <Select name="role" label="Role" value={draft.role} options={roleOptions} problems={problems} />
        <Input
          name="password"
          type="password"
          label="Password"
          hint="At least 8 characters, better 15 or more. Tell it to them yourself: it is not mailed."
          autocomplete="new-password"
          problems={problems}
        />
        <div class="act">
          <button class="button" type="submit">
            Make this account
          </button>
        </div>
      </PostForm>
    </Part>
  </SettingsFrame>
);
