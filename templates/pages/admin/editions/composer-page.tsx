import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import { type KeyLine, saveKey } from '../keys-dialog.tsx';
import { HiddenFields } from '../../reader/post-form.tsx';
import { Notice } from '../../reader/notice.tsx';
import { ErrorSummary, type FieldProblem, problemOf } from '../../reader/problems.tsx';
import { type BlockDraft, type BlockOptions, type Option, blockNames } from './block-draft.ts';
import { Labelled } from './labelled.tsx';
import { BlockEditor } from './block-editor.tsx';
import { ConflictPanel, type EditionWords } from './conflict-panel.tsx';
import { ProofFrame, ProofNotes, type ProofNotesProps, type ProofWidth } from './proof.tsx';
import { SubjectTestFields } from './subject-test-fields.tsx';
import type { SubjectTestDraft } from './subject-test-words.ts';
import { WordField } from './word-field.tsx';

export interface ComposerPageProps extends ProofNotesProps {
  readonly site: AdminSite;
  /** The edition's own address: everything else hangs below it. */
  readonly path: string;
  readonly newsletter: string;
  readonly version: number;
  readonly draft: EditionWords & { readonly subjectTest: SubjectTestDraft | null };
  /** Whether a second subject may be tried: an automatic edition has one, and one that has begun to leave keeps what it has. */
  readonly test: 'offered' | 'begun' | 'none';
  /** A true sentence, such as "Saved 14:02". */
  readonly saveState: string;
  readonly options: BlockOptions;
  /** Stories no edition has carried yet, the newest first. */
  readonly newStories: readonly Option[];
  /** How many of them one button adds. */
  readonly mostNew: number;
  readonly proof: { readonly as: string; readonly width: ProofWidth; readonly src: string };
  readonly testAddress: string;
  readonly maySend: boolean;
  /** A second person has to say yes before it leaves. */
  readonly needsApproval: boolean;
  readonly notice?: string | undefined;
  readonly problems: readonly FieldProblem[];
  readonly conflict?: { readonly theirs: EditionWords; readonly savedAt: string } | undefined;
}

const composerKeys: readonly KeyLine[] = [
  saveKey,
  { keys: ['Alt', '↑'], does: 'Move the block you are in up' },
  { keys: ['Alt', '↓'], does: 'Move the block you are in down' },
];

/** One form: every button saves all of it first, so nothing depends on a script. */
export const ComposerPage = (props: ComposerPageProps) => {
  const { site, path, newsletter, draft, problems, conflict } = props;
  return (
    <AdminFrame
      site={site}
      what={draft.subject === '' ? 'An edition without a subject' : draft.subject}
      current="editions"
      hasProblem={problems.length > 0 || conflict !== undefined}
      keys={composerKeys}
    >
      <form class="composer" method="post" action={path} novalidate data-composer>
        <HiddenFields fields={[site.csrf, { name: 'version', value: String(props.version) }]} />
        <Bar {...props} />
        <div class="composer__sheet">
          {props.notice !== undefined && <Notice kind="good">{props.notice}</Notice>}
          <ErrorSummary problems={problems} />
          {conflict !== undefined && <ConflictPanel mine={draft} {...conflict} composer={path} />}
          <h1 class="visually-hidden">Compose an edition of {newsletter}</h1>
          <WordField name="subject" label="Subject" value={draft.subject} seen={60} problems={problems} />
          {props.test !== 'none' && (
            <SubjectTestFields
              test={draft.subjectTest}
              hasBegun={props.test === 'begun'}
              problems={problems}
            />
          )}
          <WordField
            name="preheader"
            label="Preheader"
            value={draft.preheader}
            seen={90}
            problems={problems}
          />
          <ol class="plain blocks">
            {draft.blocks.map((block, index) => (
              <BlockEditor
                key={index}
                block={block}
                index={index}
                count={draft.blocks.length}
                options={props.options}
                problems={problems}
              />
            ))}
          </ol>
          <AddBar newStories={props.newStories} mostNew={props.mostNew} problems={problems} />
        </div>
        <Proof {...props} />
      </form>
    </AdminFrame>
  );
};

const Bar = ({ newsletter, path, saveState, maySend, needsApproval }: ComposerPageProps) => (
  <div class="composer__bar">
    <p class="composer__name">
      <a href="/admin/editions">Editions</a> <span aria-hidden="true">/</span> {newsletter}
    </p>
    <output class="composer__state soft small" data-save-state>
      {saveState}
    </output>
    <button type="submit" class="button button--quiet" name="act" value="save">
      Save
    </button>
    <a class="button button--quiet" href={`${path}/preview`}>
      Preview
    </a>
    {needsApproval && (
      <button type="submit" class={maySend ? 'button button--quiet' : 'button'} name="act" value="approval">
        Approval
      </button>
    )}
    {maySend && (
      <button type="submit" class="button" name="act" value="send">
        Go to sending
      </button>
    )}
  </div>
);

