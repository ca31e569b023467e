import { Notice } from '../../reader/notice.tsx';
import { PostForm } from '../../reader/post-form.tsx';
import { ErrorSummary, type FieldProblem } from '../../reader/problems.tsx';
import type { Moment } from '../../reader/site.ts';
import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import { Select } from '../fields.tsx';
import { DeskHead, Part, When } from '../parts.tsx';
import { roleOptions } from './staff-page.tsx';

export interface PersonPageProps {
  readonly site: AdminSite;
  readonly person: {
    readonly id: string;
    readonly name: string;
    readonly address: string;
    readonly role: string;
    readonly hasEnded: boolean;
    readonly hasSecondFactor: boolean;
    /** The provider that opens this account; null when none does. */
    readonly signOn: string | null;
    readonly seenAt: Moment | null;
    readonly trailHref: string;
  };
  readonly notice?: string | undefined;
  readonly problems: readonly FieldProblem[];
}

/** One person on the staff: what they may do, and whether they may come in. */
export const PersonPage = ({ site, person, notice, problems }: PersonPageProps) => (
  <AdminFrame site={site} what={person.name} current="settings" hasProblem={problems.length > 0}>
    <DeskHead title={person.name} kicker={<a href="/admin/settings/staff">Staff</a>} />
    {notice !== undefined && <Notice kind="good">{notice}</Notice>}
    <ErrorSummary problems={problems} />
    <p>
      {person.address}
      {person.seenAt !== null && (
        <>
          {' · last here '}
          <When at={person.seenAt} />
        </>
      )}
      {' · '}
      <a href={person.trailHref}>What they did</a>
    </p>
    {person.hasEnded ? (
      <Ended site={site} person={person} />
    ) : (
      <Open site={site} person={person} problems={problems} />
    )}
  </AdminFrame>
);

type PartProps = Pick<PersonPageProps, 'site' | 'person'>;

const postOf = ({ site, person }: PartProps, act: string) => ({
  action: `/admin/settings/staff/${person.id}/${act}`,
  hidden: [site.csrf],
});

const Ended = (props: PartProps) => (
  <Part id="ended" title="The account has ended">
    <p>Nobody signs in with it. Opened again, it has the password and the second factor it had.</p>
    <PostForm post={postOf(props, 'reopen')}>
      <button class="button" type="submit">
        Open {props.person.name}’s account again
      </button>
    </PostForm>
  </Part>
);

const Open = (props: PartProps & Pick<PersonPageProps, 'problems'>) => (
  <>
    <Part id="role-part" title="Role">
      <PostForm post={postOf(props, 'role')} class="stack narrow">
        <Select
          name="role"
          label="What they may do"
          hint="With another role all their sessions and API keys end: they sign in anew."
          value={props.person.role}
          options={roleOptions}
          problems={props.problems}
        />
        <div class="act">
          <button class="button" type="submit">
            Change the role
          </button>
        </div>
      </PostForm>
    </Part>
    <Part id="way-in" title="Their way in">
      <p>
        {props.person.hasSecondFactor
          ? 'They have a second factor. Remove it only when you are sure that it is they who ask you: after that the password alone opens the account.'
          : 'They have no second factor.'}
      </p>
      <div class="act">
        <PostForm post={postOf(props, 'password')}>
          <button class="button button--plain" type="submit">
            Mail them a link for a new password
          </button>
        </PostForm>
        {props.person.hasSecondFactor && (
          <PostForm post={postOf(props, 'factors')}>
            <button class="button button--plain" type="submit">
              Remove the second factor
            </button>
          </PostForm>
        )}
        {props.person.signOn !== null && (
          <PostForm post={postOf(props, 'sign-on')}>
            <button class="button button--plain" type="submit">
              Remove the link with {props.person.signOn}
            </button>
          </PostForm>
        )}
      </div>
    </Part>
    <Part id="end-part" title="End the account">
      <p>Their sessions and API keys end at once. What they did stays in the trail.</p>
      <PostForm post={postOf(props, 'end')}>
        <button class="button button--plain" type="submit">
          End {props.person.name}’s account
        </button>
      </PostForm>
    </Part>
  </>
);
