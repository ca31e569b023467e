import { PostForm } from '../reader/post-form.tsx';
import type { FieldProblem } from '../reader/problems.tsx';
import type { AdminSite } from './admin-frame.tsx';
import { Input } from './fields.tsx';
import { SettingsFrame } from './settings-frame.tsx';

export interface ClicksPageProps {
  readonly site: AdminSite;
  readonly keepMonths: string;
  readonly notice?: string | undefined;
  readonly problems: readonly FieldProblem[];
}

/** How long single clicks and opens are kept; whether they are counted is each newsletter's own. */
export const ClicksPage = ({ site, keepMonths, notice, problems }: ClicksPageProps) => (
  <SettingsFrame site={site} current="Clicks" notice={notice} problems={problems}>
    <p>
      Whether clicks and opens are counted is said on the page of{' '}
      <a href="/admin/newsletters">each newsletter</a>.
    </p>
    <PostForm post={{ action: '/admin/settings/clicks', hidden: [site.csrf] }} class="stack narrow">
      <Input
        name="keepMonths"
        type="number"
        label="Months that single requests are kept"
        hint="1 to 60. Older ones are dropped for good; the figures of your reports stay. Your privacy notice should name the same time."
        value={keepMonths}
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