const addable: readonly BlockDraft['kind'][] = [
  'story-card',
  'story-list',
  'whole-story',
  'intro',
  'call-to-action',
  'sponsor',
  'poll',
  'divider',
];

const AddBar = ({
  newStories,
  mostNew,
  problems,
}: Pick<ComposerPageProps, 'newStories' | 'mostNew' | 'problems'>) => {
  const newest = Math.min(newStories.length, mostNew);
  const problem = problemOf('story', problems);
  return (
    <fieldset class="add-bar">
      <legend>Add a block</legend>
      <div class="add-bar__kinds">
        {addable.map((kind) => (
          <button key={kind} type="submit" class="button button--quiet" name="act" value={`add ${kind}`}>
            {blockNames[kind]}
          </button>
        ))}
      </div>
      {newest > 0 && (
        <p>
          <button type="submit" class="button button--plain" name="act" value="newest">
            Add {newest === 1 ? 'the one story' : `the ${newest} newest stories`} not yet mailed
          </button>
        </p>
      )}
      {newStories.length > 1 && (
        <details>
          <summary>Choose among the stories not yet mailed</summary>
          <div class="add-bar__stories">
            {newStories.map(({ slug, name }) => (
              <label key={slug}>
                <input type="checkbox" name="new" value={slug} /> {name}
              </label>
            ))}
          </div>
          <button type="submit" class="button button--quiet" name="act" value="chosen">
            Add the ticked stories
          </button>
        </details>
      )}
      <Labelled
        id="story"
        label="Or paste an address"
        hint="A story of ours becomes its card, a page elsewhere a call to action in its own words."
        problem={problem}
      >
        <div class="in-a-row">
          <input
            id="story"
            name="story"
            type="text"
            inputmode="url"
            autocomplete="off"
            aria-describedby={problem === undefined ? 'story-hint' : 'story-hint story-problem'}
          />
          <button type="submit" class="button button--quiet" name="act" value="story">
            Add its card
          </button>
        </div>
      </Labelled>
    </fieldset>
  );
};

const Proof = (props: ComposerPageProps) => {
  const problem = problemOf('test', props.problems);
  return (
    <aside class="composer__proof" aria-label="Proof">
      <div data-notes>
        <ProofNotes inbox={props.inbox} checks={props.checks} />
      </div>
      <ProofControls {...props} />
      <ProofFrame src={props.proof.src} width={props.proof.width} title="The mail as it will arrive" />
      <Labelled id="test" label="Send a test to" problem={problem}>
        <div class="in-a-row">
          <input
            id="test"
            name="test"
            type="email"
            autocomplete="email"
            value={props.testAddress}
            aria-invalid={problem === undefined ? undefined : 'true'}
            aria-describedby={`test-hint${problem === undefined ? '' : ' test-problem'}`}
          />
          <button type="submit" class="button button--quiet" formaction={`${props.path}/test`}>
            Send the test
          </button>
        </div>
        <p class="hint" id="test-hint">
          As {asName(props.options.tiers, props.proof.as)} sees it, marked [Test], outside all figures.
        </p>
      </Labelled>
    </aside>
  );
};

const asName = (tiers: readonly Option[], as: string): string =>
  `a reader of ${tiers.find(({ slug }) => slug === as)?.name ?? 'the free tier'}`;

const ProofControls = ({ options, proof }: ComposerPageProps) => (
  <div class="proof-controls">
    <label for="as">
      Seen by
      <select id="as" name="as" data-proof-as>
        <option value="free">a free reader</option>
        {options.tiers.map(({ slug, name }) => (
          <option key={slug} value={slug} selected={slug === proof.as}>
            a reader of {name}
          </option>
        ))}
      </select>
    </label>
    <fieldset class="proof-controls__widths">
      <legend class="visually-hidden">Width of the proof</legend>
      {(['375', '600'] as const).map((width) => (
        <label key={width}>
          <input type="radio" name="width" value={width} checked={width === proof.width} data-proof-width />{' '}
          {width === '375' ? 'Phone' : 'Desk'}
        </label>
      ))}
    </fieldset>
    <button type="submit" class="button button--plain" name="act" value="save" data-proof-show>
      Show
    </button>
  </div>
);
