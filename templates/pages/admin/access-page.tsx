import { PostForm } from '../reader/post-form.tsx';
import type { FieldProblem } from '../reader/problems.tsx';
import type { AdminSite } from './admin-frame.tsx';
import { Input } from './fields.tsx';
import { SettingsFrame } from './settings-frame.tsx';

export interface AccessDraft {
  readonly freeStories: string;
  readonly giftLinks: string;
}

export interface AccessPageProps {
  readonly site: AdminSite;
  readonly draft: AccessDraft;
  readonly notice?: string | undefined;
  readonly problems: readonly FieldProblem[];
}

/** How much may be read without a subscription. */
export const AccessPage = ({ site, draft, notice, problems }: AccessPageProps) => (
  <SettingsFrame site={site} current="Access" notice={notice} problems={problems}>
    <p>
      Who may read a story whole is set at the story. Here is what opens it besides. The links in newsletters
      always do, unless the story says otherwise.
    </p>
    <PostForm post={{ action: '/admin/settings/access', hidden: [site.csrf] }} class="stack narrow">
      <Input
        name="freeStories"
        type="number"
        label="Free stories a month"
        hint="For readers without a subscription. 0 means none."
        value={draft.freeStories}
        problems={problems}
      />
      <Input
        name="giftLinks"
        type="number"
        label="Stories a subscriber may give away a month"
        hint="Each link opens one story, 25 times within 30 days. 0 means none."
        value={draft.giftLinks}
        problems={problems}
      />
      <div class="act">
        <button class="button" type="submit">
          Save
        </button>
      </div>
    </PostForm>
  </SettingsFrame>
);
