import { PostForm } from '../reader/post-form.tsx';
import type { FieldProblem } from '../reader/problems.tsx';
import type { Moment } from '../reader/site.ts';
import type { AdminSite } from './admin-frame.tsx';
import { type ChoiceOption, Input, Select, TextArea } from './fields.tsx';
import { Part, When } from './parts.tsx';
import { SettingsFrame } from './settings-frame.tsx';

export interface GroupRow {
  readonly id: string;
  readonly name: string;
  readonly tierName: string;
  /** "12 of 40". */
  readonly seats: string;
  readonly mailDomain: string | null;
  readonly endsAt: Moment | null;
}

export interface GiftRow {
  readonly id: string;
  readonly what: string;
  readonly recipient: string;
  readonly state: string;
  readonly madeAt: Moment;
}

export interface GroupDraft {
  readonly groupName: string;
  readonly groupTier: string;
  readonly seats: string;
  readonly mailDomain: string;
  readonly lastDay: string;
}

export interface GiftDraft {
  readonly giftTier: string;
  readonly months: string;
  readonly giverName: string;
  readonly recipient: string;
  readonly message: string;
}

/** A link that is shown this once, as only its fingerprint is kept. */
export interface FreshLink {
  readonly title: string;
  readonly words: string;
  readonly url: string;
}

export interface GiftsGroupsPageProps {
  readonly site: AdminSite;
  readonly tiers: readonly ChoiceOption[];
  readonly groups: readonly GroupRow[];
  readonly gifts: readonly GiftRow[];
  readonly group: GroupDraft;
  readonly gift: GiftDraft;
  readonly fresh?: FreshLink | undefined;
  readonly notice?: string | undefined;
  readonly problems: readonly FieldProblem[];
}

const action = '/admin/settings/gifts-and-groups';

const Fresh = ({ title, words, url }: FreshLink) => (
  <section class="fresh" aria-labelledby="fresh">
    <h2 id="fresh">{title}</h2>
    <p>{words}</p>
    <p class="secret" id="fresh-link">
      {url}
    </p>
    <button class="button button--quiet" type="button" data-copy="fresh-link" hidden>
      Copy the link
    </button>
  </section>
);

const Groups = ({ site, groups }: Pick<GiftsGroupsPageProps, 'site' | 'groups'>) => (
  <table class="ruled">
    <caption class="visually-hidden">Groups that share a subscription</caption>
    <thead>
      <tr>
        <th scope="col">Group</th>
        <th scope="col">Tier</th>
        <th scope="col">Seats taken</th>
        <th scope="col">Ends</th>
        <th scope="col">
          <span class="visually-hidden">Acts</span>
        </th>
      </tr>
    </thead>
    <tbody>
      {groups.map((group) => (
        <tr key={group.id}>
          <th scope="row">
            {group.name}
            {group.mailDomain !== null && <p class="hint">Everybody at {group.mailDomain}</p>}
          </th>
          <td>{group.tierName}</td>
          <td>{group.seats}</td>
          <td class="soft">
            {group.endsAt === null && 'when you end it'}
            <When at={group.endsAt} />
          </td>
          <td class="figure">
            <EndGroup site={site} group={group} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

const EndGroup = ({ site, group }: { readonly site: AdminSite; readonly group: GroupRow }) => (
  <PostForm post={{ action: `${action}/groups/end`, hidden: [site.csrf, { name: 'id', value: group.id }] }}>
    <button class="button button--plain" type="submit">
      End {group.name}
    </button>
  </PostForm>
);

const AddGroup = ({ site, tiers, group, problems }: GiftsGroupsPageProps) => (
  <PostForm post={{ action: `${action}/groups`, hidden: [site.csrf] }} class="stack narrow">
    <Input name="groupName" label="Name" value={group.groupName} problems={problems} />
    <Select name="groupTier" label="Tier" value={group.groupTier} options={tiers} problems={problems} />
    <Input name="seats" type="number" label="Seats" value={group.seats} problems={problems} />
    <Input
      name="mailDomain"
      label="Mail domain"
      hint="Such as school.example.org: whoever confirms an address there takes a seat. Left empty, it is by invitation alone."
      value={group.mailDomain}
      problems={problems}
    />
    <Input
      name="lastDay"
      type="date"
      label="Last day"
      hint="Left empty, it goes on until you end it."
      value={group.lastDay}
      problems={problems}
    />
    <div class="act">
      <button class="button" type="submit">
        Add the group and show its invitation
      </button>
    </div>
  </PostForm>
);

const Gifts = ({ gifts }: Pick<GiftsGroupsPageProps, 'gifts'>) => (
  <table class="ruled">
    <caption class="visually-hidden">Gifts, the newest first</caption>
    <thead>
      <tr>
        <th scope="col">Gift</th>
        <th scope="col">For</th>
        <th scope="col">State</th>
        <th scope="col">Made</th>
      </tr>
    </thead>
    <tbody>
      {gifts.map((gift) => (
        <tr key={gift.id}>
          <th scope="row">{gift.what}</th>
          <td>{gift.recipient}</td>
          <td>{gift.state}</td>
          <td class="soft">
            <When at={gift.madeAt} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

const MakeGift = ({ site, tiers, gift, problems }: GiftsGroupsPageProps) => (
  <PostForm post={{ action: `${action}/gifts`, hidden: [site.csrf] }} class="stack narrow">
    <Select name="giftTier" label="Tier" value={gift.giftTier} options={tiers} problems={problems} />
    <Input name="months" type="number" label="Months" value={gift.months} problems={problems} />
    <Input
      name="giverName"
      label="From"
      hint="The name the recipient reads. Left empty, the gift comes from the newsroom."
      value={gift.giverName}
      problems={problems}
    />
    <Input
      name="recipient"
      type="email"
      label="Recipient’s address"
      hint="They get a mail with the link. Left empty, you hand the link over yourself."
      value={gift.recipient}
      problems={problems}
    />
    <TextArea name="message" label="Message" rows={2} value={gift.message} problems={problems} />
    <div class="act">
      <button class="button" type="submit">
        Make the gift and show its link
      </button>
    </div>
  </PostForm>
);

/** Subscriptions that somebody else pays for: one given away, or seats for a school, a library, a firm. */
export const GiftsGroupsPage = (props: GiftsGroupsPageProps) => {
  const { site, tiers, groups, gifts, fresh, notice, problems } = props;
  return (
    <SettingsFrame site={site} current="Gifts and groups" notice={notice} problems={problems}>
      {fresh !== undefined && <Fresh {...fresh} />}
      {tiers.length === 0 && (
        <p>
          There is no tier yet that could be given or shared:{' '}
          <a href="/admin/settings/subscriptions/tiers/new">Add a tier</a>
        </p>
      )}
      <Part id="groups" title="Groups">
        {groups.length === 0 ? (
          <p>No group yet. A school, a library or a firm gets so many seats of one tier.</p>
        ) : (
          <Groups site={site} groups={groups} />
        )}
      </Part>
      {tiers.length > 0 && (
        <Part id="add-group" title="Add a group">
          <AddGroup {...props} />
        </Part>
      )}
      <Part id="gifts" title="Gifts">
        {gifts.length === 0 ? <p>No gift yet.</p> : <Gifts gifts={gifts} />}
      </Part>
      {tiers.length > 0 && (
        <Part id="make-gift" title="Make a gift">
          <MakeGift {...props} />
        </Part>
      )}
    </SettingsFrame>
  );
};
