import { PostForm } from '../reader/post-form.tsx';
import type { FieldProblem } from '../reader/problems.tsx';
import type { AdminSite } from './admin-frame.tsx';
import { Input, TextArea, Tick } from './fields.tsx';
import { SettingsFrame } from './settings-frame.tsx';

export interface TierDraft {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  /** One a line. */
  readonly benefits: string;
  readonly rank: string;
  readonly isRecommended: boolean;
  /** One a line, such as "6.00 GBP a month". */
  readonly prices: string;
}

export interface TierPageProps {
  readonly site: AdminSite;
  /** Null while it is not there yet. */
  readonly slug: string | null;
  readonly draft: TierDraft;
  readonly problems: readonly FieldProblem[];
}

export const TierPage = ({ site, slug, draft, problems }: TierPageProps) => (
  <SettingsFrame site={site} current="Subscriptions" problems={problems}>
    <h2>{slug === null ? 'Add a tier' : draft.name}</h2>
    <PostForm
      post={{ action: `/admin/settings/subscriptions/tiers/${slug ?? 'new'}`, hidden: [site.csrf] }}
      class="stack narrow"
    >
      <Input name="name" label="Name" value={draft.name} problems={problems} />
      {slug === null && (
        <Input
          name="slug"
          label="Address part"
          hint="Small letters, digits and hyphens, such as digital. It stays as it is."
          value={draft.slug}
          problems={problems}
        />
      )}
      <TextArea
        name="description"
        label="What it is"
        hint="One sentence, as readers read it on the subscription card."
        rows={2}
        value={draft.description}
        problems={problems}
      />
      <TextArea
        name="benefits"
        label="What it brings"
        hint="One a line."
        rows={4}
        value={draft.benefits}
        problems={problems}
      />
      <TextArea
        name="prices"
        label="Prices"
        hint="One a line, such as 6.00 GBP a month. None for a free tier. Who pays already goes on paying what was agreed."
        rows={3}
        value={draft.prices}
        problems={problems}
      />
      <Input
        name="rank"
        type="number"
        label="Rank"
        hint="A higher one opens all that a lower one opens; 0 is the free tier."
        value={draft.rank}
        problems={problems}
      />
      <Tick
        id="isRecommended"
        name="isRecommended"
        value="yes"
        isTicked={draft.isRecommended}
        label="Recommend it on the subscription card"
      />
      <div class="act">
        <button class="button" type="submit">
          {slug === null ? 'Add this tier' : 'Save this tier'}
        </button>
      </div>
    </PostForm>
  </SettingsFrame>
);
