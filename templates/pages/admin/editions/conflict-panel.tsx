import { type BlockDraft, blockNames } from './block-draft.ts';

export interface EditionWords {
  readonly subject: string;
  /** A second subject that is tried. */
  readonly subjectTest?: { readonly subject: string } | null | undefined;
  readonly preheader: string;
  readonly blocks: readonly BlockDraft[];
}

export interface ConflictPanelProps {
  readonly mine: EditionWords;
  readonly theirs: EditionWords;
  readonly savedAt: string;
  readonly composer: string;
}

/** Two people wrote at the same time: both texts stand side by side and nobody's is gone. */
export const ConflictPanel = ({ mine, theirs, savedAt, composer }: ConflictPanelProps) => (
  <section class="conflict" role="alert" aria-labelledby="conflict-title">
    <h2 id="conflict-title">Somebody saved this edition before you</h2>
    <p>
      Your text was not saved yet, and theirs ({savedAt}) was not overwritten. The fields below hold yours:
      “Save” puts it in place of theirs. <a href={composer}>Take theirs instead</a>.
    </p>
    <div class="conflict__texts">
      <Words title="Yours, not saved" words={mine} />
      <Words title="Theirs, saved" words={theirs} />
    </div>
  </section>
);

const Words = ({ title, words }: { readonly title: string; readonly words: EditionWords }) => (
  <article>
    <h3 class="kicker">{title}</h3>
    <p>
      <b>{words.subject === '' ? 'No subject' : words.subject}</b>
    </p>
    {words.subjectTest && <p>Second subject: {words.subjectTest.subject}</p>}
    <p>{words.preheader}</p>
    <ol>
      {words.blocks.map((block, index) => (
        <li key={index}>
          <span class="soft">{blockNames[block.kind]}:</span> {wordsOf(block)}
        </li>
      ))}
    </ol>
  </article>
);

function wordsOf(block: BlockDraft): string {
  switch (block.kind) {
    case 'intro':
      return block.text;
    case 'story-card':
      return [block.article, block.headline, block.dek].filter(Boolean).join(' · ');
    case 'whole-story':
      return block.article;
    case 'story-list':
      return [block.heading, ...block.articles].filter(Boolean).join(' · ');
    case 'call-to-action':
      return [block.headline, block.text, block.button, block.newsletter, block.url]
        .filter(Boolean)
        .join(' · ');
    case 'sponsor':
      return [block.label, block.name, block.text, block.url].filter(Boolean).join(' · ');
    case 'poll':
      return [block.question, ...block.answers].filter(Boolean).join(' · ');
    case 'divider':
      return 'a line';
    default:
      return block satisfies never;
  }
}
