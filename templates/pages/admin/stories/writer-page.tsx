import { Notice } from '../../reader/notice.tsx';
import { HiddenFields } from '../../reader/post-form.tsx';
import { ErrorSummary } from '../../reader/problems.tsx';
import { AdminFrame } from '../admin-frame.tsx';
import { Input, TextArea } from '../fields.tsx';
import { type KeyLine, saveKey } from '../keys-dialog.tsx';
import { StoryConflict } from './story-conflict.tsx';
import type { WriterPageProps } from './writer-props.ts';
import { WriterSide } from './writer-side.tsx';

const writerKeys: readonly KeyLine[] = [
  saveKey,
  { keys: ['Ctrl', 'B'], does: 'Bold' },
  { keys: ['Ctrl', 'I'], does: 'Slanted' },
  { keys: ['Ctrl', 'Z'], does: 'Take back the last change of the text' },
  { keys: ['← →'], does: 'From tool to tool in the bar above the text' },
];

/** The sheet a story is written on. One form: every button saves all of it first, so nothing depends on a script. */
export const WriterPage = (props: WriterPageProps) => {
  const { site, path, fields, problems, conflict } = props;
  return (
    <AdminFrame
      site={site}
      what={fields.title === '' ? 'A story without a headline' : fields.title}
      current="stories"
      hasProblem={problems.length > 0 || conflict !== undefined}
      keys={writerKeys}
      scripts={props.scripts}
    >
      <form class="writer" method="post" action={path} novalidate data-writer={props.richScript}>
        <HiddenFields fields={[site.csrf, { name: 'version', value: String(props.version) }]} />
        <Bar {...props} />
        <div class="writer__sheet">
          {props.notice !== undefined && <Notice kind="good">{props.notice}</Notice>}
          {props.trouble !== '' && <Notice kind="warn">{props.trouble}</Notice>}
          <ErrorSummary problems={problems} />
          {conflict !== undefined && <StoryConflict {...conflict} />}
          <h1 class="visually-hidden">{props.isKept ? 'Write this story' : 'Write a story'}</h1>
          <div class="writer__title">
            <Input name="title" label="Headline" value={fields.title} problems={problems} />
          </div>
          <TextArea
            name="dek"
            label="Summary"
            hint="One sentence: it stands below the headline, on the front page and in digests."
            rows={2}
            value={fields.dek}
            problems={problems}
          />
          <Input name="byline" label="Byline" value={fields.byline} problems={problems} />
          <div class="writer__body" data-rich-place>
            <TextArea
              name="body"
              label="Text"
              hint="Markdown: an empty line ends a paragraph, ## begins a crosshead, **bold**, *slanted*, [words](https://…), - for a list, > for a quote. A line SIGN ME UP! at the end of a passage makes a sign-up box."
              rows={24}
              value={fields.body}
              problems={problems}
            />
          </div>
          <p class="soft small tabular">
            <span data-words>{props.words}</span> words
          </p>
        </div>
        <WriterSide {...props} />
      </form>
    </AdminFrame>
  );
};

const Bar = ({ path, isKept, published, saveState }: WriterPageProps) => (
  <div class="composer__bar">
    <p class="composer__name">
      <a href="/admin/stories">Stories</a> <span aria-hidden="true">/</span>{' '}
      {published === null ? 'Draft' : <a href={`/admin/stories/${published.slug}`}>This story</a>}
    </p>
    <output class="composer__state soft small" data-save-state>
      {saveState}
    </output>
    <button type="submit" class="button button--quiet" name="act" value="save">
      Save
    </button>
    <a class="button button--quiet" href={`${path}/preview`} hidden={!isKept} data-once-kept="/preview">
      Preview
    </a>
    <a class="button button--quiet" href={`${path}/history`} hidden={!isKept} data-once-kept="/history">
      History
    </a>
  </div>
);
