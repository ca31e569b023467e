import type { Rhythm } from './choices.tsx';
import { Notice } from './notice.tsx';
import { ActButton, PostForm } from './post-form.tsx';
import type { FormPost } from './post-form.tsx';
import { ErrorSummary, problemOf } from './problems.tsx';
import type { FieldProblem } from './problems.tsx';
import { ReaderFrame } from './reader-frame.tsx';
import type { Moment, Site } from './site.ts';
import { TextField } from './text-field.tsx';
import { type Language, wordsIn } from '../../words/languages.ts';
import { PaperLink } from './paper-link.tsx';
import { Fill, useWords } from './tongue.tsx';

export interface PreferenceNewsletter {
  readonly slug: string;
  readonly name: string;
  readonly promise: string;
  readonly frequency: string;
  readonly isSubscribed: boolean;
  /** The rhythms it allows; with only one there is nothing to choose. */
  readonly rhythms: readonly Rhythm[];
  readonly rhythm: Rhythm;
}

export interface PreferenceSection {
  readonly slug: string;
  readonly name: string;
  readonly isFollowed: boolean;
}

/** A holiday from everything: not yet begun, with the day of return for each length, or under way. */
export type Pause =
  | {
      readonly kind: 'possible';
      /** Posts `weeks`. */
      readonly post: FormPost;
      readonly lengths: readonly { readonly weeks: number; readonly returns: Moment }[];
    }
  | { readonly kind: 'paused'; readonly returns: Moment; readonly post: FormPost };

export interface PreferencesPageProps {
  readonly site: Site;
  readonly maskedAddress: string;
  readonly name: string;
  readonly tier: string;
  readonly newsletters: readonly PreferenceNewsletter[];
  /** Sections to follow, where a digest goes by them. */
  readonly sections: readonly PreferenceSection[];
  /** What the paper speaks; with one language there is nothing to choose. */
  readonly languages: readonly Language[];
  /** On whose clock digests come, where a newsletter goes by it: `chosen` is empty for the paper's. */
  readonly timeZones?:
    { readonly ours: string; readonly chosen: string; readonly offered: readonly string[] } | undefined;
  /** Posts `name`, `language`, `timeZone` (`ours` for the paper's), `section` for each one followed, `newsletter` for each one wanted, and `rhythm-SLUG` for each that gives a choice. */
  readonly save: FormPost;
  /** What has just been done, as a sentence: "Your choices are saved." */
  readonly done?: string | undefined;
  readonly problems: readonly FieldProblem[];
  /** Absent when nothing is subscribed to. */
  readonly pause?: Pause | undefined;
  readonly leaveAll: FormPost;
}

/** What a reader gets, how often, and every way out. */
export const PreferencesPage = (props: PreferencesPageProps) => {
  const { preferences, choices, fields, leave } = wordsIn(props.site.language);
  return (
    <ReaderFrame
      site={props.site}
      width="column"
      what={preferences.title}
      isUnlisted
      hasProblem={props.problems.length > 0}
    >
      <ErrorSummary problems={props.problems} />
      {props.done !== undefined && <Notice kind="good">{props.done}</Notice>}
      <h1>{preferences.headline}</h1>
      <p class="dek">{preferences.dek(props.maskedAddress, props.tier)}</p>
      <PostForm post={props.save} class="stack">
        <fieldset class="choices">
          <legend>{choices.newsletters}</legend>
          {props.newsletters.map((newsletter) => (
            <NewsletterRow key={newsletter.slug} newsletter={newsletter} />
          ))}
        </fieldset>
        {props.sections.length > 0 && <Sections sections={props.sections} />}
        {props.languages.length > 1 && <Languages offered={props.languages} chosen={props.site.language} />}
        {props.timeZones !== undefined && <TimeZones {...props.timeZones} />}
        <TextField
          id="name"
          name="name"
          kind="name"
          label={fields.name}
          hint={fields.nameHint}
          value={props.name}
          problem={problemOf('name', props.problems)}
        />
        <div class="act">
          <button class="button" type="submit">
            {preferences.save}
          </button>
        </div>
      </PostForm>
      {props.pause !== undefined && <PauseSection {...props.pause} />}
      <section class="aside-act" aria-labelledby="leave">
        <h2 id="leave">{preferences.leaveAll}</h2>
        <p>{preferences.leaveAllText}</p>
        <ActButton post={props.leaveAll} class="button button--danger">
          {leave.all}
        </ActButton>
      </section>
      <p>
        <Fill
          text={preferences.toAccount}
          parts={{ account: <PaperLink href="/account">{preferences.account}</PaperLink> }}
        />
      </p>
    </ReaderFrame>
  );
};

