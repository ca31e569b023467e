import { Notice } from '../../reader/notice.tsx';
import { ActButton } from '../../reader/post-form.tsx';
import type { Moment } from '../../reader/site.ts';
import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import { Diff, type ShownDiff, nearChanges } from '../diff.tsx';
import { type CheckLine, CheckList } from '../editions/check-list.tsx';
import { LightTicks, LongText, ProofFrame, type ProofLight } from '../editions/proof.tsx';
import { type ChoiceOption, Select } from '../fields.tsx';
import { DeskHead, Part, When } from '../parts.tsx';

export interface TemplatePageProps {
  readonly site: AdminSite;
  readonly slug: string;
  readonly name: string;
  /** Null: the standard template. */
  readonly version: {
    readonly number: number;
    readonly note: string;
    readonly by: string;
    readonly at: Moment;
  } | null;
  readonly isInForce: boolean;
  readonly checks: readonly CheckLine[];
  readonly notice?: string | undefined;
  /** How the mail is looked at. */
  readonly light: ProofLight;
  /** The same for the address of the mail; empty by day and with pictures. */
  readonly lightQuery: string;
  /** The plain text part; null where no mail can be made of it. */
  readonly text: string | null;
  readonly source: string;
  /** The other version it is laid beside: its name, and all there are. */
  readonly beside: {
    readonly value: string;
    readonly options: readonly ChoiceOption[];
    readonly parts: readonly ShownDiff[];
  };
}

const titleOf = ({ version }: TemplatePageProps): string =>
  version === null ? 'The standard template' : `Version ${version.number}`;

/** One version: what is to be said of it, a mail in it, what it changed, and the switch. */
export const TemplatePage = (props: TemplatePageProps) => {
  const { site, slug, name, version, isInForce, notice } = props;
  const all = `/admin/newsletters/${slug}/template`;
  const path = `${all}/${version?.number ?? 'standard'}`;
  return (
    <AdminFrame site={site} what={`${titleOf(props)}: template of ${name}`} current="newsletters">
      <DeskHead title={titleOf(props)} kicker={<a href={all}>Template of {name}</a>}>
        {!isInForce && (
          <ActButton post={{ action: `${path}/use`, hidden: [site.csrf] }} class="button">
            {version === null ? 'Use the standard template' : `Use version ${version.number}`}
          </ActButton>
        )}
      </DeskHead>
      {notice !== undefined && <Notice kind="good">{notice}</Notice>}
      <p class="soft">
        {version !== null && (
          <>
            {version.note !== '' && `“${version.note}” · `}
            {version.by}, <When at={version.at} />.{' '}
          </>
        )}
        {isInForce ? 'It is in force: drafts use it.' : 'It is not in force.'}{' '}
        <a href={`${path}/template.mjml`}>Download it as a file</a>
      </p>
      <CheckList checks={props.checks} />
      <Proofs {...props} path={path} />
      <Changes {...props} path={path} />
      <Part id="source" title="The template">
        <details>
          <summary>Show the MJML</summary>
          <LongText name="The template as MJML">{props.source}</LongText>
        </details>
      </Part>
    </AdminFrame>
  );
};

type Here = TemplatePageProps & { readonly path: string };

const Proofs = ({ path, light, lightQuery, text, beside }: Here) => {
  const src = `${path}/mail.html${lightQuery === '' ? '' : `?${lightQuery}`}`;
  if (text === null) return null;
  return (
    <Part id="sample" title="A sample mail with the newest stories">
      <form method="get" action={`${path}#sample`} class="preview-as">
        <LightTicks {...light} />
        <input type="hidden" name="beside" value={beside.value} />
        <button class="button button--quiet" type="submit">
          Show it this way
        </button>
      </form>
      <div class="preview-frames">
        <ProofFrame src={src} width="375" title="A mail on a phone" />
        <ProofFrame src={src} width="600" title="A mail on a desk" />
      </div>
      <details>
        <summary>The plain text, which is the same with every template</summary>
        <LongText name="The plain text">{text}</LongText>
      </details>
    </Part>
  );
};

const Changes = ({ path, beside }: Here) =>
  beside.options.length === 0 ? null : (
    <Part id="changes" title="What is different">
      <form method="get" action={`${path}#changes`} class="preview-as">
        <Select name="beside" label="Beside" value={beside.value} options={beside.options} />
        <button class="button button--quiet" type="submit">
          Compare
        </button>
      </form>
      {beside.parts.every(({ kind }) => kind === 'same') ? (
        <p>They are the same.</p>
      ) : (
        <LongText name="What is different" class="diff">
          <Diff parts={nearChanges(beside.parts)} />
        </LongText>
      )}
    </Part>
  );
