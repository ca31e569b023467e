import { PostForm } from '../../reader/post-form.tsx';
import type { FieldProblem } from '../../reader/problems.tsx';
import type { Moment } from '../../reader/site.ts';
import type { AdminSite } from '../admin-frame.tsx';
import { Input, Select, Tick } from '../fields.tsx';
import { Part, When } from '../parts.tsx';
import { SettingsFrame } from '../settings-frame.tsx';

export interface StaffRow {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly role: string;
  readonly hasEnded: boolean;
  readonly hasSecondFactor: boolean;
  readonly seenAt: Moment | null;
}

export interface InvitationRow {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly role: string;
  readonly until: Moment;
  readonly isOver: boolean;
}

export interface StaffPageProps {
  readonly site: AdminSite;
  readonly rows: readonly StaffRow[];
  readonly invitations: readonly InvitationRow[];
  readonly demandsSecondFactor: boolean;
  /** The provider of the newsroom's own accounts, and what the owner said of it; null where there is none. */
  readonly signOn: {
    readonly name: string;
    readonly trustsFactor: boolean;
    readonly demandsSignOn: boolean;
  } | null;
  readonly draft: { readonly name: string; readonly address: string; readonly role: string };
  readonly notice?: string | undefined;
  readonly problems: readonly FieldProblem[];
}

export const roleOptions = [
  { value: 'editor', text: 'Editor: composes, sends, looks after readers' },
  { value: 'reporter', text: 'Reporter: brings stories in and composes' },
  { value: 'analyst', text: 'Analyst: reads, changes nothing' },
  { value: 'owner', text: 'Owner: everything, and these settings' },
];

/** Who has a key to the newsroom, and who is to get one. */
export const StaffPage = (props: StaffPageProps) => {
  const { site, rows, invitations, draft, notice, problems } = props;
  return (
    <SettingsFrame site={site} current="Staff" notice={notice} problems={problems}>
      <People rows={rows} />
      {invitations.length > 0 && <Invitations site={site} rows={invitations} />}
      <Part id="invite" title="Invite somebody">
        <PostForm post={{ action: '/admin/settings/staff', hidden: [site.csrf] }} class="stack narrow">
          <Input name="name" label="Name" value={draft.name} problems={problems} maxlength={80} />
          <Input
            name="address"
            type="email"
            label="E-mail address"
            hint="They get a link that is good once, for seven days, and choose their own password."
            value={draft.address}
            problems={problems}
          />
          <Select name="role" label="Role" value={draft.role} options={roleOptions} problems={problems} />
          <div class="act">
            <button class="button" type="submit">
              Mail the invitation
            </button>
          </div>
        </PostForm>
      </Part>
      <Part id="second-factor" title="Second factor">
        <PostForm post={{ action: '/admin/settings/staff/rules', hidden: [site.csrf] }} class="stack narrow">
          <Tick
            id="demandsSecondFactor"
            name="demandsSecondFactor"
            value="yes"
            isTicked={props.demandsSecondFactor}
            label="Everybody needs a second factor"
            hint="An authenticator app or a passkey. Who has none is told by mail and has seven days; after that their own account is all that opens until they have set one up."
          />
          <div class="act">
            <button class="button" type="submit">
              Save the rule
            </button>
          </div>
        </PostForm>
      </Part>
      {props.signOn && <SignOnRules site={site} signOn={props.signOn} />}
    </SettingsFrame>
  );
};

const SignOnRules = ({
  site,
  signOn,
}: {
  readonly site: AdminSite;
  readonly signOn: NonNullable<StaffPageProps['signOn']>;
}) => (
  <Part id="sign-on" title={`Signing in with ${signOn.name}`}>
    <PostForm post={{ action: '/admin/settings/staff/sign-on', hidden: [site.csrf] }} class="stack narrow">
      <Tick
        id="trustsFactor"
        name="trustsFactor"
        value="yes"
        isTicked={signOn.trustsFactor}
        label="A second factor shown there is enough"
        hint={`When ${signOn.name} says that it asked for one, Doorstep asks for none. Otherwise it asks for its own.`}
      />
      <Tick
        id="demandsSignOn"
        name="demandsSignOn"
        value="yes"
        isTicked={signOn.demandsSignOn}
        label="Everybody but owners has to come in this way"
        hint={`Passwords and passkeys then open the accounts of owners only, for the day ${signOn.name} is out of reach.`}
      />
      <div class="act">
        <button class="button" type="submit">
          Save these rules
        </button>
      </div>
    </PostForm>
  </Part>
);

const People = ({ rows }: { readonly rows: readonly StaffRow[] }) => (
  <table class="ruled">
    <caption class="visually-hidden">Everybody with an account</caption>
    <thead>
      <tr>
        <th scope="col">Name</th>
        <th scope="col">Role</th>
        <th scope="col">Second factor</th>
        <th scope="col">Last here</th>
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr key={row.id}>
          <th scope="row">
            <a href={`/admin/settings/staff/${row.id}`}>{row.name}</a>
            <p class="hint">{row.address}</p>
          </th>
          <td>{row.hasEnded ? 'Account ended' : row.role}</td>
          <td data-label="second factor">{row.hasSecondFactor ? 'With' : 'Without'}</td>
          <td class="soft">
            <When at={row.seenAt} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

const Invitations = ({
  site,
  rows,
}: {
  readonly site: AdminSite;
  readonly rows: readonly InvitationRow[];
}) => (
  <Part id="invitations" title="Invited">
    <table class="ruled">
      <caption class="visually-hidden">Invitations that nobody has taken yet</caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Role</th>
          <th scope="col">Good until</th>
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
              <p class="hint">{row.address}</p>
            </th>
            <td>{row.role}</td>
            <td class="soft">
              <When at={row.until} />
              {row.isOver && <p class="hint">Over: invite them again for a new link.</p>}
            </td>
            <td class="figure">
              <TakeBack site={site} row={row} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </Part>
);

const TakeBack = ({ site, row }: { readonly site: AdminSite; readonly row: InvitationRow }) => (
  <PostForm
    post={{ action: '/admin/settings/staff/take-back', hidden: [site.csrf, { name: 'id', value: row.id }] }}
  >
    <button class="button button--plain" type="submit">
      Take back
      <span class="visually-hidden"> the invitation of {row.name}</span>
    </button>
  </PostForm>
);