const Sections = ({ sections }: { readonly sections: readonly PreferenceSection[] }) => {
  const words = useWords().preferences;
  return (
    <fieldset class="choices">
      <legend>{words.sections}</legend>
      <p class="hint">{words.sectionsHint}</p>
      <input type="hidden" name="sections" value="asked" />
      {sections.map(({ slug, name, isFollowed }) => (
        <div key={slug} class="choice">
          <input id={`section-${slug}`} type="checkbox" name="section" value={slug} checked={isFollowed} />
          <label for={`section-${slug}`}>{name}</label>
        </div>
      ))}
    </fieldset>
  );
};

const Languages = ({
  offered,
  chosen,
}: {
  readonly offered: readonly Language[];
  readonly chosen: Language;
}) => {
  const words = useWords().preferences;
  return (
    <fieldset class="choices">
      <legend>{words.language}</legend>
      <p class="hint">{words.languageHint}</p>
      <div class="choices__row">
        {offered.map((language) => (
          <div key={language} class="choice">
            <input
              id={`language-${language}`}
              type="radio"
              name="language"
              value={language}
              checked={language === chosen}
            />
            <label for={`language-${language}`}>
              <span lang={language}>{wordsIn(language).name}</span>
            </label>
          </div>
        ))}
      </div>
    </fieldset>
  );
};

/** `America/New_York` as people read it. */
const zoneWords = (zone: string): string => zone.replaceAll('_', ' ');

/** With scripts the page also says what the device is set to; nobody else hears of it before the reader saves. */
const TimeZones = ({ ours, chosen, offered }: NonNullable<PreferencesPageProps['timeZones']>) => {
  const words = useWords().preferences;
  const all = chosen === '' || offered.includes(chosen) ? offered : [chosen, ...offered];
  return (
    <div class="field">
      <label for="timeZone">{words.timeZone}</label>
      <p class="hint" id="timeZone-hint">
        {words.timeZoneHint}
      </p>
      <select id="timeZone" name="timeZone" aria-describedby="timeZone-hint" data-time-zones={ours}>
        <option value="ours" selected={chosen === ''}>
          {words.ourTimeZone(zoneWords(ours))}
        </option>
        {all.map((zone) => (
          <option key={zone} value={zone} selected={zone === chosen}>
            {zoneWords(zone)}
          </option>
        ))}
      </select>
      <p class="hint" data-own-zone hidden>
        <Fill text={words.ownTimeZone} parts={{ zone: <b data-zone /> }} />{' '}
        <button type="button" class="button button--plain">
          {words.takeTimeZone}
        </button>
      </p>
    </div>
  );
};

const NewsletterRow = ({ newsletter }: { readonly newsletter: PreferenceNewsletter }) => {
  const { slug, name, promise, frequency, isSubscribed, rhythms, rhythm } = newsletter;
  const id = `newsletter-${slug}`;
  const { choices, preferences } = useWords();
  return (
    <div class="choice choice--ruled">
      <input
        id={id}
        type="checkbox"
        name="newsletter"
        value={slug}
        checked={isSubscribed}
        aria-describedby={`${id}-hint`}
      />
      <label for={id}>
        <strong class="choice__name">{name}</strong>
      </label>
      <p class="hint" id={`${id}-hint`}>
        {promise} <span class="choice__aside">{frequency}</span>
      </p>
      {rhythms.length > 1 && (
        <div class="choice__more">
          <label for={`rhythm-${slug}`}>
            {choices.howOften}
            <span class="visually-hidden">{preferences.howOftenOf(name)}</span>
          </label>
          <select id={`rhythm-${slug}`} name={`rhythm-${slug}`}>
            {rhythms.map((value) => (
              <option key={value} value={value} selected={value === rhythm}>
                {choices.rhythms[value]}
              </option>
            ))}
          </select>
        </div>
      )}
    </div>
  );
};

const PauseSection = (pause: Pause) => {
  const words = useWords().preferences;
  return (
    <section class="aside-act" aria-labelledby="pause">
      {pause.kind === 'paused' ? (
        <>
          <h2 id="pause">{words.onPause}</h2>
          <p>
            <Fill
              text={words.pausedUntil}
              parts={{ day: <time datetime={pause.returns.iso}>{pause.returns.text}</time> }}
            />
          </p>
          <ActButton post={pause.post} class="button button--quiet">
            {words.resume}
          </ActButton>
        </>
      ) : (
        <>
          <h2 id="pause">{words.goingAway}</h2>
          <p>{words.goingAwayText}</p>
          <PostForm post={pause.post} class="act act--row">
            {pause.lengths.map(({ weeks, returns }) => (
              <button key={weeks} class="button button--quiet pause" type="submit" name="weeks" value={weeks}>
                <span>{words.pause(weeks)}</span>
                <time class="pause__until" datetime={returns.iso}>
                  {words.backOn(returns.text)}
                </time>
              </button>
            ))}
          </PostForm>
        </>
      )}
    </section>
  );
};
