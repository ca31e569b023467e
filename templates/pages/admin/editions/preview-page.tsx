import { type Language, languageNames } from '../../../words/languages.ts';
import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import type { Option } from './block-draft.ts';
import { InboxRow, type InboxRowProps } from './inbox-row.tsx';
import { LightTicks, LongText, ProofFrame, type ProofLight } from './proof.tsx';

export interface PreviewPageProps {
  readonly site: AdminSite;
  readonly path: string;
  readonly subject: string;
  readonly inbox: InboxRowProps;
  readonly tiers: readonly Option[];
  readonly newsletters: readonly Option[];
  readonly as: string;
  /** Slugs the reader of the proof has besides. */
  readonly has: readonly string[];
  /** The address of the mail for this reader. */
  readonly src: string;
  readonly light: ProofLight;
  /** What the reader reads; empty: the first of those on offer, the publication's own. */
  readonly language: string;
  readonly languages: readonly Language[];
  readonly text: string;
  readonly isDraft: boolean;
}

/** The edition at two widths and as plain text, seen by whoever is chosen. */
export const PreviewPage = (props: PreviewPageProps) => (
  <AdminFrame site={props.site} what={`Preview: ${props.subject}`} current="editions">
    <div class="edition-page edition-page--wide">
      <p class="small">
        <a href={props.isDraft ? props.path : `${props.path}/progress`}>Back to the edition</a>
      </p>
      <h1>{props.subject === '' ? 'No subject yet' : props.subject}</h1>
      <form class="preview-as" method="get" action={`${props.path}/preview`}>
        <label for="as">
          Seen by
          <select id="as" name="as">
            <option value="free">a free reader</option>
            {props.tiers.map(({ slug, name }) => (
              <option key={slug} value={slug} selected={slug === props.as}>
                a reader of {name}
              </option>
            ))}
          </select>
        </label>
        <fieldset>
          <legend class="visually-hidden">Newsletters the reader has already</legend>
          <span aria-hidden="true">who has</span>
          {props.newsletters.map(({ slug, name }) => (
            <label key={slug}>
              <input type="checkbox" name="newsletters" value={slug} checked={props.has.includes(slug)} />{' '}
              {name}
            </label>
          ))}
        </fieldset>
        {props.languages.length > 1 && (
          <label for="language">
            who reads in
            <select id="language" name="language">
              {props.languages.map((language) => (
                <option key={language} value={language} selected={language === props.language}>
                  {languageNames[language]}
                </option>
              ))}
            </select>
          </label>
        )}
        <LightTicks {...props.light} />
        <button type="submit" class="button button--quiet">
          Show
        </button>
        <a href={`${props.path}/tiers`}>All subscriptions side by side</a>
      </form>
      <InboxRow {...props.inbox} />
      <div class="preview-frames">
        <section aria-labelledby="phone">
          <h2 class="kicker" id="phone">
            375 pixels
          </h2>
          <ProofFrame src={props.src} width="375" title="The mail on a phone" />
        </section>
        <section aria-labelledby="desk">
          <h2 class="kicker" id="desk">
            600 pixels
          </h2>
          <ProofFrame src={props.src} width="600" title="The mail on a desk" />
        </section>
      </div>
      <section aria-labelledby="plain">
        <h2 class="kicker" id="plain">
          Plain text
        </h2>
        <LongText name="The plain text">{props.text}</LongText>
      </section>
    </div>
  </AdminFrame>
);
