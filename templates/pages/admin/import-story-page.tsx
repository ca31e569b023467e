import { PostForm } from '../reader/post-form.tsx';
import { ErrorSummary, type FieldProblem } from '../reader/problems.tsx';
import { AdminFrame, type AdminSite } from './admin-frame.tsx';
import { type ChoiceOption, Input, Select, TextArea } from './fields.tsx';
import { DeskHead, Part } from './parts.tsx';
import { BoxesField, SectionField } from './stories/standing-fields.tsx';

export interface ImportDraft {
  readonly text: string;
  readonly title: string;
  readonly dek: string;
  readonly byline: string;
  readonly section: string;
  readonly newsletter: string;
  /** How the pasted text is written. */
  readonly form: 'text' | 'markdown' | 'html';
  /** Of a page to fetch it from. */
  readonly url: string;
}

export interface ImportStoryPageProps {
  readonly site: AdminSite;
  readonly draft: ImportDraft;
  readonly sections: readonly ChoiceOption[];
  readonly newsletters: readonly ChoiceOption[];
  readonly problems: readonly FieldProblem[];
}

/** A story that is written already comes in: from its page, or pasted. */
export const ImportStoryPage = ({ site, draft, sections, newsletters, problems }: ImportStoryPageProps) => (
  <AdminFrame site={site} what="Bring a story in" current="stories" hasProblem={problems.length > 0}>
    <DeskHead title="Bring a story in" kicker={<a href="/admin/stories">Stories</a>} />
    <ErrorSummary problems={problems} />
    <Part id="from-page" title="From a page">
      <PostForm post={{ action: '/admin/stories/import/page', hidden: [site.csrf] }} class="stack narrow">
        <Input
          name="url"
          type="url"
          label="Its address"
          hint="Headline, summary, names, text and the picture on top are fetched, and wait as a draft for you to look at. A page that came before is that draft."
          value={draft.url}
          problems={problems}
        />
        <div class="act">
          <button class="button" type="submit">
            Fetch it as a draft
          </button>
        </div>
      </PostForm>
    </Part>
    <Part id="pasted" title="Pasted, or from a file">
      <PostForm post={{ action: '/admin/stories/import', hidden: [site.csrf] }} class="stack narrow">
        <TextArea
          name="text"
          label="Text"
          hint="Paste it, or choose a .txt file below. An empty line ends a paragraph; a line that asks to sign up, such as “SIGN ME UP!”, becomes the sign-up box at that place."
          rows={14}
          value={draft.text}
          problems={problems}
        />
        <Select
          name="form"
          label="How it is written"
          hint="What else stands in HTML than words, links, lists and quotes stays behind."
          value={draft.form}
          options={[
            { value: 'text', text: 'Plain text, as newspapers hand it over' },
            { value: 'markdown', text: 'Markdown' },
            { value: 'html', text: 'HTML' },
          ]}
          problems={problems}
        />
        <p class="file-pick" data-file-pick="text" hidden>
          <label>
            A file instead <input type="file" accept=".txt,.md,.html,text/plain,text/markdown,text/html" />
          </label>
        </p>
        <Input
          name="title"
          label="Headline"
          hint="Left empty, it is made from the first sentence."
          value={draft.title}
          maxlength={200}
          problems={problems}
        />
        <Input name="dek" label="Dek" value={draft.dek} maxlength={400} problems={problems} />
        <Input name="byline" label="Byline" value={draft.byline} maxlength={120} problems={problems} />
        <SectionField value={draft.section} options={sections} problems={problems} />
        <BoxesField whose="its" value={draft.newsletter} options={newsletters} problems={problems} />
        <div class="act">
          <button class="button" type="submit" name="act" value="draft">
            Keep it as a draft
          </button>
          <button class="button button--quiet" type="submit" name="act" value="publish">
            Publish plain text at once
          </button>
        </div>
      </PostForm>
    </Part>
  </AdminFrame>
);
