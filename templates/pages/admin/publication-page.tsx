import { PostForm } from '../reader/post-form.tsx';
import type { FieldProblem } from '../reader/problems.tsx';
import type { AdminSite } from './admin-frame.tsx';
import { type ChoiceOption, Input, Select, TextArea, Ticks } from './fields.tsx';
import { SettingsFrame } from './settings-frame.tsx';

export interface PublicationDraft {
  readonly name: string;
  readonly town: string;
  readonly tagline: string;
  readonly timeZone: string;
  readonly postalAddress: string;
  readonly senderName: string;
  readonly senderAddress: string;
  readonly replyTo: string;
  readonly accent: string;
  readonly language: string;
  readonly otherLanguages: readonly string[];
}

export interface PublicationPageProps {
  readonly site: AdminSite;
  readonly draft: PublicationDraft;
  /** What readers can be spoken to in. */
  readonly languages: readonly ChoiceOption[];
  readonly notice?: string | undefined;
  readonly problems: readonly FieldProblem[];
}

/** The newsroom's title and who its mail is from. */
export const PublicationPage = ({ site, draft, languages, notice, problems }: PublicationPageProps) => (
  <SettingsFrame site={site} current="Publication" notice={notice} problems={problems}>
    <PostForm post={{ action: '/admin/settings', hidden: [site.csrf] }} class="stack narrow">
      <Input name="name" label="Title" value={draft.name} problems={problems} />
      <Input name="town" label="Town" value={draft.town} problems={problems} />
      <Input
        name="tagline"
        label="Tagline"
        hint="One line below the title."
        value={draft.tagline}
        problems={problems}
      />
      <Select
        name="language"
        label="Language of pages and mails for readers"
        hint="What you write stays as you wrote it; these pages are always in English."
        value={draft.language}
        options={languages}
        problems={problems}
      />
      <Ticks
        name="otherLanguages"
        legend="Also offered"
        hint="With another one ticked every reader page has a link to it, and readers keep the one they choose."
        ticked={draft.otherLanguages}
        options={languages}
        problems={problems}
      />
      <Input
        name="timeZone"
        label="Time zone"
        hint="Such as Europe/London: every time on a page or in a mail is told in it."
        value={draft.timeZone}
        problems={problems}
      />
      <Input
        name="accent"
        label="Colour"
        hint="Such as #284e7d: for links, buttons and the masthead."
        value={draft.accent}
        problems={problems}
      />
      <Input
        name="senderName"
        label="Sender name"
        hint="Whom readers see in their inbox."
        value={draft.senderName}
        problems={problems}
      />
      <Input
        name="senderAddress"
        type="email"
        label="Sender address"
        hint="Its domain must allow your mail server to send for it."
        value={draft.senderAddress}
        problems={problems}
      />
      <Input
        name="replyTo"
        type="email"
        label="Answers go to"
        hint="Left empty, they go to the sender address."
        value={draft.replyTo}
        problems={problems}
      />
      <TextArea
        name="postalAddress"
        label="Postal address"
        hint="Stands below every digest: the law asks for it."
        rows={4}
        value={draft.postalAddress}
        problems={problems}
      />
      <div class="act">
        <button class="button" type="submit">
          Save the publication
        </button>
      </div>
    </PostForm>
  </SettingsFrame>
);
