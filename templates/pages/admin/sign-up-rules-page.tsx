import { Notice } from '../reader/notice.tsx';
import { PostForm } from '../reader/post-form.tsx';
import type { FieldProblem } from '../reader/problems.tsx';
import type { AdminSite } from './admin-frame.tsx';
import { Input, Select, TextArea, Tick } from './fields.tsx';
import { SettingsFrame } from './settings-frame.tsx';

export interface SignUpRulesDraft {
  readonly proofOfWork: boolean;
  readonly workBits: string;
  readonly leastSeconds: string;
  readonly disposable: string;
  readonly roleAddresses: string;
  readonly ownDomains: string;
  readonly sites: string;
  readonly alarmFloor: string;
  readonly alarmTimes: string;
}

export interface SignUpRulesPageProps {
  readonly site: AdminSite;
  readonly draft: SignUpRulesDraft;
  /** What happens now, in words, while the alarm holds. */
  readonly alarm?: string | undefined;
  readonly notice?: string | undefined;
  readonly problems: readonly FieldProblem[];
}

const policies = [
  { value: 'allow', text: 'Take them' },
  { value: 'ask', text: 'Ask for one more press of a button' },
  { value: 'refuse', text: 'Refuse them' },
];

/** How sign-ups are guarded against machines, and which other sites may show the forms. */
export const SignUpRulesPage = ({ site, draft, alarm, notice, problems }: SignUpRulesPageProps) => (
  <SettingsFrame site={site} current="Sign-up" notice={notice} problems={problems}>
    {alarm !== undefined && <Notice kind="warn">{alarm}</Notice>}
    <PostForm post={{ action: '/admin/settings/sign-up', hidden: [site.csrf] }} class="stack narrow">
      <TextArea
        name="sites"
        label="The paper’s other sites"
        hint="One a line, such as https://news.example.org. They may frame a form, and their pages may show the answer in place."
        rows={4}
        value={draft.sites}
        problems={problems}
      />
      <Select
        name="disposable"
        label="Throwaway addresses"
        value={draft.disposable}
        options={policies}
        problems={problems}
      />
      <TextArea
        name="ownDomains"
        label="More throwaway domains"
        hint="One a line, beside the well-known ones."
        rows={4}
        value={draft.ownDomains}
        problems={problems}
      />
      <Select
        name="roleAddresses"
        label="Addresses of an office, such as info@ or sales@"
        value={draft.roleAddresses}
        options={policies}
        problems={problems}
      />
      <Tick
        id="proofOfWork"
        name="proofOfWork"
        value="yes"
        isTicked={draft.proofOfWork}
        label="Every browser works out a small puzzle first"
        hint="It happens by itself and takes about a second. Without scripts a reader waits ten seconds and presses a button."
      />
      <Input
        name="workBits"
        type="number"
        label="How hard the puzzle is"
        hint="8 to 22; each step doubles the work. 14 takes a slow computer about a second."
        value={draft.workBits}
        problems={problems}
      />
      <Input
        name="leastSeconds"
        type="number"
        label="Seconds a person needs to fill in a form"
        hint="A form that comes back sooner asks for one more press. 0 turns this off; while the alarm holds it is at least 2."
        value={draft.leastSeconds}
        problems={problems}
      />
      <Input
        name="alarmFloor"
        type="number"
        label="Confirmations in ten minutes that are never an alarm"
        hint="Beyond it, and beyond the multiple below, sign-ups take the stricter path for half an hour: puzzle, or button and wait."
        value={draft.alarmFloor}
        problems={problems}
      />
      <Input
        name="alarmTimes"
        type="number"
        label="How many times the usual is an alarm"
        hint="The usual is the average of the last seven days."
        value={draft.alarmTimes}
        problems={problems}
      />
      <div class="act">
        <button class="button" type="submit">
          Save these rules
        </button>
      </div>
    </PostForm>
  </SettingsFrame>
);
