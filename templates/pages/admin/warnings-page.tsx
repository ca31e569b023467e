import { PostForm } from '../reader/post-form.tsx';
import type { FieldProblem } from '../reader/problems.tsx';
import type { AdminSite } from './admin-frame.tsx';
import { type ChoiceOption, Input, Select, TextArea } from './fields.tsx';
import { SettingsFrame } from './settings-frame.tsx';

export interface WarningsDraft {
  readonly webhookUrl: string;
  readonly recipients: string;
  readonly relayId: string;
}

export interface WarningsPageProps {
  readonly site: AdminSite;
  readonly draft: WarningsDraft;
  readonly relays: readonly ChoiceOption[];
  readonly notice?: string | undefined;
  readonly problems: readonly FieldProblem[];
}

/** Where the newsroom hears what stands in the way of an automatic edition. */
export const WarningsPage = ({ site, draft, relays, notice, problems }: WarningsPageProps) => (
  <SettingsFrame site={site} current="Warnings" notice={notice} problems={problems}>
    <p class="narrow">
      Before an automatic edition leaves we look for what stands in its way: too few stories, no story at all,
      no approval, mail that does not move, a mail server that refuses. You hear of each once.
    </p>
    <PostForm post={{ action: '/admin/settings/warnings', hidden: [site.csrf] }} class="stack narrow">
      <TextArea
        name="recipients"
        label="By mail to"
        hint="Addresses, one on each line. Left empty, everybody who may send is told."
        rows={3}
        value={draft.recipients}
        problems={problems}
      />
      <Select
        name="relayId"
        label="Mail server for warnings"
        hint="A server that is not the first one for digests: it gets warnings at once, past the queue that may be what has broken."
        value={draft.relayId}
        options={[{ value: '', text: 'The same way as all other mail' }, ...relays]}
        problems={problems}
      />
      <Input
        name="webhookUrl"
        label="Webhook"
        hint="An address that begins with https:// and takes JSON, such as the incoming webhook of your chat. Addresses inside your network are not reached."
        value={draft.webhookUrl}
        problems={problems}
      />
      <div class="act">
        <button class="button" type="submit">
          Save where warnings go
        </button>
      </div>
    </PostForm>
  </SettingsFrame>
);
