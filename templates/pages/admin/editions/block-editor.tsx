import { type FieldProblem, problemOf } from '../../reader/problems.tsx';
import { Line, Text } from './block-lines.tsx';
import { Labelled, Select } from './labelled.tsx';
import { PollFields } from './poll-fields.tsx';
import { SponsorFields } from './sponsor-fields.tsx';
import { type BlockDraft, type BlockOptions, blockNames, partName } from './block-draft.ts';

export interface BlockEditorProps {
  readonly block: BlockDraft;
  readonly index: number;
  readonly count: number;
  readonly options: BlockOptions;
  readonly problems: readonly FieldProblem[];
}

/** One block on the sheet: its own fields, and the buttons that move it. All of it posts with the one form. */
export const BlockEditor = (props: BlockEditorProps) => {
  const { block, index, count } = props;
  const name = blockNames[block.kind];
  return (
    <li class="block" id={`block-${index}`} tabindex={-1}>
      <fieldset>
        <legend class="block__legend">
          <span class="visually-hidden">Block {index + 1}: </span>
          <span class="kicker">{name}</span>
        </legend>
        <input type="hidden" name={partName(index, 'kind')} value={block.kind} />
        <Fields {...props} />
        <div class="block__handles">
          <TierSelect {...props} />
          <div class="block__moves">
            <Handle
              act={`up ${index}`}
              word="Move up"
              name={name}
              at={index}
              isIdle={index === 0}
              keys="Alt+ArrowUp"
            />
            <Handle
              act={`down ${index}`}
              word="Move down"
              name={name}
              at={index}
              isIdle={index === count - 1}
              keys="Alt+ArrowDown"
            />
            <Handle act={`remove ${index}`} word="Remove" name={name} at={index} isIdle={false} />
          </div>
        </div>
      </fieldset>
    </li>
  );
};

interface HandleProps {
  readonly act: string;
  readonly word: string;
  readonly name: string;
  readonly at: number;
  /** At the edge there is nowhere to move. */
  readonly isIdle: boolean;
  readonly keys?: string;
}

const Handle = ({ act, word, name, at, isIdle, keys }: HandleProps) =>
  isIdle ? null : (
    <button type="submit" class="button button--plain" name="act" value={act} aria-keyshortcuts={keys}>
      {word}
      <span class="visually-hidden">
        : block {at + 1}, {name}
      </span>
    </button>
  );

const tierLabel = 'For';

const TierSelect = ({ block, index, options }: BlockEditorProps) => {
  const id = partName(index, 'leastTier');
  return (
    <div class="block__tier">
      <label for={id}>{tierLabel}</label>
      <Select
        id={id}
        value={block.leastTier ?? ''}
        options={options.tiers}
        empty="everybody"
        suffix=" and above"
      />
    </div>
  );
};

const Fields = (props: BlockEditorProps) => {
  const { block, index } = props;
  switch (block.kind) {
    case 'intro':
      return (
        <Text
          {...props}
          part="text"
          label="Text"
          value={block.text}
          rows={4}
          hint="An empty line begins a new paragraph."
        />
      );
    case 'story-card':
      return (
        <>
          <StorySelect {...props} value={block.article} />
          <details open={Boolean(block.headline) || Boolean(block.dek)}>
            <summary>Use other words</summary>
            <Line {...props} part="headline" label="Headline" value={block.headline ?? ''} />
            <Text {...props} part="dek" label="Standfirst" value={block.dek ?? ''} rows={2} />
          </details>
        </>
      );
    case 'whole-story':
      return <StorySelect {...props} value={block.article} />;
    case 'story-list':
      return (
        <>
          <Line {...props} part="heading" label="Heading" value={block.heading ?? ''} />
          <StoryList {...props} slugs={block.articles} />
        </>
      );
    case 'call-to-action':
      return (
        <>
          <Line {...props} part="headline" label="Headline" value={block.headline} />
          <Text {...props} part="text" label="Text" value={block.text} rows={2} />
          <Line {...props} part="button" label="Words on the button" value={block.button} />
          <Labelled
            id={partName(index, 'newsletter')}
            label="Asks for"
            hint="Readers who have it do not see this block. Choose none to lead to another site."
            problem={undefined}
          >
            <Select
              id={partName(index, 'newsletter')}
              value={block.newsletter}
              options={props.options.newsletters}
              empty="No newsletter"
            />
          </Labelled>
          <Line
            {...props}
            part="url"
            label="Or leads to"
            hint="A whole address, such as https://example.org/tickets."
            value={block.url ?? ''}
          />
        </>
      );
    case 'divider':
      return <hr />;
    case 'sponsor':
      return <SponsorFields index={index} problems={props.problems} sponsor={block} />;
    case 'poll':
      return <PollFields index={index} problems={props.problems} poll={block} />;
    default:
      return block satisfies never;
  }
};

const StorySelect = ({ index, options, problems, value }: BlockEditorProps & { readonly value: string }) => {
  const id = partName(index, 'article');
  return (
    <Labelled id={id} label="Story" isBare problem={problemOf(id, problems)}>
      <Select id={id} value={value} options={options.stories} empty="Choose a story" />
    </Labelled>
  );
};

/** One select for each story and an empty one for the next: emptying one takes the story out. */
const StoryList = ({ index, options, slugs }: BlockEditorProps & { readonly slugs: readonly string[] }) => (
  <div class="block__stories">
    {[...slugs, ''].map((slug, place) => {
      const id = place === 0 ? partName(index, 'articles') : `${partName(index, 'articles')}-${place}`;
      return (
        <Labelled key={id} id={id} label={`Story ${place + 1}`} problem={undefined}>
          <Select
            id={id}
            name={partName(index, 'articles')}
            value={slug}
            options={options.stories}
            empty={slug === '' ? 'Add a story' : 'Take this story out'}
          />
        </Labelled>
      );
    })}
  </div>
);
