import { PostForm } from '../reader/post-form.tsx';
import type { FieldProblem } from '../reader/problems.tsx';
import type { AdminSite } from './admin-frame.tsx';
import { ProofFrame } from './editions/proof.tsx';
import { Input, TextArea, Tick } from './fields.tsx';
import { SettingsFrame } from './settings-frame.tsx';

export interface LetterRow {
  readonly kind: string;
  readonly title: string;
  readonly when: string;
  /** "On, after 2 days", "Off". */
  readonly state: string;
  readonly isOwn: boolean;
}

export interface LettersPageProps {
  readonly site: AdminSite;
  readonly rows: readonly LetterRow[];
  readonly notice?: string | undefined;
}

/** The mails that go out by themselves. */
export const LettersPage = ({ site, rows, notice }: LettersPageProps) => (
  <SettingsFrame site={site} current="Letters" notice={notice}>
    <p>These go out by themselves, each once to a reader for its occasion.</p>
    <table class="ruled">
      <caption class="visually-hidden">Letters</caption>
      <thead>
        <tr>
          <th scope="col">Letter</th>
          <th scope="col">State</th>
          <th scope="col">Words</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.kind}>
            <th scope="row">
              <a href={`/admin/settings/letters/${row.kind}`}>{row.title}</a>
              <p class="hint">{row.when}</p>
            </th>
            <td>{row.state}</td>
            <td class="soft">{row.isOwn ? 'Yours' : 'Standard'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </SettingsFrame>
);

export interface LetterDraft {
  readonly isOn: boolean;
  readonly days: string;
  readonly subject: string;
  readonly headline: string;
  readonly body: string;
  readonly button: string;
}

export interface LetterPageProps {
  readonly site: AdminSite;
  readonly kind: string;
  readonly title: string;
  readonly when: string;
  /** What the number of days counts, such as "before the end"; null where there is nothing to set. */
  readonly daysCount: string | null;
  readonly tags: readonly string[];
  readonly isOwn: boolean;
  readonly draft: LetterDraft;
  readonly notice?: string | undefined;
  readonly problems: readonly FieldProblem[];
}

const Words = ({ draft, tags, problems }: LetterPageProps) => (
  <>
    <Input name="subject" label="Subject" value={draft.subject} problems={problems} />
    <Input name="headline" label="Headline" value={draft.headline} problems={problems} />
    <TextArea
      name="body"
      label="Text"
      hint={`An empty line begins a paragraph. Filled in for each reader: ${tags.map((tag) => `{{${tag}}}`).join(', ')}.`}
      rows={8}
      value={draft.body}
      problems={problems}
    />
    <Input name="button" label="Button" value={draft.button} problems={problems} />
  </>
);

/** One letter: whether it goes out, when, and what it says. */
export const LetterPage = (props: LetterPageProps) => {
  const { site, kind, title, when, daysCount, isOwn, draft, notice, problems } = props;
  const action = `/admin/settings/letters/${kind}`;
  return (
    <SettingsFrame site={site} current="Letters" notice={notice} problems={problems}>
      <h2>{title}</h2>
      <p>{when}</p>
      <PostForm post={{ action, hidden: [site.csrf] }} class="stack narrow">
        <Tick id="isOn" name="isOn" value="yes" isTicked={draft.isOn} label="It goes out" />
        {daysCount !== null && (
          <Input
            name="days"
            type="number"
            label={`Days ${daysCount}`}
            value={draft.days}
            problems={problems}
          />
        )}
        <Words {...props} />
        <div class="act">
          <button class="button" type="submit">
            Save this letter
          </button>
        </div>
      </PostForm>
      <h2>As a reader gets it</h2>
      <ProofFrame src={`${action}/preview.html`} width="600" title={`${title}, as a reader gets it`} />
      {isOwn && (
        <PostForm post={{ action: `${action}/reset`, hidden: [site.csrf] }} class="stack">
          <button class="button button--quiet" type="submit">
            Take the words it came with
          </button>
        </PostForm>
      )}
    </SettingsFrame>
  );
};
