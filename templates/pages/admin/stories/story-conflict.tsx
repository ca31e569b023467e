import { Tick } from '../fields.tsx';
import type { StoryFields } from './story-draft-fields.ts';

export interface StoryConflictProps {
  /** `save`: somebody saved before; `story`: the story itself was changed elsewhere, as by its feed. */
  readonly kind: 'save' | 'story';
  readonly mine: StoryFields;
  readonly theirs: StoryFields;
  /** Who and when, as a part of a sentence. */
  readonly by: string;
  readonly path: string;
}

/** Two texts of one story stand side by side and none is gone. The fields below hold one's own. */
export const StoryConflict = ({ kind, mine, theirs, by, path }: StoryConflictProps) => (
  <section class="conflict" role="alert" aria-labelledby="conflict-title">
    <h2 id="conflict-title">
      {kind === 'save' ? 'Somebody saved this story before you' : 'The story was changed elsewhere meanwhile'}
    </h2>
    {kind === 'save' ? (
      <p>
        Your text was not saved yet, and theirs ({by}) was not overwritten. The fields below hold yours:
        “Save” puts it in place of theirs, which stays in the history. <a href={path}>Take theirs instead</a>.
      </p>
    ) : (
      <>
        <p>
          Yours is saved as a draft. Readers see the other text ({by}). To publish yours in its place, tick
          this and press again; the other text is kept in the history.
        </p>
        <Tick id="over" name="over" value="yes" isTicked={false} label="Put mine in its place" />
      </>
    )}
    <div class="conflict__texts">
      <Words title={kind === 'save' ? 'Yours, not saved' : 'Yours, saved as a draft'} words={mine} />
      <Words title={kind === 'save' ? 'Theirs, saved' : 'What readers see'} words={theirs} />
    </div>
  </section>
);

const Words = ({ title, words }: { readonly title: string; readonly words: StoryFields }) => (
  <article>
    <h3 class="kicker">{title}</h3>
    <p>
      <b>{words.title === '' ? 'No headline' : words.title}</b>
    </p>
    <p>{words.dek}</p>
    <p class="soft">{words.byline}</p>
    <p>{words.body}</p>
  </article>
);
